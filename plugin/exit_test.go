package plugin

import (
	"strings"
	"syscall"
	"testing"
)

func TestExitErrorSaysHow(t *testing.T) {
	for want, e := range map[string]ExitError{
		"exited with status 3":           {Code: 3},
		"exited with status 0":           {},
		"signal 11":                      {Code: -1, Signal: syscall.Signal(11)},
		"ran out of memory":              {Code: -1, Signal: syscall.SIGKILL},
		"killed by this host: it is old": {Code: -1, Signal: syscall.SIGKILL, Killed: "it is old"},
	} {
		if !strings.Contains(e.Error(), want) || e.suggestion() == "" {
			t.Errorf("%q, want %q", e.Error(), want)
		}
	}
}

func TestQuotedTailIsBounded(t *testing.T) {
	if got := quoteTail(nil); !strings.Contains(got, "nothing") {
		t.Error(got)
	}
	lines := make([]string, 20)
	for i := range lines {
		lines[i] = strings.Repeat("x", 200)
	}
	lines[19] = "the last"
	got := quoteTail(lines)
	if len(got) > maxTail+100 || !strings.HasSuffix(got, "| the last") {
		t.Errorf("%d bytes: %s", len(got), got)
	}
}
