package lattice

import (
	"context"
	"net/url"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest/collection"
	mapping "github.com/trellis-iam/trellis/mappings/lattice"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// ListUsers lists users: all of them, or those of a filter.
func (c *Connector) ListUsers(
	ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.User],
) (*connectorv1.Receipt, error) {
	l, err := users.Begin(c.Service, req, sink)
	if err != nil {
		return nil, err
	}
	passes, from, err := plan(req.Options, l.Listing.Cursor())
	if err != nil {
		return nil, err
	}
	if wantsGroups(req.Options.GetExpand()) {
		names, exchanges, err := departmentNames(ctx, l.Session, l.Listing.Progress)
		if err != nil {
			return nil, err
		}
		l.Before = exchanges
		l.Item = func(id string, r *mapping.UserRecord, raw []byte) *iamv1.User {
			u := mapping.User(id, r, raw)
			names.Name(u)
			return u
		}
	}
	if wantsAttributes(req.Options.GetExpand()) {
		l.Complete = func(ctx context.Context, page []*iamv1.User) ([]*connectorv1.Exchange, error) {
			return addAttributes(ctx, l.Session, page, l.Listing.Progress)
		}
	}
	census := len(req.Options.GetFilters()) == 0
	full, err := walkPasses(ctx, l, passes, from, census)
	if passes[0] == everyone && l.Answered == 0 && collection.IsRefused(err) {
		// Lattice does not take the value for "all". Users who change their status meanwhile can be missed.
		l.Listing.Drift()
		full, err = walkPasses(ctx, l, byStatus, "", census)
	}
	return l.End(full, err)
}

type userLister = collection.Lister[mapping.UserRecord, *mapping.UserRecord, *iamv1.User]

func walkPasses(ctx context.Context, l *userLister, passes []pass, from string, census bool) (full bool, err error) {
	for i, p := range passes {
		g := collection.Leg[*iamv1.User]{
			From: from, Mark: p.cursor, Query: url.Values{"status": {p.status}}, Asked: "users of status " + p.status,
			Has: func(u *iamv1.User) bool { return p.has(u.GetStatusSourceValue(), census) },
		}
		if i+1 < len(passes) {
			g.Then = passes[i+1].cursor("")
		}
		if full, err = l.Walk(ctx, g); full || err != nil {
			return full, err
		}
		from = ""
	}
	return false, nil
}
