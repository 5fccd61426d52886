package lattice

import (
	"context"
	"net/url"

	"github.com/trellis-iam/trellis/connector"
	mapping "github.com/trellis-iam/trellis/mappings/lattice"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// ListUsers lists users: all of them, or those of a filter.
func (c *Connector) ListUsers(
	ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.User],
) (*connectorv1.Receipt, error) {
	s, err := c.openList(connectorv1.ResourceKind_RESOURCE_KIND_USER, req)
	if err != nil {
		return nil, err
	}
	l, err := begin(s, req, sink, "users", "/v1/users", mapping.User)
	if err != nil {
		return nil, err
	}
	passes, from, err := plan(req.Options, l.listing.Cursor())
	if err != nil {
		return nil, err
	}
	if wantsGroups(req.Options.GetExpand()) {
		names, exchanges, err := s.departments(ctx, l.listing.Progress)
		if err != nil {
			return nil, err
		}
		l.before = exchanges
		l.item = func(id string, r *mapping.UserRecord, raw []byte) *iamv1.User {
			u := mapping.User(id, r, raw)
			names.Name(u)
			return u
		}
	}
	census := len(req.Options.GetFilters()) == 0
	full, err := walkPasses(ctx, l, passes, from, census)
	if passes[0] == everyone && l.pages == 0 && isRefused(err) {
		// Lattice does not take the value for "all". Users who change their status meanwhile can be missed.
		l.listing.Drift()
		full, err = walkPasses(ctx, l, byStatus, "", census)
	}
	switch {
	case err != nil:
		return nil, err
	case full:
		return l.listing.PageLimit(), nil
	}
	return l.listing.Exhausted(), nil
}

type userLister = lister[mapping.UserRecord, *mapping.UserRecord, *iamv1.User]

func walkPasses(ctx context.Context, l *userLister, passes []pass, from string, census bool) (full bool, err error) {
	for i, p := range passes {
		g := leg[*iamv1.User]{
			from: from, mark: p.cursor, query: url.Values{"status": {p.status}},
			has: func(u *iamv1.User) bool { return p.has(u.GetStatusSourceValue(), census) },
		}
		if i+1 < len(passes) {
			g.then = passes[i+1].cursor("")
		}
		if full, err = l.walk(ctx, g); full || err != nil {
			return full, err
		}
		from = ""
	}
	return false, nil
}
