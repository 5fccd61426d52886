package lattice

import (
	"context"

	"github.com/trellis-iam/trellis/connector"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// GetUser reads GET /v1/user/{id}, and with expand=groups the user's department.
func (c *Connector) GetUser(ctx context.Context, req connector.GetRequest) (*iamv1.User, error) {
	u, err := users.Get(ctx, c.Service, req)
	if err != nil || !wantsGroups(req.Options.GetExpand()) {
		return u, err
	}
	s, err := c.Open(req.Account)
	if err != nil {
		return nil, err
	}
	if err := nameDepartment(ctx, s, u); err != nil {
		return nil, err
	}
	return u, nil
}

// GetGroup reads GET /v1/department/{id}.
func (c *Connector) GetGroup(ctx context.Context, req connector.GetRequest) (*iamv1.Group, error) {
	return departments.Get(ctx, c.Service, req)
}
