package conformance

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// script is a binary that is a shell script.
func script(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "trellis-connector-hostile")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// build builds a connector's binary, as the Makefile does.
func build(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "trellis-connector-"+name)
	c := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-ldflags=-s -w", "-o", path, "../plugin/"+name)
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return path
}

// Whatever a binary does, the run ends, says so, and leaves nothing behind.
func TestHostileBinaries(t *testing.T) {
	defer goleak.VerifyNone(t)
	for name, c := range map[string]struct {
		script string
		fails  string
	}{
		"is gone at once":      {"exit 3", "exited with status 3"},
		"speaks garbage":       {"echo 'Loading...'; exec cat", "no handshake"},
		"is killed":            {"kill -KILL $$", "signal 9"},
		"prints without end":   {"exec yes 1", "no handshake"},
		"closes stdout":        {"exec >&-; cat >/dev/null", "closed stdout"},
		"announces nobody":     {`echo "1|1|unix|$PLUGIN_UNIX_SOCKET_DIR/x|grpc|AAAA"; exec cat`, "certificate"},
		"writes to stderr, on": {"yes the log >&2 & exit 4", "exited with status 4"},
	} {
		t.Run(name, func(t *testing.T) {
			report, err := Check(t.Context(), Target{Path: script(t, c.script), Sandbox: true}, Options{
				Run: regexp.MustCompile(`^(describe|process\.(starts|health)|listing\.receipt|faults\.500)`),
			})
			if err != nil {
				t.Fatal(err)
			}
			if report.OK() || len(report.Problems) != 2 { // neither the sandbox nor the connector
				t.Errorf("it passes: %+v", report)
			}
			starts := resultOf(t, report, "process.starts")
			if starts.Outcome != Failed || !strings.Contains(strings.Join(starts.Seen, " "), c.fails) {
				t.Errorf("%s: %q, want %q", starts.Outcome, starts.Seen, c.fails)
			}
			for _, text := range append(starts.Seen, report.Problems[len(report.Problems)-1]) {
				if n := strings.Count(text, "hostile"); n != 1 {
					t.Errorf("the connector's name stands %d times in %q", n, text)
				}
			}
			if r := resultOf(t, report, "listing.receipt"); r.Outcome != CouldNotRun || r.Why == "" {
				t.Errorf("%+v", r)
			}
		})
	}
}

func resultOf(t *testing.T, r *Report, id string) Result {
	t.Helper()
	i := slices.IndexFunc(r.Results, func(one Result) bool { return one.Case.ID == id })
	if i < 0 {
		t.Fatalf("there is no result of %s", id)
	}
	return r.Results[i]
}

// A run ends with its context, and says what did not come to it.
func TestRunIsInterrupted(t *testing.T) {
	path := script(t, "exec cat >/dev/null") // it is mute
	ctx, cancel := context.WithTimeoutCause(t.Context(), 300*time.Millisecond, errors.New("somebody has had enough"))
	defer cancel()
	report, err := Check(ctx, Target{Path: path}, Options{})
	if !errors.Is(err, context.DeadlineExceeded) || report == nil {
		t.Fatalf("%v, %v", report, err)
	}
	for _, r := range report.Results {
		if r.Outcome != CouldNotRun {
			t.Errorf("%s: %s, %q", r.Case.ID, r.Outcome, r.Seen)
		}
	}
	report, err = Check(t.Context(), Target{Path: path}, Options{Timeout: 100 * time.Millisecond})
	if err != nil || report.Count(CouldNotRun) != len(report.Results) || report.OK() {
		t.Errorf("%v, %s, OK: %v", err, report.Summary(), report.OK())
	}
}

// The bounds of run and case are the kit's own: a connector that knew them would fail what it cannot wait for by then, and rightly.
func TestBoundsAreNotTold(t *testing.T) {
	over := errors.New("it is over")
	ctx, cancel := bounded(t.Context(), time.Millisecond, over)
	defer cancel()
	if deadline, told := ctx.Deadline(); told {
		t.Errorf("the deadline is %v", deadline)
	}
	<-ctx.Done()
	if cause := context.Cause(ctx); !errors.Is(cause, over) {
		t.Errorf("%v", cause)
	}
	report, err := Check(t.Context(), Target{Path: build(t, "lattice"), Sandbox: true}, Options{Timeout: 2 * time.Second})
	if err != nil || report.OK() || report.Count(Failed) > 0 {
		t.Errorf("%v, %s", err, report.Summary())
		for _, r := range report.Results {
			if r.Outcome == Failed {
				t.Errorf("%s %s", r.Case.ID, r.Text())
			}
		}
	}
}

