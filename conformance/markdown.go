package conformance

import (
	"fmt"
	"strings"
)

// Markdown is all cases as a document: what must be so, where the contract says so, and what to do where it is not.
func Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "There are %d cases in %d groups: %s.\n", len(Cases()), len(Groups()), strings.Join(links(), ", "))
	for _, g := range Groups() {
		fmt.Fprintf(&b, "\n### %s\n\n%s\n\n", g.ID, g.About)
		b.WriteString("| case | what is so | where the contract says it | needs | if it fails |\n| --- | --- | --- | --- | --- |\n")
		for _, c := range g.Cases {
			fmt.Fprintf(&b, "| `%s`%s | %s | [%s](../proto/trellis/%s): “%s” | %s | %s |\n", c.ID, severity(c), cell(c.Sentence),
				strings.TrimPrefix(c.Contract.String(), "proto/trellis/"), c.Contract.File, cell(c.Contract.Quote), needs(c), cell(c.Fix))
		}
	}
	return b.String()
}

func links() (all []string) {
	for _, g := range Groups() {
		all = append(all, "["+g.ID+"](#"+g.ID+")")
	}
	return all
}

// severity is told where it is not the usual one.
func severity(c Case) string {
	if c.Severity == Should {
		return " (should)"
	}
	return ""
}

// cell is a text as it may stand in a table.
func cell(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, "|", `\|`), "\n", " ") }

// needs are what a case needs, in a word each.
func needs(c Case) string {
	words := map[Need]string{NeedsAccount: "account", NeedsSecond: "second account", NeedsSandbox: "sandbox", NeedsProc: "Linux"}
	var all []string
	for _, n := range c.Needs {
		if n == NeedsAccount && len(c.Needs) > 1 && (c.Needs[1] == NeedsSandbox || c.Needs[1] == NeedsSecond) {
			continue // which the other one has
		}
		all = append(all, words[n])
	}
	return strings.Join(all, ", ")
}
