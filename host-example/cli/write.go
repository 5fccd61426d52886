package cli

import (
	"errors"
	"fmt"
	"syscall"

	"github.com/trellis-iam/trellis/host-example/output"
)

// The formats of lists. Where there is no sheet, there is no CSV.
const (
	listFormats  = "table, json, ndjson or csv"
	plainFormats = "table, json or ndjson"
)

// itemWriter writes items to stdout, in one write for each page. What fails there is an *outputError.
func itemWriter[T any](a *app, format string, view output.View[T]) (output.Writer[T], error) {
	switch {
	case format == "json":
		return toStdout[T]{output.NewArray(a.Stdout, view)}, nil
	case format == "ndjson":
		return toStdout[T]{output.NewLines(a.Stdout, view)}, nil
	case format == "csv" && view.Sheet != nil:
		return toStdout[T]{output.NewCSV(a.Stdout, view)}, nil
	case format == "table":
		return toStdout[T]{output.NewRows(output.NewTable(a.Stdout, 0, view.Columns).On(a.screen(a.Stdout)), view)}, nil
	case view.Sheet != nil:
		return nil, usagef("-o must be %s", listFormats)
	}
	return nil, usagef("-o must be %s", plainFormats)
}

// toStdout marks what cannot be written.
type toStdout[T any] struct{ w output.Writer[T] }

func (t toStdout[T]) Items(items []T) error { return outputFailed(t.w.Items(items)) }
func (t toStdout[T]) End() error            { return outputFailed(t.w.End()) }

func outputFailed(err error) error {
	if err == nil {
		return nil
	}
	return &outputError{err}
}

// writeOnce writes items that are all there.
func writeOnce[T any](w output.Writer[T], items []T) error {
	if err := w.Items(items); err != nil {
		return err
	}
	return w.End()
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
