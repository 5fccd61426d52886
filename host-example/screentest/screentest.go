// Package screentest is a terminal for tests: it shows what people see of what a program writes, escape sequences obeyed. It knows
// those that Trellis uses, wraps long lines, and wraps them anew when it is made narrower, as most terminals do.
package screentest

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
)

// Terminal is a terminal with no end of lines. It may be written to, and looked at, from several goroutines at once.
type Terminal struct {
	mu     sync.Mutex
	width  int
	lines  [][]rune   // as they were written, before wrapping; the second cell of a wide character is 0
	laid   []position // the rows that the lines are wrapped to; nil: not laid out since that changed
	row    int        // of the cursor, of those that the lines are wrapped to
	column int
	rest   []byte // of what is not whole yet
	writes int
	bad    []string
}

// New makes a terminal of so many columns.
func New(width int) *Terminal { return &Terminal{width: width, lines: make([][]rune, 1)} }

// position is where in which line a row begins.
type position struct{ line, from int }

func (s *Terminal) rows() []position {
	if s.laid == nil {
		for i, line := range s.lines {
			for from := 0; from == 0 || from < len(line); from += s.width {
				s.laid = append(s.laid, position{i, from})
			}
		}
	}
	return s.laid
}

// Write shows what a program writes.
func (s *Terminal) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writes++
	text := slices.Concat(s.rest, p)
	s.rest = nil
	for len(text) > 0 {
		n := s.step(text)
		if n == 0 { // the rest is to come
			s.rest = slices.Clone(text)
			break
		}
		text = text[n:]
	}
	return len(p), nil
}

// step shows one character or obeys one sequence, and says how many bytes it has; 0: it is not whole.
func (s *Terminal) step(text []byte) int {
	switch text[0] {
	case '\r':
		s.column = 0
		return 1
	case '\n':
		if s.row++; s.row == len(s.rows()) {
			s.laid = append(s.laid, position{line: len(s.lines)})
			s.lines = append(s.lines, nil)
		}
		s.column = 0
		return 1
	case '\x1b':
		end := slices.IndexFunc(text, func(b byte) bool { return b >= '@' && b != '[' })
		if end < 0 {
			return 0
		}
		s.obey(text[end], strings.TrimPrefix(string(text[1:end]), "["))
		return end + 1
	}
	if text[0] >= 0x80 && !slices.ContainsFunc([]int{2, 3, 4}, func(n int) bool { return n <= len(text) && wholeRune(text[:n]) }) {
		return min(1, max(0, len(text)-3)) // broken, or not whole yet
	}
	r, size := utf8.DecodeRune(text)
	if r < ' ' || r == 0x7F || r >= 0x80 && r < 0xA0 {
		s.bad = append(s.bad, fmt.Sprintf("%U", r))
	}
	s.put(r)
	return size
}

func wholeRune(b []byte) bool {
	r := []rune(string(b))
	return len(r) == 1 && r[0] != '\uFFFD'
}

func (s *Terminal) put(r rune) {
	n := displaywidth.Rune(r)
	if s.column+n > s.width { // to the next row of the line
		s.column = 0
		s.row++
		if at := s.rows(); s.row == len(at) { // it has none yet: it begins with what is put
			last := at[s.row-1]
			s.lines[last.line] = append(s.lines[last.line], make([]rune, last.from+s.width-len(s.lines[last.line]))...)
			s.lines[last.line] = append(s.lines[last.line], r)
			s.laid = nil
			s.column = n
			return
		}
	}
	at := s.rows()[s.row]
	if n == 0 {
		return // it combines with what is there
	}
	line := s.lines[at.line]
	for len(line) < at.from+s.column+n {
		line = append(line, ' ')
	}
	line[at.from+s.column] = r
	if n == 2 {
		line[at.from+s.column+1] = 0
	}
	s.lines[at.line] = line
	s.column += n
}

// obey does what an escape sequence says.
func (s *Terminal) obey(what byte, argument string) {
	n := 1
	_, _ = fmt.Sscan(argument, &n)
	at := s.rows()[s.row]
	here := min(len(s.lines[at.line]), at.from+s.column)
	switch what {
	case 'A':
		s.row = max(s.row-n, 0)
	case 'G':
		s.column = n - 1
	case 'K':
		end := min(len(s.lines[at.line]), at.from+s.width)
		if end < len(s.lines[at.line]) {
			for i := here; i < end; i++ {
				s.lines[at.line][i] = ' '
			}
			return
		}
		s.cut(at, here)
	case 'J':
		s.cut(at, here)
		s.lines = s.lines[:at.line+1]
		s.laid = nil
	case 'm':
	default:
		s.bad = append(s.bad, fmt.Sprintf("ESC [ %s %c", argument, what))
	}
}

// cut ends a line. The row that the cursor is in stays.
func (s *Terminal) cut(at position, here int) {
	s.lines[at.line] = s.lines[at.line][:here]
	s.laid = nil
	if at.from > 0 && here == at.from {
		s.lines[at.line] = append(s.lines[at.line], ' ')
	}
}

// Resize makes the terminal narrower or wider. What is there is wrapped anew, and the cursor, which has to be at the end, stays
// there.
func (s *Terminal) Resize(width int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.width, s.laid = width, nil
	rows := s.rows()
	s.row = len(rows) - 1
	s.column = len(s.lines[rows[s.row].line]) - rows[s.row].from
}

// Width is how wide the terminal is.
func (s *Terminal) Width() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.width
}

// Writes is how often it was written to.
func (s *Terminal) Writes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.writes
}

// Bad are the control characters and sequences that no program of ours has a reason to send.
func (s *Terminal) Bad() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.bad)
}

// Wrapped is how many lines do not fit.
func (s *Terminal) Wrapped() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, line := range s.lines {
		if len(line) > s.width {
			n++
		}
	}
	return n
}

// String is what is to be seen: the lines, as if there were room for each.
func (s *Terminal) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	lines := make([]string, len(s.lines))
	for i, line := range s.lines {
		lines[i] = strings.TrimRight(strings.ReplaceAll(string(line), "\x00", ""), " ")
	}
	return strings.Join(lines, "\n")
}
