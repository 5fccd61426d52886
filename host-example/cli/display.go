package cli

import (
	"fmt"
	"time"

	"github.com/trellis-iam/trellis/host-example/output"
	rows "github.com/trellis-iam/trellis/host-example/progress"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// onTerminal makes the display of rows below all that is written on the terminal. What is written there, to stdout and stderr,
// goes through it from now on. Where stderr is no terminal, there are no rows.
func (a *app) onTerminal() {
	stderr := a.Stderr
	var options rows.Options
	if isTerminal(stderr) && a.screen(stderr).Control {
		options.Width = func() int {
			if a.flags.logFormat == jsonLog { // each line is an object then
				return 0
			}
			return terminalWidth(stderr)
		}
	}
	a.rows = rows.New(stderr, options)
	a.stderr.to(a.rows.Around(stderr))
	if isTerminal(a.Stdout) {
		a.Stdout = a.rows.Around(a.Stdout)
	}
}

// display is how a list is shown: as a row on a terminal, and as notes for whoever else watches.
func (a *app) display(t target, things string) display {
	told := notes{app: a, name: t.name}
	if a.flags.logFormat == jsonLog || !isTerminal(a.Stderr) || !a.screen(a.Stderr).Control {
		return &told
	}
	return &row{told, a.rows.Row(t.name, things)}
}

// row is a display of one line, which is drawn over and over. That the connector died stays.
type row struct {
	notes
	row *rows.Row
}

func (r *row) page(items int) { r.row.Page(items) }
func (r *row) done()          { r.row.Done() }

func (r *row) waits(p *connectorv1.Progress, total int64) {
	var until time.Time
	if t := p.GetWaitUntil(); t.IsValid() {
		until = t.AsTime()
	}
	r.row.Total(total)
	r.row.Waiting(r.secrets.redact(p.GetMessage()), until)
}

// notes are a display of lines, each of which stays: once as long as the list waits for the same.
type notes struct {
	*app
	name  string
	shown string
}

func (n *notes) page(int) { n.shown = "" }
func (*notes) done()      {}

func (n *notes) waits(p *connectorv1.Progress, _ int64) {
	if m := p.GetMessage(); m != "" && m != n.shown {
		n.shown = m
		n.tell(m)
	}
}

func (n *notes) resumed(page int64) {
	if page == 0 {
		n.tell("asking again")
		return
	}
	n.tell(fmt.Sprintf("going on from page %d", page))
}

func (n *notes) tell(text string) {
	if n.watched() {
		n.note("%s: %s", output.Printable(n.name), output.Printable(text))
	}
}
