package mutants_test

import (
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/trellis-iam/trellis/conformance/mutants"
)

// TestMain is two programs: the tests, and the mutants, told apart by the name of the binary.
func TestMain(m *testing.M) {
	mutants.Serve()
	os.Exit(m.Run())
}

// Every mutant is caught by each case that is meant to, and the good one by none.
func TestMutants(t *testing.T) {
	outcomes, err := mutants.Prove(t.Context(), t.TempDir(), mutants.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range outcomes {
		if !o.OK() {
			t.Errorf("%s, which %s: missed by %q, noticed by %q, %q", o.ID, o.Wrong, o.Missed, o.Failed, o.Problems)
		}
	}
}

// Every mutant has a name of its own, and is many enough.
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
