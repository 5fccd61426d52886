package resttest

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

// gate is a listener that can be shut for a while: connections are then refused by the system, as by a machine on which
// nothing runs, and those that were open are gone.
type gate struct {
	address string
	closing <-chan struct{}

	mu    sync.Mutex
	inner net.Listener  // nil while it is shut
	open  chan struct{} // of a gate that is shut: closed when it is open again
	early chan struct{} // of a gate that is shut: closed when it is to open now
	conns map[net.Conn]struct{}
}

func listen(ctx context.Context, address string) (net.Listener, error) {
	return (&net.ListenConfig{}).Listen(ctx, "tcp", address)
}

func newGate(address string, closing <-chan struct{}) (*gate, error) {
	inner, err := listen(context.Background(), address)
	if err != nil {
		return nil, err
	}
	return &gate{address: inner.Addr().String(), closing: closing, inner: inner, conns: map[net.Conn]struct{}{}}, nil
}

// Accept waits until the gate is open, and then for a connection.
func (g *gate) Accept() (net.Conn, error) {
	for {
		g.mu.Lock()
		inner, open := g.inner, g.open
		g.mu.Unlock()
		if inner == nil {
			select {
			case <-open:
				continue
			case <-g.closing:
				return nil, net.ErrClosed
			}
		}
		c, err := inner.Accept()
		if err == nil {
			return c, nil
		}
		g.mu.Lock()
		shut := g.inner != inner
		g.mu.Unlock()
		if !shut {
			return nil, err
		}
	}
}

// Close ends the listener.
func (g *gate) Close() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.inner == nil {
		return nil
	}
	return g.inner.Close()
}

// Addr is where it listens, or will again.
func (g *gate) Addr() net.Addr {
	a, _ := net.ResolveTCPAddr("tcp", g.address) // our own listener's
	return a
}

// shut closes the gate and all connections, and returns what opens it again after a while. It returns nil where the gate
// is shut already.
func (g *gate) shut(d time.Duration) (reopen func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.inner == nil {
		return nil
	}
	_ = g.inner.Close()
	g.inner, g.open, g.early = nil, make(chan struct{}), make(chan struct{})
	early := g.early
	for c := range g.conns {
		_ = c.Close()
	}
	return func() {
		for wait := d; ; wait = 10 * time.Millisecond { // should somebody else have the port, until it is free
			select {
			case <-time.After(wait):
			case <-early:
				early = nil // once
			case <-g.closing:
				return
			}
			inner, err := listen(context.Background(), g.address)
			if err != nil {
				continue
			}
			g.mu.Lock()
			defer g.mu.Unlock()
			select {
			case <-g.closing: // Close has seen no listener to close
				_ = inner.Close()
			default:
				g.inner = inner
			}
			close(g.open)
			return
		}
	}
}

// admit opens the gate, if it is shut, and returns when it is open.
func (g *gate) admit() {
	g.mu.Lock()
	shut, open := g.inner == nil, g.open
	if shut && g.early != nil {
		close(g.early)
		g.early = nil
	}
	g.mu.Unlock()
	if shut {
		select {
		case <-open:
		case <-g.closing:
		}
	}
}

// track is told by net/http of connections that come and go.
func (g *gate) track(c net.Conn, state http.ConnState) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch state {
	case http.StateNew:
		g.conns[c] = struct{}{}
	case http.StateClosed, http.StateHijacked:
		delete(g.conns, c)
	default:
	}
}
