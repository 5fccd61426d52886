package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A list whose connector is killed goes on in a new process: nothing is lost, nothing comes twice, nobody has to do anything
// about it, and one warning tells of it.
func TestKilledConnector(t *testing.T) {
	whole := trellis(t, slow...).want(t, 0).lines(t)
	r := start(t, append(slow, "--set", "delay=20ms")...)
	for range 25 {
		r.line(t)
	}
	pid := connectorOf(t, r)
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	got := r.end(t).want(t, 0, fmt.Sprintf(`[WARN]  connector ended: connector=sample pid=%d how="was killed by signal 9`, pid),
		"400 users from sample in 40 pages", "absence is evidence")
	if n := strings.Count(got.stderr, "\n"); n != 2 {
		t.Errorf("one death and one list take %d lines:\n%s", n, got.stderr)
	}
	sameUsers(t, got.lines(t), whole)
}

// A connector that is killed again and again ends the list: what came stays, and the rest follows with the token.
func TestConnectorThatIsKilledForGood(t *testing.T) {
	whole := trellis(t, slow...).want(t, 0).lines(t)
	slow := slices.Concat(slow, []string{"--set", "delay=20ms"})
	r := start(t, slow...)
	r.line(t)
	ended := make(chan result)
	go func() { ended <- r.end(t) }()
	kills := 0
	for {
		select {
		case got := <-ended:
			got.want(t, 4, "PLUGIN_CRASHED", "signal 9", "partial: ")
			users := got.lines(t)
			for id, user := range trellis(t, slices.Concat(slow, got.goOn(t))...).want(t, 0, "complete from the page token on").lines(t) {
				if users[id] != nil {
					t.Errorf("%s comes twice", id)
				}
				users[id] = user
			}
			sameUsers(t, users, whole)
			t.Logf("%d kills", kills)
			return
		case <-time.After(30 * time.Millisecond):
			for _, pid := range children(t, r.Process.Pid) {
				if syscall.Kill(pid, syscall.SIGKILL) == nil {
					kills++
				}
			}
		}
	}
}

// sameUsers checks that two lists have the same in them.
func sameUsers(t *testing.T, got, want map[string]json.RawMessage) {
	t.Helper()
	for id, line := range want {
		if string(got[id]) != string(line) {
			t.Errorf("user %s is %s, want %s", id, got[id], line)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d users, want %d", len(got), len(want))
	}
}
