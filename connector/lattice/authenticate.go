package lattice

import (
	"context"

	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/mappings"
	mapping "github.com/trellis-iam/trellis/mappings/lattice"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Authenticate tries the key with GET /v1/me, which answers the user who made it.
func (c *Connector) Authenticate(ctx context.Context, account *connectorv1.Account) (*connectorv1.Authentication, error) {
	s, err := c.Open(account)
	if err != nil {
		return nil, err
	}
	var owner mapping.UserRecord
	var id string
	err = s.Read(ctx, rest.Request{Path: "/v1/me"}, func(body []byte) (err error) {
		id, err = mappings.DecodeRecord(&owner, body)
		return err
	})
	if err != nil {
		return nil, err
	}
	identity, warnings, visibility := mapping.Owner(id, &owner)
	access := func(kind connectorv1.ResourceKind, v connectorv1.Visibility) *connectorv1.ResourceAccess {
		return &connectorv1.ResourceAccess{
			Kind: kind, Availability: connectorv1.Availability_AVAILABILITY_AVAILABLE, Visibility: v,
		}
	}
	return &connectorv1.Authentication{
		Identity: identity,
		Warnings: warnings,
		Resources: []*connectorv1.ResourceAccess{
			access(connectorv1.ResourceKind_RESOURCE_KIND_USER, visibility),
			access(connectorv1.ResourceKind_RESOURCE_KIND_ROLE, roleVisibility),
			access(connectorv1.ResourceKind_RESOURCE_KIND_GROUP, visibility),
		},
	}, nil
}
