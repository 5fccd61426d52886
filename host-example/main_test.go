package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector/sample"
)

// The tests of this package build the real binaries once and run them as people do.

// built is the folder with trellis, and plugins in it.
var built string

func TestMain(m *testing.M) {
	status, err := buildAndRun(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		status = 1
	}
	os.Exit(status)
}

func buildAndRun(m *testing.M) (int, error) {
	dir, err := os.MkdirTemp("", "trellis-e2e-")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	built = dir
	programs, err := sources()
	if err != nil {
		return 0, err
	}
	for from, to := range programs {
		if runtime.GOOS == "windows" {
			to += ".exe"
		}
		// As the Makefile builds them: they start faster, and what was compiled for the one serves the other.
		c := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(dir, to), from)
		c.Env = append(os.Environ(), "CGO_ENABLED=0")
		out, err := c.CombinedOutput()
		if err != nil {
			return 0, fmt.Errorf("go build %s: %w\n%s", from, err, out)
		}
	}
	if err := dependOnSources(slices.Collect(maps.Keys(programs))); err != nil {
		return 0, err
	}
	out, err := exec.Command(filepath.Join(dir, "trellis"), "connectors", "trust", "--all").CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("trellis connectors trust: %w\n%s", err, out)
	}
	return m.Run(), nil
}

// sources are the folders of the programs, and what is built of each: the host, and every connector that there is.
func sources() (map[string]string, error) {
	programs := map[string]string{".": "trellis"}
	mains, err := filepath.Glob("../plugin/*/main.go")
	for _, file := range mains {
		dir := filepath.ToSlash(filepath.Dir(file))
		programs[dir] = "plugins/trellis-connector-" + filepath.Base(dir)
	}
	return programs, err
}

// dependOnSources looks at all that the binaries are made of. The go command takes an earlier result for these tests when
// neither the test binary nor the files that it looked at have changed, and the test binary has little of our code in it.
func dependOnSources(programs []string) error {
	const files = `{{if and .Module .Module.Main}}{{$dir := .Dir}}{{range .GoFiles}}{{$dir}}/{{.}}{{"\n"}}{{end}}{{end}}`
	out, err := exec.Command("go", append([]string{"list", "-deps", "-f", files}, programs...)...).Output()
	if err != nil {
		return fmt.Errorf("go list: %w", err)
	}
	for _, name := range append(strings.Fields(string(out)), "../go.mod", "../go.sum") {
		if _, err := os.Stat(name); err != nil {
			return err
		}
	}
	return nil
}

// secretVariable is the only place where the tests have the sample's token.
const secretVariable = "TRELLIS_TEST_TOKEN"

// patience bounds every wait of these tests. It is far more than anything takes, for machines under load.
const patience = 60 * time.Second

// command is the program, ready to be started.
func command(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), patience)
	t.Cleanup(cancel)
	c := exec.CommandContext(ctx, filepath.Join(built, "trellis"), args...)
	c.Env = append(os.Environ(), secretVariable+"="+sample.Token)
	return c
}

type result struct {
	status         int
	stdout, stderr string
}

// trellis runs the program to its end.
func trellis(t testing.TB, args ...string) result {
	t.Helper()
	c := command(t, args...)
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	return result{statusOf(t, c.Run()), stdout.String(), stderr.String()}
}

func statusOf(t testing.TB, err error) int {
	t.Helper()
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		return e.ExitCode()
	}
	if err != nil {
		t.Fatal(err)
	}
	return 0
}

func (r result) want(t testing.TB, status int, stderr ...string) result {
	t.Helper()
	if r.status != status {
		t.Errorf("exit status %d, want %d", r.status, status)
	}
	for _, s := range stderr {
		if !strings.Contains(r.stderr, s) {
			t.Errorf("stderr lacks %q", s)
		}
	}
	if t.Failed() {
		t.Fatalf("stdout:\n%.3000s\nstderr:\n%s", r.stdout, r.stderr)
	}
	return r
}

var goOnPattern = regexp.MustCompile(`add to the same command: (.*--page-token \S+)`)

// goOn are the flags that the program says to go on with.
func (r result) goOn(t *testing.T) []string {
	t.Helper()
	m := goOnPattern.FindStringSubmatch(r.stderr)
	if m == nil {
		t.Fatalf("stderr says not how to go on:\n%s", r.stderr)
	}
	return strings.Fields(m[1])
}

// lines are the objects of -o ndjson, by their ids.
func (r result) lines(t *testing.T) map[string]json.RawMessage {
	t.Helper()
	all := map[string]json.RawMessage{}
	for line := range strings.Lines(r.stdout) {
		var item struct{ ID string }
		if err := json.Unmarshal([]byte(line), &item); err != nil {
			t.Fatalf("%v: %q", err, line)
		}
		if _, twice := all[item.ID]; twice {
			t.Errorf("%s comes twice", item.ID)
		}
		all[item.ID] = json.RawMessage(line)
	}
	return all
}
