package scim

import (
	"context"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	mapping "github.com/trellis-iam/trellis/mappings/scim"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

const (
	// maxRoles bounds how many roles a list may find, and maxRoleText the bytes of their names, for all of them are held until
	// the end: above either the attribute holds something else.
	maxRoles    = 10_000
	maxRoleText = 16 << 20
	// maxExchanges bounds how many requests the one page of roles tells, so that it fits a message: those of 100,000 users.
	maxExchanges = 1000
)

// ListRoles reads all users, and lists the roles that they hold, in one page.
func (c *Connector) ListRoles(
	ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.Role],
) (*connectorv1.Receipt, error) {
	if c.profile.Mapping.NoRoles {
		return connector.Unsupported{}.ListRoles(ctx, req, sink)
	}
	s, err := c.OpenList(connectorv1.ResourceKind_RESOURCE_KIND_ROLE, req)
	if err != nil {
		return nil, err
	}
	l, err := connector.Begin(sink, req, connector.Binding{
		Connector: c.users.Connector, Resource: "roles", Endpoint: s.Endpoint + c.users.Path, CursorVersion: cursorVersion,
		Visibility: connectorv1.Visibility_VISIBILITY_PARTIAL, // roles that nobody holds are not seen
	})
	if err != nil {
		return nil, err
	}
	var roles []*iamv1.Role
	known, text := map[string]bool{}, 0
	info := &connectorv1.PageInfo{}
	beat := rest.NewBeat(l.Progress)
	users := pages[mapping.UserRecord, *mapping.UserRecord]{client: s.Client, path: c.users.Path, size: DefaultPageSize, progress: beat.Progress}
	err = users.walk(ctx, cursor{mode: theirs, Place: rest.Place{Next: 1, Total: rest.Untold}}, func(page *connectorv1.PageInfo, at rest.Place) (bool, error) {
		if at.Moved {
			l.Drift()
		}
		if len(info.Exchanges) < maxExchanges {
			info.Exchanges = append(info.Exchanges, page.GetExchanges()...)
		}
		info.Rate = page.GetRate()
		for i := range users.page.Resources.Elements {
			for _, ref := range c.profile.Mapping.Roles(&users.page.Resources.Elements[i].Record).GetValues() {
				if id := ref.GetRole().GetId(); !known[id] {
					known[id] = true
					roles = append(roles, mapping.Role(ref.GetRole()))
					text += len(ref.GetRole().GetName()) + len(ref.GetRole().GetTypeSourceValue())
				}
			}
		}
		if len(roles) > maxRoles || text > maxRoleText {
			return true, connector.Errorf(connector.UpstreamMalformed, "users hold more than %d roles, or %d MiB of them, which are none then",
				maxRoles, maxRoleText>>20)
		}
		return false, beat.Work("reading the roles of all users")
	})
	if err != nil {
		return nil, err
	}
	if err := l.Page(roles, info, ""); err != nil {
		return nil, err
	}
	return l.Exhausted(), nil
}

// GetRole is not offered: a role is a value of users, and no resource.
func (c *Connector) GetRole(ctx context.Context, req connector.GetRequest) (*iamv1.Role, error) {
	return connector.Unsupported{}.GetRole(ctx, req)
}