// A sandbox that lacks a fault says that its vendor cannot have it; one that breaks down leaves the run without a judgement.
func TestSandboxWithout(t *testing.T) {
	r := &run{starts: newStarter(build(t, "lattica")), secrets: strings.NewReplacer(), first: (&sandbox{}).account()}
	r.pool = &pool{starts: r.starts}
	defer r.pool.close()
	one := func(check func(context.Context, *trial)) Result {
		return r.one(t.Context(), Case{ID: "x.y", check: check}, &groupProcess{})
	}
	got := one(func(ctx context.Context, t *trial) {
		t.must(t.sandbox(ctx, 1, firstSeed).fail(ctx, fault{Kind: "earthquake"}))
	})
	if got.Outcome != DoesNotApply || !strings.Contains(got.Why, "earthquake") || len(r.pool.problems()) > 0 {
		t.Errorf("%+v, %q", got, r.pool.problems())
	}
	got = one(func(ctx context.Context, t *trial) {
		s := t.sandbox(ctx, 1, firstSeed)
		s.control.key = "another"
		t.must(s.fail(ctx, fault{Kind: "hang"}))
	})
	if got.Outcome != CouldNotRun || len(r.pool.problems()) != 1 {
		t.Errorf("%+v, %q", got, r.pool.problems())
	}
}

// A target that makes no sense is an error, and nothing is started.
func TestTargets(t *testing.T) {
	a := (&sandbox{}).account()
	for name, target := range map[string]Target{
		"no path":             {},
		"sandbox and account": {Path: "x", Sandbox: true, Account: a},
		"a second alone":      {Path: "x", Second: a},
		"nothing":             {Path: filepath.Join(t.TempDir(), "nothing")},
		"a folder":            {Path: t.TempDir()},
		"a text":              {Path: "doc.go"},
	} {
		if _, err := Check(t.Context(), target, Options{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// A real run: outcomes, expectations that are kept exact, and the reports of it.
func TestReport(t *testing.T) {
	path := build(t, "lattica")
	done := 0
	report, err := Check(t.Context(), Target{Path: path, Sandbox: true}, Options{
		Run: regexp.MustCompile(`^(describe|get)\.`),
		Expected: Expected{
			"describe.name": "it is expected to fail, and does not", "no.such-case": "nobody",
			"get.listed": "it does not apply, which is no failure",
		},
		Done: func(Result) { done++ },
	})
	if err != nil || done != len(report.Results) || report.Connector != "lattica" || report.Version == "" {
		t.Fatalf("%v, %d results of %+v", err, done, report)
	}
	if r := resultOf(t, report, "describe.static"); r.Outcome != Passed || r.Took <= 0 {
		t.Errorf("%+v", r)
	}
	if r := resultOf(t, report, "describe.name"); r.Outcome != Failed || !strings.Contains(r.Text(), "and passes") {
		t.Errorf("%+v", r)
	}
	if r := resultOf(t, report, "get.listed"); r.Outcome != DoesNotApply || r.Why == "" {
		t.Errorf("%+v", r)
	}
	if report.OK() || len(report.Problems) != 1 || !strings.Contains(report.Problems[0], "no.such-case") {
		t.Errorf("%q", report.Problems)
	}

	var out strings.Builder
	if err := report.WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	var said struct {
		OK     bool
		Counts map[string]int
		Cases  []map[string]any
	}
	if err := json.Unmarshal([]byte(out.String()), &said); err != nil || said.OK || said.Counts["passed"] == 0 || len(said.Cases) != done {
		t.Errorf("%v: %s", err, out.String())
	}
	out.Reset()
	if err := report.WriteJUnit(&out); err != nil {
		t.Fatal(err)
	}
	var suites struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Skipped  int `xml:"skipped,attr"`
	}
	if err := xml.Unmarshal([]byte(out.String()), &suites); err != nil || suites.Tests != done+1 || suites.Failures != 2 || suites.Skipped == 0 {
		t.Errorf("%v, %+v", err, suites)
	}
}

// A check that panics is the kit's own bug, which is said, and ends nothing else.
func TestCheckPanics(t *testing.T) {
	r := &run{secrets: strings.NewReplacer()}
	cleaned := false
	got := r.one(t.Context(), Case{ID: "x.y", Severity: Must, check: func(_ context.Context, t *trial) {
		t.cleanup(func() { cleaned = true })
		panic("nobody foresaw this")
	}}, &groupProcess{})
	if got.Outcome != Failed || !strings.Contains(got.Seen[0], "the kit itself panicked") || !cleaned {
		t.Errorf("%+v", got)
	}
}
