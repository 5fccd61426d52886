package scim

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/connector/rest/collection"
	"github.com/trellis-iam/trellis/mappings"
	mapping "github.com/trellis-iam/trellis/mappings/scim"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// public are the parameters whose values are neither secret nor personal. A filter's may be.
var public = []string{"startIndex", "count"}

// pages is one walk over a collection's pages.
type pages[T any, R mappings.Record[T]] struct {
	client   *rest.Client
	path     string
	filter   string // "": none
	size     int32
	limit    int32
	raw      bool
	progress func(*connectorv1.Progress) error
	page     mapping.List[T] // the one at hand; its memory is used again
	ids      []string
}

// walk delivers the pages from a place on.
func (p *pages[T, R]) walk(ctx context.Context, from cursor, deliver func(*connectorv1.PageInfo, rest.Place) (bool, error)) error {
	return rest.Indexed{
		Client: p.client, Start: from.Next, Total: from.Total, Before: from.Mark, Size: int(p.size), Limit: int(p.limit),
		Request: func(start, count int) rest.Request {
			query := url.Values{"startIndex": {strconv.Itoa(start)}, "count": {strconv.Itoa(count)}}
			if p.filter != "" {
				query.Set("filter", p.filter)
			}
			return rest.Request{Path: p.path, Query: query, Public: public}
		},
		Decode: p.decode, Deliver: deliver, Progress: p.progress,
	}.Walk(ctx)
}

// decode reads a page. A 204 is one without anything: some providers answer so past the end.
func (p *pages[T, R]) decode(a *rest.Answer) (rest.Span, error) {
	if a.Status == http.StatusNoContent {
		p.page.Reset()
		return rest.Span{Total: rest.Untold}, nil
	}
	if err := mapping.Decode[T, R](&p.page, a.Body, p.raw); err != nil {
		return rest.Span{}, err
	}
	p.ids = mappings.AppendIDs[T, R](p.ids[:0], &p.page.Resources)
	return rest.Span{IDs: p.ids, Start: p.page.Start, Total: told(p.page.Total)}, nil
}

func told(total int) int {
	if total == mapping.Untold {
		return rest.Untold
	}
	return total
}

// lister is one list stream.
type lister[T any, R mappings.Record[T], M connector.Item] struct {
	pages[T, R]
	of      collection.Collection[T, R, M]
	listing *connector.Listing[M]
	full    bool

	before []*connectorv1.Exchange // requests made before the first page, to be told with it
	fits   func(M) bool            // nil: all do
	asked  string                  // the filter, as the provider was asked
	mode   mode
	from   cursor
	count  int // pages delivered
}

// begin checks a request, opens its account, and starts its listing. Nothing is sent.
func begin[T any, R mappings.Record[T], M connector.Item](
	c *Connector, of collection.Collection[T, R, M], req connector.ListRequest, sink connector.Sink[M],
) (*lister[T, R, M], error) {
	s, err := c.OpenList(of.Kind, req)
	if err != nil {
		return nil, err
	}
	size := connector.PageSize(req.Options, DefaultPageSize, c.profile.MaxPageSize)
	listing, err := connector.Begin(sink, req, connector.Binding{
		Connector: of.Connector, Resource: of.Name, Endpoint: s.Endpoint + of.Path, PageSize: size, CursorVersion: cursorVersion,
		// Nothing in SCIM says what the credentials may see.
		Visibility: connectorv1.Visibility_VISIBILITY_UNKNOWN,
	})
	if err != nil {
		return nil, err
	}
	from, err := parseCursor(listing.Cursor())
	if err != nil {
		return nil, err
	}
	return &lister[T, R, M]{
		of: of, listing: listing, from: from, mode: from.mode,
		pages: pages[T, R]{
			client: s.Client, path: of.Path, size: size, limit: req.Options.GetPageLimit(), raw: req.Options.GetRaw(),
			progress: listing.Progress,
		},
	}, nil
}

// list delivers the pages, and makes the receipt.
func (l *lister[T, R, M]) list(ctx context.Context) (*connectorv1.Receipt, error) {
	if err := l.walk(ctx, l.from, l.deliver); err != nil {
		return nil, err
	}
	if l.full {
		return l.listing.PageLimit(), nil
	}
	return l.listing.Exhausted(), nil
}

// deliver maps the page at hand and hands it on.
func (l *lister[T, R, M]) deliver(info *connectorv1.PageInfo, at rest.Place) (stop bool, err error) {
	const path = "$.Resources"
	if at.Moved {
		l.listing.Drift()
	}
	var items []M
	if !at.Repeats {
		items, info.Rejected = mappings.Map[T, M, R](&l.page.Resources, path, l.of.Item)
		if items, err = l.choose(items); err != nil {
			return true, err
		}
	}
	info.Exchanges = slices.Concat(l.before, info.GetExchanges())
	l.before = nil
	next := ""
	if at.Next > 0 && !at.Unsure {
		next = cursor{l.mode, at}.String()
	}
	if err := l.listing.Page(items, info, next); err != nil {
		return true, err
	}
	l.count++
	l.full = l.listing.Full()
	return l.full, nil
}

// choose leaves those that fit the filter. A provider that was asked for them alone, has sent nobody else so far, and then
// sends a page on which nobody fits, takes no notice of the filter.
func (l *lister[T, R, M]) choose(items []M) ([]M, error) {
	had := len(items)
	if had == 0 || l.fits == nil {
		return items, nil
	}
	items = slices.DeleteFunc(items, func(m M) bool { return !l.fits(m) })
	switch {
	case l.mode != theirs:
	case len(items) == 0:
		e := connector.Errorf(connector.UpstreamMalformed, "page %d: asked for those with %s, %s sent %d others: it does not apply the filter",
			l.count+1, l.asked, l.of.Vendor, had)
		e.Path = "$.Resources"
		return nil, e
	case len(items) < had:
		l.mode = both
	}
	return items, nil
}
