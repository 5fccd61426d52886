//go:build unix

package accounts

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/plugin/secret"
)

// script writes a program for sh.
func script(t *testing.T, dir, text string) string {
	t.Helper()
	path := filepath.Join(dir, "get")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestCommand(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TRELLIS_TEST_SECRET", hidden)
	script(t, dir, `printf '%s\n' "$TRELLIS_TEST_SECRET/$(pwd)/$*"; echo noise >&2`)
	c := command{[]string{"./get", "a b", "$HOME"}, dir}
	whole, err := filepath.EvalSymlinks(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := c.run(t.Context()); err != nil || got != hidden+"/"+whole+"/a b $HOME" {
		t.Errorf("%q, %v", got, err)
	}
	for _, tt := range []struct{ name, text, want string }{
		{"two lines", `printf 'a\n\n'`, "a\n"},
		{"nothing", "true", ""},
		{"stdin is empty", "cat; echo x", "x"},
	} {
		script(t, dir, tt.text)
		if got, err := (command{[]string{"./get"}, dir}).run(t.Context()); err != nil || got != tt.want {
			t.Errorf("%s: %q, %v", tt.name, got, err)
		}
	}
}

// What goes wrong with a program is told in one line, and without what it wrote.
func TestCommandFails(t *testing.T) {
	dir := t.TempDir()
	for _, tt := range []struct{ name, text, want string }{
		{"status", "echo " + hidden + "; printf 'sign in first\\n\\033[2Jnow ' >&2; exit 3", `the program "./get" failed: exit status 3; it said: sign in first \x1b[2Jnow`},
		{"trace", "set -x; echo " + hidden + "; exit 1", "exit status 1; it said: + echo REDACTED + exit 1"},
		{"much", "yes n | head -c 100000 >&2; exit 1", "exit status 1; it said: n n"},
		{"what it started goes on", "sleep 5 & echo " + hidden, "failed: it has ended, and what it started keeps its output open: start that beforehand"},
		{"killed", "kill -9 $$", "signal: killed"},
	} {
		script(t, dir, tt.text)
		_, err := command{[]string{"./get"}, dir}.run(t.Context())
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), hidden) || len(err.Error()) > 2000 {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	for _, name := range []string{"./gone", "no-such-program-of-trellis"} {
		if _, err := (command{[]string{name}, dir}).run(t.Context()); err == nil || !strings.Contains(err.Error(), "cannot be run") {
			t.Error(err)
		}
	}
}

// A program that writes without end is read to the bound, one that waits ends with the command, and what it has started is not
// waited for.
func TestCommandIsBounded(t *testing.T) {
	dir := t.TempDir()
	script(t, dir, "head -c 10000000 /dev/zero")
	ref := secret.From("k", command{[]string{"./get"}, dir}.run)
	if _, err := (secret.Reader{}).Read(t.Context(), ref); err == nil || !strings.Contains(err.Error(), "longer than") {
		t.Error(err)
	}
	script(t, dir, "exec sleep 60")
	enough := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(50*time.Millisecond, func() { cancel(enough) })
	start := time.Now()
	if _, err := (command{[]string{"./get"}, dir}).run(ctx); !errors.Is(err, enough) || time.Since(start) > 30*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
}
