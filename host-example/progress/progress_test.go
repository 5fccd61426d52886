package progress

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trellis-iam/trellis/host-example/screentest"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// terminal is the one that people have in front of them.
type terminal struct{ *screentest.Terminal }

func (s *terminal) shows(t *testing.T, want string) {
	t.Helper()
	synctest.Wait()
	if got := s.String(); got != want {
		t.Errorf("the terminal shows\n%s\nwant\n%s", got, want)
	}
}

// onTerminal runs a test with a display on a terminal, in a time of its own.
func onTerminal(t *testing.T, width int, test func(t *testing.T, d *Display, s *terminal)) {
	synctest.Test(t, func(t *testing.T) {
		s := &terminal{screentest.New(width)}
		d := New(s, Options{Width: s.Width, Lines: 3})
		defer d.Close()
		test(t, d, s)
	})
}

func TestRow(t *testing.T) {
	onTerminal(t, 140, func(t *testing.T, d *Display, s *terminal) {
		row := d.Row("lattice", "users")
		time.Sleep(250 * time.Millisecond)
		s.shows(t, "")
		time.Sleep(100 * time.Millisecond)
		s.shows(t, "lattice: 0 users, 0 pages, 1s")
		for range 4 {
			row.Page(1000)
		}
		time.Sleep(9650 * time.Millisecond)
		s.shows(t, "lattice: 4,000 users, 4 pages, 400/s, 10s")
		row.Total(10000)
		time.Sleep(10 * time.Second)
		s.shows(t, "lattice: 4,000 of 10,000 users (40%), 4 pages, 200/s, 20s, about 30s left")
		row.Waiting("waiting for the rate limit of a\x1b[2Jb", time.Now().Add(12*time.Second))
		time.Sleep(100 * time.Millisecond)
		s.shows(t, `lattice: 4,000 of 10,000 users (40%); waiting for the rate limit of a\x1b[2Jb, 12s more; 4 pages, 199/s, 21s, about 31s left`)
		time.Sleep(20 * time.Second)
		s.shows(t, `lattice: 4,000 of 10,000 users (40%); waiting for the rate limit of a\x1b[2Jb; 4 pages, 99/s, 41s, about 1m1s left`)
		row.Page(7000) // the total was none
		time.Sleep(100 * time.Millisecond)
		s.shows(t, "lattice: 11,000 users, 5 pages, 273/s, 41s")
		row.Done()
		s.shows(t, "")
		if s.Writes() > 450 {
			t.Errorf("%d writes in 40 s", s.Writes())
		}
	})
}

// What is short is never seen.
func TestQuick(t *testing.T) {
	onTerminal(t, 80, func(t *testing.T, d *Display, s *terminal) {
		row := d.Row("sample", "users")
		time.Sleep(299 * time.Millisecond)
		_, _ = fmt.Fprintln(d.Around(s), "a table")
		row.Done()
		time.Sleep(time.Second)
		s.shows(t, "a table\n")
		if s.Writes() != 1 {
			t.Errorf("%d writes", s.Writes())
		}
	})
}

// Several lists are a block, which never has more lines than it may.
func TestSeveral(t *testing.T) {
	onTerminal(t, 80, func(t *testing.T, d *Display, s *terminal) {
		var rows []*Row
		for i := range 5 {
			rows = append(rows, d.Row(fmt.Sprintf("account %d", i), "users"))
			rows[i].Page(i)
		}
		time.Sleep(time.Second)
		s.shows(t, "account 0: 0 users, 1 page, 1s\naccount 1: 1 user, 1 page, 1/s, 1s\nand 3 more lists: 9")
		_, _ = fmt.Fprintln(d.Around(s), "a note")
		rows[1].Done()
		rows[2].Done()
		time.Sleep(100 * time.Millisecond)
		s.shows(t, "a note\naccount 0: 0 users, 1 page, 2s\naccount 3: 3 users, 1 page, 2/s, 2s\naccount 4: 4 users, 1 page, 3/s, 2s")
		for _, r := range rows {
			r.Done()
		}
		s.shows(t, "a note\n")
	})
}

// However many write at the same time, their lines are whole and in order, and the rows stand below them.
func TestNothingTears(t *testing.T) {
	onTerminal(t, 40, func(t *testing.T, d *Display, s *terminal) {
		row := d.Row("lattice", "users")
		var wg sync.WaitGroup
		for _, name := range []string{"stdout", "stderr"} {
			w := d.Around(s)
			wg.Go(func() {
				for i := range 100 {
					_, _ = fmt.Fprintf(w, "%s %d\n", name, i)
					time.Sleep(30 * time.Millisecond)
				}
			})
		}
		wg.Wait()
		time.Sleep(100 * time.Millisecond)
		synctest.Wait()
		seen := map[string]int{}
		for line := range strings.Lines(s.String()) {
			name, _, _ := strings.Cut(line, " ")
			if strings.HasPrefix(name, "std") && strings.TrimSuffix(line, "\n") != fmt.Sprintf("%s %d", name, seen[name]) {
				t.Errorf("%q comes after %d lines", line, seen[name])
			}
			seen[name]++
		}
		if seen["stdout"] != 100 || seen["stderr"] != 100 || seen["lattice:"] != 1 || len(seen) != 3 {
			t.Errorf("%v", seen)
		}
		row.Done()
	})
}

// A line that is not ended is never written over.
func TestMidLine(t *testing.T) {
	onTerminal(t, 80, func(t *testing.T, d *Display, s *terminal) {
		defer d.Row("lattice", "users").Done()
		w := d.Around(s)
		time.Sleep(time.Second)
		_, _ = fmt.Fprint(w, `[{"id":1}`)
		time.Sleep(time.Second)
		s.shows(t, `[{"id":1}`)
		_, _ = fmt.Fprintln(w, "]")
		s.shows(t, "[{\"id\":1}]\nlattice: 0 users, 0 pages, 2s")
	})
}

// A terminal that becomes narrower wraps the rows; none of it stays, and nothing above is lost.
func TestResize(t *testing.T) {
	onTerminal(t, 100, func(t *testing.T, d *Display, s *terminal) {
		_, _ = fmt.Fprintln(d.Around(s), "above")
		row := d.Row("lattice", "users")
		row.Waiting("waiting for the rate limit of api.latticehq.com", time.Time{})
		other := d.Row("other", "users")
		time.Sleep(1050 * time.Millisecond) // and so never at the moment of a drawing
		s.shows(t, "above\nlattice: 0 users; waiting for the rate limit of api.latticehq.com; 0 pages, 1s\nother: 0 users, 0 pages, 1s")
		for width := 99; width > 20; width -= 3 {
			s.Resize(width)
			time.Sleep(100 * time.Millisecond)
		}
		s.shows(t, "above\nlattice: 0 users;…\nother: 0 users, 0…")
		s.Resize(200)
		time.Sleep(100 * time.Millisecond)
		s.shows(t, "above\nlattice: 0 users; waiting for the rate limit of api.latticehq.com; 0 pages, 4s\nother: 0 users, 0 pages, 4s")
		row.Done()
		other.Done()
		s.shows(t, "above\n")
	})
}

// Without a terminal nothing is drawn, and nobody waits.
func TestNoTerminal(t *testing.T) {
	var b strings.Builder
	d := New(&b, Options{})
	if d.Around(&b) != &b {
		t.Error("writes go a way round")
	}
	row := d.Row("lattice", "users")
	row.Page(1)
	row.Waiting("x", time.Now())
	row.Total(3)
	row.Done()
	d.Close()
	d.Close()
	if b.Len() > 0 {
		t.Errorf("%q", b.String())
	}
}
