package connector

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"runtime/debug"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/proto"
)

// CheckOption changes how [Checked] works.
type CheckOption func(*checked)

// BreachAs sets the reason of errors that say that the connector broke the contract. In the connector's own process that
// is ConnectorBug, the default.
func BreachAs(r Reason) CheckOption {
	return BreachBy(func(what error) *Error {
		e := Errorf(r, "%v", what)
		e.Suggestion = "report it to the connector's author"
		return e
	})
}

// BreachBy has the errors that say that the connector broke the contract made elsewhere: a process wall knows more about
// it than its name. what is a sentence without connector and operation, which are added.
func BreachBy(breach func(what error) *Error) CheckOption {
	return func(c *checked) { c.breach = breach }
}

// Checked holds a connector to the contract, in both directions, whichever side of the process wall it is on.
//
// What goes in: account and options are checked against the connector's own description, so that nothing is sent to the
// connector, or by it to the vendor, that cannot be right (INVALID_CONFIG, BAD_PAGE_TOKEN, UNSUPPORTED).
//
// What comes out: tokens and receipts are checked against the stream they came with; items one by one. An item without a
// usable id, or with an id that stood in the same page before, is taken out of its page and reported as rejected; enums,
// times and texts out of bounds are settled in place. The receipt's counts are those of what the sink was given. Errors
// name connector and operation; a panic is a CONNECTOR_BUG whose cause is a [*Panic].
func Checked(c Connector, options ...CheckOption) Connector {
	k := &checked{next: c, turn: make(chan struct{}, 1)}
	BreachAs(ConnectorBug)(k)
	for _, o := range options {
		o(k)
	}
	return k
}

// Panic is the cause of the CONNECTOR_BUG that a panic in a connector becomes.
type Panic struct {
	Value any
	Stack []byte
}

// Error says what was panicked with.
func (p *Panic) Error() string { return fmt.Sprintf("panic: %v", p.Value) }

type checked struct {
	next   Connector
	breach func(what error) *Error

	turn        chan struct{}            // held by who reads or sets description
	description *connectorv1.Description // static: read once
}

func (c *checked) Describe(ctx context.Context) (*connectorv1.Description, error) {
	d, err := c.describe(ctx)
	return proto.CloneOf(d), err
}

func (c *checked) describe(ctx context.Context) (*connectorv1.Description, error) {
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if c.description != nil {
		return c.description, nil
	}
	d, err := call("", "Describe", func() (*connectorv1.Description, error) { return c.next.Describe(ctx) })
	if err != nil {
		return nil, err
	}
	if err := CheckDescription(d); err != nil {
		return nil, within(c.breach(err), "", "Describe")
	}
	c.description = d
	return d, nil
}

// call runs one method of the connector: panics become errors, and errors learn where they are from.
func call[R any](name, operation string, method func() (R, error)) (result R, err error) {
	defer func() {
		v := recover()
		if p, ok := v.(receiverPanic); ok {
			panic(p.value) // the receiver's own, and no fault of the connector's
		}
		if v != nil {
			e := Errorf(ConnectorBug, "%w", &Panic{Value: v, Stack: debug.Stack()})
			e.Message = "the connector panicked" // the value could hold anything
			e.IncidentID = rand.Text()
			e.Suggestion = "look for incident " + e.IncidentID + " in the connector's log, and report it to its author"
			err = within(e, name, operation)
		}
	}()
	result, err = method()
	return result, within(err, name, operation)
}

// receiverPanic is a panic of a list's receiver on its way through the connector.
type receiverPanic struct{ value any }

func (c *checked) Authenticate(ctx context.Context, account *connectorv1.Account) (*connectorv1.Authentication, error) {
	const operation = "Authenticate"
	d, err := c.describe(ctx)
	if err != nil {
		return nil, err
	}
	if err := CheckAccount(d, account); err != nil {
		return nil, within(err, d.GetName(), operation)
	}
	a, err := call(d.GetName(), operation, func() (*connectorv1.Authentication, error) {
		return c.next.Authenticate(ctx, account)
	})
	if err == nil && a == nil {
		err = within(c.breach(errors.New("there is no answer")), d.GetName(), operation)
	}
	if err != nil {
		return nil, err
	}
	if !a.GetExpiresAt().IsValid() {
		a.ExpiresAt = nil
	}
	return a, nil
}

func (c *checked) ListUsers(ctx context.Context, req ListRequest, sink Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
	return checkedList(ctx, c, "ListUsers", connectorv1.ResourceKind_RESOURCE_KIND_USER, req, sink, c.next.ListUsers)
}

func (c *checked) ListRoles(ctx context.Context, req ListRequest, sink Sink[*iamv1.Role]) (*connectorv1.Receipt, error) {
	return checkedList(ctx, c, "ListRoles", connectorv1.ResourceKind_RESOURCE_KIND_ROLE, req, sink, c.next.ListRoles)
}

func (c *checked) ListGroups(ctx context.Context, req ListRequest, sink Sink[*iamv1.Group]) (*connectorv1.Receipt, error) {
	return checkedList(ctx, c, "ListGroups", connectorv1.ResourceKind_RESOURCE_KIND_GROUP, req, sink, c.next.ListGroups)
}

func (c *checked) GetUser(ctx context.Context, req GetRequest) (*iamv1.User, error) {
	return checkedGet(ctx, c, "GetUser", connectorv1.ResourceKind_RESOURCE_KIND_USER, req, c.next.GetUser)
}

func (c *checked) GetRole(ctx context.Context, req GetRequest) (*iamv1.Role, error) {
	return checkedGet(ctx, c, "GetRole", connectorv1.ResourceKind_RESOURCE_KIND_ROLE, req, c.next.GetRole)
}

func (c *checked) GetGroup(ctx context.Context, req GetRequest) (*iamv1.Group, error) {
	return checkedGet(ctx, c, "GetGroup", connectorv1.ResourceKind_RESOURCE_KIND_GROUP, req, c.next.GetGroup)
}

func checkedGet[T Item](
	ctx context.Context, c *checked, operation string, kind connectorv1.ResourceKind, req GetRequest,
	get func(context.Context, GetRequest) (T, error),
) (T, error) {
	var none T
	d, err := c.describe(ctx)
	if err != nil {
		return none, err
	}
	name := d.GetName()
	r, err := resource(d, kind, connectorv1.Operation_OPERATION_GET)
	if err == nil {
		err = cmp.Or(CheckAccount(d, req.Account), CheckGetOptions(r, req.ID, req.Options))
	}
	if err != nil {
		return none, within(err, name, operation)
	}
	item, err := call(name, operation, func() (T, error) { return get(ctx, req) })
	if err != nil {
		return none, err
	}
	if item == none {
		return none, within(c.breach(errors.New("there is neither an item nor an error")), name, operation)
	}
	if err := CheckID(item.GetId()); err != nil {
		return none, within(c.breach(err), name, operation)
	}
	if item.GetId() != req.ID {
		return none, within(c.breach(errors.New("the item has another id than was asked for")), name, operation)
	}
	settle(item)
	return item, nil
}
