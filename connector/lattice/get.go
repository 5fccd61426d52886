package lattice

import (
	"context"

	"github.com/trellis-iam/trellis/connector"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// GetUser reads GET /v1/user/{id}, and what is asked for besides: the user's department, the user's custom attributes.
func (c *Connector) GetUser(ctx context.Context, req connector.GetRequest) (*iamv1.User, error) {
	u, err := users.Get(ctx, c.Service, req)
	if err != nil {
		return nil, err
	}
	s, err := c.Open(req.Account)
	if err != nil {
		return nil, err
	}
	if wantsGroups(req.Options.GetExpand()) {
		if err := nameDepartment(ctx, s, u); err != nil {
			return nil, err
		}
	}
	if wantsAttributes(req.Options.GetExpand()) {
		if _, err := addAttributes(ctx, s, []*iamv1.User{u}, silent); err != nil {
			return nil, err
		}
	}
	return u, nil
}

// GetGroup reads GET /v1/department/{id}.
func (c *Connector) GetGroup(ctx context.Context, req connector.GetRequest) (*iamv1.Group, error) {
	return departments.Get(ctx, c.Service, req)
}
