package logs

import "slices"

// What is kept for the report of a crash. More does not help whoever reads the error; the log has everything.
const (
	TailLines = 10
	TailWidth = 256
	// crashLines of a crash are kept, from its first: what happened, and the nearest frames.
	crashLines = 5
)

// rawWidth is what is kept of a line before it is parsed: JSON takes more room than what it says.
const rawWidth = 4 << 10

// tail is the last lines of a process.
type tail struct {
	last  [TailLines][]byte
	next  int      // where the next line goes
	crash [][]byte // the beginning of the report of a crash, up to crashLines
}

func (t *tail) add(line []byte, crash bool) {
	line = line[:min(len(line), rawWidth)]
	if crash {
		if len(t.crash) < crashLines {
			t.crash = append(t.crash, slices.Clone(line))
		}
		return
	}
	t.last[t.next] = append(t.last[t.next][:0], line...)
	t.next = (t.next + 1) % TailLines
}

func (t *tail) lines() [][]byte {
	var all [][]byte
	for i := range TailLines {
		if line := t.last[(t.next+i)%TailLines]; len(line) > 0 {
			all = append(all, line)
		}
	}
	all = append(all, t.crash...)
	return all[max(0, len(all)-TailLines):]
}
