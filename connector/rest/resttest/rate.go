package resttest

import (
	"math"
	"sync"
	"time"
)

// Limit is what a vendor takes: in any Window no more than Rate requests; or, with a Burst, those that are in a bucket of
// that size, which is refilled steadily with Rate a Window.
type Limit struct {
	Rate   int // 0: all of them
	Burst  int
	Window time.Duration // 0: a minute
}

// Allowance is how much of a limit is left.
type Allowance struct {
	// Limit is how many requests there are at most; 0: there is no limit.
	Limit int
	// Left is how many are left of them now.
	Left int
	// Next is when there is one more, and Full when all are back; now, where none is missing.
	Next, Full time.Time
}

// limiter counts all requests that came with a key against the limit.
type limiter struct {
	mu     sync.Mutex
	last   []time.Time // of the window, oldest first
	used   float64     // of the bucket, as of filled
	filled time.Time
}

// take counts a request, and answers 0; or how long to wait, where it is one too many, which is then not counted.
func (l *limiter) take(now time.Time, limit Limit) (wait time.Duration) {
	if limit.Rate == 0 {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pass(now, limit)
	switch {
	case limit.Burst > 0 && l.used+1 > float64(limit.Burst):
		return limit.refills(l.used + 1 - float64(limit.Burst))
	case limit.Burst > 0:
		l.used++
	case len(l.last) >= limit.Rate:
		return l.last[len(l.last)-limit.Rate].Add(limit.window()).Sub(now)
	default:
		l.last = append(l.last, now)
	}
	return 0
}

// allowance is what is left now.
func (l *limiter) allowance(now time.Time, limit Limit) Allowance {
	a := Allowance{Next: now, Full: now}
	if limit.Rate == 0 {
		return a
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pass(now, limit)
	if limit.Burst > 0 {
		free := float64(limit.Burst) - l.used
		a.Limit, a.Left = limit.Burst, max(int(free), 0)
		if l.used > 0 {
			a.Next, a.Full = now.Add(limit.refills(math.Floor(free)+1-free)), now.Add(limit.refills(l.used))
		}
		return a
	}
	a.Limit, a.Left = limit.Rate, max(limit.Rate-len(l.last), 0)
	if n := len(l.last); n > 0 {
		a.Next, a.Full = l.last[0].Add(limit.window()), l.last[n-1].Add(limit.window())
	}
	return a
}

// pass lets the time pass since the last request.
func (l *limiter) pass(now time.Time, limit Limit) {
	n := 0
	for n < len(l.last) && now.Sub(l.last[n]) >= limit.window() {
		n++
	}
	l.last = l.last[n:]
	if limit.Burst > 0 {
		l.used = max(l.used-float64(now.Sub(l.filled))/float64(limit.window())*float64(limit.Rate), 0)
	}
	l.filled = now
}

func (l Limit) window() time.Duration {
	if l.Window == 0 {
		return time.Minute
	}
	return l.Window
}

// refills is how long so many requests take to come back to the bucket.
func (l Limit) refills(requests float64) time.Duration {
	return time.Duration(math.Ceil(requests / float64(l.Rate) * float64(l.window())))
}

// seconds rounds a wait up, as Retry-After has it.
func seconds(wait time.Duration) int { return int((wait + time.Second - 1) / time.Second) }
