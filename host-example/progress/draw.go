package progress

import (
	"bytes"
	"fmt"
	"io"
	"time"

	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/host-example/words"
)

// screen measures texts as terminals show them.
var screen = output.Screen{Control: true}

// spare is how much of a terminal's width rows leave free: for the ^C that a terminal echoes, and for the last cell, from which some go on
// to the next line.
const spare = 3

// redraw draws the rows over what is there of them. d.mu is held, as for all here.
func (d *Display) redraw() {
	width := d.o.Width()
	if width <= spare || d.midLine {
		return
	}
	lines := d.lines(time.Now())
	if len(lines) == 0 && len(d.shown) == 0 {
		return
	}
	frame := d.top(width)
	d.shown = d.shown[:0]
	for i, line := range lines {
		if i > 0 {
			frame = append(frame, "\r\n"...)
		}
		line = screen.Clip(line, width-spare)
		frame = append(append(frame, line...), "\x1b[K"...)
		d.shown = append(d.shown, screen.Cells(line))
	}
	frame = append(frame, "\x1b[J"...)
	d.drawn = time.Now()
	_, _ = d.w.Write(frame) // who does not see it loses nothing
}

// clear takes away what is drawn.
func (d *Display) clear() {
	if len(d.shown) == 0 {
		return
	}
	frame := append(d.top(d.o.Width()), "\x1b[J"...)
	d.shown = d.shown[:0]
	_, _ = d.w.Write(frame)
}

// top moves the cursor to the beginning of what is drawn. A terminal that has become narrower since then has wrapped it.
func (d *Display) top(width int) []byte {
	frame, up := []byte{'\r'}, len(d.shown)-1
	for _, cells := range d.shown {
		if width > 0 && cells > width {
			up += (cells - 1) / width
		}
	}
	if up > 0 {
		frame = fmt.Appendf(frame, "\x1b[%dA", up)
	}
	return frame
}

// lines are what is to be seen now.
func (d *Display) lines(now time.Time) []string {
	var lines []string
	var hidden struct{ rows, items int64 }
	for _, r := range d.rows {
		switch {
		case now.Sub(r.began) < d.o.Delay:
		case len(lines) < d.o.Lines-1 || len(lines) < d.o.Lines && len(d.rows) <= d.o.Lines:
			lines = append(lines, r.text(now))
		default:
			hidden.rows++
			hidden.items += r.items
		}
	}
	if hidden.rows > 0 {
		lines = append(lines, fmt.Sprintf("and %s: %s", words.Plural(hidden.rows, "more lists"), words.Thousands(hidden.items)))
	}
	return lines
}

// Around is w, on the same terminal as the display: what is written to it stands above the rows. Where the display has no
// terminal, it is w itself.
func (d *Display) Around(w io.Writer) io.Writer {
	if d.o.Width == nil {
		return w
	}
	return &around{d, w}
}

type around struct {
	d *Display
	w io.Writer
}

func (a *around) Write(p []byte) (int, error) {
	a.d.mu.Lock()
	defer a.d.mu.Unlock()
	a.d.clear()
	n, err := a.w.Write(p)
	if n > 0 {
		a.d.midLine = !bytes.HasSuffix(p[:n], []byte{'\n'})
	}
	if len(a.d.rows) > 0 && time.Since(a.d.drawn) >= a.d.o.Period {
		a.d.redraw()
	}
	return n, err
}

// Unwrap is the writer below, for those who ask whether it is a terminal.
func (a *around) Unwrap() io.Writer { return a.w }
