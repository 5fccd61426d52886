package scim

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest/collection"
	"github.com/trellis-iam/trellis/mappings"
	mapping "github.com/trellis-iam/trellis/mappings/scim"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// ListUsers lists users: all of them, or those of a filter.
func (c *Connector) ListUsers(
	ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.User],
) (*connectorv1.Receipt, error) {
	l, err := begin(c, c.users, req, sink)
	if err != nil {
		return nil, err
	}
	conditions := c.profile.conditions(req.Options.GetFilters())
	if len(conditions) == 0 {
		return l.list(ctx)
	}
	l.fits = func(u *iamv1.User) bool { return fit(conditions, u) }
	l.asked = names(req.Options.GetFilters())
	if l.listing.Cursor() == "" && c.profile.Discover {
		config, exchanges, err := c.config(ctx, l.client, l.progress)
		l.before = exchanges
		switch {
		case err == nil && config.NoFilter:
			l.mode = ours
		case err != nil && connector.ReasonOf(err) == "": // the caller's
			return nil, err
		}
	}
	if l.mode != ours {
		l.filter = expression(conditions)
	}
	receipt, err := l.list(ctx)
	if l.mode == theirs && l.filter != "" && l.from.Next == 1 && l.count == 0 && isFilterRefused(err) {
		l.mode, l.filter = ours, ""
		return l.list(ctx)
	}
	return receipt, err
}

// names are those of filters, without their values, which may be personal.
func names(filters []*connectorv1.Filter) string {
	all := make([]string, len(filters))
	for i, f := range filters {
		all[i] = "the " + f.GetName() + " of the filter"
	}
	return strings.Join(all, " and ")
}

// isFilterRefused reports whether a provider refused a request for its filter: with invalidFilter (RFC 7644, section 3.12),
// which comes as 400, or as something that it does not implement.
func isFilterRefused(err error) bool {
	e, ok := errors.AsType[*connector.Error](err)
	return collection.IsRefused(err) || ok && e.UpstreamStatus == http.StatusNotImplemented
}

// GetUser reads GET /Users/{id}.
func (c *Connector) GetUser(ctx context.Context, req connector.GetRequest) (*iamv1.User, error) {
	u, err := c.users.Get(ctx, c.Service, req)
	if isGone(err) {
		err = cmp.Or(there(ctx, c, req, c.users), err)
	}
	return u, err
}

// isGone reports whether a provider answered that a record is not there.
func isGone(err error) bool {
	e, ok := errors.AsType[*connector.Error](err)
	return ok && e.Reason == connector.NotFound && e.UpstreamStatus == http.StatusNotFound
}

// there asks for the collection of a record that is not there, and fails where it cannot be read. A 404 does not tell one who
// is gone from SCIM that was switched off, or is somewhere else.
func there[T any, R mappings.Record[T], M connector.Item](
	ctx context.Context, c *Connector, req connector.GetRequest, of collection.Collection[T, R, M],
) error {
	s, err := c.Open(req.Account)
	if err != nil {
		return err
	}
	return first[T, R](ctx, s.Client, of.Path, new(mapping.List[T]))
}
