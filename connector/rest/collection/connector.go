package collection

import (
	"context"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// Source is where the items of one kind come from: a [Collection].
type Source[M connector.Item] interface {
	Probe
	List(context.Context, *rest.Service, connector.ListRequest, connector.Sink[M]) (*connectorv1.Receipt, error)
	Get(context.Context, *rest.Service, connector.GetRequest) (M, error)
	// At reads the record that stands at a path of its own, such as that of the user who asks.
	At(ctx context.Context, s *rest.Session, path string) (M, error)
}

// Connector is a whole connector that is made of collections. A nil source answers UNSUPPORTED.
type Connector struct {
	connector.Unsupported
	*rest.Service
	// Me is where the user stands whose credentials are used: "/v1/me". Empty: the vendor does not tell. It is read as Users says,
	// and needs them.
	Me string

	Users  Source[*iamv1.User]
	Roles  Source[*iamv1.Role]
	Groups Source[*iamv1.Group]
}

var _ connector.Connector = (*Connector)(nil)

// ListUsers lists users.
func (c *Connector) ListUsers(ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
	if c.Users == nil {
		return c.Unsupported.ListUsers(ctx, req, sink)
	}
	return c.Users.List(ctx, c.Service, req, sink)
}

// ListRoles lists roles.
func (c *Connector) ListRoles(ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.Role]) (*connectorv1.Receipt, error) {
	if c.Roles == nil {
		return c.Unsupported.ListRoles(ctx, req, sink)
	}
	return c.Roles.List(ctx, c.Service, req, sink)
}

// ListGroups lists groups.
func (c *Connector) ListGroups(ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.Group]) (*connectorv1.Receipt, error) {
	if c.Groups == nil {
		return c.Unsupported.ListGroups(ctx, req, sink)
	}
	return c.Groups.List(ctx, c.Service, req, sink)
}

// GetUser reads one user.
func (c *Connector) GetUser(ctx context.Context, req connector.GetRequest) (*iamv1.User, error) {
	if c.Users == nil {
		return c.Unsupported.GetUser(ctx, req)
	}
	return c.Users.Get(ctx, c.Service, req)
}

// GetRole reads one role.
func (c *Connector) GetRole(ctx context.Context, req connector.GetRequest) (*iamv1.Role, error) {
	if c.Roles == nil {
		return c.Unsupported.GetRole(ctx, req)
	}
	return c.Roles.Get(ctx, c.Service, req)
}

// GetGroup reads one group.
func (c *Connector) GetGroup(ctx context.Context, req connector.GetRequest) (*iamv1.Group, error) {
	if c.Groups == nil {
		return c.Unsupported.GetGroup(ctx, req)
	}
	return c.Groups.Get(ctx, c.Service, req)
}
