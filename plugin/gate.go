package plugin

import (
	"sync"
	"time"
)

// gate counts the calls that are running, and can be shut.
type gate struct {
	mu      sync.Mutex
	running int
	shut    bool
	empty   chan struct{} // once shut: closed when nothing runs any more
}

func newGate() *gate { return &gate{empty: make(chan struct{})} }

// enter lets a call in; false when the gate is shut.
func (g *gate) enter() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shut {
		return false
	}
	g.running++
	return true
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.running--
	g.settle()
}

// close shuts the gate for good. It is called once.
func (g *gate) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shut = true
	g.settle()
}

func (g *gate) settle() {
	if g.shut && g.running == 0 {
		close(g.empty)
	}
}

// drained waits a while for the calls that are still running.
func (g *gate) drained(d time.Duration) bool { return within(g.empty, d) }

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
