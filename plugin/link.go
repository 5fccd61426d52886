package plugin

import (
	"context"
	"errors"
	"net"
	"sync"
)

// link is the one connection to a connector. Once it is up the socket is gone from the file system; once it is lost there
// is no other, and no new one is tried.
type link struct {
	mu               sync.Mutex
	network, address string // where to connect, once
	conn             net.Conn
	cut              bool

	lost     chan struct{} // closed when the connection is gone
	lostOnce sync.Once
}

var errNoLink = errors.New("the connection to the connector is gone")

func newLink() *link { return &link{lost: make(chan struct{})} }

// to says where the connector listens.
func (l *link) to(network, address string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.network, l.address = network, address
}

// dial connects the first time, and fails from then on.
func (l *link) dial(ctx context.Context, _ string) (net.Conn, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn != nil {
		l.isLost() // gRPC wants another one: the connector takes no more calls on the one that it has
	}
	if l.cut || l.conn != nil {
		return nil, errNoLink
	}
	var d net.Dialer
	conn, err := d.DialContext(ctx, l.network, l.address)
	if err != nil {
		l.cut = true
		l.isLost()
		return nil, err
	}
	l.conn = watched{conn, l.isLost}
	return l.conn, nil
}

// reached reports whether there has been a connection.
func (l *link) reached() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.conn != nil
}

// close ends the connection, and with it every call, whatever the process does.
func (l *link) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = true
	if l.conn != nil {
		_ = l.conn.Close()
	}
	l.isLost()
}

func (l *link) isLost() { l.lostOnce.Do(func() { close(l.lost) }) }

// watched is a connection that says when it is gone.
type watched struct {
	net.Conn
	lost func()
}

func (c watched) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if err != nil {
		c.lost()
	}
	return n, err
}

func (c watched) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	if err != nil {
		c.lost()
	}
	return n, err
}

func (c watched) Close() error {
	defer c.lost()
	return c.Conn.Close()
}
