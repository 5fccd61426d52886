package conformance

import (
	"fmt"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// maxNamed is how many ids a difference names.
const maxNamed = 5

// difference says how what came differs from what should have come, each item exactly once and in any order, what it was read
// from apart; empty where it does not.
func difference(got, want []item) string {
	var parts []string
	add := func(what string, of []string) {
		if n := len(of); n > 0 {
			slices.Sort(of)
			parts = append(parts, fmt.Sprintf("%d %s (%s)", n, what, named(of)))
		}
	}
	wanted := byID(want)
	var twice, more, less, other []string
	seen := map[string]bool{}
	for _, one := range got {
		id := one.GetId()
		switch {
		case seen[id]:
			twice = append(twice, id)
		case wanted[id] == nil:
			more = append(more, id)
		default:
			if fields := differing(one, wanted[id]); len(fields) > 0 {
				other = append(other, id+": "+strings.Join(fields, ", "))
			}
		}
		seen[id] = true
	}
	for id := range wanted {
		if !seen[id] {
			less = append(less, id)
		}
	}
	add("missing", less)
	add("twice", twice)
	add("that do not belong there", more)
	add("with other fields", other)
	return strings.Join(parts, "; ")
}

// named are the first of some ids, quoted.
func named(all []string) string {
	var b strings.Builder
	for i, id := range all {
		if i == maxNamed {
			return b.String() + ", ..."
		}
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", clip(id, maxName))
	}
	return b.String()
}

// maxName is how much of an id is told.
const maxName = 80

// differing names the fields that two items do not have alike, `source` apart.
func differing(a, b item) (fields []string) {
	if proto.Equal(a, b) {
		return nil
	}
	x, y := a.ProtoReflect(), b.ProtoReflect()
	if x.Descriptor() != y.Descriptor() {
		return []string{"another kind"}
	}
	of := x.Descriptor().Fields()
	for i := range of.Len() {
		f := of.Get(i)
		if f.Name() != "source" && (x.Has(f) != y.Has(f) || !x.Get(f).Equal(y.Get(f))) {
			fields = append(fields, string(f.Name()))
		}
	}
	return fields
}

// lost names a field that is set in one message and not, or not so, in another one that should have all of it and more.
func lost(less, more protoreflect.Message) (path string) {
	less.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		if f.Name() == "source" {
			return true
		}
		path = lostField(f, v, more)
		return path == ""
	})
	return path
}

func lostField(f protoreflect.FieldDescriptor, v protoreflect.Value, more protoreflect.Message) string {
	name, w := string(f.Name()), more.Get(f)
	switch {
	case !more.Has(f):
		return name
	case f.IsList() && f.Message() != nil:
		if v.List().Len() > w.List().Len() {
			return name
		}
		for i := range v.List().Len() {
			if below := lost(v.List().Get(i).Message(), w.List().Get(i).Message()); below != "" {
				return name + "." + below
			}
		}
	case !f.IsMap() && f.Message() != nil && !strings.HasPrefix(string(f.Message().FullName()), "google."):
		if below := lost(v.Message(), w.Message()); below != "" {
			return name + "." + below
		}
	case !v.Equal(w):
		return name
	}
	return ""
}

// some picks at most n items, spread over all of them.
func some(all []item, n int) []item {
	if len(all) <= n {
		return all
	}
	picked := make([]item, n)
	for i := range picked {
		picked[i] = all[i*len(all)/n]
	}
	return picked
}
