package mutants

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Print writes the outcomes as a table, what is wrong with them, and the cases that no mutant needs. It reports whether all
// is as it should be.
func Print(w io.Writer, outcomes []Outcome) (ok bool, err error) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(cells ...string) {
		if err == nil {
			_, err = fmt.Fprintln(t, strings.Join(cells, "\t"))
		}
	}
	row("", "MUTANT", "WHAT IT DOES", "MEANT FOR", "CAUGHT BY ALSO")
	wrong := 0
	for _, o := range outcomes {
		mark := "ok"
		if !o.OK() {
			mark = "FAIL"
			wrong++
		}
		row(mark, o.ID, o.Wrong, strings.Join(o.By, " "), several(o.Others()))
		for _, m := range o.Missed {
			row("", "", "not caught by "+m)
		}
		for _, p := range o.Problems {
			row("", "", p)
		}
	}
	if err == nil {
		err = t.Flush()
	}
	if err != nil {
		return false, err
	}
	_, err = fmt.Fprintf(w, "\n%d mutants, %d not as they should be\n", len(outcomes), wrong)
	for _, id := range Unneeded() {
		if err == nil {
			_, err = fmt.Fprintf(w, "no mutant needs %s: %s\n", id, cmp.Or(spared[id], "and nothing says why"))
		}
	}
	return wrong == 0, err
}

// maxOthers is how many cases are named that noticed, too.
const maxOthers = 3

func several(ids []string) string {
	if len(ids) > maxOthers {
		return fmt.Sprintf("%s and %d more", strings.Join(ids[:maxOthers], " "), len(ids)-maxOthers)
	}
	return strings.Join(ids, " ")
}
