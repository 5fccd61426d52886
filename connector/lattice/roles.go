package lattice

import (
	"context"

	"github.com/trellis-iam/trellis/connector"
	mapping "github.com/trellis-iam/trellis/mappings/lattice"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// roleVisibility: Lattice has custom roles, and its API shows none of them.
const roleVisibility = connectorv1.Visibility_VISIBILITY_PARTIAL

// ListRoles lists the two derived roles, in one page and without a request.
func (c *Connector) ListRoles(
	_ context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.Role],
) (*connectorv1.Receipt, error) {
	s, err := c.OpenList(connectorv1.ResourceKind_RESOURCE_KIND_ROLE, req)
	if err != nil {
		return nil, err
	}
	l, err := connector.Begin(sink, req, connector.Binding{
		Connector: name, Resource: "roles", Endpoint: s.Endpoint, CursorVersion: api.CursorVersion, Visibility: roleVisibility,
	})
	if err != nil {
		return nil, err
	}
	if err := l.Page(mapping.Roles(), nil, ""); err != nil {
		return nil, err
	}
	return l.Exhausted(), nil
}

// GetRole reads one of them.
func (c *Connector) GetRole(_ context.Context, req connector.GetRequest) (*iamv1.Role, error) {
	if _, err := c.OpenGet(connectorv1.ResourceKind_RESOURCE_KIND_ROLE, req); err != nil {
		return nil, err
	}
	for _, r := range mapping.Roles() {
		if r.GetId() == req.ID {
			return r, nil
		}
	}
	return nil, connector.Errorf(connector.NotFound, "%s has no role with this id", api.Vendor)
}
