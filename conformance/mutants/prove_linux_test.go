package mutants_test

import (
	"testing"

	"github.com/trellis-iam/trellis/conformance/mutants"
)

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
