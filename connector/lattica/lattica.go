// Package lattica is the connector to Lattica, a task manager, over its API v1 with an API key.
//
// What Lattica publishes of its API is a page about keys: how they are made, what their prefix, scope, reach and expiry mean, how
// lists are paged, errors look, and limits are told. One endpoint is named, GET /v1/tasks, with which a key is tried. **No
// endpoint for users or roles is documented.** GET /v1/users and GET /v1/roles are assumed, under the page's conventions for
// lists, and so is all that stands in their records; the operator can set other paths. Reading one record by its id is not
// offered: where nothing says that a record has a path, a 404 would not mean that it is gone.
package lattica

import (
	"context"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/connector/rest/collection"
	"github.com/trellis-iam/trellis/mappings"
	mapping "github.com/trellis-iam/trellis/mappings/lattica"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// Connector is the connector. It may be used by many goroutines, for many accounts.
type Connector struct {
	connector.Unsupported
	*rest.Service
}

var _ connector.Connector = (*Connector)(nil)

// New makes a connector.
func New(options ...rest.ServiceOption) *Connector {
	return &Connector{Service: rest.NewService(rest.API{
		Description: describe(), BaseURL: "https://api.lattica.app", KeyField: rest.APIKey,
		KeyPrefixes: []rest.KeyPrefix{
			{Prefix: "lat_live_", Environment: connectorv1.Environment_ENVIRONMENT_LIVE},
			{Prefix: "lat_test_", Environment: connectorv1.Environment_ENVIRONMENT_SANDBOX},
		},
		PathKeys: []string{users.PathKey, roles.PathKey},
		// The plan decides how much is allowed, and nothing tells the plan.
		RateHeaders: rest.RateHeaders{Remaining: "X-RateLimit-Remaining", Reset: "X-RateLimit-Reset"},
		ReadError:   rest.NestedError, Suggest: suggestions,
	}, options...)}
}

var (
	api = collection.API{
		Connector: "lattica", Vendor: "Lattica", Shape: mapping.Pages, Size: "limit", Cursor: "cursor", MaxPageSize: 100, CursorVersion: 1,
		Permissions: []*connectorv1.Permission{{Name: "read-only", Help: "The key's scope, with the entire workspace as its reach."}},
	}
	users = collection.Collection[mapping.Record, *mapping.Record, *iamv1.User]{
		API: api, Kind: connectorv1.ResourceKind_RESOURCE_KIND_USER, Name: "users", Object: "user",
		Path: "/v1/users", PathKey: "users_path", Item: mapping.User,
	}
	roles = collection.Collection[mapping.Record, *mapping.Record, *iamv1.Role]{
		API: api, Kind: connectorv1.ResourceKind_RESOURCE_KIND_ROLE, Name: "roles", Object: "role",
		Path: "/v1/roles", PathKey: "roles_path", Item: mapping.Role, Edges: connectorv1.EdgeLocation_EDGE_LOCATION_USER,
	}
)

// ListUsers lists users, where they are assumed to be.
func (c *Connector) ListUsers(
	ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.User],
) (*connectorv1.Receipt, error) {
	return users.List(ctx, c.Service, req, sink)
}

// ListRoles lists roles, likewise.
func (c *Connector) ListRoles(
	ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.Role],
) (*connectorv1.Receipt, error) {
	return roles.List(ctx, c.Service, req, sink)
}

// Authenticate tries the key on the one endpoint that is documented.
func (c *Connector) Authenticate(ctx context.Context, account *connectorv1.Account) (*connectorv1.Authentication, error) {
	s, err := c.Open(account)
	if err != nil {
		return nil, err
	}
	var tasks mappings.Page[mapping.Record]
	err = s.Read(ctx, api.Request("/v1/tasks", 1, ""), func(body []byte) error {
		return mappings.DecodePage(api.Shape, &tasks, body, false, nil)
	})
	if err != nil {
		return nil, err
	}
	warnings := []*connectorv1.AccountWarning{
		{Code: "REACH_UNKNOWN", Message: "Whether the key reaches the entire workspace cannot be read. If it reaches only some projects, " +
			"lists may be cut down without a sign of it."},
		{Code: "EXPIRY_UNKNOWN", Message: "When the key expires, if ever, cannot be read: note what was chosen when it was made."},
	}
	if s.Environment == connectorv1.Environment_ENVIRONMENT_SANDBOX {
		warnings = append(warnings, &connectorv1.AccountWarning{
			Code: "SANDBOX_KEY", Message: "The key opens the sandbox, a mirror workspace with sample data: nobody listed is real.",
		})
	}
	return &connectorv1.Authentication{
		Environment: s.Environment, Warnings: warnings, Resources: []*connectorv1.ResourceAccess{users.Access(), roles.Access()},
	}, nil
}

// suggestions are what to do about an error, in Lattica's words.
var suggestions = map[connector.Reason]string{
	connector.CredentialsRejected: "The key may be mistyped, revoked or expired. Make a new one in Lattica: Settings > API > New API key.",
	connector.PermissionMissing:   "The key is valid, but its scope or reach does not cover this. Make one that reaches the entire workspace.",
}
