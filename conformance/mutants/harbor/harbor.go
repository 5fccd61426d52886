// Package harbor is a small good connector, to an application that does not exist: Harbor, where crews of members work
// ships. It is the one that every mutant is made of, and an ordinary connector over HTTP: users (members) with a filter and
// something to expand, roles (ranks) and groups (crews), lists with cursors, and each of them by its id.
package harbor

import (
	"context"
	"net/url"
	"slices"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/connector/rest/collection"
	"github.com/trellis-iam/trellis/mappings"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// Connector is the connector. It may be used by many goroutines, for many accounts.
type Connector struct{ *rest.Service }

var _ connector.Connector = (*Connector)(nil)

// New makes a connector that goes by a name: a mutant has another one.
func New(name string, options ...rest.ServiceOption) *Connector {
	return &Connector{rest.NewService(rest.API{
		Description: describe(name), KeyField: rest.APIKey, ReadError: rest.NestedError,
		Pace: rest.Pace{PerMinute: perMinute}, Suggest: suggestions,
	}, options...)}
}

// suggestions are what to do about an error.
var suggestions = map[connector.Reason]string{
	connector.CredentialsRejected: "Ask the harbor master for another key.",
	connector.PermissionMissing:   "Ask the harbor master for a key that may read members, ranks and crews.",
	connector.RateLimited:         "Come back later.",
}

// perMinute is the limit that Harbor publishes.
const perMinute = 6000

var (
	api = collection.API{
		Connector: "harbor", Vendor: "Harbor", Shape: mappings.Shape{Data: "items", Cursor: "next"},
		Size: "limit", Cursor: "after", MaxPageSize: 50, CursorVersion: 1, Public: []string{"state"},
	}
	users = collection.Collection[record, *record, *iamv1.User]{
		API: api, Kind: connectorv1.ResourceKind_RESOURCE_KIND_USER, Name: "users", Object: "member",
		Path: "/members", Record: "/members/", Item: user, Visibility: connectorv1.Visibility_VISIBILITY_FULL,
	}
	roles = collection.Collection[record, *record, *iamv1.Role]{
		API: api, Kind: connectorv1.ResourceKind_RESOURCE_KIND_ROLE, Name: "roles", Object: "rank",
		Path: "/ranks", Record: "/ranks/", Item: role, Edges: connectorv1.EdgeLocation_EDGE_LOCATION_USER,
		Visibility: connectorv1.Visibility_VISIBILITY_FULL,
	}
	groups = collection.Collection[record, *record, *iamv1.Group]{
		API: api, Kind: connectorv1.ResourceKind_RESOURCE_KIND_GROUP, Name: "groups", Object: "crew",
		Path: "/crews", Record: "/crews/", Item: group, Edges: connectorv1.EdgeLocation_EDGE_LOCATION_USER,
		Visibility: connectorv1.Visibility_VISIBILITY_FULL,
	}
)

// Authenticate tries the key on the record of its owner.
func (c *Connector) Authenticate(ctx context.Context, account *connectorv1.Account) (*connectorv1.Authentication, error) {
	s, err := c.Open(account)
	if err != nil {
		return nil, err
	}
	var owner *iamv1.User
	err = s.Read(ctx, rest.Request{Path: "/me"}, func(body []byte) error {
		var r record
		id, err := mappings.DecodeRecord(&r, body)
		owner = user(id, &r, nil)
		return err
	})
	if err != nil {
		return nil, err
	}
	answer := &connectorv1.Authentication{
		Identity:  &connectorv1.Identity{Id: owner.GetId(), Name: owner.GetName(), Email: owner.GetPrimaryEmail()},
		Workspace: &connectorv1.Workspace{Name: "Harbor"}, Environment: connectorv1.Environment_ENVIRONMENT_SANDBOX,
	}
	for _, kind := range []connectorv1.ResourceKind{users.Kind, roles.Kind, groups.Kind} {
		answer.Resources = append(answer.Resources, &connectorv1.ResourceAccess{
			Kind: kind, Availability: connectorv1.Availability_AVAILABILITY_AVAILABLE, Visibility: connectorv1.Visibility_VISIBILITY_FULL,
		})
	}
	return answer, nil
}

// ListUsers lists members: all of them, or those of a status.
func (c *Connector) ListUsers(
	ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.User],
) (*connectorv1.Receipt, error) {
	l, err := users.Begin(c.Service, req, sink)
	if err != nil {
		return nil, err
	}
	if slices.Contains(req.Options.GetExpand(), expandGroups) {
		names, exchanges, err := crews(ctx, l.Session, l.Listing.Progress)
		if err != nil {
			return nil, err
		}
		l.Before = exchanges
		l.Item = func(id string, r *record, raw []byte) *iamv1.User { return name(user(id, r, raw), names) }
	}
	leg := collection.Leg[*iamv1.User]{From: l.Listing.Cursor()}
	for _, f := range req.Options.GetFilters() { // each with one value
		narrow(&leg, f.GetName(), f.GetValues()[0])
	}
	return l.End(l.Walk(ctx, leg))
}

