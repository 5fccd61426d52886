package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/go-hclog"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/accounts"
	"github.com/trellis-iam/trellis/host-example/fields"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/plugin/cmdline"
)

// report writes an error to stderr: what happened, then line by line whose fault it is, where, and what to do. What is wrong
// with several fields is one error after the other.
//
// In a log of JSON each is an object instead, with what programs should know of the end besides.
func (a *app) report(err error, about ...any) {
	if a.log == nil && (slices.Contains(a.Args, "--log-format="+jsonLog) || hasPair(a.Args, "--log-format", jsonLog)) {
		a.flags.logFormat = jsonLog // which was not understood yet
	}
	if each := eachOf(err); each != nil {
		for _, e := range each {
			a.reportOne(e, about)
		}
		return
	}
	a.reportOne(a.helpful(err), about)
}

// eachOf are the errors of what has all that is wrong with something.
func eachOf(err error) []error {
	if invalid, ok := errors.AsType[*fields.Invalid](err); ok {
		return invalid.Unwrap()
	}
	if invalid, ok := errors.AsType[*accounts.Invalid](err); ok {
		return invalid.Unwrap()
	}
	return nil
}

func (a *app) reportOne(err error, about []any) {
	if a.flags.logFormat == jsonLog {
		a.logger(hclog.Error).Error(err.Error(), append(errorAbout(err), about...)...)
		return
	}
	lines := []string{"trellis: " + output.Printable(err.Error())}
	add := func(label, text string) { lines = append(lines, fmt.Sprintf("  %-8s %s", label, text)) }
	if e, ok := errors.AsType[*fields.SyntaxError](err); ok {
		line, mark := e.Snippet()
		add("at", output.Printable(line))
		add("", mark)
	}
	for _, l := range explain(err) {
		add(l.Label, output.Printable(l.Text))
	}
	a.note("%s", strings.Join(lines, "\n"))
}

// explain is cmdline.Explain, with what to do also where the error does not say it, and with the place in the accounts file
// where there is one, instead of a flag.
func explain(err error) []cmdline.Line {
	lines := cmdline.Explain(err)
	if text := toDo(err); text != "" && !slices.ContainsFunc(lines, func(l cmdline.Line) bool { return l.Label == "to do" }) {
		lines = append(lines, cmdline.Line{Label: "to do", Text: text})
	}
	where := placeOf(err)
	if where == "" {
		return lines
	}
	if i := slices.IndexFunc(lines, func(l cmdline.Line) bool { return l.Label == "flag" || l.Label == "where" }); i >= 0 {
		lines[i] = cmdline.Line{Label: "where", Text: where}
	}
	return lines
}

// placeOf is where in the accounts file it is that an error is about, and "" where it is about something else.
func placeOf(err error) string {
	of, ok := errors.AsType[*accountError](err)
	if !ok {
		return ""
	}
	e, ok := errors.AsType[*connector.Error](err)
	if !ok {
		return ""
	}
	return of.where(e.Path)
}

// errorAbout is what programs should know of an error, as far as it is known: keys and values.
func errorAbout(err error) []any {
	var about []any
	if of, ok := errors.AsType[*accountError](err); ok {
		about = append(about, "account", of.account)
		about = known(about, "where", placeOf(err))
	}
	if e, ok := errors.AsType[*connector.Error](err); ok {
		about = known(about, "reason", string(e.Reason))
		about = known(about, "fault", strings.TrimPrefix(e.Whose().String(), "FAULT_"))
		about = known(about, "connector", e.Connector)
		about = known(about, "upstream_status", e.UpstreamStatus)
		about = known(about, "vendor_request_id", e.VendorRequestID)
		about = known(about, "upstream_excerpt", e.UpstreamExcerpt)
		about = known(about, "path", e.Path)
		about = known(about, "retry_after_seconds", e.RetryAfter.Seconds())
		about = known(about, "incident", e.IncidentID)
	}
	return known(about, "to_do", toDo(err))
}

// known appends a value that is not nothing, behind its key.
func known[T comparable](about []any, key string, value T) []any {
	var nothing T
	if value == nothing {
		return about
	}
	return append(about, key, value)
}

// hasPair reports whether two words follow each other.
func hasPair(all []string, first, second string) bool {
	for i := range len(all) - 1 {
		if all[i] == first && all[i+1] == second {
			return true
		}
	}
	return false
}
