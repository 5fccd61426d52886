package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"github.com/trellis-iam/trellis/host-example/output"
	"golang.org/x/term"
)

// itemWriter is the function that writes the items of a page to stdout, in one write. What fails there is an *outputError.
func itemWriter[T any](a *app, format string, view output.View[T]) (func([]T) error, error) {
	var write func([]T) error
	switch format {
	case "ndjson":
		write = linesTo(a.Stdout, view.Append)
	case "table":
		write = rowsTo(output.NewTable(a.Stdout, terminalWidth(a.Stdout), view.Columns), view.Row)
	default:
		return nil, usagef("-o must be table or ndjson")
	}
	return func(items []T) error {
		if err := write(items); err != nil {
			return &outputError{err}
		}
		return nil
	}, nil
}

// rowsTo writes items as rows of a table.
func rowsTo[T any](table *output.Table, row func(T) []string) func([]T) error {
	return func(items []T) error {
		if len(items) == 0 {
			return nil
		}
		rows := make([][]string, len(items))
		for i, item := range items {
			rows[i] = row(item)
		}
		return table.Rows(rows)
	}
}

// linesTo writes items as JSON, one a line. Its buffer grows to the size of a page and is used again.
func linesTo[T any](w io.Writer, appendItem func([]byte, T) []byte) func([]T) error {
	var buf []byte
	return func(items []T) error {
		buf = buf[:0]
		for _, item := range items {
			buf = append(appendItem(buf, item), '\n')
		}
		if len(buf) == 0 {
			return nil
		}
		_, err := w.Write(buf)
		return err
	}
}

// terminalWidth is how wide the terminal is that w writes to, and 0 when it writes to none.
func terminalWidth(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// isTerminal reports whether people watch what is written to w.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// outputError is a write to stdout that failed: a full disk, or a reader that went away.
type outputError struct{ err error }

func (e *outputError) Unwrap() error { return e.err }

func (e *outputError) Error() string {
	if errors.Is(e.err, syscall.EPIPE) {
		return "the reader of the output went away"
	}
	return fmt.Sprintf("the output cannot be written: %v", e.err)
}
