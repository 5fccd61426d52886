package mutants_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/trellis-iam/trellis/conformance/mutants"
)

// Every mutant is caught by each case that is meant to, and the good one by none. The race detector looks at the kit; in
// hundreds of connectors' processes it would take most of the time.
func TestMutants(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "mutants")
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-ldflags=-s -w", "-o", program, "./prove")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	outcomes, err := mutants.Prove(t.Context(), dir, mutants.Options{Program: program})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range outcomes {
		if !o.OK() {
			t.Errorf("%s, which %s: missed by %q, noticed by %q, %q", o.ID, o.Wrong, o.Missed, o.Failed, o.Problems)
		}
	}
}
