package resttest

import (
	"math"
	"sync"
	"time"
)

// Rate is how much of a limit is left.
type Rate struct {
	// Limit is how many requests there are at most; 0: there is no limit.
	Limit int
	// Left is how many are left of them now.
	Left int
	// Reset is when all of them are.
	Reset time.Time
}

// limiter counts all requests that came with a key against the limit: in a sliding window, or in a bucket.
type limiter struct {
	mu     sync.Mutex
	last   []time.Time // of the window, oldest first
	used   float64     // of the bucket, as of filled
	filled time.Time
}

// take counts a request, and answers 0; or how long to wait, where it is one too many, which is then not counted.
func (l *limiter) take(now time.Time, s *Settings) (wait time.Duration) {
	if s.Rate == 0 {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pass(now, s)
	switch {
	case s.Burst > 0 && l.used+1 > float64(s.Burst):
		return s.refills(l.used + 1 - float64(s.Burst))
	case s.Burst > 0:
		l.used++
	case len(l.last) >= s.Rate:
		return l.last[len(l.last)-s.Rate].Add(s.window()).Sub(now)
	default:
		l.last = append(l.last, now)
	}
	return 0
}

// rate is what is left now.
func (l *limiter) rate(now time.Time, s *Settings) Rate {
	if s.Rate == 0 {
		return Rate{Reset: now}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pass(now, s)
	if s.Burst > 0 {
		return Rate{s.Burst, max(int(float64(s.Burst)-l.used), 0), now.Add(s.refills(l.used))}
	}
	reset := now
	if n := len(l.last); n > 0 {
		reset = l.last[n-1].Add(s.window())
	}
	return Rate{s.Rate, max(s.Rate-len(l.last), 0), reset}
}

// pass lets the time pass since the last request.
func (l *limiter) pass(now time.Time, s *Settings) {
	n := 0
	for n < len(l.last) && now.Sub(l.last[n]) >= s.window() {
		n++
	}
	l.last = l.last[n:]
	if s.Burst > 0 {
		l.used = max(l.used-float64(now.Sub(l.filled))/float64(s.window())*float64(s.Rate), 0)
	}
	l.filled = now
}

// window is the time that Rate is for.
func (s *Settings) window() time.Duration {
	if s.Window == 0 {
		return time.Minute
	}
	return time.Duration(s.Window)
}

// refills is how long so many requests take to come back to the bucket.
func (s *Settings) refills(requests float64) time.Duration {
	return time.Duration(math.Ceil(requests / float64(s.Rate) * float64(s.window())))
}

// seconds rounds a wait up, as Retry-After has it.
func seconds(wait time.Duration) int { return int((wait + time.Second - 1) / time.Second) }
