package lattice

import (
	"context"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// ListGroups lists departments.
func (c *Connector) ListGroups(
	ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.Group],
) (*connectorv1.Receipt, error) {
	return departments.List(ctx, c.Service, req, sink)
}
