// Package scim is the connector to any SCIM 2.0 service provider (RFC 7643 and 7644): it reads users, groups with their
// members, and the roles that users hold. [Generic] serves a provider by its base URL; a vendor whose SCIM differs, or that
// should have a connector of its own name, is a [Profile] (package latticescim).
//
// # What it asks for
//
// GET /Users and /Groups, by startIndex and count, several pages at a time (rest.Indexed). Order and stability of such
// lists are not promised by the RFC, so that they drift: what can be seen of it (a total that changes, items that come
// again) is said in the receipt. ServiceProviderConfig and ResourceTypes are asked for where a provider may have them, and
// gone on without where it has none.
//
// # Filters
//
// A filter is the provider's to evaluate (RFC 7644, section 3.4.2.2). Where it says that it cannot, or refuses this one,
// the connector reads all users and filters them itself. Whoever comes is checked: one that takes no notice of the filter is
// UPSTREAM_MALFORMED when nobody on a page fits, and never yields anyone who does not.
//
// # Roles
//
// SCIM has no records of roles, only values of users. The list of roles is made of them: it reads all users, and cannot
// know of a role that nobody holds.
package scim

import (
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/connector/rest/collection"
	mapping "github.com/trellis-iam/trellis/mappings/scim"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// Profile is what is known of the providers that a connector is for.
type Profile struct {
	// Description says what the connector is, without its resources.
	Description *connectorv1.Description
	// Path stands between base URL and resources: "/scim/v2".
	Path string
	// KeyField is the field of the credentials that holds the bearer token.
	KeyField string
	// Vendor is what people call the application.
	Vendor string
	// Mapping is what the provider's resources have besides the RFC's.
	Mapping mapping.Profile
	// Emails is how a filter names an e-mail address: "emails.value", or "emails" alone, which by the RFC means the same.
	Emails string
	// Discover asks the provider what it can do.
	Discover bool
	// MaxPageSize is the most resources that are asked for at once.
	MaxPageSize int32
	// Permissions are what the credentials need at the vendor.
	Permissions []*connectorv1.Permission
	// Custom is what the coverage says of custom fields.
	Custom string
	// Warnings are what the owner of any account should know.
	Warnings []*connectorv1.AccountWarning
	// Suggest is what to tell people for a reason.
	Suggest map[connector.Reason]string
}

// DefaultPageSize is what providers commonly allow. More is asked for by page_size alone.
const DefaultPageSize = 100

// cursorVersion counts the meanings of the cursors in page tokens: see cursor.
const cursorVersion = 2

// Connector is the connector. It may be used by many goroutines, for many accounts.
type Connector struct {
	*rest.Service
	profile Profile
	users   collection.Collection[mapping.UserRecord, *mapping.UserRecord, *iamv1.User]
	groups  collection.Collection[mapping.GroupRecord, *mapping.GroupRecord, *iamv1.Group]
}

var _ connector.Connector = (*Connector)(nil)

// New makes a connector. The profile's description belongs to it from then on.
func New(p Profile, options ...rest.ServiceOption) *Connector {
	p.Description.Resources = p.resources()
	api := collection.API{Connector: p.Description.GetName(), Vendor: p.Vendor}
	return &Connector{
		Service: rest.NewService(rest.API{
			Description: p.Description, KeyField: p.KeyField, Accept: accept, ReadError: readError, Suggest: p.Suggest,
		}, options...),
		profile: p,
		users: collection.Collection[mapping.UserRecord, *mapping.UserRecord, *iamv1.User]{
			API: api, Kind: connectorv1.ResourceKind_RESOURCE_KIND_USER, Name: "users", Object: "user",
			Path: p.Path + "/Users", Record: p.Path + "/Users/", Item: p.Mapping.User,
		},
		groups: collection.Collection[mapping.GroupRecord, *mapping.GroupRecord, *iamv1.Group]{
			API: api, Kind: connectorv1.ResourceKind_RESOURCE_KIND_GROUP, Name: "groups", Object: "group",
			Path: p.Path + "/Groups", Record: p.Path + "/Groups/", Item: mapping.Group,
		},
	}
}

// accept is SCIM's own media type first (RFC 7644, section 8.1), and what some send instead.
const accept = "application/scim+json, application/json;q=0.9"

// readError reads a SCIM error (RFC 7644, section 3.12).
func readError(body []byte) rest.ErrorBody {
	e := mapping.DecodeError(body)
	return rest.ErrorBody{Code: e.Type, Message: e.Detail}
}
