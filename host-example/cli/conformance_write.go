package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/trellis-iam/trellis/conformance"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/host-example/words"
)

func (a *app) conformanceWriter(format string) (func(*conformance.Report) error, error) {
	switch format {
	case "text":
		return a.conformanceText, nil
	case "json":
		return func(r *conformance.Report) error { return outputFailed(r.WriteJSON(a.Stdout)) }, nil
	case "junit":
		return func(r *conformance.Report) error { return outputFailed(r.WriteJUnit(a.Stdout)) }, nil
	}
	return nil, usagef("-o must be text, json or junit")
}

// conformanceText writes a report for people: what fails, in full; what could not run, by why; and the sums.
func (a *app) conformanceText(r *conformance.Report) error {
	doc := document{screen: a.screen(a.Stdout)}
	for _, p := range r.Problems {
		doc.section("PROBLEM")
		doc.entry("-", p)
	}
	for _, one := range r.Results {
		if one.Outcome == conformance.Failed || one.Outcome == conformance.FailedShould {
			doc.failure(one)
		}
	}
	for _, o := range []conformance.Outcome{conformance.FailedAsKnown, conformance.CouldNotRun, conformance.DoesNotApply} {
		doc.others(r, o)
	}
	doc.b.WriteByte('\n')
	name := strings.TrimSpace(r.Connector + " " + r.Version)
	if name == "" {
		name = r.Path
	}
	doc.wrap("", fmt.Sprintf("%s: %s in %v", name, r.Summary(), r.Took.Round(100*time.Millisecond)))
	if r.OK() {
		doc.b.WriteString(doc.screen.Paint(verdict(r), output.Green) + "\n")
	}
	return writeAll(a.Stdout, []byte(strings.TrimPrefix(doc.b.String(), "\n")))
}

// verdict is what a report without failures amounts to.
func verdict(r *conformance.Report) string {
	if n := r.Count(conformance.CouldNotRun); n > 0 {
		return "nothing fails, and " + words.Plural(int64(n), "cases") + " could not run"
	}
	return "it keeps to the contract"
}

func (d *document) failure(r conformance.Result) {
	color, title := output.Red, "FAILED"
	if r.Outcome == conformance.FailedShould {
		color, title = output.Yellow, "SHOULD"
	}
	d.b.WriteString("\n" + d.screen.Paint(title, color) + "  " + d.screen.Paint(output.Printable(r.Case.ID), output.Bold) + "\n")
	d.wrap("  ", r.Case.Sentence)
	for _, l := range r.Lines() {
		d.label(l.Label, "%s", l.Text)
	}
}

// others lists the cases of an outcome by why, which many have in common.
func (d *document) others(r *conformance.Report, o conformance.Outcome) {
	var whys []string
	cases := map[string][]string{}
	for _, one := range r.Results {
		if one.Outcome != o {
			continue
		}
		if cases[one.Why] == nil {
			whys = append(whys, one.Why)
		}
		cases[one.Why] = append(cases[one.Why], one.Case.ID)
	}
	if len(whys) == 0 {
		return
	}
	d.section(strings.ToUpper(string(o)[:1]) + string(o)[1:])
	for _, why := range whys {
		d.entry("-", why+": "+strings.Join(cases[why], ", "))
	}
}