// narrow has a leg ask for those who match a filter.
func narrow(leg *collection.Leg[*iamv1.User], filter, value string) {
	parameter, of := "email", (*iamv1.User).GetPrimaryEmail
	if filter == filterStatus {
		parameter, of, value = "state", (*iamv1.User).GetStatusSourceValue, states[value]
	}
	if leg.Query == nil {
		leg.Query, leg.Has = url.Values{}, func(*iamv1.User) bool { return true }
	}
	before := leg.Has
	leg.Query.Set(parameter, value)
	leg.Has, leg.Asked = func(u *iamv1.User) bool { return before(u) && of(u) == value }, "members of one "+parameter
}

// ListRoles lists ranks.
func (c *Connector) ListRoles(
	ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.Role],
) (*connectorv1.Receipt, error) {
	return roles.List(ctx, c.Service, req, sink)
}

// ListGroups lists crews.
func (c *Connector) ListGroups(
	ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.Group],
) (*connectorv1.Receipt, error) {
	return groups.List(ctx, c.Service, req, sink)
}

// GetUser reads one member, and the name of the crew where it is asked for.
func (c *Connector) GetUser(ctx context.Context, req connector.GetRequest) (*iamv1.User, error) {
	u, err := users.Get(ctx, c.Service, req)
	if err != nil || !slices.Contains(req.Options.GetExpand(), expandGroups) {
		return u, err
	}
	s, err := c.Open(req.Account)
	if err != nil {
		return nil, err
	}
	names, _, err := crews(ctx, s, func(*connectorv1.Progress) error { return nil })
	if err != nil {
		return nil, err
	}
	return name(u, names), nil
}

// GetRole reads one rank.
func (c *Connector) GetRole(ctx context.Context, req connector.GetRequest) (*iamv1.Role, error) {
	return roles.Get(ctx, c.Service, req)
}

// GetGroup reads one crew.
func (c *Connector) GetGroup(ctx context.Context, req connector.GetRequest) (*iamv1.Group, error) {
	return groups.Get(ctx, c.Service, req)
}

// crews reads the names of all crews, which are few.
func crews(
	ctx context.Context, s *rest.Session, progress func(*connectorv1.Progress) error,
) (names map[string]string, exchanges []*connectorv1.Exchange, err error) {
	names = map[string]string{}
	request := func(cursor string) rest.Request { return api.Request(groups.Path, api.MaxPageSize, cursor) }
	exchanges, err = collection.ReadWhole(ctx, api, s.Client, request, func(page *mappings.Page[record]) error {
		for i := range page.Data.Elements {
			r := &page.Data.Elements[i].Record
			var notes mappings.Notes
			names[r.ID.Text(&notes, "$.id")] = r.Name.Text(&notes, "$.name")
		}
		return nil
	}, "reading the crews", progress)
	return names, exchanges, err
}
