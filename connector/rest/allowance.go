package rest

import (
	"math"
	"time"
)

// allowance is what is left of a vendor's limit, as the vendor tells it. It is neither told the plan nor what the vendor
// means by reset, and so works with what holds for any: while some is left, requests go at full speed; when none is, they
// wait for reset, and then go one by one until an answer tells more.
//
// Answers come in any order. What one tells may leave out the requests that were under way beside it, so that those are
// taken off; and of answers that were under way together, the one that tells least was made last.
type allowance struct {
	known  bool
	left   int64     // to send, those that are under way taken off
	refill time.Time // from when on there is one more, where none is left

	// Of a bucket, which tells by reset when it will be full, how long one token takes shows before it is empty: reset
	// moves away as tokens go. Then none left means to wait for one token and not for all of them.
	most  told  // the answer that told the most
	taken int64 // requests since then
	each  time.Duration
}

// turn is a request under way.
type turn struct {
	least int64 // of what was told meanwhile
}

// probe is how long to wait for the answer of the one request that finds out, before looking again.
const probe = time.Second

// wait is how long to wait before the next request while so many are under way. The answer to one of them may cut it short.
func (a *allowance) wait(now time.Time, flying int) time.Duration {
	switch {
	case !a.known || a.left > 0:
		return 0
	case now.Before(a.refill):
		return a.refill.Sub(now)
	case flying > 0:
		return probe
	}
	return 0
}

// take takes one, and says of it that it is under way.
func (a *allowance) take() *turn {
	a.left = max(a.left, 1) - 1 // with none left, this one finds out
	a.taken++
	return &turn{least: math.MaxInt64}
}

// note takes down what the answer to a request told; the others are still under way.
func (a *allowance) note(t *turn, others []*turn, s told, now time.Time) {
	for _, o := range others {
		o.least = min(o.least, s.left)
	}
	a.known = true
	a.left = min(s.left, t.least) - int64(len(others))
	a.learn(s, int64(len(others)))
	wait := s.in + s.slack
	if a.each > 0 {
		wait = min(wait, a.each)
	}
	if refill := now.Add(wait); s.left <= t.least || refill.After(a.refill) {
		a.refill = refill
	}
}

// certain is how many times what two resets are off by their difference must be, to tell anything.
const certain = 4

// learn compares what was told with when most was told. Of a bucket, both numbers are of the same tokens. Of a window,
// reset comes nearer, and of a limit whose reset is that of the next token, it does not move away while there are any; where
// others spend from the same limit, windows can look like buckets, and nothing is learned.
func (a *allowance) learn(s told, flying int64) {
	gone, away := a.most.left-s.left, s.in-a.most.in
	switch blur := s.blur + a.most.blur; {
	case gone <= 0 || a.most == told{}:
		a.most, a.taken = s, flying
	case s.left > 0 && gone > 1 && gone <= a.taken && away >= certain*blur:
		a.each = (away + blur) / time.Duration(gone-1)
	}
}

// refused notes that the vendor took no more, and says when it does. What was learned was wrong, then.
func (a *allowance) refused(until time.Time) {
	a.left, a.refill = 0, until
	a.most, a.each = told{}, 0
}
