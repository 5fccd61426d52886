package rest

import (
	"context"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Pages walks a list whose pages are addressed by cursors.
//
// The next page is asked for as soon as its cursor is known, at most one page ahead: while a page is decoded, mapped and
// delivered, the vendor works on the next. All functions are called by the goroutine of [Pages.Walk], one at a time.
type Pages struct {
	Client *Client
	// Cursor is where to begin; "" for the first page.
	Cursor string
	// First is the number of the first page, for messages.
	First int
	// Limit is how many pages are wanted, so that none is asked for in vain; 0: all.
	Limit int

	// Request is the request for the page at a cursor.
	Request func(cursor string) Request
	// Decode reads an answer. It should call known as soon as it has met the next page's cursor. The body is good until
	// Deliver returns. An error without a reason means that the answer makes no sense: it is asked for once more.
	Decode func(answer *Answer, known func(cursor string)) (Next, error)
	// Deliver hands on what Decode read; next is where the list can be gone on with, "" after the last page. With stop,
	// the walk ends.
	Deliver func(info *connectorv1.PageInfo, next string) (stop bool, err error)
	// Progress takes a sign of life.
	Progress func(*connectorv1.Progress) error
}

// Next is what a page says about itself.
type Next struct {
	Items  int    // in the page, usable or not
	More   bool   // there is a page after this one
	Cursor string // of that page
}

// Walk delivers page after page. Errors name the page; those of Deliver and Progress are returned as they are.
func (p Pages) Walk(ctx context.Context) error {
	w := walk{Pages: p, trail: newTrail(), number: max(p.First, 1)}
	w.visit(p.Cursor)
	defer w.drop()
	for cursor := p.Cursor; ; w.number++ {
		answer, next, err := w.page(ctx, cursor)
		if err != nil {
			return err
		}
		stop, err := p.Deliver(&connectorv1.PageInfo{Exchanges: answer.Exchanges, Rate: answer.Rate}, next.Cursor)
		answer.Release()
		if err != nil || stop || !next.More {
			return err
		}
		cursor = next.Cursor
	}
}

type walk struct {
	Pages
	trail
	number int

	ahead       *Flight // the request for the page after this one, if it was sent already
	aheadCursor string
}

// page reads one page, and asks for the next.
func (w *walk) page(ctx context.Context, cursor string) (*Answer, Next, error) {
	var before []*connectorv1.Exchange // of a first answer, which made no sense
	for again := false; ; again = true {
		answer, err := w.fetch(ctx, cursor)
		if err != nil {
			return nil, Next{}, err
		}
		next, err := w.Decode(answer, func(cursor string) {
			if !again { // a page whose first answer made no sense may well make none now: wait for what it is
				w.askFor(ctx, cursor)
			}
		})
		answer.Exchanges = append(before, answer.Exchanges...)
		err = w.Client.malformed(ctx, answer, err, len(answer.Exchanges))
		if err == nil {
			err = w.guard(&next)
		}
		if err == nil {
			if w.ahead == nil || w.aheadCursor != next.Cursor {
				w.drop()
				if next.More {
					w.askFor(ctx, next.Cursor)
				}
			}
			w.visit(next.Cursor)
			return answer, next, nil
		}
		w.drop()
		before = answer.Exchanges
		answer.Release()
		if again || !isMalformed(err) {
			return nil, Next{}, ofPage(w.number, err)
		}
	}
}

// fetch is the answer for a cursor, whether it was asked for ahead or not.
func (w *walk) fetch(ctx context.Context, cursor string) (*Answer, error) {
	f := w.ahead
	w.ahead = nil
	if f == nil {
		f = w.Client.Start(ctx, w.Request(cursor))
	}
	return f.forPage(w.number, w.Progress)
}

// askFor sends the request for the next page, unless that page is not wanted or was there before.
func (w *walk) askFor(ctx context.Context, cursor string) {
	wanted := w.Limit == 0 || w.number-max(w.First, 1)+1 < w.Limit
	if w.ahead != nil || !wanted || w.saw(cursor) {
		return
	}
	w.ahead, w.aheadCursor = w.Client.Start(ctx, w.Request(cursor)), cursor
}

// drop gives up a request that was sent ahead.
func (w *walk) drop() {
	if w.ahead != nil {
		w.ahead.Stop()
		w.ahead = nil
	}
}

// guard refuses a page that would make the list endless.
func (w *walk) guard(next *Next) error {
	var why string
	switch {
	case !next.More:
		next.Cursor = ""
		return nil
	case next.Cursor == "":
		why = "it says that there is more, and not where"
	case next.Items == 0:
		why = "it is empty, and says that there is more"
	case w.saw(next.Cursor):
		why = "its cursor was there before"
	default:
		return nil
	}
	return w.Client.endless(why)
}
