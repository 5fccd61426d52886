package cli

import (
	"fmt"
	"strings"

	"github.com/trellis-iam/trellis/host-example/output"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// consistencies says what to expect of a list while the application's data changes.
var consistencies = map[connectorv1.Consistency]string{
	connectorv1.Consistency_CONSISTENCY_SNAPSHOT:      "a list is the data at one instant",
	connectorv1.Consistency_CONSISTENCY_STABLE_CURSOR: "what is there throughout a list comes exactly once",
}

// edges says where it stands who holds a role or is in a group.
var edges = map[connectorv1.EdgeLocation]string{
	connectorv1.EdgeLocation_EDGE_LOCATION_USER:     "on each user",
	connectorv1.EdgeLocation_EDGE_LOCATION_GROUP:    "on each group",
	connectorv1.EdgeLocation_EDGE_LOCATION_SEPARATE: "in a list of their own, which is not read",
}

func describeResource(doc *document, r *connectorv1.Resource) {
	name := kindName(r.GetKind())
	doc.section(strings.ToUpper(name[:1]) + name[1:])
	doc.label("operations", "%s", operations(r.GetOperations()))
	if n := r.GetDefaultPageSize(); n > 0 {
		doc.label("page", "%d items, at most %d", n, max(n, r.GetMaxPageSize()))
	}
	consistency := consistencies[r.GetConsistency()]
	if consistency == "" {
		consistency = "items may be missed or come twice when others come or go"
	}
	doc.label("consistency", "%s", consistency)
	doc.label("members", "%s", edges[r.GetEdges()])
	for _, f := range r.GetFilters() {
		doc.label("--filter", "%s", f.GetName()+": "+f.GetHelp()+parenthesis(choices(f.GetChoices())))
	}
	for _, e := range r.GetExpands() {
		doc.label("--expand", "%s", e.GetName()+": "+e.GetHelp()+parenthesis(e.GetCost()))
	}
	for _, p := range r.GetPermissions() {
		doc.label("permission", "%s", p.GetName()+": "+p.GetHelp())
	}
	for _, n := range r.GetNotes() {
		doc.label("note", "%s", emphasized(n))
	}
	if len(r.GetCoverage()) == 0 {
		return
	}
	rows := make([][]string, len(r.GetCoverage()))
	for i, c := range r.GetCoverage() {
		note := c.GetNote()
		if z := c.GetAssumedZone(); z != "" {
			note = strings.TrimPrefix(note+"; times without a zone are taken as "+z, "; ")
		}
		rows[i] = []string{c.GetField(), pathCell(c.GetVendorField()), enumName(c.GetKind().String(), "COVERAGE_KIND_"), note}
	}
	doc.b.WriteByte('\n')
	doc.table([]output.Column{
		{Title: "FIELD", Whole: true}, {Title: "FROM", Max: pathWidth}, {Title: "HOW"}, {Title: "NOTE", Optional: true},
	}, rows)
}

// pathWidth is how much of a path is shown.
const pathWidth = 40

// pathCell is the end of a path: what is far up in a long one is the same for many.
func pathCell(path string) string {
	runes := []rune(path)
	if len(runes) <= pathWidth {
		return path
	}
	return "…" + string(runes[len(runes)-pathWidth+1:])
}

func operations(ops []connectorv1.Operation) string {
	names := make([]string, len(ops))
	for i, o := range ops {
		names[i] = enumName(o.String(), "OPERATION_")
	}
	return strings.Join(names, ", ")
}

// parenthesis adds a remark to a text, if there is one.
func parenthesis(s string) string {
	if s == "" {
		return ""
	}
	return fmt.Sprintf(" (%s)", s)
}
