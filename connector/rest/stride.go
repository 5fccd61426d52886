package rest

import (
	"context"
	"slices"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// maxHeld bounds the answers that a walk holds at once, going by the largest that it has met: sixteen pages of 100 users
// are a tenth of it.
const maxHeld = 32 << 20

// stride is a walk of an Indexed.
//
// The numbers of a list are taken in slots of `step` items. A page fills its slot; where it comes short, what is missing
// of the slot is asked for before the next one, which may be on its way already.
type stride struct {
	Indexed
	trail

	number int // of the page at hand
	pages  int // met so far
	at     int // the number of the item wanted next
	end    int // of the slot that at lies in
	step   int // items in a slot
	total  int
	width  int // requests that may be under way
	depth  int // the most that they may become

	head  ask                 // whose answer is at hand
	ahead []ask               // sent and not read, by their numbers
	slot  map[string]struct{} // ids of the items of the slot at hand
	first string              // the name of the first page
	mark  uint64              // of the page before
	again int                 // pages in a row that were there before, or cannot be told from others

	probing bool // the page wanted next is past the end, if the vendor's total is right
}

// ask is one request: for so many items from a number on.
type ask struct {
	start, count int
	rest         bool // for what is missing of a slot
	flight       *Flight
}

// page reads the answer for the items from `at` on.
func (w *stride) page(ctx context.Context) (*Answer, Span, error) {
	var before []*connectorv1.Exchange // of a first answer that would not do
	for again := false; ; again = true {
		w.askNext(ctx)
		w.askAhead(ctx)
		w.head = w.ahead[0]
		w.ahead = slices.Delete(w.ahead, 0, 1)
		answer, err := w.head.flight.forPage(w.number, w.progress)
		if w.probing && connector.ReasonOf(err) == connector.UpstreamRejected { // as some do past the end
			return &Answer{Exchanges: w.head.flight.Exchanges()}, Span{Total: w.at - 1}, nil
		}
		if err != nil {
			return nil, Span{}, err
		}
		span, err := w.Decode(answer)
		answer.Exchanges = append(before, answer.Exchanges...)
		err = w.Client.malformed(ctx, answer, err, len(answer.Exchanges))
		if err == nil && (again || !w.doubtful(span)) {
			w.depth = min(w.depth, max(1, maxHeld/max(1, len(answer.Body))))
			return answer, span, nil
		}
		before = answer.Exchanges
		answer.Release()
		if err != nil && (again || !isMalformed(err)) {
			return nil, Span{}, ofPage(w.number, err)
		}
	}
}

// doubtful reports whether a page ends a list that should go on, without a word about it: it is asked for once more.
func (w *stride) doubtful(s Span) bool {
	return len(s.IDs) == 0 && s.Total == Untold && !s.Last && w.total >= w.at
}

// progress tells how much there is in all.
func (w *stride) progress(p *connectorv1.Progress) error {
	if w.total != Untold {
		total := int64(w.total)
		p.TotalItems = &total
	}
	return w.Progress(p)
}

// askNext asks for the items from `at` on, unless that was done.
func (w *stride) askNext(ctx context.Context) {
	if len(w.ahead) > 0 && w.ahead[0].start == w.at {
		w.end = w.at + w.ahead[0].count
		return
	}
	next := ask{start: w.at, count: w.step}
	if w.at < w.end {
		next.count = w.end - w.at
		next.rest = w.head.start != w.at || w.head.rest // else it is the same request once more
	} else {
		w.end = w.at + w.step
	}
	w.ahead = slices.Insert(w.ahead, 0, w.send(ctx, next))
}

// askAhead asks for slots after that, as many as may be under way.
func (w *stride) askAhead(ctx context.Context) {
	for w.total != Untold && len(w.ahead) < min(w.width, w.depth) && (w.Limit == 0 || w.pages+len(w.ahead) < w.Limit) {
		start := max(w.at, w.end)
		if n := len(w.ahead); n > 0 {
			start = w.ahead[n-1].start + w.ahead[n-1].count
		} else if w.at < w.end {
			return // what is missing comes first
		}
		if start > w.total {
			return
		}
		w.ahead = append(w.ahead, w.send(ctx, ask{start: start, count: w.step}))
	}
}

func (w *stride) send(ctx context.Context, a ask) ask {
	a.flight = w.Client.Start(ctx, w.Request(a.start, a.count))
	return a
}

// drop gives up all that is under way, and waits for it.
func (w *stride) drop() {
	for _, a := range w.ahead {
		a.flight.cancel() // all of them before the first is waited for
	}
	for _, a := range w.ahead {
		a.flight.Stop()
	}
	w.ahead = w.ahead[:0]
}
