package mutants_test

import (
	"maps"
	"slices"
	"testing"

	"go.uber.org/goleak"

	"github.com/trellis-iam/trellis/conformance/mutants"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// Every mutant has a name of its own and cases that are meant to notice it, and they are many.
func TestTable(t *testing.T) {
	seen := map[string]bool{mutants.Good: true}
	for _, m := range mutants.All() {
		if seen[m.ID] || m.Wrong == "" || len(m.By) == 0 {
			t.Errorf("%+v", m)
		}
		seen[m.ID] = true
	}
	if len(seen) < 41 {
		t.Errorf("%d mutants", len(seen))
	}
}

// Each case has a mutant that needs it, or a reason why there is none.
func TestEveryCaseIsNeeded(t *testing.T) {
	spared := slices.Sorted(maps.Keys(mutants.Spared()))
	if got := slices.Sorted(slices.Values(mutants.Unneeded())); !slices.Equal(got, spared) {
		t.Errorf("no mutant needs %q, and a reason is there for %q", got, spared)
	}
}
