package output

import "slices"

// leastWidth is what a column is not narrowed below: enough for a status or the beginning of a name.
const leastWidth = 8

// layout decides what is shown, and how wide.
func (t *Table) layout(rows [][]string) {
	t.shown = make([]int, 0, len(t.columns))
	t.widths = make([]int, len(t.columns))
	for i, c := range t.columns {
		w, empty := max(Width(c.Title), c.Least), true
		for _, row := range rows {
			w, empty = max(w, t.screen.Cells(row[i])), empty && row[i] == ""
		}
		if c.Max > 0 && !c.Whole {
			w = min(w, max(c.Max, Width(c.Title)))
		}
		if t.widths[i] = w; !c.Optional || !empty {
			t.shown = append(t.shown, i)
		}
	}
	all := slices.Clone(t.shown)
	for t.screen.Width > 0 && t.total() > t.screen.Width {
		if i := t.lastOptional(); i >= 0 {
			t.shown = slices.Delete(t.shown, i, i+1)
		} else if !t.narrow() {
			t.shown, t.records = all, true
			return
		}
	}
}

func (t *Table) total() int {
	n := t.indent + gap*(len(t.shown)-1)
	for _, i := range t.shown {
		n += t.widths[i]
	}
	return n
}

func (t *Table) lastOptional() int {
	for at, i := range slices.Backward(t.shown) {
		if t.columns[i].Optional {
			return at
		}
	}
	return -1
}

// narrow takes one cell from the widest column that may be cut, and reports whether there was one.
func (t *Table) narrow() bool {
	widest := -1
	for _, i := range t.shown {
		if !t.columns[i].Whole && t.widths[i] > leastWidth && (widest < 0 || t.widths[i] > t.widths[widest]) {
			widest = i
		}
	}
	if widest < 0 {
		return false
	}
	t.widths[widest]--
	return true
}
