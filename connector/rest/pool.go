package rest

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"net/http"
	"sync"
	"time"
)

// Pool is what the calls of a connector share: for each credential at each host, connections and pacing. They are never
// shared between credentials, so that not even a vendor's mixed-up connection can hand one account another's data.
//
// Nothing in it need survive: a new process starts with new connections and an empty window, and the vendor's 429 corrects
// it.
type Pool struct {
	policy Policy
	salt   [32]byte // of this process, so that the keys tell nothing of the credentials

	mu     sync.Mutex
	lanes  map[laneKey]*lane
	bodies sync.Pool // *[]byte

	// transport makes a lane's transport; tests put their own.
	transport func(Settings) http.RoundTripper
}

type laneKey [sha256.Size]byte

// lane is one credential at one host.
type lane struct {
	transport http.RoundTripper
	pacer     *pacer
	used      time.Time // under Pool.mu
}

// Lanes that were not used for laneIdle, longer than any window, are worth nothing; they are dropped when there are more
// than maxIdleLanes, each of which can hold connections.
const (
	laneIdle     = 2 * time.Minute
	maxIdleLanes = 64
)

// NewPool makes an empty pool.
func NewPool(policy Policy) *Pool {
	p := &Pool{policy: policy, lanes: map[laneKey]*lane{}, transport: newTransport}
	rand.Read(p.salt[:]) // never fails: crypto/rand ends the process rather
	return p
}

// Close closes the connections that are idle. The pool stays usable.
func (p *Pool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.lanes {
		closeIdle(l.transport)
	}
}

func closeIdle(t http.RoundTripper) {
	if t, ok := t.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// Client makes the client of one call. The settings must come from [ReadSettings].
func (p *Pool) Client(o Options) *Client {
	if o.Accept == "" {
		o.Accept = "application/json"
	}
	return &Client{pool: p, options: o, key: p.key(o), redact: newRedactor(o.Credential.secrets)}
}

func (p *Pool) key(o Options) laneKey {
	h := sha256.New()
	h.Write(p.salt[:])
	for _, part := range []string{o.base.Host, o.ca, o.Credential.header, o.Credential.value} {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(part)))
		h.Write(n[:])
		h.Write([]byte(part))
	}
	return laneKey(h.Sum(nil))
}

// lane is the lane of a key, made where it is not there. It is asked for with every request, so that two clients of one
// credential always meet at the same pacer.
func (p *Pool) lane(key laneKey, s Settings, now time.Time) *lane {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.lanes[key]
	if l == nil {
		if len(p.lanes) >= maxIdleLanes {
			p.sweep(now)
		}
		l = &lane{transport: p.transport(s), pacer: newPacer()}
		p.lanes[key] = l
	}
	l.used = now
	return l
}

func (p *Pool) sweep(now time.Time) {
	for key, l := range p.lanes {
		if now.Sub(l.used) > laneIdle && !l.pacer.busy() {
			closeIdle(l.transport)
			delete(p.lanes, key)
		}
	}
}

// body is a buffer for an answer, with whatever room an earlier one left it.
func (p *Pool) body() *[]byte {
	if b, ok := p.bodies.Get().(*[]byte); ok {
		return b
	}
	return new([]byte)
}

// maxPooledBody keeps one freak answer from staying in memory.
const maxPooledBody = 1 << 20

func (p *Pool) recycle(b *[]byte) {
	if cap(*b) <= maxPooledBody {
		p.bodies.Put(b)
	}
}
