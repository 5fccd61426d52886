package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
)

const sampleBinary = "trellis-connector-sample"

// copyOf is a folder with a copy of a connector's binary, which nobody trusts yet.
func copyOf(t *testing.T, binary string) (dir, path string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(built, "plugins", binary))
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	path = filepath.Join(dir, binary)
	writeFile(t, path, text, 0o755)
	return dir, path
}

func writeFile(t *testing.T, path string, text []byte, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, text, mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil { // whatever the umask says
		t.Fatal(err)
	}
}

var toDoPattern = regexp.MustCompile(`(?m)^  to do .*\btrellis (connectors trust .*)$`)

// doIt runs the command that the program says would help.
func (r result) doIt(t *testing.T) result {
	t.Helper()
	m := toDoPattern.FindStringSubmatch(r.stderr)
	if m == nil {
		t.Fatalf("stderr says not what to do:\n%s", r.stderr)
	}
	return trellis(t, strings.Fields(m[1])...).want(t, 0)
}

// A binary that nobody has trusted is not run, nor one in which a single bit is another; the program says which command
// helps, and it does. The connector here is a script, because scripts leave a trace when they run.
func TestOnlyTrustedBytesRun(t *testing.T) {
	dir := t.TempDir()
	path, trace := filepath.Join(dir, sampleBinary), filepath.Join(t.TempDir(), "trace")
	script := fmt.Sprintf("#!/bin/sh\necho ran >>%s # 0\nexec %s\n", trace, filepath.Join(built, "plugins", sampleBinary))
	writeFile(t, path, []byte(script), 0o755)
	runs := func() int {
		t.Helper()
		b, err := os.ReadFile(trace)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		return bytes.Count(b, []byte("ran\n"))
	}
	list := slices.Concat(slow, []string{"--plugins", dir})

	unknown := trellis(t, list...).want(t, 2, "PLUGIN_UNTRUSTED", "to do    trellis connectors trust sample --plugins "+dir)
	if runs() != 0 || unknown.stdout != "" {
		t.Fatalf("what nobody trusts was run %d times: %s", runs(), unknown.stdout)
	}
	trusted := unknown.doIt(t)
	if !strings.Contains(trusted.stdout, "sample     0.1.0    ") || !strings.Contains(trusted.stdout, "new") ||
		!strings.Contains(trusted.stderr, "sample is a script: its interpreter /bin/sh and what it imports are not covered") {
		t.Errorf("stdout: %s\nstderr: %s", trusted.stdout, trusted.stderr)
	}
	trellis(t, list...).want(t, 0, "400 users from sample")
	before := runs()
	if before != 2 { // once to be trusted, once to list
		t.Errorf("it ran %d times", before)
	}

	changed := []byte(strings.Replace(script, "# 0", "# 1", 1)) // one bit
	writeFile(t, path, changed, 0o755)
	refused := trellis(t, list...).want(t, 2, "PLUGIN_UNTRUSTED", "if you know why it changed: ")
	if table := trellis(t, "connectors", "--plugins", dir).want(t, 0); !strings.Contains(table.stdout, "changed") {
		t.Errorf("%s", table.stdout)
	}
	if runs() != before {
		t.Fatalf("what has changed was run")
	}
	if again := refused.doIt(t); !strings.Contains(again.stdout, "same version, other bytes!") {
		t.Errorf("%s", again.stdout)
	}
	trellis(t, list...).want(t, 0)

	trellis(t, "connectors", "distrust", "sample", "--plugins", dir).want(t, 0)
	trellis(t, list...).want(t, 2, "PLUGIN_UNTRUSTED")
}

// What others may change is not trusted: the binary, its folder, or the lock file.
func TestWhatOthersMayWriteIsRefused(t *testing.T) {
	for _, what := range []string{sampleBinary, ".", "connectors.lock.json"} {
		t.Run(what, func(t *testing.T) {
			dir, _ := copyOf(t, sampleBinary)
			trellis(t, "connectors", "trust", "sample", "--plugins", dir).want(t, 0)
			path := filepath.Join(dir, what)
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, info.Mode().Perm()|0o002); err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]string{{"describe", "sample"}, {"connectors", "trust", "sample"}} {
				r := trellis(t, append(args, "--plugins", dir)...).want(t, 2, "PLUGIN_UNTRUSTED", "chmod o-w "+path)
				if r.stdout != "" {
					t.Errorf("%q: %s", args, r.stdout)
				}
			}
			if table := trellis(t, "connectors", "--plugins", dir).want(t, 0); !strings.Contains(table.stdout, "refused") {
				t.Errorf("%s", table.stdout)
			}
			if err := os.Chmod(path, info.Mode().Perm()); err != nil {
				t.Fatal(err)
			}
			trellis(t, "describe", "sample", "--plugins", dir).want(t, 0)
		})
	}
}

// Whoever writes into a binary that runs changes nothing for the list under way, not even when its process dies and is
// started again: what runs is the copy whose checksum is known. The next command sees the change.
func TestOverwrittenWhileItRuns(t *testing.T) {
	whole := trellis(t, slow...).want(t, 0).lines(t)
	dir, path := copyOf(t, sampleBinary)
	trellis(t, "connectors", "trust", "sample", "--plugins", dir).want(t, 0)
	list := slices.Concat(slow, []string{"--plugins", dir})
	r := start(t, append(list, "--set", "delay=20ms")...)
	for range 25 {
		r.line(t)
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0) // in place: the same file, whose program is running
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("#!/bin/sh\nexit 9\n"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(connectorOf(t, r), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	sameUsers(t, r.end(t).want(t, 0, "was killed by signal 9", "400 users").lines(t), whole)
	trellis(t, list...).want(t, 2, "PLUGIN_UNTRUSTED", "if you know why it changed")
}

// Who writes a connector can run it as it is, and is told so each time.
func TestDev(t *testing.T) {
	dir, _ := copyOf(t, sampleBinary)
	r := trellis(t, "describe", "sample", "--plugins", dir, "--dev", "--log-level", "error").want(t, 0)
	if r.stderr != "--dev: connectors run without being checked (connectors.lock.json is not read)\n" {
		t.Errorf("stderr: %s", r.stderr)
	}
	trellis(t, "describe", "sample", "--plugins", dir).want(t, 2, "PLUGIN_UNTRUSTED")
}
