package progress

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// terminal is one as people have it in front of them: it understands the sequences that the display uses, wraps, and
// wraps again when it is made narrower.
type terminal struct {
	mu     sync.Mutex
	width  int
	lines  [][]rune // as they were written, before wrapping
	writes int
	at     int // the row of the cursor, of those on the screen
	column int
}

// rows are the lines as they are wrapped on the screen, each a slice of its line.
func (s *terminal) rows() (rows [][2]int) { // line, and where in it the row begins
	for i, line := range s.lines {
		for from := 0; from == 0 || from < len(line); from += s.width {
			rows = append(rows, [2]int{i, from})
		}
	}
	return rows
}

func (s *terminal) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writes++
	if s.lines == nil {
		s.lines = make([][]rune, 1)
	}
	text := []rune(string(p))
	for i := 0; i < len(text); i++ {
		switch r := text[i]; r {
		case '\r':
			s.column = 0
		case '\n':
			if s.at++; s.at == len(s.rows()) {
				s.lines = append(s.lines, nil)
			}
			s.column = 0
		case '\x1b':
			end := i + 2
			for text[end] < '@' {
				end++
			}
			s.control(text[end], string(text[i+2:end]))
			i = end
		default:
			row := s.rows()[s.at]
			line := s.lines[row[0]][:min(len(s.lines[row[0]]), row[1]+s.column)]
			s.lines[row[0]] = append(line, r)
			if s.column++; s.column > s.width {
				panic("a line was written over the edge")
			}
		}
	}
	return len(p), nil
}

func (s *terminal) control(what rune, argument string) {
	row := s.rows()[s.at]
	switch what {
	case 'A':
		var n int
		_, _ = fmt.Sscan(argument, &n)
		s.at = max(s.at-n, 0)
	case 'K':
		s.lines[row[0]] = s.lines[row[0]][:min(len(s.lines[row[0]]), row[1]+s.column)]
	case 'J':
		s.lines[row[0]] = s.lines[row[0]][:min(len(s.lines[row[0]]), row[1]+s.column)]
		s.lines = s.lines[:row[0]+1]
	default:
		panic("an unknown sequence: " + string(what))
	}
}

// resize wraps what is there, and the cursor stays at the end of it.
func (s *terminal) resize(width int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.width = width
	rows := s.rows()
	s.at = len(rows) - 1
	s.column = len(s.lines[rows[s.at][0]]) - rows[s.at][1]
}

func (s *terminal) size() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.width
}

func (s *terminal) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var b strings.Builder
	for i, line := range s.lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(string(line))
	}
	return b.String()
}

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
		s := &terminal{width: width}
		d := New(s, Options{Width: s.size, Lines: 3})
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
		if s.writes > 450 {
			t.Errorf("%d writes in 40 s", s.writes)
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
		if s.writes != 1 {
			t.Errorf("%d writes", s.writes)
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
			s.resize(width)
			time.Sleep(100 * time.Millisecond)
		}
		s.shows(t, "above\nlattice: 0 users; w…\nother: 0 users, 0 p…")
		s.resize(200)
		time.Sleep(100 * time.Millisecond)
		s.shows(t, "above\nlattice: 0 users; waiting for the rate limit of api.latticehq.com; 0 pages, 4s\nother: 0 users, 0 pages, 4s")
		s.resize(10)
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
