package coverage

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/proto"
)

// models are the normalized models, in the order in which they are shown.
var models = []struct {
	title string
	kind  connectorv1.ResourceKind
	model proto.Message
}{
	{"Users", connectorv1.ResourceKind_RESOURCE_KIND_USER, (*iamv1.User)(nil)},
	{"Roles", connectorv1.ResourceKind_RESOURCE_KIND_ROLE, (*iamv1.Role)(nil)},
	{"Groups", connectorv1.ResourceKind_RESOURCE_KIND_GROUP, (*iamv1.Group)(nil)},
}

// Markdown is what connectors declare to fill, as a document: for each model a table with connectors across and normalized
// fields down, and then, connector by connector, what a field is filled from.
func Markdown(connectors []*connectorv1.Description) string {
	connectors = slices.SortedFunc(slices.Values(connectors), func(a, b *connectorv1.Description) int {
		return cmp.Compare(a.GetName(), b.GetName())
	})
	var b strings.Builder
	for _, m := range models {
		fmt.Fprintf(&b, "## %s\n\n", m.title)
		matrix(&b, m.kind, m.model, connectors)
	}
	b.WriteString("## What they are filled from\n")
	for _, c := range connectors {
		fmt.Fprintf(&b, "\n### %s (`%s`)\n", c.GetTitle(), c.GetName())
		for _, m := range models {
			sources(&b, m.title, declared(c, m.kind))
		}
	}
	return b.String()
}

// absent stands where nothing is filled.
const absent = "–"

var kindWords = map[connectorv1.CoverageKind]string{
	connectorv1.CoverageKind_COVERAGE_KIND_NATIVE:  "native",
	connectorv1.CoverageKind_COVERAGE_KIND_DERIVED: "derived",
	connectorv1.CoverageKind_COVERAGE_KIND_ASSUMED: "assumed",
}

func matrix(b *strings.Builder, kind connectorv1.ResourceKind, model proto.Message, connectors []*connectorv1.Description) {
	head, rule := "| field |", "| --- |"
	var paths []string
	for _, c := range connectors {
		head, rule = head+" "+c.GetName()+" |", rule+" --- |"
		for _, f := range declared(c, kind) {
			paths = append(paths, f.GetField())
		}
	}
	fmt.Fprintf(b, "%s\n%s\n", head, rule)
	for _, path := range rows(model, paths) {
		fmt.Fprintf(b, "| `%s` |", path)
		for _, c := range connectors {
			fmt.Fprintf(b, " %s |", cell(path, declared(c, kind)))
		}
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
}

// rows are all fields of a model in its order, each with the declared paths below it.
func rows(model proto.Message, paths []string) []string {
	slices.Sort(paths)
	paths = slices.Compact(paths)
	var all []string
	fields := model.ProtoReflect().Descriptor().Fields()
	for i := range fields.Len() {
		name := string(fields.Get(i).Name())
		if name == "source" || strings.HasSuffix(name, sourceValue) {
			continue
		}
		all = append(all, name)
		for _, path := range paths {
			if strings.HasPrefix(path, name+".") {
				all = append(all, path)
			}
		}
	}
	return all
}

// cell is how a path is filled: as it is declared, or as its parts are, or in brackets as what it is part of is.
func cell(path string, fields []*connectorv1.FieldCoverage) string {
	var whole string
	var parts []string
	for _, f := range fields {
		word := kindWords[f.GetKind()]
		switch {
		case f.GetField() == path:
			return word
		case strings.HasPrefix(path, f.GetField()+"."):
			whole = "(" + word + ")"
		case strings.HasPrefix(f.GetField(), path+".") && !slices.Contains(parts, word):
			parts = append(parts, word)
		}
	}
	return cmp.Or(strings.Join(parts, ", "), whole, absent)
}

func declared(c *connectorv1.Description, kind connectorv1.ResourceKind) []*connectorv1.FieldCoverage {
	for _, r := range c.GetResources() {
		if r.GetKind() == kind {
			return r.GetCoverage()
		}
	}
	return nil
}

func sources(b *strings.Builder, title string, fields []*connectorv1.FieldCoverage) {
	if len(fields) == 0 {
		return
	}
	fmt.Fprintf(b, "\n| %s | | from | |\n| --- | --- | --- | --- |\n", strings.ToLower(title))
	for _, f := range fields {
		from := ""
		if f.GetVendorField() != "" {
			from = "`" + f.GetVendorField() + "`"
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", f.GetField(), kindWords[f.GetKind()], escaped(from), escaped(f.GetNote()))
	}
}

// escaped is text that stays within its cell.
func escaped(s string) string { return strings.NewReplacer("|", `\|`, "\n", " ").Replace(s) }
