package coverage_test

import (
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector/coverage"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func TestMarkdown(t *testing.T) {
	users := func(name string, fields ...*connectorv1.FieldCoverage) *connectorv1.Description {
		return &connectorv1.Description{Name: name, Title: strings.ToUpper(name), Resources: []*connectorv1.Resource{{
			Kind: connectorv1.ResourceKind_RESOURCE_KIND_USER, Coverage: fields,
		}}}
	}
	got := coverage.Markdown([]*connectorv1.Description{
		users("b", coverage.Native("id", "uid", ""), coverage.Assumed("roles", "role", "a | b")),
		users("a", coverage.Native("id", "id", ""), coverage.Native("roles.role", "grants", ""), coverage.Derived("roles.origin", "", "always")),
	})
	for _, line := range []string{
		"| field | a | b |",
		"| `id` | native | native |",
		"| `name` | – | – |",
		"| `roles` | native, derived | assumed |",
		"| `roles.origin` | derived | (assumed) |",
		"| `roles.role` | native | (assumed) |",
		"### A (`a`)",
		"| `roles.origin` | derived |  | always |",
		"| `roles` | assumed | `role` | a \\| b |",
	} {
		if !strings.Contains(got, line+"\n") {
			t.Errorf("missing: %s", line)
		}
	}
	for _, no := range []string{"`source`", "_source_value", "### A (`a`)\n\n| roles"} {
		if strings.Contains(got, no) {
			t.Errorf("%q is in it", no)
		}
	}
	if t.Failed() {
		t.Log(got)
	}
	if strings.Index(got, "(`a`)") > strings.Index(got, "(`b`)") {
		t.Error("connectors are not in order")
	}
}
