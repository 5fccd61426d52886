// Package lattice is the connector to Lattice (lattice.com), over its public API v1 with an API key.
//
// It reads users (GET /v1/users), departments as groups (GET /v1/departments), and two roles that are derived from a
// user's isAdmin, for the API tells no others. What becomes of each field stands in package mappings/lattice, and as data
// in [Connector.Describe].
//
// Users' custom attributes are read when they are asked for, because that takes a request for each user.
//
// Lattice answers users of status active alone unless it is asked for others. A list without a filter is a census: it asks
// with status=null, which is documented as "all", and where Lattice refuses that, it makes one pass for each status. What
// Lattice does not document, and so is not promised: the order of users, how long a cursor lives, and whether an admin's
// key sees everyone.
package lattice

import (
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/connector/rest/collection"
	mapping "github.com/trellis-iam/trellis/mappings/lattice"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// Version is the connector's own version.
const Version = "0.1.0"

const (
	name = "lattice"

	// perMinute is the limit that integrators know: 240 requests a minute.
	perMinute = 240
)

// Connector is the connector. It may be used by many goroutines, for many accounts.
type Connector struct{ *rest.Service }

var _ connector.Connector = (*Connector)(nil)

// New makes a connector.
func New(options ...rest.ServiceOption) *Connector {
	return &Connector{rest.NewService(rest.API{
		Description: describe(), KeyField: rest.APIKey, Pace: rest.Pace{PerMinute: perMinute}, Suggest: suggestions,
	}, options...)}
}

// api is what Lattice's lists have in common. Its cursors are marked in page tokens: see [pass].
var api = collection.API{
	Connector: name, Vendor: "Lattice", Shape: mapping.Pages, Size: "limit", Cursor: "startingAfter", MaxPageSize: 100,
	CursorVersion: 1, Public: []string{"status"}, Permissions: []*connectorv1.Permission{superAdmin},
}

// Nobody knows without a request what the key's owner may see, so that no collection states a visibility.
var (
	users = collection.Collection[mapping.UserRecord, *mapping.UserRecord, *iamv1.User]{
		API: api, Kind: connectorv1.ResourceKind_RESOURCE_KIND_USER, Name: "users", Object: "user",
		Path: "/v1/users", Record: "/v1/user/", Item: mapping.User,
	}
	departments = collection.Collection[mapping.DepartmentRecord, *mapping.DepartmentRecord, *iamv1.Group]{
		API: api, Kind: connectorv1.ResourceKind_RESOURCE_KIND_GROUP, Name: "groups", Object: "department",
		Path: "/v1/departments", Record: "/v1/department/", Item: mapping.Department,
		Edges: connectorv1.EdgeLocation_EDGE_LOCATION_USER,
	}
)

// suggestions are what to do about an error, in Lattice's words.
var suggestions = map[connector.Reason]string{
	connector.CredentialsRejected: "The key may be mistyped, revoked, of the other region, or its owner may be deactivated. " +
		"Have a super admin make a new one in Lattice: Admin > Platform > API Keys.",
	connector.PermissionMissing: "The key is valid, but the user who made it may not see this. Have a super admin make the " +
		"key; API access must also be granted to the company by Lattice.",
	connector.RateLimited: "Lattice allows 240 requests a minute. Come back later, or have the operator lower requests_per_minute " +
		"where other programs use the same key.",
}
