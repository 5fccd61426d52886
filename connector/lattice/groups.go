package lattice

import (
	"context"

	"github.com/trellis-iam/trellis/connector"
	mapping "github.com/trellis-iam/trellis/mappings/lattice"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// ListGroups lists departments.
func (c *Connector) ListGroups(
	ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.Group],
) (*connectorv1.Receipt, error) {
	s, err := c.openList(connectorv1.ResourceKind_RESOURCE_KIND_GROUP, req)
	if err != nil {
		return nil, err
	}
	l, err := begin(s, req, sink, "groups", "/v1/departments", mapping.Department)
	if err != nil {
		return nil, err
	}
	full, err := l.walk(ctx, leg[*iamv1.Group]{
		from: l.listing.Cursor(),
		mark: func(cursor string) string { return cursor },
	})
	switch {
	case err != nil:
		return nil, err
	case full:
		return l.listing.PageLimit(), nil
	}
	return l.listing.Exhausted(), nil
}
