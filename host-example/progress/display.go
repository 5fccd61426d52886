package progress

import (
	"io"
	"slices"
	"sync"
	"time"
)

// Options say where and how rows are shown.
type Options struct {
	// Width measures the terminal in cells, before each drawing. 0: there is none to draw on, now. Nil: there never is.
	Width func() int
	// Lines is the most lines that are drawn; what there is more is summed up in the last. 0: 6.
	Lines int
	// Delay is how long a row goes on before it is shown. 0: 300 ms, which is what people take for at once.
	Delay time.Duration
	// Period is the least time between two drawings. 0: 100 ms.
	Period time.Duration
}

// Display shows rows on a terminal. Its methods, and those of its rows, may be called from several goroutines at once.
type Display struct {
	w io.Writer
	o Options

	mu       sync.Mutex
	rows     []*Row // that go on, in the order in which they began
	shown    []int  // the cells of each line that is on the terminal
	drawn    time.Time
	midLine  bool // what was written around the display has not ended its line
	drawing  bool // the goroutine has begun
	closed   chan struct{}
	finished sync.WaitGroup
}

// New makes a display that draws on w. Close ends it.
func New(w io.Writer, o Options) *Display {
	if o.Lines == 0 {
		o.Lines = 6
	}
	if o.Delay == 0 {
		o.Delay = 300 * time.Millisecond
	}
	if o.Period == 0 {
		o.Period = 100 * time.Millisecond
	}
	return &Display{w: w, o: o, closed: make(chan struct{})}
}

// Row begins a row: whose list it is, and what it lists ("users"). Both are made printable; secrets are the caller's to keep
// out of all that rows are told.
func (d *Display) Row(name, things string) *Row {
	r := newRow(d, name, things)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.rows = append(d.rows, r)
	if !d.drawing && d.o.Width != nil {
		d.drawing = true
		d.finished.Go(d.draw)
	}
	return r
}

// Close takes the rows away, for good.
func (d *Display) Close() {
	d.mu.Lock()
	select {
	case <-d.closed:
	default:
		close(d.closed)
	}
	d.rows = nil
	d.clear()
	d.mu.Unlock()
	d.finished.Wait()
}

// draw draws until the display is closed.
func (d *Display) draw() {
	tick := time.NewTicker(d.o.Period)
	defer tick.Stop()
	for {
		select {
		case <-d.closed:
			return
		case <-tick.C:
			d.mu.Lock()
			d.redraw()
			d.mu.Unlock()
		}
	}
}

// end takes a row away.
func (d *Display) end(r *Row) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if i := slices.Index(d.rows, r); i >= 0 {
		d.rows = slices.Delete(d.rows, i, i+1)
	}
	if len(d.rows) == 0 {
		d.clear()
	}
}
