package mutants

import (
	"context"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/proto"
)

// wrong is how a mutant differs from the good connector. What is not set does not differ.
type wrong struct {
	// process changes the process before it serves.
	process func()
	// options change how the connector talks to the vendor.
	options []rest.ServiceOption
	// context changes what a call knows of its caller.
	context func(context.Context) context.Context
	// request changes what the connector is asked, or refuses it.
	request func(*call) error
	// instead answers a unary call that the connector is then not asked.
	instead func(*call) proto.Message
	// again is how often Authenticate is done.
	again int
	// answer changes what a unary call answers.
	answer func(*call, proto.Message)
	// event makes of one message of a list those that are sent. The counts of a receipt are right when it gets one.
	event func(*call, *event) []*event
	// end changes how a call ends. It may send more before.
	end func(*call, error) error
	// stays ignores that the host asks the process to end.
	stays bool
	// sick says that the process does not serve.
	sick bool
}

// call is one call, as a mutant sees it.
type call struct {
	ctx       context.Context //nolint:containedctx // it is the call
	operation string          // "ListUsers"
	request   proto.Message

	resumed bool   // the list was asked for with a page token
	pages   int    // sent so far
	last    *event // the page before
	all     []*event
	send    func(*event) error
	refusal error // of a message that the connector has sent
}

// account is the one that the call is about; nil for Describe.
func (c *call) account() *connectorv1.Account {
	r, ok := c.request.(interface{ GetAccount() *connectorv1.Account })
	if !ok {
		return nil
	}
	return r.GetAccount()
}

// key is the account's secret.
func (c *call) key() string { return c.account().GetCredentials()[rest.APIKey] }

// list are the options of a list, and nil for another call.
func (c *call) list() *connectorv1.ListOptions {
	switch r := c.request.(type) {
	case *connectorv1.ListUsersRequest:
		return ensure(&r.Options)
	case *connectorv1.ListRolesRequest:
		return ensure(&r.Options)
	case *connectorv1.ListGroupsRequest:
		return ensure(&r.Options)
	}
	return nil
}

// get are the options of a Get, and nil for another call.
func (c *call) get() *connectorv1.GetOptions {
	switch r := c.request.(type) {
	case *connectorv1.GetUserRequest:
		return ensure(&r.Options)
	case *connectorv1.GetRoleRequest:
		return ensure(&r.Options)
	case *connectorv1.GetGroupRequest:
		return ensure(&r.Options)
	}
	return nil
}

func ensure[T any](p **T) *T {
	if *p == nil {
		*p = new(T)
	}
	return *p
}

// item is a user, a role or a group.
type item interface {
	proto.Message
	GetId() string
	GetSource() *iamv1.Source
}

// itemOf is what a Get answers, and nil for another answer.
func itemOf(answer proto.Message) item {
	switch a := answer.(type) {
	case *connectorv1.GetUserResponse:
		return a.GetUser()
	case *connectorv1.GetRoleResponse:
		return a.GetRole()
	case *connectorv1.GetGroupResponse:
		return a.GetGroup()
	}
	return nil
}

// failed is the contract's error in a call's end, and nil for another end.
func failed(err error) *connector.Error {
	e, ok := connector.FromStatus(err).(*connector.Error) //nolint:errorlint // it comes unwrapped
	if !ok || err == nil {
		return nil
	}
	return e
}
