package lattice

import (
	"context"
	"maps"
	"net/url"
	"slices"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/mappings"
	mapping "github.com/trellis-iam/trellis/mappings/lattice"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// openList checks a request for a list, and opens its account.
func (c *Connector) openList(kind connectorv1.ResourceKind, req connector.ListRequest) (*session, error) {
	if err := connector.CheckListOptions(c.resource(kind), req.Options); err != nil {
		return nil, err
	}
	return c.open(req.Account)
}

// lister lists one of Lattice's collections, whose records are T, as items M.
type lister[T any, R record[T], M connector.Item] struct {
	*session
	listing *connector.Listing[M]
	path    string
	options *connectorv1.ListOptions
	size    int32
	item    func(id string, r *T, raw []byte) M

	before []*connectorv1.Exchange // requests made before the first page, to be told with it

	pages int             // delivered so far in this stream
	page  mapping.Page[T] // the one at hand; its memory is used again
}

// begin makes a lister and its listing.
func begin[T any, R record[T], M connector.Item](
	s *session, req connector.ListRequest, sink connector.Sink[M], resource, path string, item func(id string, r *T, raw []byte) M,
) (*lister[T, R, M], error) {
	size := connector.PageSize(req.Options, maxPageSize, maxPageSize)
	l, err := connector.Begin(sink, req, connector.Binding{
		Connector: name, Resource: resource, Endpoint: s.endpoint, PageSize: size, CursorVersion: cursorVersion,
		// Without a request for it nobody knows what the key's owner may see.
		Visibility: connectorv1.Visibility_VISIBILITY_UNKNOWN,
	})
	if err != nil {
		return nil, err
	}
	return &lister[T, R, M]{session: s, listing: l, path: path, options: req.Options, size: size, item: item}, nil
}

// leg is one walk of a lister: a stretch of its list that one sequence of cursors leads through.
type leg[M any] struct {
	from  string                     // Lattice's cursor to begin at
	query url.Values                 // what is asked besides page size and cursor
	mark  func(cursor string) string // makes our cursor of Lattice's
	then  string                     // our cursor after the last page; "" = the list ends there
	has   func(M) bool               // which items are this leg's; nil: all
}

// walk delivers a leg's pages. full says that the request's page limit ended it.
func (l *lister[T, R, M]) walk(ctx context.Context, g leg[M]) (full bool, err error) {
	limit := 0
	if n := int(l.options.GetPageLimit()); n > 0 {
		limit = max(n-l.pages, 1)
	}
	started := l.pages
	err = rest.Pages{
		Client: l.client, Cursor: g.from, First: l.pages + 1, Limit: limit,
		Request: func(cursor string) rest.Request {
			query := pageQuery(l.size, cursor)
			maps.Copy(query, g.query)
			return rest.Request{Path: l.path, Query: query, Public: publicQuery}
		},
		Decode: func(body []byte, known func(string)) (rest.Next, error) {
			err := mapping.Decode[T, R](&l.page, body, l.options.GetRaw(), known)
			return rest.Next{Items: len(l.page.Data.Elements), More: l.page.More, Cursor: l.page.Cursor}, err
		},
		Deliver: func(info *connectorv1.PageInfo, next string) (bool, error) {
			cursor := g.then
			if next != "" {
				cursor = g.mark(next)
			}
			if err := l.deliver(g, info, cursor); err != nil {
				return true, err
			}
			full = l.listing.Full()
			return full, nil
		},
		Progress: l.listing.Progress,
	}.Walk(ctx)
	if g.from != "" && l.pages == started && isCursorRefused(err) {
		err = expired(err)
	}
	return full, err
}

// deliver maps the page at hand and hands it on.
func (l *lister[T, R, M]) deliver(g leg[M], info *connectorv1.PageInfo, cursor string) error {
	items, rejected := mappings.Map[T, M, R](&l.page.Data, "$.data", l.item)
	if had := len(items); had > 0 && g.has != nil {
		if items = slices.DeleteFunc(items, func(m M) bool { return !g.has(m) }); len(items) == 0 {
			e := connector.Errorf(connector.UpstreamMalformed,
				"page %d: asked for users of status %s, Lattice sent %d others: it does not apply the filter", l.pages+1, g.query.Get("status"), had)
			e.Path = "$.data"
			return e
		}
	}
	info.Rejected = rejected
	if len(l.before) > 0 {
		info.Exchanges = slices.Concat(l.before, info.GetExchanges())
		l.before = nil
	}
	if err := l.listing.Page(items, info, cursor); err != nil {
		return err
	}
	l.pages++
	return nil
}
