package plugin

import (
	"sync"
	"time"
)

// gate knows the calls that are running, and can be shut.
type gate struct {
	mu      sync.Mutex
	running map[*call]struct{}
	shut    bool
	empty   chan struct{} // once shut: closed when nothing runs any more
}

func newGate() *gate { return &gate{running: map[*call]struct{}{}, empty: make(chan struct{})} }

// enter lets a call in; false when the gate is shut.
func (g *gate) enter(c *call) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shut {
		return false
	}
	g.running[c] = struct{}{}
	return true
}

// leave ends what enter began, once.
func (g *gate) leave(c *call) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if _, ok := g.running[c]; ok {
		delete(g.running, c)
		g.settle()
	}
}

// close shuts the gate for good. It is called once.
func (g *gate) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shut = true
	g.settle()
}

func (g *gate) settle() {
	if g.shut && len(g.running) == 0 {
		close(g.empty)
	}
}

// drained waits a while for the calls that are still running.
func (g *gate) drained(d time.Duration) bool { return within(g.empty, d) }

// cancel ends the calls that are still running, with an error.
func (g *gate) cancel(err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for c := range g.running {
		c.cancel(err)
	}
}

// within waits a while for a channel to be closed; with 0 it only looks.
func within(c <-chan struct{}, d time.Duration) bool {
	select {
	case <-c:
		return true
	default:
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-c:
		return true
	case <-timer.C:
		return false
	}
}
