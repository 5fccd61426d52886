package main

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/conformance"
	"github.com/trellis-iam/trellis/connector/sample"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// expectedOfSample are the cases that the sample is known to fail.
const expectedOfSample = "../connector/sample/expected_failures.yaml"

// TestConformance judges every binary as an author would: those that have a vendor with their own sandbox.
func TestConformance(t *testing.T) {
	there, err := filepath.Glob(filepath.Join(built, "plugins", "trellis-connector-*"))
	if err != nil || len(there) != len(applications) {
		t.Errorf("there are %d connectors, and %d are judged: %v, %v", len(there), len(applications), there, err)
	}
	for _, app := range applications {
		t.Run(app.connector, func(t *testing.T) {
			t.Parallel() // a run waits more than it works
			target := conformance.Target{Path: filepath.Join(built, "plugins", "trellis-connector-"+app.connector), Sandbox: app.faults != nil}
			if target.Sandbox {
				conformance.Run(t, target)
				return
			}
			target.Account, target.Second, target.Overlap = orchard("first"), orchard("second"), true
			conformance.Run(t, target, func(o *conformance.Options) {
				var err error
				if o.Expected, err = conformance.LoadExpected(expectedOfSample); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}

// orchard is an account of the sample's.
func orchard(id string) *connectorv1.Account {
	return &connectorv1.Account{
		Id: id, Settings: map[string]string{"users": "230"}, Credentials: map[string]string{"token": sample.Token + "-of-the-" + id},
	}
}

// The command, as authors meet it: the report on stdout, the exit status, and no secret anywhere.
func TestConformanceCommand(t *testing.T) {
	binary := filepath.Join(built, "plugins", "trellis-connector-sample")
	account := []string{"--set", "users=230", "--secret", "token=env:" + secretVariable}
	run := func(status int, args ...string) result {
		t.Helper()
		r := trellis(t, slices.Concat([]string{"conformance"}, args)...).want(t, status)
		if strings.Contains(r.stdout+r.stderr, sample.Token) {
			t.Errorf("the secret is written: %s%s", r.stdout, r.stderr)
		}
		return r
	}
	wants := func(r result, texts ...string) {
		t.Helper()
		for _, text := range texts {
			if !strings.Contains(r.stdout+r.stderr, text) {
				t.Errorf("%q is not told:\n%s%s", text, r.stdout, r.stderr)
			}
		}
	}
	wants(run(1, slices.Concat([]string{binary, "--run", "authenticate"}, account)...),
		"FAILED  authenticate.wrong", "proto/trellis/connector/v1/error.proto", "to do", "want CREDENTIALS_REJECTED, got success",
		"Could not run", "it needs a sandbox", "does not keep to the contract: 2 cases failed")
	wants(run(0, slices.Concat([]string{binary, "--run", "authenticate", "--expected-failures", expectedOfSample}, account)...),
		"Failed as expected", "2 failed as expected")
	wants(run(1, binary, "--run", "describe", "--expected-failures", expectedOfSample, "--sandbox"), "the sandbox cannot be used")
	wants(run(0, "sample", "--run", "^describe", "--expected-failures", expectedOfSample), "it keeps to the contract")
	wants(run(0, "lattica", "--run", "^describe|process.starts", "--sandbox", "-o", "junit"), "<testsuites name=\"lattica ", `skipped="0"`)

	r := run(0, binary, "--run", "^describe", "-o", "json")
	var report struct {
		Cases []struct{ ID, Outcome string }
	}
	if err := json.Unmarshal([]byte(r.stdout), &report); err != nil || len(report.Cases) == 0 {
		t.Errorf("%v: %s", err, r.stdout)
	}
	for _, wrong := range [][]string{
		{"nope"}, {}, {binary, "--run", "("}, {binary, "--run", "no-such-case"}, {binary, "-o", "xml"}, {binary, "--sandbox", "--set", "a=b"},
		{binary, "--expected-failures", "/no/such/file"},
	} {
		run(2, wrong...)
	}
	wants(run(2, filepath.Join(t.TempDir(), "trellis-connector-nope"), "--sandbox"), "no such file")
	wants(run(2, t.TempDir()), "is no file")
	wants(run(2, expectedOfSample), "may not be executed")
	wants(run(1, "lattica", "--sandbox", "--timeout", "10ms"), "the whole run took too long", "could not be judged")
}
