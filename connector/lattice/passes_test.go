package lattice

import (
	"testing"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// FuzzPlan: a token's cursor is foreign input. It leads to passes of the request's own, or to an error.
func FuzzPlan(f *testing.F) {
	for _, cursor := range []string{"", "n", "nabc", "A", "Dabc", "x", "\x00", "é"} {
		f.Add(cursor, "")
		f.Add(cursor, "pending")
	}
	f.Fuzz(func(t *testing.T, cursor, filter string) {
		o := &connectorv1.ListOptions{}
		if filter != "" {
			o.Filters = []*connectorv1.Filter{{Name: "status", Values: []string{filter}}}
		}
		passes, from, err := plan(o, cursor)
		if err != nil {
			return
		}
		if filter == "" && len(passes) == 0 {
			t.Fatalf("%q: nothing to do", cursor)
		}
		for _, p := range passes {
			if filter != "" && p.filter != filter {
				t.Errorf("%q: a pass of %s for the filter %q", cursor, p.status, filter)
			}
		}
		if cursor != "" && passes[0].cursor(from) != cursor {
			t.Errorf("%q: leads to %q", cursor, passes[0].cursor(from))
		}
	})
}
