package rest

import (
	"fmt"
	"hash/fnv"
)

// maxAgain is how many pages in a row may have been there before, for a list that grows while it is read: far more than ever
// will.
const maxAgain = 8

// place judges a page by what was known of the list, and says where the list stands after it.
func (w *stride) place(s Span) (Place, error) {
	if s.Last && s.Total == Untold {
		s.Total = w.head.start + len(s.IDs) - 1
	}
	name, usable, known := w.know(s.IDs)
	before := name != "" && w.saw(name)
	if len(s.IDs) > 0 && s.Total != Untold && s.Total < w.head.start && (known > 0 || before) {
		// Past the end of the list, which may have shrunk, this vendor begins anew (as SCIMMY does).
		return Place{Total: s.Total, Moved: !w.probing, Repeats: true}, nil
	}
	if w.probing && len(s.IDs) == 0 { // perhaps of an answer that nobody has decoded
		return Place{Total: w.at - 1, Repeats: true}, nil
	}
	moved := w.count(s)
	if len(s.IDs) == 0 {
		return w.empty(s, moved)
	}
	if s.Start > 0 && s.Start != w.head.start {
		return Place{}, w.Client.endless(fmt.Sprintf("asked for the items from %d on, it sends those from %d on", w.head.start, s.Start))
	}
	if w.head.rest && known > 0 && known == usable {
		return w.skip(), nil
	}
	if w.pages == 0 { // the page before was another walk's
		before = usable > 0 && w.mark == fingerprint(s.IDs)
	}
	if !w.isNew(name, before, moved, known == usable) {
		return Place{}, w.Client.endless("a page was there before")
	}
	w.mark = fingerprint(s.IDs)
	w.remember(s.IDs)
	moved = moved || w.holdsBack(len(s.IDs))
	w.advance(len(s.IDs))
	if s.More && w.at > w.total { // the total ends before the list does
		w.total = Untold
	}
	if w.probing = !s.Last && w.suspicious(len(s.IDs)); w.probing {
		w.total = Untold
	}
	if w.pages > 0 { // the second page has shown that numbers count, and each further one makes room for one more
		w.width = min(w.width+1, maxConns)
	}
	return w.after(moved || known > 0), nil
}

// isNew takes in how a page is called, and reports whether the list goes on with it. One that moves may move by a whole page,
// but hardly between the first two. same says that there is nobody on it who was not on the page before.
func (w *stride) isNew(name string, before, moved, same bool) bool {
	if before || name == "" && w.total == Untold {
		w.again++
	} else {
		w.again = 0
	}
	if before && (!moved || name == w.first && same) || w.again > maxAgain {
		return false
	}
	if w.pages == 0 {
		w.first = name
	}
	if name != "" {
		w.visit(name)
	}
	return true
}

// fingerprint is a number for a page, the same in any process.
func fingerprint(ids []string) uint64 {
	h := fnv.New64a()
	for _, id := range ids {
		_, _ = h.Write(append([]byte(id), 0))
	}
	return h.Sum64()
}

// suspicious reports whether a first page, which is full, is said to be all there is. Vendors that put into the total how many
// items a page has, say so of every list; the next page tells.
func (w *stride) suspicious(n int) bool {
	return w.pages == 0 && w.head.start == 1 && w.Total == Untold && n == w.total && n == w.head.count
}

// count takes in what a page says about the total, and reports whether it has changed.
func (w *stride) count(s Span) (moved bool) {
	if s.Total != Untold {
		moved = w.total != Untold && w.total != s.Total || w.probing && s.Total >= w.head.start // which were not there
		w.total = s.Total
	}
	if last := w.head.start + len(s.IDs) - 1; w.total != Untold && len(s.IDs) > 0 && w.total < last {
		w.total = Untold // the page itself goes beyond it
		if s.Last {
			w.total = last
		}
	}
	return moved
}

// holdsBack reports whether a page that is whole lacks items which the total counts. The size of the first is the vendor's to choose.
func (w *stride) holdsBack(n int) bool {
	first := w.pages == 0 && w.head.start == 1
	return w.Whole && !first && n < w.step && w.total >= w.head.start+n
}

// empty judges a page without items.
func (w *stride) empty(s Span, moved bool) (Place, error) {
	switch {
	case s.More:
	case s.Last && w.total >= w.head.start: // it counts what it shows to nobody
		return Place{Total: w.head.start - 1, Moved: true}, nil
	case w.total == Untold || w.total < w.head.start:
		return Place{Total: w.total, Moved: moved}, nil
	case w.head.rest:
		return w.skip(), nil
	case s.Total == Untold: // said twice: see doubtful
		return Place{Total: w.head.start - 1, Moved: true}, nil
	}
	return Place{}, w.Client.endless("it is empty, and says that there is more")
}

// skip goes on with the next slot: what is missing of this one is not to be had. The vendor's numbers count items that it
// does not show, or they are gone.
func (w *stride) skip() Place {
	w.at = w.end
	place := w.after(true)
	place.Repeats = true
	return place
}

// advance goes on behind the items of a page.
func (w *stride) advance(n int) {
	if w.Whole {
		w.turn(n)
		return
	}
	w.at = w.head.start + n
	switch first := w.head.start - max(w.Start, 1); {
	case w.pages == 0 && w.total != Untold:
		w.step = max(w.step, n)
	case w.pages == 1 && w.head.rest: // the first page is what the vendor makes of the size that it is asked for
		w.step, w.end = first, w.at
	}
	if w.at > w.end || w.total == Untold {
		w.end = w.at
	}
	if len(w.ahead) > 0 && w.ahead[0].start < w.end {
		w.drop() // asked for by other numbers
	}
}

// turn goes on with the next page, of those that are whole.
func (w *stride) turn(n int) {
	if first := w.pages == 0 && w.head.start == 1; first && (n != w.total || n > w.step) {
		w.step = n
	}
	w.at = w.head.start + w.step
	w.end = w.at
	if len(w.ahead) > 0 && w.ahead[0].start != w.at {
		w.drop()
	}
}

func (w *stride) after(moved bool) Place {
	place := Place{Next: w.at, Total: w.total, Mark: w.mark, Unsure: w.probing || w.at < w.end, Moved: moved}
	if w.Whole {
		place.Size = w.step
	}
	if w.total != Untold && w.at > w.total {
		place.Next = 0
	}
	return place
}

// know tells of a page's ids how many can be used, of which the first is its name, and how many the slot at hand, or the one
// before it, had already.
func (w *stride) know(ids []string) (name string, usable, known int) {
	for _, id := range ids {
		if id == "" {
			continue
		}
		if usable++; usable == 1 {
			name = id
		}
		if _, ok := w.slot[id]; ok {
			known++
		}
	}
	return name, usable, known
}

// remember keeps the ids of the slot at hand.
func (w *stride) remember(ids []string) {
	if w.slot == nil {
		w.slot = map[string]struct{}{}
	}
	if !w.head.rest {
		clear(w.slot)
	}
	for _, id := range ids {
		if id != "" {
			w.slot[id] = struct{}{}
		}
	}
}
