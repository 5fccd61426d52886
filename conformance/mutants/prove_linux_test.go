package mutants_test

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/conformance"
	"github.com/trellis-iam/trellis/conformance/mutants"
)

// buildProgram builds the program that is all mutants, as the Makefile builds connectors.
func buildProgram(t *testing.T, dir string) string {
	t.Helper()
	program := filepath.Join(dir, "mutants")
	c := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-ldflags=-s -w", "-o", program, "./prove")
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// Every mutant is caught by each case that is meant to, and the good one by none. The race detector looks at the kit; in
// hundreds of connectors' processes it would take most of the time.
func TestMutants(t *testing.T) {
	dir := t.TempDir()
	program := buildProgram(t, dir)
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

// What is wrong with Authenticate or with a plain list is told by the case that is about it. Those that rest on it are not reached,
// and name that case; it is in the report, though nobody asked for it.
func TestBlame(t *testing.T) {
	dir := t.TempDir()
	program := buildProgram(t, dir)
	for id, c := range map[string]struct {
		run  string
		want map[string]string // what is told: failed, or the case to mend first
	}{
		"authenticate-refuses": {`^(authenticate\.(wrong|resources|forbidden)|concurrency\.first-call|faults\.truncated$|process\.side)`, map[string]string{
			"authenticate.good": "failed", "authenticate.wrong": "authenticate.good", "authenticate.resources": "authenticate.good",
			"authenticate.forbidden": "authenticate.good", "concurrency.first-call": "authenticate.good", "process.side-by-side": "authenticate.good",
			"faults.truncated": "authenticate.good",
		}},
		"authenticate-always": {`^faults\.(truncated|500-once)$`, map[string]string{
			"authenticate.wrong": "failed", "faults.truncated": "authenticate.wrong",
		}},
		"no-receipt": {`^(listing\.(end|once|empty|receipt-counts)|concurrency|faults\.(truncated|hang)$|cancellation\.others)`, map[string]string{
			"listing.receipt": "failed", "listing.end": "listing.receipt", "listing.once": "listing.receipt", "listing.empty": "listing.receipt",
			"listing.receipt-counts": "listing.receipt", "concurrency.lists": "listing.receipt", "concurrency.accounts": "listing.receipt",
			"concurrency.first-call": "listing.receipt", "faults.truncated": "listing.receipt", "faults.hang": "listing.receipt",
			"cancellation.others": "listing.receipt",
		}},
		"needs-authenticate": {`^(listing\.(receipt|end|stable)|concurrency|faults\.401)`, map[string]string{
			"concurrency.first-call": "failed", "concurrency.accounts": "concurrency.first-call",
		}},
	} {
		t.Run(id, func(t *testing.T) {
			path := filepath.Join(dir, mutants.Binary(id))
			if err := os.Link(program, path); err != nil {
				t.Fatal(err)
			}
			report, err := conformance.Check(t.Context(), conformance.Target{Path: path, Sandbox: true}, conformance.Options{Run: regexp.MustCompile(c.run)})
			if err != nil || report.OK() {
				t.Fatalf("%v, OK: %v", err, report.OK())
			}
			told := map[string]string{}
			for _, r := range report.Results {
				switch r.Outcome {
				case conformance.Failed, conformance.FailedShould:
					told[r.Case.ID] = "failed"
				case conformance.CouldNotRun:
					told[r.Case.ID] = r.First
					if !strings.Contains(r.Why, "not reached") || !strings.Contains(r.Why, "fix "+r.First+" first") {
						t.Errorf("%s: %q", r.Case.ID, r.Why)
					}
				}
			}
			if !maps.Equal(told, c.want) {
				t.Errorf("got %v, want %v", told, c.want)
			}
		})
	}
}
