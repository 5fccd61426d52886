package rest

import (
	"crypto/sha256"
	"encoding/binary"
	"net/http"
	"slices"
	"sync"
	"time"
)

// lanes are the lanes of a pool, by key. A connector may serve any number of accounts, so what is kept of those that nobody
// is reading is bounded: connections of the last few, and a pacer's memory for as long as it matters.
type lanes struct {
	mu    sync.Mutex
	all   map[laneKey]*lane
	warm  []laneKey // that nobody uses and that have connections still, the one that was used last at the end
	sweep int       // how many there must be before the next look for those that are worth nothing
}

type laneKey [sha256.Size]byte

// lane is one credential at one host.
type lane struct {
	key       laneKey
	pacer     *pacer
	transport http.RoundTripper // nil: nobody has used it for a while
	users     int
}

const (
	// maxWarm bounds how many unused lanes keep connections. Each is a socket, two goroutines and some 200 KiB, and
	// saves an account that comes back within idleTimeout the handshake.
	maxWarm = 64
	// minSweep is from how many lanes on it is worth looking for those that can go.
	minSweep = 4 * maxWarm
)

// use is the lane of a key, made where it is not there; leave must follow. Whoever uses one credential at the same time
// uses the same lane.
func (l *lanes) use(key laneKey, transport func() http.RoundTripper, now time.Time) *lane {
	l.mu.Lock()
	defer l.mu.Unlock()
	one := l.all[key]
	if one == nil {
		l.forget(now)
		one = &lane{key: key, pacer: newPacer()}
		l.all[key] = one
	}
	if one.transport == nil {
		one.transport = transport()
	}
	if i := slices.Index(l.warm, key); i >= 0 {
		l.warm = slices.Delete(l.warm, i, i+1)
	}
	one.users++
	return one
}

// leave says that a lane is not used any more. The connections that nobody has used for longest go.
func (l *lanes) leave(one *lane, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	one.users--
	if one.users > 0 {
		return
	}
	l.warm = append(l.warm, one.key)
	if len(l.warm) <= maxWarm {
		return
	}
	coldest := l.all[l.warm[0]]
	l.warm = slices.Delete(l.warm, 0, 1)
	closeIdle(coldest.transport)
	coldest.transport = nil
	if !coldest.pacer.matters(now) {
		delete(l.all, coldest.key)
	}
}

// forget drops cold lanes whose pacers do not matter any more. It waits until there are twice as many lanes as were left
// the last time, so that the work for each new one stays the same however many there are.
func (l *lanes) forget(now time.Time) {
	if len(l.all) < l.sweep {
		return
	}
	for key, one := range l.all {
		if one.users == 0 && one.transport == nil && !one.pacer.matters(now) {
			delete(l.all, key)
		}
	}
	l.sweep = max(minSweep, 2*len(l.all))
}

// closeIdle closes all connections that are idle.
func (l *lanes) closeIdle() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, one := range l.all {
		closeIdle(one.transport)
	}
}

func closeIdle(t http.RoundTripper) {
	if t, ok := t.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
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
