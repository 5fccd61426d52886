package scim

import (
	"context"
	"net/http"
	"net/url"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/mappings"
	mapping "github.com/trellis-iam/trellis/mappings/scim"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Codes of account warnings.
const (
	WarnNoConfig        = "NO_SERVICE_PROVIDER_CONFIG"
	WarnNoResourceTypes = "NO_RESOURCE_TYPES"
	WarnNoFilters       = "FILTERS_UNSUPPORTED"
)

// Authenticate tries the token by asking for one user, and finds out what the provider has. Whose token it is, is not asked
// for: /Me (RFC 7644, section 3.11) is optional, and stands for a user, which a token for provisioning mostly is not.
func (c *Connector) Authenticate(ctx context.Context, account *connectorv1.Account) (*connectorv1.Authentication, error) {
	s, err := c.Open(account)
	if err != nil {
		return nil, err
	}
	var users mapping.List[mapping.UserRecord]
	if err := first(ctx, s.Client, c.users.Path, &users); err != nil {
		return nil, err
	}
	auth := &connectorv1.Authentication{
		Warnings:  c.profile.warnings(),
		Resources: []*connectorv1.ResourceAccess{access(connectorv1.ResourceKind_RESOURCE_KIND_USER, "")},
	}
	if !c.profile.Mapping.NoRoles {
		auth.Resources = append(auth.Resources, roleAccess(&users))
	}
	warn := func(code, message string) {
		auth.Warnings = append(auth.Warnings, &connectorv1.AccountWarning{Code: code, Message: message})
	}
	if c.profile.Discover {
		config, _, err := c.config(ctx, s.Client, func(*connectorv1.Progress) error { return nil })
		switch {
		case err != nil && !isVendors(err):
			return nil, err
		case err != nil:
			warn(WarnNoConfig, "The provider's ServiceProviderConfig cannot be read, and is gone on without: filters are tried, and where "+
				"they are refused, all users are read for them. ("+because(err)+")")
		case config.NoFilter:
			warn(WarnNoFilters, "The provider says that it does not filter: lists with a filter read all users.")
		}
	}
	if c.profile.Mapping.NoGroups {
		return auth, nil
	}
	groups, err := c.groupAccess(ctx, s.Client, warn)
	auth.Resources = append(auth.Resources, groups)
	return auth, err
}

// warnings are the profile's, for one answer.
func (p Profile) warnings() (all []*connectorv1.AccountWarning) {
	for _, w := range p.Warnings {
		all = append(all, proto.CloneOf(w))
	}
	return all
}

// first asks for the first resource of a collection.
func first[T any, R mappings.Record[T]](ctx context.Context, client *rest.Client, path string, l *mapping.List[T]) error {
	request := rest.Request{Path: path, Query: url.Values{"startIndex": {"1"}, "count": {"1"}}, Public: public}
	_, err := client.ReadWithin(ctx, request, func(*connectorv1.Progress) error { return nil }, func(a *rest.Answer) error {
		if a.Status == http.StatusNoContent {
			l.Reset()
			return nil
		}
		return mapping.Decode[T, R](l, a.Body, false)
	})
	return err
}

// access is that a resource is there, of which nobody says how much the credentials see; or why that is not known.
func access(kind connectorv1.ResourceKind, unknown string) *connectorv1.ResourceAccess {
	a := &connectorv1.ResourceAccess{
		Kind: kind, Availability: connectorv1.Availability_AVAILABILITY_AVAILABLE, Visibility: connectorv1.Visibility_VISIBILITY_UNKNOWN,
	}
	if unknown != "" {
		a.Availability, a.Reason = connectorv1.Availability_AVAILABILITY_UNKNOWN, unknown
	}
	return a
}

// roleAccess judges by the first user whether the provider has roles.
func roleAccess(users *mapping.List[mapping.UserRecord]) *connectorv1.ResourceAccess {
	why := "The first user has no roles. Whether others have, only reading all users tells."
	for i := range users.Resources.Elements {
		if (mapping.Profile{}).Roles(&users.Resources.Elements[i].Record) != nil {
			why = ""
		}
	}
	a := access(connectorv1.ResourceKind_RESOURCE_KIND_ROLE, why)
	a.Visibility = connectorv1.Visibility_VISIBILITY_PARTIAL // roles that nobody holds are not seen
	return a
}

// groupAccess asks the provider whether it has groups, and then for one.
func (c *Connector) groupAccess(ctx context.Context, client *rest.Client, warn func(code, message string)) (*connectorv1.ResourceAccess, error) {
	const kind = connectorv1.ResourceKind_RESOURCE_KIND_GROUP
	unavailable := func(why string) (*connectorv1.ResourceAccess, error) {
		a := access(kind, why)
		a.Availability = connectorv1.Availability_AVAILABILITY_UNAVAILABLE
		return a, nil
	}
	if c.profile.Discover {
		has, known, err := c.hasGroups(ctx, client)
		switch {
		case err != nil && !isVendors(err):
			return nil, err
		case !known:
			warn(WarnNoResourceTypes, "The provider's ResourceTypes cannot be read, and are gone on without: groups are tried. ("+because(err)+")")
		case !has:
			return unavailable("The provider's ResourceTypes have no Group.")
		}
	}
	var groups mapping.List[mapping.GroupRecord]
	err := first(ctx, client, c.groups.Path, &groups)
	switch {
	case err == nil:
		return access(kind, ""), nil
	case !isVendors(err):
		return nil, err
	case isMissing(err):
		return unavailable("The provider has no groups. (" + because(err) + ")")
	case connector.ReasonOf(err) == connector.PermissionMissing:
		return unavailable("The token may not read groups. (" + because(err) + ")")
	}
	return access(kind, "Groups cannot be read now. ("+because(err)+")"), nil
}
