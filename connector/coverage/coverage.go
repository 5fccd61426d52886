// Package coverage declares which fields a connector fills (Describe's field coverage), and compares that with what its items
// hold, so that a test can prove it: every field declared is filled by some item, and none is filled that is not declared.
//
// Fields are named by their path in the model, `roles.role.id`. The `values` of wrapper messages are left out of paths, an
// enum stands for its `_source_value` too, and `source` is nobody's declaration: it says what was wrong with an item.
package coverage

import (
	"maps"
	"slices"
	"strings"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Difference is what a declaration and the items do not agree on, sorted.
type Difference struct {
	Undeclared []string // filled by an item, not declared
	Unfilled   []string // declared, filled by no item
}

// None reports whether the declaration is true.
func (d Difference) None() bool { return len(d.Undeclared)+len(d.Unfilled) == 0 }

// Compare holds the declared coverage of a resource against items of it. A declared path stands for all that is below it.
func Compare[M proto.Message](declared []*connectorv1.FieldCoverage, items []M) Difference {
	filled := map[string]bool{}
	for _, item := range items {
		collect(item.ProtoReflect(), "", filled)
	}
	covers := func(path, leaf string) bool { return leaf == path || strings.HasPrefix(leaf, path+".") }
	var d Difference
	for _, leaf := range slices.Sorted(maps.Keys(filled)) {
		if !slices.ContainsFunc(declared, func(c *connectorv1.FieldCoverage) bool { return covers(c.GetField(), leaf) }) {
			d.Undeclared = append(d.Undeclared, leaf)
		}
	}
	for _, c := range declared {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(filled)), func(leaf string) bool { return covers(c.GetField(), leaf) }) {
			d.Unfilled = append(d.Unfilled, c.GetField())
		}
	}
	slices.Sort(d.Unfilled)
	return d
}

// sourceValue ends the name of the field that holds the vendor's value behind an enum.
const sourceValue = "_source_value"

// collect adds the paths of all leaves that a message holds. A message without fields of its own set is a leaf: an empty
// list of roles is an answer.
func collect(m protoreflect.Message, path string, filled map[string]bool) {
	if path != "" && isLeaf(m) {
		filled[path] = true
		return
	}
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		at := join(path, strings.TrimSuffix(string(fd.Name()), sourceValue))
		switch {
		case path == "" && fd.Name() == "source":
		case fd.IsList() && fd.Kind() == protoreflect.MessageKind:
			if fd.Name() == "values" {
				at = path
			}
			for i := range v.List().Len() {
				collect(v.List().Get(i).Message(), at, filled)
			}
		case fd.Kind() == protoreflect.MessageKind && !fd.IsMap():
			collect(v.Message(), at, filled)
		default:
			filled[at] = true
		}
		return true
	})
}

// isLeaf reports whether a message counts as one value: well-known types, and messages with nothing in them.
func isLeaf(m protoreflect.Message) bool {
	if strings.HasPrefix(string(m.Descriptor().FullName()), "google.protobuf.") {
		return true
	}
	empty := true
	m.Range(func(protoreflect.FieldDescriptor, protoreflect.Value) bool { empty = false; return false })
	return empty
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
