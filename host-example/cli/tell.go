package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/fields"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/plugin/cmdline"
)

// report writes an error to stderr: what happened, then line by line whose fault it is, where, and what to do. What is wrong
// with several fields is one error after the other.
func (a *app) report(err error) {
	if invalid, ok := errors.AsType[*fields.Invalid](err); ok {
		for _, e := range invalid.Errors {
			a.reportOne(e)
		}
		return
	}
	a.reportOne(a.helpful(err))
}

func (a *app) reportOne(err error) {
	lines := []string{"trellis: " + output.Printable(err.Error())}
	add := func(label, text string) { lines = append(lines, fmt.Sprintf("  %-8s %s", label, text)) }
	if e, ok := errors.AsType[*fields.SyntaxError](err); ok {
		line, mark := e.Snippet()
		add("at", output.Printable(line))
		add("", mark)
	}
	for _, l := range cmdline.Explain(err) {
		add(l.Label, output.Printable(l.Text))
	}
	a.note("%s", strings.Join(lines, "\n"))
}

// toDo is what to do about an error, if anyone knows.
func toDo(err error) string {
	if e, ok := errors.AsType[*connector.Error](err); ok {
		return e.Suggestion
	}
	return ""
}
