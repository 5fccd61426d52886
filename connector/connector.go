// Package connector says what a connector is: the Go form of the contract in proto/trellis/connector/v1, which is
// normative and worth reading first.
//
// # Writing one
//
// Implement [Connector], embedding [Unsupported] for what the vendor does not offer, and hand it to plugin.Serve in the
// main of a binary. A list is a loop that hands pages to a [Sink] and returns a receipt; [Listing] keeps the token, the
// counts and the receipt right, so that an author writes the fetch and the mapping only:
//
//	func (c *Connector) ListRoles(ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.Role]) (*connectorv1.Receipt, error) {
//		listing, err := connector.Begin(sink, req, connector.Binding{Resource: "roles"})
//		if err != nil {
//			return nil, err
//		}
//		if err := listing.Page(roles, nil, ""); err != nil {
//			return nil, err
//		}
//		return listing.Exhausted(), nil
//	}
//
// Package connector/rest adds the client, pacing and paging that connectors over HTTP share; connector/lattice is a whole
// one to read.
//
// # Using one
//
// In process or behind the process wall (plugin.Launch), a connector is the same interface. Wrap what you did not write
// in [Checked], which holds both sides to the contract: requests before anything is sent, answers before you see them.
//
// # Errors
//
// Every error that crosses the contract is an [*Error] with a [Reason]; ask with errors.Is(err, connector.NotFound) or
// errors.As, never by text. A context's own error passes through as it is.
package connector

import (
	"context"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/proto"
)

// Connector reads users, roles and groups from one application. Its methods are the RPCs of
// trellis.connector.v1.ConnectorService, with the same rules; they may be called at the same time, from the start, in any
// order, for any accounts. A connector keeps no state between calls that a crash could lose.
//
// Requests belong to the caller: a connector neither changes nor keeps them. Answers belong to the caller once returned.
type Connector interface {
	// Describe says what the connector is and the most it can do. It is static: no account, no network, the same answer
	// for ever. Each call returns a value of its own.
	Describe(ctx context.Context) (*connectorv1.Description, error)

	// Authenticate checks the account's configuration, tries its credentials, and says whose they are and what they can
	// read.
	Authenticate(ctx context.Context, account *connectorv1.Account) (*connectorv1.Authentication, error)

	// ListUsers hands the account's users to the sink, page by page. The receipt is returned, so that there is exactly
	// one and nothing after it; with an error there is none, and what the sink got is a partial list.
	ListUsers(ctx context.Context, req ListRequest, sink Sink[*iamv1.User]) (*connectorv1.Receipt, error)
	// ListRoles lists roles, likewise.
	ListRoles(ctx context.Context, req ListRequest, sink Sink[*iamv1.Role]) (*connectorv1.Receipt, error)
	// ListGroups lists groups, likewise.
	ListGroups(ctx context.Context, req ListRequest, sink Sink[*iamv1.Group]) (*connectorv1.Receipt, error)

	// GetUser reads one user; [NotFound] when there is none with that id.
	GetUser(ctx context.Context, req GetRequest) (*iamv1.User, error)
	// GetRole reads one role, likewise.
	GetRole(ctx context.Context, req GetRequest) (*iamv1.Role, error)
	// GetGroup reads one group, likewise.
	GetGroup(ctx context.Context, req GetRequest) (*iamv1.Group, error)
}

// Item is what can be listed.
type Item interface {
	*iamv1.User | *iamv1.Role | *iamv1.Group
	proto.Message

	GetId() string
	GetSource() *iamv1.Source
}

// ListRequest asks for a list. The account is required; nil options mean everything, from the start.
type ListRequest struct {
	Account *connectorv1.Account
	Options *connectorv1.ListOptions
}

// GetRequest asks for one item by its id.
type GetRequest struct {
	Account *connectorv1.Account
	ID      string
	Options *connectorv1.GetOptions
}

// Page is a part of a list. Items and Info belong to the receiver once handed over. Info may be nil; its getters work on
// nil.
type Page[T Item] struct {
	Items []T
	Info  *connectorv1.PageInfo
}

// Sink takes what a list yields. It takes one call at a time; an error from it means that the receiver wants no more, and
// the connector returns it as it is.
type Sink[T Item] interface {
	// Page takes a page.
	Page(Page[T]) error
	// Progress takes a sign of life, due at least every 10 s while no page comes.
	Progress(*connectorv1.Progress) error
}

// SinkFuncs makes a [Sink] of two functions; a nil one drops what it is given.
type SinkFuncs[T Item] struct {
	OnPage     func(Page[T]) error
	OnProgress func(*connectorv1.Progress) error
}

// Page calls OnPage.
func (s SinkFuncs[T]) Page(p Page[T]) error {
	if s.OnPage == nil {
		return nil
	}
	return s.OnPage(p)
}

// Progress calls OnProgress.
func (s SinkFuncs[T]) Progress(p *connectorv1.Progress) error {
	if s.OnProgress == nil {
		return nil
	}
	return s.OnProgress(p)
}
