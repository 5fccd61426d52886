package cli

import (
	"bufio"

	"github.com/trellis-iam/trellis/host-example/diff"
)

// diffTable writes a difference for people.
func (a *app) diffTable(d *diff.Diff) error {
	w := bufio.NewWriter(a.Stdout)
	err := d.WriteText(w, a.screen(a.Stdout))
	if err == nil {
		err = outputFailed(w.Flush())
	}
	return err
}

// diffLines writes a difference, an entry a line.
func (a *app) diffLines(d *diff.Diff) error {
	w := bufio.NewWriter(a.Stdout)
	err := writeEntries(w, d, "", "", "\n")
	if err == nil {
		err = outputFailed(w.Flush())
	}
	return err
}

// diffJSON writes a difference as one object, its summary in the last line.
func (a *app) diffJSON(d *diff.Diff) error {
	w := bufio.NewWriter(a.Stdout)
	_, _ = w.WriteString(`{"data":[`) // the writer keeps its error, up to Flush
	if err := writeEntries(w, d, "\n", ",\n", ""); err != nil {
		return err
	}
	summary, err := d.AppendSummary([]byte("\n],\n\"summary\":"))
	if err != nil {
		return err
	}
	_, _ = w.Write(append(summary, "}\n"...))
	return outputFailed(w.Flush())
}

// writeEntries writes the entries as JSON: each behind what is before it, of the first and of all others, and before an end.
func writeEntries(w *bufio.Writer, d *diff.Diff, first, next, end string) error {
	before := first
	var line []byte
	return d.Each(func(e diff.Entry) (err error) {
		if line, err = diff.AppendEntry(append(line[:0], before...), e); err != nil {
			return err
		}
		before = next
		_, err = w.Write(append(line, end...))
		return outputFailed(err)
	}, diff.Kinds()...)
}
