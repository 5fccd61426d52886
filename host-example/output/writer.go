package output

import (
	"io"
	"slices"
)

// Writer writes the items of a list page by page, each page in one write.
type Writer[T any] interface {
	// Items writes the items of a page. A page without items writes nothing.
	Items(items []T) error
	// End ends what was written, so that it is whole by itself. It is called once, after the last page, and makes a list
	// without items one that says so. A list of which nothing came at all is not ended: it says nothing.
	End() error
}

// NewLines writes JSON, an item a line.
func NewLines[T any](w io.Writer, view View[T]) Writer[T] {
	return &lines[T]{w: w, appendItem: view.Append}
}

// lines keeps its buffer, which grows to the size of a page.
type lines[T any] struct {
	w          io.Writer
	appendItem func(dst []byte, item T) []byte
	buf        []byte
}

func (l *lines[T]) Items(items []T) error {
	l.buf = l.buf[:0]
	for _, item := range items {
		l.buf = append(l.appendItem(l.buf, item), '\n')
	}
	return writeSome(l.w, l.buf)
}

func (*lines[T]) End() error { return nil }

// NewArray writes one JSON array, an item a line.
func NewArray[T any](w io.Writer, view View[T]) Writer[T] {
	return &array[T]{w: w, appendItem: view.Append, open: "[", rest: func() ([]byte, error) { return []byte("\n"), nil }}
}

// NewPage writes one JSON object: the items, one a line, in its member `data`, and behind them the members that rest has
// when the list has ended, such as `"next":null`.
func NewPage[T any](w io.Writer, view View[T], rest func() ([]byte, error)) Writer[T] {
	return &array[T]{w: w, appendItem: view.Append, open: `{"data":[`, rest: func() ([]byte, error) {
		members, err := rest()
		return slices.Concat([]byte(",\n"), members, []byte("}\n")), err
	}}
}

// array writes an array, with what is before and behind it.
type array[T any] struct {
	w          io.Writer
	appendItem func(dst []byte, item T) []byte
	open       string
	rest       func() ([]byte, error)
	buf        []byte
	begun      bool
}

func (a *array[T]) Items(items []T) error {
	a.buf = a.buf[:0]
	for _, item := range items {
		if a.begun {
			a.buf = append(a.buf, ",\n"...)
		} else {
			a.buf = append(append(a.buf, a.open...), '\n')
		}
		a.begun = true
		a.buf = a.appendItem(a.buf, item)
	}
	return writeSome(a.w, a.buf)
}

func (a *array[T]) End() error {
	rest, err := a.rest()
	if err != nil {
		return err
	}
	end := a.open + "]"
	if a.begun {
		end = "\n]"
	}
	return writeSome(a.w, append([]byte(end), rest...))
}

// NewRows writes the view's rows into a table.
func NewRows[T any](table *Table, view View[T]) Writer[T] { return rows[T]{table, view.Row} }

type rows[T any] struct {
	table *Table
	row   func(T) []string
}

func (r rows[T]) Items(items []T) error {
	if len(items) == 0 {
		return nil
	}
	all := make([][]string, len(items))
	for i, item := range items {
		all[i] = r.row(item)
	}
	return r.table.Rows(all)
}

func (rows[T]) End() error { return nil }

// writeSome writes what there is, if there is anything.
func writeSome(w io.Writer, b []byte) error {
	if len(b) == 0 {
		return nil
	}
	_, err := w.Write(b)
	return err
}
