package cli

import (
	"strconv"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/host-example/words"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// tellAll shows how each list went, in the order in which they were asked for.
func (l *listing[T]) tellAll(results []ran, status int) {
	if l.app.flags.logFormat == jsonLog { // each has an object of its own
		l.noteWith("all lists have ended", "of", l.name, "accounts", len(results), "exit_status", status)
		return
	}
	rows := make([][]string, len(results))
	for i, r := range results {
		rows[i] = r.row(l.name)
	}
	var b strings.Builder
	b.WriteByte('\n')
	_ = output.NewTable(&b, 0, []output.Column{ // a Builder does not fail
		{Title: "ACCOUNT"}, {Title: "CONNECTOR"}, {Title: strings.ToUpper(l.name)}, {Title: "PAGES"}, {Title: "TOOK"}, {Title: "STATUS"}, {Title: "RESULT", Whole: true},
	}).On(l.screen(l.Stderr)).Indent(2).Rows(rows)
	l.note("%s", strings.TrimSuffix(b.String(), "\n"))
}

// row is the list in that table.
func (r ran) row(things string) []string {
	items, pages, took := "", "", ""
	if r.end != nil {
		items, pages, took = words.Thousands(r.end.items), words.Thousands(r.end.pages), words.Duration(r.end.took)
	}
	return []string{r.name, r.connector, items, pages, took, strconv.Itoa(r.status), r.said(things)}
}

func (r ran) said(things string) string {
	switch {
	case r.skipped:
		return "does not list " + things
	case r.err == nil && r.end.receipt.GetEnd() == connectorv1.End_END_EXHAUSTED:
		return "complete"
	case r.err == nil:
		return "stopped at the limit"
	}
	why := "failed"
	if _, ok := partial(r.err); ok {
		why = "partial"
	}
	if reason := connector.ReasonOf(r.err); reason != "" {
		why += ": " + string(reason)
	} else if r.stopped {
		why += ": ended with the command"
	}
	return why
}
