package survey

import (
	"regexp"
	"slices"
	"strings"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Taken are the normalized fields that a connector says it fills from this one. whole says which of them take it as it is
// named; the others take something around it, of which it is a part. A field of the normalized item is taken by itself.
func (f *Field) Taken(coverage []*connectorv1.FieldCoverage) (whole, part []*connectorv1.FieldCoverage) {
	if _, field, normalized := strings.Cut(f.root, "."); normalized {
		return slices.DeleteFunc(slices.Clone(coverage), func(c *connectorv1.FieldCoverage) bool { return c.GetField() != field }), nil
	}
	path := plainPath(f.Path)
	for _, c := range coverage {
		switch from := plainPath(c.GetVendorField()); {
		case from == "":
		case from == path:
			whole = append(whole, c)
		case strings.HasPrefix(path, from+"."):
			part = append(part, c)
		}
	}
	return whole, part
}

var brackets = regexp.MustCompile(`\[[^\]]*\]`)

// plainPath is a path without what tells an array's entries apart: connectors write `emails[].value`, `emails.value` and
// `emails[primary].value`.
func plainPath(path string) string { return brackets.ReplaceAllString(path, "") }
