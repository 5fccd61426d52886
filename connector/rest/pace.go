package rest

import (
	"fmt"
	"math"
	"net/http"
	"slices"
	"sync"
	"time"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// Pace is a limit that is kept to before the vendor has to enforce it.
//
// With Burst 0 it is a window: never more than PerMinute requests in any 60 s, at whatever speed, so that short lists are
// not slowed down. With a Burst it is a bucket of that size, refilled steadily at PerMinute. PerMinute 0: no limit.
type Pace struct {
	PerMinute int
	Burst     int
}

// RateLimit is the pace as a description has it: the limit that the vendor publishes.
func (p Pace) RateLimit() *connectorv1.RateLimit {
	return &connectorv1.RateLimit{Requests: int64(p.PerMinute), Per: durationpb.New(time.Minute), Burst: int64(p.Burst)}
}

// String is for people: "240 requests a minute".
func (p Pace) String() string {
	switch {
	case p.PerMinute == 0:
		return "no limit"
	case p.Burst == 0:
		return fmt.Sprintf("%d requests a minute", p.PerMinute)
	}
	return fmt.Sprintf("%d requests a minute, %d at once", p.PerMinute, p.Burst)
}

const (
	window = time.Minute
	// margin is added to the window against clocks that tick in coarse steps.
	margin = 5 * time.Millisecond
)

// pacer keeps the pace of one credential at one host. A request counts from when its answer came: the vendor counts it
// some time before that, so that 60 s later by our count are 60 s by the vendor's too, however the network's delay varies.
type pacer struct {
	mu      sync.Mutex
	flying  []*turn
	ended   []time.Time // of the last window, oldest first
	tokens  float64     // of the bucket, as of filled
	filled  time.Time
	held    time.Time     // no request before: the vendor said so
	vendor  allowance     // what else it said
	clock   skew          // of the vendor's
	matter  time.Time     // from then on a new pacer would answer the same
	changed chan struct{} // closed and replaced when a request ended
}

func newPacer() *pacer { return &pacer{changed: make(chan struct{})} }

// take takes a turn; or says how long to wait before asking again, and what may cut the wait short.
func (p *pacer) take(now time.Time, pace Pace) (t *turn, wait time.Duration, changed <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.forget(now)
	if now.Before(p.held) {
		return nil, p.held.Sub(now), nil
	}
	if wait := p.vendor.wait(now, len(p.flying)); wait > 0 {
		return nil, wait, p.changed
	}
	switch flying := len(p.flying); {
	case pace.PerMinute > 0 && pace.Burst > 0:
		if wait = p.refill(now, pace); wait > 0 {
			return nil, wait, nil
		}
	case pace.PerMinute > 0 && flying+len(p.ended) >= pace.PerMinute:
		if len(p.ended) == 0 { // all of them are under way: the first to end starts the minute
			return nil, window, p.changed
		}
		// As many must have left the window as there are too many, one more to make room.
		over := min(flying+len(p.ended)-pace.PerMinute, len(p.ended)-1)
		return nil, p.ended[over].Add(window + margin).Sub(now), p.changed
	}
	t = p.vendor.take()
	p.flying = append(p.flying, t)
	return t, 0, nil
}

// refill takes a token out of the bucket, or says when there is one.
func (p *pacer) refill(now time.Time, pace Pace) time.Duration {
	rate := float64(pace.PerMinute) / window.Seconds()
	if p.filled.IsZero() {
		p.tokens = float64(pace.Burst)
	} else {
		p.tokens = min(float64(pace.Burst), p.tokens+now.Sub(p.filled).Seconds()*rate)
	}
	p.filled = now
	if p.tokens < 1 {
		return time.Duration(math.Ceil((1 - p.tokens) / rate * float64(time.Second)))
	}
	p.tokens--
	full := time.Duration(math.Ceil((float64(pace.Burst) - p.tokens) / rate * float64(time.Second)))
	p.until(now.Add(full))
	return 0
}

// done notes that a request has ended, which was sent at then, and what its answer's header tells, if there is one. It says
// what is left of the limit: as the vendor told, or as we count; nil without either.
//
// A request that had no pace to keep to is not remembered: that would be memory for nothing, for each account of a connector
// that has thousands.
func (p *pacer) done(t *turn, o *Settings, header http.Header, then, now time.Time) *connectorv1.RateStatus {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flying = slices.DeleteFunc(p.flying, func(other *turn) bool { return other == t })
	p.forget(now)
	if o.Pace.PerMinute > 0 {
		p.ended = append(p.ended, now)
		p.until(now.Add(window + margin))
	}
	rate := p.heed(t, o.RateHeaders, header, then, now)
	if rate == nil {
		rate = p.status(now, o.Pace)
	}
	close(p.changed) // now that all is known
	p.changed = make(chan struct{})
	return rate
}

// heed notes what an answer tells of the vendor's limit; nil where that is nothing.
func (p *pacer) heed(t *turn, h RateHeaders, header http.Header, then, now time.Time) *connectorv1.RateStatus {
	if h == (RateHeaders{}) || header == nil {
		return nil
	}
	s, ok := h.read(header, p.clock.vendor(header, then, now), now.Sub(then))
	if !ok {
		return nil
	}
	p.vendor.note(t, p.flying, s, now)
	p.until(now.Add(s.in + s.slack))
	return s.status(now)
}

// hold stops all requests until then, for the vendor has said that it takes none.
func (p *pacer) hold(until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until.After(p.held) {
		p.held = until
	}
	p.vendor.refused(until)
	p.until(until)
}

// until notes that what the pacer knows matters until then.
func (p *pacer) until(then time.Time) {
	if then.After(p.matter) {
		p.matter = then
	}
}

// forget drops what has left the window.
func (p *pacer) forget(now time.Time) {
	n := 0
	for n < len(p.ended) && now.Sub(p.ended[n]) >= window+margin {
		n++
	}
	p.ended = p.ended[n:]
}

// matters reports whether a pacer that nobody uses knows anything that a new one would not.
func (p *pacer) matters(now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return now.Before(p.matter)
}

// status is what is left of a pace, as we count; nil without one.
func (p *pacer) status(now time.Time, pace Pace) *connectorv1.RateStatus {
	if pace.PerMinute == 0 {
		return nil
	}
	limit, left := int64(pace.PerMinute), int64(pace.PerMinute-len(p.flying)-len(p.ended))
	reset := now
	if pace.Burst > 0 {
		limit, left = int64(pace.Burst), int64(p.tokens)
		reset = now.Add(time.Duration((float64(pace.Burst) - p.tokens) / float64(pace.PerMinute) * float64(window)))
	} else if n := len(p.ended); n > 0 {
		reset = p.ended[n-1].Add(window + margin)
	}
	left = max(left, 0)
	return &connectorv1.RateStatus{Limit: &limit, Remaining: &left, ResetAt: timestamppb.New(reset)}
}
