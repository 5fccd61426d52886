package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"
	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	"github.com/trellis-iam/trellis/host-example/screentest"
)

const xterm = "TERM=xterm-256color"

// onTerminalToEnd runs a command on a terminal.
func onTerminalToEnd(t *testing.T, columns uint16, environ []string, args ...string) *terminal {
	t.Helper()
	r, screen := onTerminalWith(t, columns, environ, args...)
	screen.see(t, "")
	r.ended = true
	if err := r.Wait(); err != nil {
		t.Fatalf("%v; the screen shows:\n%s", err, screen)
	}
	return screen
}

// Colours are there on a terminal that takes them and whose owner wants them, and nowhere else.
func TestColors(t *testing.T) {
	list := []string{"users", "sample", "--secret", "token=env:" + secretVariable, "--limit", "3"}
	for _, tt := range []struct {
		name    string
		environ []string
		args    []string
		colored bool
	}{
		{"a terminal", []string{xterm}, nil, true},
		{"NO_COLOR is empty", []string{xterm, "NO_COLOR="}, nil, true},
		{"NO_COLOR", []string{xterm, "NO_COLOR=1"}, nil, false},
		{"--no-color", []string{xterm}, []string{"--no-color"}, false},
		{"a dumb terminal", []string{"TERM=dumb"}, nil, false},
		{"no TERM", []string{"TERM="}, nil, false},
		{"JSON", []string{xterm}, []string{"-o", "ndjson"}, false},
		{"CSV", []string{xterm}, []string{"-o", "csv"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			screen := onTerminalToEnd(t, 100, append([]string{"NO_COLOR="}, tt.environ...), append(list, tt.args...)...)
			all := screen.screen.String()
			if got := strings.Contains(all, "\x1b[32menabled\x1b[m"); got != tt.colored || strings.Contains(all, "m") && strings.Contains(all, "\x1b[1m") != tt.colored {
				t.Errorf("coloured: %v\n%q", got, all)
			}
			if !strings.Contains(screen.String(), "Ama Apple") {
				t.Errorf("the screen shows:\n%s", screen)
			}
		})
	}
	if r := trellis(t, list...).want(t, 0); strings.Contains(r.stdout+r.stderr, "\x1b") {
		t.Errorf("an escape sequence in a pipe: %q", r.stdout)
	}
}

// Whatever a vendor's names hold, nothing of it acts on the terminal, no line wraps, and columns stay in their place.
func TestHostileNames(t *testing.T) {
	names := []string{
		"\x1b[2J\x1b[31mred\x07", "\u009b31mC1", "\u202egnol dna live\u202c", "two\nlines\r", "محمد عبد الله", "שלום 123 (!)",
		"👩\u200d👩\u200d👧\u200d👦 🇩🇪 👍🏽 ❤\ufe0f", "山田太郎と山田花子と山田一郎と山田次郎", strings.Repeat("e\u0301", 60), "\x1b]0;title\x1b\\", "क्षि जी",
	}
	records := map[int]string{}
	for i, name := range names {
		quoted, err := json.Marshal(name)
		if err != nil {
			t.Fatal(err)
		}
		records[i] = fmt.Sprintf(`{"object":"user","id":"id-%d","name":%s,"title":%s,"email":"user%d@example.com","status":"ACTIVE","isAdmin":false}`, i, quoted, quoted, i)
	}
	_, account := standIn(t, latticetest.Config{Users: len(names), Records: records})
	for _, columns := range []uint16{40, 60, 80, 120, 300} {
		screen := onTerminalToEnd(t, columns, []string{xterm, "NO_COLOR=1"}, slices.Concat([]string{"users"}, account)...)
		if bad := screen.Bad(); len(bad) > 0 {
			t.Errorf("on %d columns, %q act on the terminal:\n%q", columns, bad, screen.screen.String())
		}
		if strings.ContainsAny(screen.screen.String(), "\u202e\u202c\u2067") {
			t.Errorf("on %d columns, a direction is changed:\n%q", columns, screen.screen.String())
		}
		table, _, _ := strings.Cut(screen.screen.String(), fmt.Sprintf("%d users from", len(names)))
		alone := screentest.New(int(columns))
		_, _ = alone.Write([]byte(table))
		if n := alone.Wrapped(); n > 0 {
			t.Errorf("on %d columns, %d lines wrap:\n%s", columns, n, alone)
		}
		status := -1
		for line := range strings.Lines(alone.String()) {
			if before, _, ok := strings.Cut(line, "STATUS"); ok && strings.HasPrefix(line, "ID") {
				status = displaywidth.String(before)
			} else if before, _, ok := strings.Cut(line, "enabled"); ok && status >= 0 && runes(before) != status {
				t.Errorf("on %d columns, the status is at %d and not at %d:\n%s", columns, runes(before), status, line)
			}
		}
	}
}

// runes is how wide a text is on a terminal that knows no grapheme clusters, which ours is.
func runes(s string) (n int) {
	for _, r := range s {
		n += displaywidth.Rune(r)
	}
	return n
}
