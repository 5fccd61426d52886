package collection

import (
	"context"
	"net/url"
	"slices"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/mappings"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Lister is one list stream of a collection.
type Lister[T any, R mappings.Record[T], M connector.Item] struct {
	// Session is the way to the account.
	Session *rest.Session
	// Listing makes tokens and the receipt.
	Listing *connector.Listing[M]
	// Item maps a record; it is the collection's, until it is replaced.
	Item func(id string, r *T, raw []byte) M
	// Before are requests that were made before the first page, to be told with it.
	Before []*connectorv1.Exchange
	// Complete adds to a page's items what takes requests of its own, which it answers with; nil: there is nothing to add.
	Complete func(ctx context.Context, items []M) ([]*connectorv1.Exchange, error)
	// Pages is how many were delivered so far in this stream, and Answered how many the vendor answered: an error that came
	// when there were none is about the list as it was asked for.
	Pages, Answered int

	of      Collection[T, R, M]
	options *connectorv1.ListOptions
	size    int32
	page    mappings.Page[T] // the one at hand; its memory is used again
}

// Begin checks a request, opens its account, and starts its listing. Nothing is sent.
func (c Collection[T, R, M]) Begin(s *rest.Service, req connector.ListRequest, sink connector.Sink[M]) (*Lister[T, R, M], error) {
	session, err := s.OpenList(c.Kind, req)
	if err != nil {
		return nil, err
	}
	c = c.at(session)
	size := connector.PageSize(req.Options, c.MaxPageSize, c.MaxPageSize)
	listing, err := connector.Begin(sink, req, connector.Binding{
		Connector: c.Connector, Resource: c.Name, Endpoint: session.Endpoint + c.Path, PageSize: size, CursorVersion: c.CursorVersion,
		Visibility: c.Visibility,
	})
	if err != nil {
		return nil, err
	}
	return &Lister[T, R, M]{Session: session, Listing: listing, Item: c.Item, of: c, options: req.Options, size: size}, nil
}

// Leg is one walk of a lister: a stretch of its list that one sequence of cursors leads through.
type Leg[M any] struct {
	// From is the vendor's cursor to begin at.
	From string
	// Query is what is asked besides page size and cursor.
	Query url.Values
	// Mark makes the cursor that stands in page tokens of the vendor's; nil: it is the vendor's.
	Mark func(cursor string) string
	// Then is the cursor in the token of the last page: where the next leg begins. "": the list ends there.
	Then string
	// Has says which items are this leg's; nil: all. What is asked for is what they are then, for messages: "users of status
	// ACTIVE".
	Has   func(M) bool
	Asked string
}

// Walk delivers a leg's pages. full says that the request's page limit ended it.
func (l *Lister[T, R, M]) Walk(ctx context.Context, g Leg[M]) (full bool, err error) {
	started := l.Answered
	walk := l.cursors
	if l.of.byNumber() {
		walk = l.numbers
	}
	err = walk(ctx, g)
	switch {
	case l.Answered > started:
	case g.From != "" && cursorIsRefused(err):
		err = l.of.expired(err)
	case l.of.PathKey != "":
		err = l.of.notThere(err)
	}
	return err == nil && l.Listing.Full(), err
}

// limit is how many pages are wanted still; 0: all.
func (l *Lister[T, R, M]) limit() int {
	if n := int(l.options.GetPageLimit()); n > 0 {
		return max(n-l.Pages, 1)
	}
	return 0
}

func (g Leg[M]) mark(cursor string) string {
	if g.Mark == nil {
		return cursor
	}
	return g.Mark(cursor)
}

// End is what a list returns after its last walk.
func (l *Lister[T, R, M]) End(full bool, err error) (*connectorv1.Receipt, error) {
	switch {
	case err != nil:
		return nil, err
	case full:
		return l.Listing.PageLimit(), nil
	}
	return l.Listing.Exhausted(), nil
}

// deliver maps the page at hand and hands it on.
func (l *Lister[T, R, M]) deliver(ctx context.Context, g Leg[M], info *connectorv1.PageInfo, cursor string) error {
	at := l.of.Shape.DataPath()
	items, rejected := mappings.Map[T, M, R](&l.page.Data, at, l.Item)
	if had := len(items); had > 0 && g.Has != nil {
		if items = slices.DeleteFunc(items, func(m M) bool { return !g.Has(m) }); len(items) == 0 {
			e := connector.Errorf(connector.UpstreamMalformed, "page %d: asked for %s, %s sent %d others: it does not apply the filter",
				l.Pages+1, g.Asked, l.of.Vendor, had)
			e.Path = at
			return e
		}
	}
	info.Rejected = rejected
	if len(l.Before) > 0 {
		info.Exchanges = slices.Concat(l.Before, info.GetExchanges())
		l.Before = nil
	}
	if l.Complete != nil {
		exchanges, err := l.Complete(ctx, items)
		if err != nil {
			return err
		}
		info.Exchanges = append(info.Exchanges, exchanges...)
	}
	if err := l.Listing.Page(items, info, cursor); err != nil {
		return err
	}
	l.Pages++
	return nil
}
