package rest

import (
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

const (
	remainingHeader = "X-RateLimit-Remaining"
	resetHeader     = "X-RateLimit-Reset"
)

// steered has a client heed what the vendor tells.
func steered(s *Settings) {
	s.RateHeaders = RateHeaders{Remaining: remainingHeader, Reset: resetHeader}
}

func TestWhatVendorsTell(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	unix := func(d time.Duration) string { return strconv.FormatInt(now.Add(d).Unix(), 10) }
	for _, c := range []struct {
		remaining, reset string
		left             int64
		in, slack        time.Duration // slack 0: it tells nothing
	}{
		{"5", "30", 5, 30 * time.Second, time.Second},
		{" 5 ", " 30 ", 5, 30 * time.Second, time.Second},
		{"0", "0", 0, 0, time.Second},
		{"59.9", "0.25", 59, 250 * time.Millisecond, margin},
		{"5", "86400", 5, 24 * time.Hour, time.Second},
		{"5", unix(90 * time.Second), 5, 90 * time.Second, time.Second},
		{"5", unix(90*time.Second) + ".5", 5, 90*time.Second + 500*time.Millisecond, margin},
		{"5", unix(24 * time.Hour), 5, 24 * time.Hour, time.Second},
		{"5", unix(-time.Second), 5, 0, time.Second}, // while the answer was on its way
		{"5", unix(-5 * time.Second), 0, 0, 0},
		{"5", unix(25 * time.Hour), 0, 0, 0},
		{"5", "86401", 0, 0, 0}, // 1970
		{"5", "1e300", 0, 0, 0},
		{"5", unix(time.Hour) + "000", 0, 0, 0}, // milliseconds
		{"5", "-1", 0, 0, 0},
		{"5", "NaN", 0, 0, 0},
		{"5", "Inf", 0, 0, 0},
		{"5", "soon", 0, 0, 0},
		{"5", "", 0, 0, 0},
		{"", "30", 0, 0, 0},
		{"-1", "30", 0, 0, 0},
		{"NaN", "30", 0, 0, 0},
		{"Inf", "30", 0, 0, 0},
		{"1e300", "30", 0, 0, 0},
		{"5, 3", "30", 0, 0, 0},
	} {
		var s Settings
		steered(&s)
		header := respond(200, "", remainingHeader, c.remaining, resetHeader, c.reset).Header
		got, ok := s.RateHeaders.read(header, now, 2*time.Second)
		if ok != (c.slack > 0) || ok && (got.left != c.left || got.in != c.in || got.slack != c.slack) {
			t.Errorf("%q, %q: %+v, %v", c.remaining, c.reset, got, ok)
		}
	}
}

// Headers that make no sense steer nothing.
func TestNonsenseDoesNotSteer(t *testing.T) {
	for name, header := range map[string][]string{
		"no reset":    {remainingHeader, "0"},
		"long past":   {remainingHeader, "0", resetHeader, "1000000000"},
		"far away":    {remainingHeader, "0", resetHeader, "99999999999"},
		"negative":    {remainingHeader, "-1", resetHeader, "60"},
		"wrong clock": {remainingHeader, "0", resetHeader, "60", "Date", "Fri, 31 Dec 1999 23:59:59 GMT"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v := &vendor{answers: always(func() *http.Response { return respond(200, "{}", header...) })}
				c := connect(t, v, steered)
				for range 50 {
					if err := read(t, c); err != nil {
						t.Fatal(err)
					}
				}
				took := time.Since(v.times[0])
				if delta := name == "wrong clock"; delta && took < 49*time.Minute || !delta && took != 0 { // a delta needs no clock
					t.Errorf("took %v", took)
				}
			})
		})
	}
}

func TestPagesTellWhatTheVendorSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vendor{answers: always(func() *http.Response {
			return respond(200, "{}", remainingHeader, "17", resetHeader, "30")
		})}
		rate := func(change func(*Settings)) *connectorv1.RateStatus {
			a, err := connect(t, v, change).send(t.Context(), Request{}, newActivity())
			if err != nil {
				t.Fatal(err)
			}
			defer a.Release()
			return a.Rate
		}
		paced := func(s *Settings) { steered(s); s.Pace = Pace{PerMinute: 5} }
		for _, change := range []func(*Settings){steered, paced} {
			r := rate(change)
			if r.GetRemaining() != 17 || !r.GetResetAt().AsTime().Equal(time.Now().Add(30*time.Second)) || r.Limit != nil {
				t.Errorf("%v", r)
			}
		}
		if r := rate(nil); r != nil { // headers that the connector does not know
			t.Errorf("%v", r)
		}
	})
}

func TestPacingCanBeTurnedOff(t *testing.T) {
	defaults := Settings{BaseURL: "https://api.vendor.example"}
	steered(&defaults)
	for _, c := range []struct {
		operator []string
		heeded   bool
	}{
		{nil, true},
		{[]string{"requests_per_minute", ""}, true},
		{[]string{"requests_per_minute", "60", "burst", "5"}, true},
		{[]string{"requests_per_minute", "0"}, false},
	} {
		s, err := ReadSettings(account(c.operator...), defaults)
		if err != nil || (s.RateHeaders != RateHeaders{}) != c.heeded {
			t.Errorf("%v: %+v, %v", c.operator, s.RateHeaders, err)
		}
	}
}
