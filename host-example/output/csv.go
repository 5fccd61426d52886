package output

import (
	"bytes"
	"encoding/csv"
	"io"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Cell is a column of a sheet: its name, and its text of an item.
type Cell[T any] struct {
	Name string
	Text func(item T) string
}

// NewCSV writes the view's sheet as CSV (RFC 4180): a line of names, then an item a line, whatever is in its texts. They are
// made [Printable], and none is a formula to a spreadsheet.
func NewCSV[T any](w io.Writer, view View[T]) Writer[T] {
	s := &sheet[T]{w: w, cells: view.Sheet}
	s.lines = csv.NewWriter(&s.buf)
	s.lines.UseCRLF = true
	return s
}

type sheet[T any] struct {
	w     io.Writer
	cells []Cell[T]
	begun bool
	lines *csv.Writer
	buf   bytes.Buffer // what lines writes to: the page
}

func (s *sheet[T]) Items(items []T) error {
	if len(items) == 0 {
		return nil
	}
	row := s.begin()
	for _, item := range items {
		for i, c := range s.cells {
			row[i] = noFormula(Printable(c.Text(item)))
		}
		_ = s.lines.Write(row) // a Buffer does not fail
	}
	return s.flush()
}

// begin writes the names of the columns, if they are not there yet, and returns room for a line.
func (s *sheet[T]) begin() []string {
	row := make([]string, len(s.cells))
	if !s.begun {
		s.begun = true
		for i, c := range s.cells {
			row[i] = c.Name
		}
		_ = s.lines.Write(row)
	}
	return row
}

func (s *sheet[T]) flush() error {
	s.lines.Flush()
	err := writeSome(s.w, s.buf.Bytes())
	s.buf.Reset()
	return err
}

func (s *sheet[T]) End() error {
	s.begin()
	return s.flush()
}

// A spreadsheet runs a cell that begins with one of these as a formula: one that a user of the application may have put into
// a name, for whoever opens the list. Some go on reading the full-width ones as well.
const formulaSigns = "=+@\uFF1D\uFF0B\uFF20\uFF0D-"

// formula is such a beginning, of the whole or behind a semicolon: where that is the list separator of the system,
// spreadsheets take it for the end of a cell.
var formula = regexp.MustCompile(`(^|;)([\s\p{Z}]*)([` + formulaSigns + `])`)

// harmless is what begins so and is no formula: a number, and the dash of a list that is empty.
var harmless = regexp.MustCompile(`^-([0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?)?$`)

// noFormula puts an apostrophe before what would be a formula, which makes a text of it.
func noFormula(s string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(s, unicode.IsSpace))
	if !strings.ContainsRune(formulaSigns, first) && !strings.Contains(s, ";") || harmless.MatchString(s) {
		return s
	}
	return formula.ReplaceAllString(s, "$1$2'$3")
}
