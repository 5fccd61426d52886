package rest

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// RateHeaders names the headers in which a vendor tells, with every answer, what is left of its limit; they steer the
// pace. The zero value: it tells nothing.
type RateHeaders struct {
	// Remaining is how many requests it takes still.
	Remaining string
	// Reset is when it takes more: in Unix seconds, or in seconds from now.
	Reset string
}

// told is what an answer says of the vendor's limit.
type told struct {
	left int64
	in   time.Duration // from the answer until reset
	// slack is by how much it can be later: a time in whole seconds was most likely rounded down.
	slack time.Duration
	// blur bounds what in is off by in all: by rounding, on both clocks, and by how long the answer was on its way.
	blur time.Duration
}

const (
	// maxReset bounds how far away a reset can be: limits are of minutes and hours. A greater number is an instant, and
	// an instant that is further away makes no sense.
	maxReset = 24 * time.Hour
	// maxLeft bounds what can be left: more is no limit.
	maxLeft = 1e9
)

// read reads what an answer says; ok is false where that is nothing, or makes no sense: then the answer tells nothing. An
// instant is reckoned by the vendor's clock, and may be past since the request was sent, which took so long.
func (h RateHeaders) read(header http.Header, vendor time.Time, took time.Duration) (s told, ok bool) {
	left, ok := number(header.Get(h.Remaining))
	if !ok || left > maxLeft {
		return told{}, false
	}
	reset, ok := number(header.Get(h.Reset))
	if !ok {
		return told{}, false
	}
	s = told{left: int64(left), slack: margin, blur: time.Second + took}
	if reset == math.Trunc(reset) {
		s.slack = time.Second
	}
	if reset > maxReset.Seconds() {
		if reset > float64(vendor.Add(maxReset).Unix()) {
			return told{}, false
		}
		whole, fraction := math.Modf(reset)
		s.in = time.Unix(int64(whole), int64(fraction*1e9)).Sub(vendor)
	} else {
		s.in = time.Duration(reset * float64(time.Second))
	}
	ok = s.in > -s.slack-took && s.in <= maxReset
	s.in = max(s.in, 0)
	return s, ok
}

// number reads a number that is neither negative nor endless.
func number(text string) (float64, bool) {
	f, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	return f, err == nil && f >= 0 && !math.IsInf(f, 0)
}

// status is what was told, for a page.
func (s told) status(now time.Time) *connectorv1.RateStatus {
	return &connectorv1.RateStatus{Remaining: &s.left, ResetAt: timestamppb.New(now.Add(s.in))}
}

// skew is how far a vendor's clock is ahead of ours, as far as Date headers show. They are in whole seconds, so that each
// one tells the least that it can be, and the greatest of these comes close to the truth within a few answers.
type skew struct {
	least time.Duration
	known bool
}

// vendor is the vendor's time at an answer that came at now to a request of then. An answer without a usable Date is taken
// to come from a clock like ours.
func (s *skew) vendor(header http.Header, then, now time.Time) time.Time {
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return now.Add(s.least)
	}
	// Wall clocks are compared: Sub does that where one time has no other reading.
	least, most := date.Sub(now), date.Add(time.Second).Sub(then)
	if !s.known || s.least > most { // the first one, or one of the clocks was set
		s.least, s.known = least, true
	}
	s.least = max(s.least, least)
	return now.Add(s.least)
}
