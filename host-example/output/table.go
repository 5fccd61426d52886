package output

import (
	"io"
	"strconv"
)

// Column is one column of a table.
type Column struct {
	Title string
	// Name is what the sheet calls it, where there is one.
	Name string
	// Max is the most cells it takes. 0: no bound.
	Max int
	// Least is how many it takes when there is room, whatever the first rows have in it.
	Least int
	// Whole: its cells are never cut, because people copy them (ids). One for which there is no room moves the rest of its row.
	Whole bool
	// Optional: left out when the first rows have nothing in it, or when there is no room for it.
	Optional bool
	// Colors are those of cells, by their whole text.
	Colors map[string]Color
}

// Table writes rows in aligned columns as they come, so that a list of any length is shown at once and takes no memory.
// The first rows decide the layout for all: columns are as wide as they need, within their bounds and the width of the
// terminal; optional ones that are empty, or do not fit, are left out, the last first. Later rows that need a column wider get it
// where there is room, from there on; else longer cells are cut with an ellipsis. A table is for people: what it leaves out is in
// the JSON.
//
// No line is longer than the terminal. Where the columns that may not be left out do not fit, not even narrowed, the table is
// records: a field a line, all of them. An id cut in the middle would look like one, and be of no use; and rows that wrap
// are no table. A later id that is longer than its column, and would move its row beyond the edge, has a line of its own. Only
// an id that is longer than a line wraps, at the terminal's edge, so that it is still copied whole.
type Table struct {
	w       io.Writer
	screen  Screen
	columns []Column
	indent  int

	shown   []int // columns, by number; nil until the first rows
	widths  []int
	records bool // the layout is one of records
	begun   bool // a record was written
	buf     []byte
}

// leastScreen is the width of the narrowest terminal that there are layouts for; on others, lines may wrap.
const leastScreen = 20

// gap is the number of blanks between columns.
const gap = 2

// NewTable makes a table of the given width, in plain text; 0 is one without bounds.
func NewTable(w io.Writer, width int, columns []Column) *Table {
	return (&Table{w: w, columns: columns}).On(Screen{Width: width})
}

// On says which terminal the table is for.
func (t *Table) On(screen Screen) *Table {
	if screen.Width > 0 {
		screen.Width = max(screen.Width, leastScreen)
	}
	t.screen = screen
	return t
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
		if !t.records {
			t.titles()
		}
	} else {
		t.grow(rows)
	}
	for _, row := range rows {
		if t.records {
			t.record(row)
		} else {
			t.row(row)
		}
	}
	_, err := t.w.Write(t.buf)
	return err
}

func (t *Table) titles() {
	row := make([]string, len(t.columns))
	for i, c := range t.columns {
		row[i] = c.Title
	}
	t.line(row, func(int) Color { return Bold })
}

func (t *Table) row(row []string) {
	color := func(i int) Color { return t.columns[i].Colors[row[i]] }
	for i := t.tooLong(row); i >= 0; i = t.tooLong(row) {
		t.whole(row[i])
		row[i] = ""
	}
	t.line(row, color)
}

// tooLong is the column of an id that moves the row beyond the terminal's edge, and -1 where there is none.
func (t *Table) tooLong(row []string) int {
	if t.screen.Width <= 0 {
		return -1
	}
	longest, more := -1, 0
	for _, i := range t.shown {
		if n := t.screen.Cells(row[i]) - t.widths[i]; t.columns[i].Whole && n > 0 {
			if more += n; longest < 0 || n > t.screen.Cells(row[longest])-t.widths[longest] {
				longest = i
			}
		}
	}
	if t.total()+more <= t.screen.Width {
		return -1
	}
	return longest
}

// whole writes an id on a line of its own.
func (t *Table) whole(id string) {
	if t.indent+t.screen.Cells(id) <= t.screen.Width {
		t.buf = blanks(t.buf, t.indent)
	}
	t.buf = append(append(t.buf, id...), '\n')
}

// line writes cells below their titles.
func (t *Table) line(row []string, color func(column int) Color) {
	start, at := len(t.buf), t.indent // at: how many cells the line has
	t.buf = blanks(t.buf, t.indent)
	end := len(t.buf) // of the last cell that has something in it
	for _, i := range t.shown {
		cell := row[i]
		if !t.columns[i].Whole {
			cell = t.screen.Clip(cell, t.widths[i])
		}
		t.buf = t.screen.alone(t.buf, cell, color(i))
		if cell != "" {
			end = len(t.buf)
		}
		n := t.screen.Cells(cell)
		t.buf = blanks(t.buf, max(t.widths[i]-n, 0)+gap)
		at += max(t.widths[i], n) + gap
		if t.screen.Control && (n != Width(cell) || turns(cell)) { // whatever the terminal takes it for, the next cell begins where it should
			t.buf = strconv.AppendInt(append(t.buf, "\x1b["...), int64(at+1), 10)
			t.buf = append(t.buf, 'G')
		}
	}
	if end == start+t.indent {
		end = start
	}
	t.buf = append(t.buf[:end], '\n')
}
