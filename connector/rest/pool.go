package rest

import (
	"crypto/rand"
	"log/slog"
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

	lanes  lanes
	bodies sync.Pool // *[]byte

	// transport makes a lane's transport; tests put their own.
	transport func(Settings) http.RoundTripper
}

// NewPool makes an empty pool.
func NewPool(policy Policy) *Pool {
	p := &Pool{policy: policy, lanes: lanes{all: map[laneKey]*lane{}, sweep: minSweep}, transport: newTransport}
	rand.Read(p.salt[:]) // never fails: crypto/rand ends the process rather
	return p
}

// Close closes the connections that are idle. The pool stays usable.
func (p *Pool) Close() { p.lanes.closeIdle() }

// Client makes the client of one call. The settings must come from [ReadSettings].
func (p *Pool) Client(o Options) *Client {
	if o.Accept == "" {
		o.Accept = "application/json"
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Client{pool: p, options: o, key: p.key(o), redact: newRedactor(o.Credential.secrets)}
}

// use is a client's lane, which must be left in the end.
func (p *Pool) use(c *Client) *lane {
	return p.lanes.use(c.key, func() http.RoundTripper { return p.transport(c.options.Settings) }, time.Now())
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
