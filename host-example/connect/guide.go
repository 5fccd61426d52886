package connect

import (
	"slices"
	"strings"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Permissions are what the credentials need at the vendor, each once, and for what.
func Permissions(about *connectorv1.Description) []string {
	type need struct{ name, help string }
	var needs []need
	kinds := map[need][]string{}
	for _, r := range about.GetResources() {
		for _, p := range r.GetPermissions() {
			n := need{p.GetName(), p.GetHelp()}
			if !slices.Contains(needs, n) {
				needs = append(needs, n)
			}
			kinds[n] = append(kinds[n], kind(r.GetKind()))
		}
	}
	texts := make([]string, len(needs))
	for i, n := range needs {
		texts[i] = strings.TrimSuffix(n.name+": "+n.help, ": ") + " (" + strings.Join(kinds[n], ", ") + ")"
	}
	return texts
}

// Assumed are the normalized fields that are filled from what the vendor does not document.
func Assumed(about *connectorv1.Description) []string {
	var texts []string
	for _, r := range about.GetResources() {
		var fields []string
		for _, c := range r.GetCoverage() {
			if c.GetKind() == connectorv1.CoverageKind_COVERAGE_KIND_ASSUMED {
				fields = append(fields, c.GetField())
			}
		}
		if len(fields) > 0 {
			texts = append(texts, kind(r.GetKind())+": "+strings.Join(fields, ", "))
		}
	}
	return texts
}

func kind(k connectorv1.ResourceKind) string {
	return strings.ToLower(strings.TrimPrefix(k.String(), "RESOURCE_KIND_")) + "s"
}
