package rest

import (
	"context"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Untold is a number that nobody told.
const Untold = -1

// Indexed walks a list whose pages are addressed by the number of their first item, from 1 (startIndex and count of SCIM,
// RFC 7644 section 3.4.2.4).
//
// Such pages need not wait for each other. As soon as the vendor has said how many items there are, and a second page has
// shown that it goes by the numbers, more and more pages are asked for at the same time, up to the connections that one
// credential may have, and delivered in their order. A vendor that tells no total is read page after page, until one is
// empty. All functions are called by the goroutine of [Indexed.Walk], one at a time.
//
// What a vendor may do, and what comes of it:
//
//   - give a short page: what is missing of it is asked for;
//   - give fewer items a page than it is asked for, always (a cap): the first page shows it, and the stride follows;
//   - hold items back that its numbers count: what is missing is not there, and the list is said to have moved;
//   - say of a full first page that it is all, though it is not (a total of the page): one more page is asked for, which tells;
//   - say of a page that more follow it, or none, against its own total: the former counts; the list ends no sooner than both say so, and
//     at an empty last page;
//   - change its total, or give an item in two pages that follow each other: the list is said to have moved;
//   - answer an empty page, 204 without any, or the first page once more, past the end of a list that has shrunk: it is the end;
//   - give a page that is empty and says that there is more, or take no notice of the numbers (the page says another number, or it was
//     there before): UPSTREAM_LOOP.
type Indexed struct {
	Client *Client
	// Start is the number of the item to begin at.
	Start int
	// Total is how many items the vendor said there are, when it was last asked in this listing; [Untold]: it was not.
	Total int
	// Before is what [Place.Mark] said of the page before Start; 0: there is none, or it is not known.
	Before uint64
	// Size is how many items a page is asked for.
	Size int
	// Whole: pages have numbers, and items have none, so that only whole pages can be asked for: what is missing of a page is
	// not to be had. Where the first page is short and not the last, its size is what the vendor makes of the one that it is
	// asked for, and is asked for from then on. Start is the first of a page, and Size the [Place.Size] of a list that is gone
	// on with.
	Whole bool
	// First is the number of the first page, for messages.
	First int
	// Limit is how many pages are wanted, so that none is asked for in vain; 0: all.
	Limit int

	// Request asks for so many items from one on.
	Request func(start, count int) Request
	// Decode reads an answer, whose body is good until Deliver returns. An error without a reason means that the answer makes
	// no sense: it is asked for once more.
	Decode func(*Answer) (Span, error)
	// Deliver hands on what Decode read last. With stop, the walk ends.
	Deliver func(info *connectorv1.PageInfo, at Place) (stop bool, err error)
	// Progress takes a sign of life.
	Progress func(*connectorv1.Progress) error
}

// Span is what a page says about itself.
type Span struct {
	// IDs are those of its items, "" for one that has none that is usable. They are read before the next Decode.
	IDs []string
	// Start is the number that it says its first item has; 0: it does not say.
	Start int
	// Total is how many items it says that there are; [Untold]: it does not say.
	Total int
	// More and Last: it says in another way that pages follow it, or that none does. Neither: it does not say.
	More, Last bool
}

// Place is where a list stands after a page.
type Place struct {
	// Next is the number of the item to go on at; 0 after the last page.
	Next int
	// Total is how many items there are, as far as was told; else [Untold].
	Total int
	// Mark tells the page from others, so that a later walk sees when it gets it once more.
	Mark uint64
	// Size is how many items a page has, where pages are whole; 0 else.
	Size int
	// Unsure: only the next page tells what is at Next, for it may be past the end, or in the middle of what was given. A later
	// walk cannot begin there.
	Unsure bool
	// Moved: the vendor's data was seen to move, so that items may have been missed.
	Moved bool
	// Repeats: the page holds nothing but what came before, and its items are not to be delivered.
	Repeats bool
}

// Walk delivers page after page. Errors name the page; those of Deliver and Progress are returned as they are.
func (x Indexed) Walk(ctx context.Context) error {
	w := stride{
		Indexed: x, trail: newTrail(), number: max(x.First, 1), at: max(x.Start, 1), total: x.Total, step: x.Size, width: 1, depth: maxConns,
		mark: x.Before,
	}
	defer w.drop()
	for ; ; w.number++ {
		answer, span, err := w.page(ctx)
		if err != nil {
			return err
		}
		place, err := w.place(span)
		if err != nil {
			answer.Release()
			return ofPage(w.number, err)
		}
		w.pages++
		if place.Next != 0 {
			w.askAhead(ctx)
		}
		stop, err := x.Deliver(&connectorv1.PageInfo{Exchanges: answer.Exchanges, Rate: answer.Rate}, place)
		answer.Release()
		if err != nil || stop || place.Next == 0 {
			return err
		}
	}
}
