package manager

import "time"

// restarts decides when a connector whose process failed may be started again: at once the first time, then after a wait
// that doubles, and so often within a window. What failed longer ago than the window does not count.
type restarts struct {
	limit       int
	window      time.Duration
	first, most time.Duration // waits
	failures    []time.Time   // within the window, oldest first
	total       int
}

func newRestarts(cfg Config) restarts {
	return restarts{limit: cfg.Restarts, window: cfg.RestartWindow, first: cfg.Backoff, most: cfg.BackoffLimit}
}

// failed notes a failure.
func (r *restarts) failed(now time.Time) {
	r.forget(now)
	r.failures = append(r.failures, now)
	r.total++
}

// next says when the process may be started. ok is false when it failed too often; then at is when that is over.
func (r *restarts) next(now time.Time) (at time.Time, ok bool) {
	r.forget(now)
	n := len(r.failures)
	switch {
	case n == 0:
		return now, true
	case n > r.limit:
		// Then the failures that are left leave room for one more start.
		return r.failures[n-1-r.limit].Add(r.window), false
	}
	wait := r.most
	if n <= 30 { // beyond, the shift would run over
		wait = min(r.first<<(n-1), r.most)
	}
	return r.failures[n-1].Add(wait), true
}

// forgive begins anew: the failures were another binary's.
func (r *restarts) forgive() { r.failures = nil }

func (r *restarts) forget(now time.Time) {
	for len(r.failures) > 0 && now.Sub(r.failures[0]) >= r.window {
		r.failures = r.failures[1:]
	}
}
