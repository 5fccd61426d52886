package rest

import (
	"net/http"
	"testing"
	"time"
)

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	in := func(d time.Duration) string { return now.Add(d).Format(http.TimeFormat) }
	for _, c := range []struct {
		value, date string
		want        time.Duration
	}{
		{"", "", 0},
		{"0", "", 0},
		{"7", "", 7 * time.Second},
		{" 7 ", "", 7 * time.Second},
		{"0.25", "", 250 * time.Millisecond},
		{"-3", "", 0},
		{"soon", "", 0},
		{"NaN", "", 0},
		{"Inf", "", maxRetryAfter},
		{"1e300", "", maxRetryAfter},
		{"99999999999999999999", "", maxRetryAfter},
		{in(90 * time.Second), "", 90 * time.Second},
		{in(-90 * time.Second), "", 0},
		{in(90 * time.Second), in(-time.Hour), time.Hour + 90*time.Second},
		{in(90 * time.Second), "nonsense", 90 * time.Second},
		{now.Add(time.Minute).Format(time.RFC850), "", time.Minute},
		{now.Add(time.Minute).Format(time.ANSIC), "", time.Minute},
		{"Fri, 31 Dec 9999 23:59:59 GMT", "", maxRetryAfter},
	} {
		h := http.Header{"Retry-After": {c.value}, "Date": {c.date}}
		if got := retryAfter(h, now); got != c.want {
			t.Errorf("%q at %q: %v, want %v", c.value, c.date, got, c.want)
		}
	}
}
