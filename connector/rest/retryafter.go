package rest

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxRetryAfter bounds what a vendor may ask for: more would overflow, and no call waits a year.
const maxRetryAfter = 365 * 24 * time.Hour

// retryAfter reads Retry-After (RFC 9110, section 10.2.3): seconds, which some vendors send with a fraction, or an HTTP
// date, which is reckoned from the answer's own Date where there is one, so that a wrong clock here does not matter. 0:
// there is none that makes sense.
func retryAfter(h http.Header, now time.Time) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if v == "" {
		return 0
	}
	if seconds, err := strconv.ParseFloat(v, 64); err == nil {
		if math.IsNaN(seconds) || seconds <= 0 {
			return 0
		}
		return time.Duration(math.Ceil(min(seconds, maxRetryAfter.Seconds()) * float64(time.Second)))
	}
	at, err := http.ParseTime(v)
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	return min(max(at.Sub(now), 0), maxRetryAfter)
}
