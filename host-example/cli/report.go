package cli

import (
	"errors"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/plugin/cmdline"
)

// report writes an error to stderr: what happened, then line by line whose fault it is, where, and what to do.
func (a *app) report(err error) {
	err = a.helpful(err)
	a.note("trellis: %s", output.Printable(err.Error()))
	for _, l := range cmdline.Explain(err) {
		a.note("  %-8s %s", l.Label, output.Printable(l.Text))
	}
}

// toDo is what to do about an error, if anyone knows.
func toDo(err error) string {
	if e, ok := errors.AsType[*connector.Error](err); ok {
		return e.Suggestion
	}
	return ""
}
