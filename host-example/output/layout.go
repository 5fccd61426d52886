package output

import (
	"cmp"
	"slices"
)

// leastWidth is what a column is not narrowed below: enough for a status or the beginning of a name.
const leastWidth = 8

// layout decides what is shown, and how wide.
func (t *Table) layout(rows [][]string) {
	t.shown = make([]int, 0, len(t.columns))
	t.widths = make([]int, len(t.columns))
	for i, c := range t.columns {
		widest := t.widest(rows, i)
		if t.widths[i] = max(Width(c.Title), c.Least, widest); !c.Optional || widest > 0 {
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

// widest is how many cells a column of rows takes, within its bound.
func (t *Table) widest(rows [][]string, column int) int {
	w, c := 0, t.columns[column]
	for _, row := range rows {
		w = max(w, t.screen.Cells(row[column]))
	}
	if c.Max > 0 && !c.Whole {
		w = min(w, max(c.Max, Width(c.Title)))
	}
	return w
}

// grow makes columns wider that later rows need wider, as far as the terminal goes: user100@example.com is not cut because the
// first page ended with user99. Those that need the least come first: one long name does not cost a status its end.
func (t *Table) grow(rows [][]string) {
	if t.records {
		return
	}
	wants := make([]int, len(t.columns))
	for _, i := range t.shown {
		wants[i] = t.widest(rows, i)
	}
	byNeed := slices.Clone(t.shown)
	slices.SortStableFunc(byNeed, func(a, b int) int { return cmp.Compare(wants[a]-t.widths[a], wants[b]-t.widths[b]) })
	for _, i := range byNeed {
		w := wants[i]
		if room := t.screen.Width - t.total(); t.screen.Width > 0 && w > t.widths[i]+room {
			if t.columns[i].Whole {
				continue // one that is too long for the terminal moves no other row
			}
			w = t.widths[i] + room
		}
		t.widths[i] = max(t.widths[i], w)
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
