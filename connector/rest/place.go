package rest

import "fmt"

// place judges a page by what was known of the list, and says where the list stands after it.
func (w *stride) place(s Span) (Place, error) {
	known := w.known(s.IDs)
	if len(s.IDs) > 0 && s.Total != Untold && s.Total < w.head.start && (known > 0 || w.saw(s.IDs[0])) {
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
	switch first := s.IDs[0]; {
	case w.head.rest && known == len(s.IDs):
		return w.skip(), nil
	case first != "" && w.saw(first) && (!moved || first == w.first && known == len(s.IDs)):
		// A list that moves may move by a whole page, but hardly between the first two.
		return Place{}, w.Client.endless("a page was there before")
	case first != "":
		w.visit(first)
		if w.pages == 0 {
			w.first = first
		}
	}
	w.remember(s.IDs)
	w.advance(len(s.IDs))
	if w.probing = w.suspicious(len(s.IDs)); w.probing {
		w.total = Untold
	}
	if w.pages > 0 { // the second page has shown that numbers count, and each further one makes room for one more
		w.width = min(w.width+1, maxConns)
	}
	return w.after(moved || known > 0), nil
}

// suspicious reports whether a first page, which is full, is said to be all there is. Vendors that put into the total how many
// items a page has, say so of every list; the next page tells.
func (w *stride) suspicious(n int) bool {
	return w.pages == 0 && w.head.start == 1 && w.Total == Untold && n == w.total && n == w.head.count
}

// count takes in what a page says about the total, and reports whether it has changed.
func (w *stride) count(s Span) (moved bool) {
	if s.Total != Untold {
		moved = w.total != Untold && w.total != s.Total
		w.total = s.Total
	}
	if w.total != Untold && len(s.IDs) > 0 && w.total < w.head.start+len(s.IDs)-1 {
		w.total = Untold // the page itself goes beyond it
	}
	return moved
}

// empty judges a page without items.
func (w *stride) empty(s Span, moved bool) (Place, error) {
	switch {
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
	w.at = w.head.start + n
	first := w.pages == 0 && w.total != Untold && w.at <= w.total
	if first && w.at != w.end { // this is what the vendor makes of the size that it is asked for
		w.step = n
	}
	if first || w.at > w.end || w.total == Untold {
		w.end = w.at
	}
	if len(w.ahead) > 0 && w.ahead[0].start < w.end {
		w.drop() // asked for by other numbers
	}
}

func (w *stride) after(moved bool) Place {
	place := Place{Next: w.at, Total: w.total, Moved: moved}
	if w.total != Untold && w.at > w.total {
		place.Next = 0
	}
	return place
}

// known counts the ids that the slot at hand, or the one before it, had already.
func (w *stride) known(ids []string) (n int) {
	for _, id := range ids {
		if _, ok := w.slot[id]; ok {
			n++
		}
	}
	return n
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
