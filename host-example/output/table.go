package output

import (
	"io"
	"slices"
)

// Column is one column of a table.
type Column struct {
	Title string
	// Max is the most cells it takes. 0: no bound.
	Max int
	// Whole: its cells are never cut, because people copy them (ids). One that is too long moves the rest of its row.
	Whole bool
	// Optional: left out when the first rows have nothing in it, or when there is no room for it.
	Optional bool
}

// leastWidth is what a column is not narrowed below: enough for a status or the beginning of a name.
const leastWidth = 8

// gap is the number of blanks between columns.
const gap = 2

// Table writes rows in aligned columns as they come, so that a list of any length is shown at once and takes no memory.
// The first rows decide the layout for all: columns are as wide as they need, within their bounds and the width of the
// terminal; optional ones that are empty, or do not fit, are left out, the last first. Longer cells of later rows are cut
// with an ellipsis. A table is for people: what it leaves out is in the JSON.
type Table struct {
	w       io.Writer
	width   int
	columns []Column
	indent  int

	shown  []int // columns, by number; nil until the first rows
	widths []int
	buf    []byte
}

// NewTable makes a table for a terminal of the given width; 0 is one without bounds.
func NewTable(w io.Writer, width int, columns []Column) *Table {
	return &Table{w: w, width: width, columns: columns}
}

// Indent moves the table to the right.
func (t *Table) Indent(n int) *Table {
	t.indent = n
	return t
}

// Rows writes rows, each with a cell for every column, in one write. Cells are foreign text and are made [Printable].
func (t *Table) Rows(rows [][]string) error {
	for _, row := range rows {
		for i := range row {
			row[i] = Printable(row[i])
		}
	}
	t.buf = t.buf[:0]
	if t.shown == nil {
		t.layout(rows)
		titles := make([]string, len(t.columns))
		for i, c := range t.columns {
			titles[i] = c.Title
		}
		t.row(titles)
	}
	for _, row := range rows {
		t.row(row)
	}
	_, err := t.w.Write(t.buf)
	return err
}

// layout decides what is shown, and how wide.
func (t *Table) layout(rows [][]string) {
	t.shown = make([]int, 0, len(t.columns))
	t.widths = make([]int, len(t.columns))
	for i, c := range t.columns {
		w, empty := cells(c.Title), true
		for _, row := range rows {
			w, empty = max(w, cells(row[i])), empty && row[i] == ""
		}
		if c.Max > 0 && !c.Whole {
			w = min(w, max(c.Max, cells(c.Title)))
		}
		if t.widths[i] = w; !c.Optional || !empty {
			t.shown = append(t.shown, i)
		}
	}
	for t.width > 0 && t.total() > t.width {
		if i := t.lastOptional(); i >= 0 {
			t.shown = slices.Delete(t.shown, i, i+1)
		} else if !t.narrow() {
			break
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

func (t *Table) row(row []string) {
	for range t.indent {
		t.buf = append(t.buf, ' ')
	}
	for at, i := range t.shown {
		cell := row[i]
		if !t.columns[i].Whole {
			cell = clip(cell, t.widths[i])
		}
		if at == len(t.shown)-1 {
			t.buf = append(t.buf, cell...)
			break
		}
		t.buf = pad(t.buf, cell, max(t.widths[i], cells(cell))+gap)
	}
	t.buf = append(trimBlanks(t.buf), '\n')
}

// trimBlanks takes the blanks off the end of the last line.
func trimBlanks(b []byte) []byte {
	for len(b) > 0 && b[len(b)-1] == ' ' {
		b = b[:len(b)-1]
	}
	return b
}
