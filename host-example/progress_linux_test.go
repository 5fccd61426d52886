package main

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// slowLattice is a stand-in whose answers take their time, so that its lists are watched.
func slowLattice(t *testing.T, users int) (*latticetest.Server, []string) {
	t.Helper()
	return standIn(t, latticetest.Config{Users: users, Settings: latticetest.Settings{Delay: resttest.Duration(100 * time.Millisecond)}})
}

// How a list goes is seen while it does, below the table, and is gone when it has ended.
func TestProgressIsSeen(t *testing.T) {
	_, account := slowLattice(t, 1500)
	r, screen := onTerminalWith(t, 100, []string{xterm, "NO_COLOR=1"}, slices.Concat([]string{"users"}, account)...)
	screen.see(t, "/s, ")
	if !regexp.MustCompile(`\rlattice: [0-9,]+ users, [0-9]+ pages?, [0-9,]+/s, [0-9]+s\x1b\[K`).MatchString(screen.screen.String()) {
		t.Errorf("no row: %q", screen.screen.String())
	}
	screen.see(t, "1,500 users from lattice")
	screen.see(t, "")
	r.ended = true
	if err := r.Wait(); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimRight(screen.String(), "\n"), "\n")
	if len(lines) != 1502 || !strings.HasPrefix(lines[0], "ID ") || !strings.HasPrefix(lines[1501], "1,500 users from lattice in 15 pages") {
		t.Errorf("%d lines, and the last is %q", len(lines), lines[len(lines)-1])
	}
	for _, line := range lines[1:1501] {
		if !strings.Contains(line, "@") || strings.Contains(line, "lattice:") {
			t.Fatalf("a row is torn: %q", line)
		}
	}
}

// Without a terminal on stderr there is no progress, and with JSON on it neither.
func TestProgressIsNotForFiles(t *testing.T) {
	_, account := slowLattice(t, 500)
	r := trellis(t, slices.Concat([]string{"users"}, account, []string{"-o", "ndjson"})...).want(t, 0)
	if n := strings.Count(r.stderr, "\n"); n != 1 || strings.Contains(r.stderr, "\x1b") {
		t.Errorf("%q", r.stderr)
	}
	screen := onTerminalToEnd(t, 200, []string{xterm}, slices.Concat([]string{"users"}, account, []string{"--log-format", "json", "-o", "csv"})...)
	if strings.Contains(screen.screen.String(), "\x1b") {
		t.Errorf("%q", screen)
	}
}

// What a list waits for, and for how long, is seen; Ctrl-C meanwhile leaves whole lines, and the token to go on.
func TestInterruptedProgress(t *testing.T) {
	server, account := standIn(t, latticetest.Config{Users: 500})
	var pages atomic.Int64
	server.SetFault(func(request *http.Request, _ int64) *resttest.Fault {
		if request.URL.Path != "/v1/users" || pages.Add(1) < 3 {
			return nil
		}
		return &resttest.Fault{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"45"}}}
	})
	r, screen := onTerminalWith(t, 60, []string{xterm, "NO_COLOR=1"}, slices.Concat([]string{"users"}, account, []string{"--columns", "name", "--log-level", "error"})...)
	screen.see(t, "waiting for the rate limit")
	screen.see(t, "…\x1b[K")
	screen.resize(t, 140) // and the row has room
	screen.see(t, "s more; 2 pages")
	if _, err := screen.WriteString("\x03"); err != nil {
		t.Fatal(err)
	}
	screen.see(t, "--page-token ")
	screen.see(t, "")
	r.ended = true
	if status := statusOf(t, r.Wait()); status != 4 {
		t.Errorf("exit status %d", status)
	}
	lines := strings.Split(strings.TrimRight(screen.String(), "\n"), "\n")
	if len(lines) != 204 {
		t.Fatalf("%d lines:\n%s", len(lines), screen)
	}
	for i, want := range []string{"trellis: interrupt signal received", "partial: 200 users came before that", "to go on, add to the same command: --page-token "} {
		if got := lines[201+i]; !strings.HasPrefix(got, want) {
			t.Errorf("line %d is %q, want %q", 201+i, got, want)
		}
	}
}
