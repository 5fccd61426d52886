package rest

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func TestRetriesBackOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vendor{answers: always(func() *http.Response { return respond(503, "down") })}
		e := wantError(t, read(t, connect(t, v, nil)), connector.UpstreamUnavailable)
		if e.UpstreamStatus != 503 || e.UpstreamExcerpt != "down" || v.requests() != 4 {
			t.Errorf("%+v after %d requests", e, v.requests())
		}
		for i, base := range []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second} {
			if d := v.times[i+1].Sub(v.times[i]); d < base*3/4 || d > base*5/4 {
				t.Errorf("pause %d is %v, want about %v", i, d, base)
			}
		}
	})
}

func TestRetryAfterIsKept(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		value  func() string
		want   time.Duration
	}{
		"429 seconds": {429, func() string { return "17" }, 17 * time.Second},
		"429 date":    {429, func() string { return time.Now().Add(40 * time.Second).UTC().Format(http.TimeFormat) }, 40 * time.Second},
		"503 seconds": {503, func() string { return "33" }, 33 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v := &vendor{answers: func(_ *http.Request, n int) (*http.Response, error) {
					if n < 3 {
						return respond(c.status, "", "Retry-After", c.value()), nil
					}
					return respond(200, "{}"), nil
				}}
				if err := read(t, connect(t, v, nil)); err != nil {
					t.Fatal(err)
				}
				for i := range 2 {
					if d := v.times[i+1].Sub(v.times[i]); d.Round(time.Second) != c.want {
						t.Errorf("waited %v, want %v", d, c.want)
					}
				}
			})
		})
	}
}

// A 429 stops the other calls with the same credential too: they would meet the same.
func TestA429HoldsEveryone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vendor{answers: func(_ *http.Request, n int) (*http.Response, error) {
			if n == 1 {
				return respond(429, "", "Retry-After", "30"), nil
			}
			return respond(200, "{}"), nil
		}}
		pool := poolTo(v)
		done := make(chan error, 2)
		for i := range 2 {
			c := connectIn(t, pool, nil)
			go func() {
				time.Sleep(time.Duration(i) * time.Second)
				done <- c.Read(t.Context(), Request{}, func([]byte) error { return nil })
			}()
		}
		for range 2 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if v.requests() != 3 || v.times[1].Sub(v.times[0]) < 30*time.Second {
			t.Errorf("requests at %v", v.times)
		}
	})
}

func TestLimitsThatDoNotEnd(t *testing.T) {
	for name, c := range map[string]struct {
		retryAfter        string
		maxWait, deadline time.Duration
		requests          int
		took              time.Duration
	}{
		"longer than max_wait":      {"120", time.Minute, time.Hour, 1, 0},
		"longer than the deadline":  {"120", unlimited, 90 * time.Second, 1, 0},
		"again and again":           {"120", unlimited, 5 * time.Minute, 3, 4 * time.Minute},
		"for ever":                  {"10", unlimited, 24 * time.Hour, 21, 200 * time.Second},
		"no wait is allowed at all": {"1", 0, time.Hour, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v := &vendor{answers: always(func() *http.Response { return respond(429, "slow down", "Retry-After", c.retryAfter) })}
				ctx, cancel := context.WithTimeout(t.Context(), c.deadline)
				defer cancel()
				start := time.Now()
				err := connect(t, v, func(s *Settings) { s.MaxWait = c.maxWait }).Read(ctx, Request{}, func([]byte) error { return nil })
				e := wantError(t, err, connector.RateLimited)
				if want, _ := strconv.Atoi(c.retryAfter); e.RetryAfter != time.Duration(want)*time.Second || v.requests() != c.requests {
					t.Errorf("%+v after %d requests", e, v.requests())
				}
				if took := time.Since(start).Round(time.Second); took != c.took {
					t.Errorf("took %v, want %v", took, c.took)
				}
			})
		})
	}
}

func TestTimeoutIsOfOneRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vendor{answers: func(r *http.Request, n int) (*http.Response, error) {
			if n == 2 {
				return respond(200, "{}"), nil
			}
			<-r.Context().Done()
			return nil, r.Context().Err()
		}}
		start := time.Now()
		if err := read(t, connect(t, v, nil)); err != nil || v.requests() != 2 || time.Since(start) < 30*time.Second {
			t.Errorf("%v after %d requests, %v", err, v.requests(), time.Since(start))
		}
		v.answers = func(r *http.Request, _ int) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}
		e := wantError(t, read(t, connect(t, v, nil)), connector.UpstreamTimeout)
		if v.requests() != 6 || e.UpstreamStatus != 0 {
			t.Errorf("%+v after %d requests", e, v.requests())
		}
	})
}

// Asking again does not help where the server has no such thing at all.
func TestNotImplementedIsNotAskedForAgain(t *testing.T) {
	v := &vendor{answers: always(func() *http.Response { return respond(http.StatusNotImplemented, "") })}
	wantReason(t, read(t, connect(t, v, nil)), connector.UpstreamUnavailable)
	if v.requests() != 1 {
		t.Errorf("%d requests", v.requests())
	}
}

// The body counts to the time of a request: a server that trickles does not hold a call for ever.
func TestTimeoutOfTheBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vendor{answers: func(r *http.Request, _ int) (*http.Response, error) {
			pr, pw := io.Pipe()
			go func() {
				for {
					select {
					case <-time.After(time.Second):
						_, _ = pw.Write([]byte(" "))
					case <-r.Context().Done():
						_ = pw.CloseWithError(r.Context().Err())
						return
					}
				}
			}()
			return &http.Response{StatusCode: http.StatusOK, ContentLength: -1, Header: http.Header{}, Body: pr}, nil
		}}
		wantReason(t, read(t, connect(t, v, nil)), connector.UpstreamTimeout)
	})
}

func TestTheCallersOwnEndPassesThrough(t *testing.T) {
	for name, c := range map[string]struct {
		answers func(r *http.Request, n int) (*http.Response, error)
		pace    Pace
	}{
		"waiting for an answer": {func(r *http.Request, _ int) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}, Pace{}},
		"before the next try":   {always(func() *http.Response { return respond(503, "", "Retry-After", "60") }), Pace{}},
		"waiting for the limit": {always(func() *http.Response { return respond(429, "", "Retry-After", "60") }), Pace{}},
		"waiting for its turn":  {always(func() *http.Response { return respond(500, "") }), Pace{PerMinute: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(10*time.Second, cancel)
				start := time.Now()
				err := connect(t, &vendor{answers: c.answers}, paced(c.pace)).Read(ctx, Request{}, func([]byte) error { return nil })
				if !errors.Is(err, context.Canceled) || connector.ReasonOf(err) != "" || time.Since(start) != 10*time.Second {
					t.Errorf("%v after %v", err, time.Since(start))
				}
			})
		})
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		v := &vendor{answers: func(r *http.Request, _ int) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}}
		err := connect(t, v, nil).Read(ctx, Request{}, func([]byte) error { return nil })
		if !errors.Is(err, context.DeadlineExceeded) || connector.ReasonOf(err) != "" {
			t.Error(err)
		}
	})
}

func TestTransportErrors(t *testing.T) {
	for _, c := range []struct {
		cause    error
		reason   connector.Reason
		requests int
	}{
		{&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, connector.UpstreamUnavailable, 4},
		{&net.OpError{Op: "read", Err: syscall.ECONNRESET}, connector.UpstreamUnavailable, 4},
		{&net.DNSError{Err: "no such host", Name: "api.vendor.example", IsNotFound: true}, connector.UpstreamUnavailable, 4},
		{&net.OpError{Op: "dial", Err: context.DeadlineExceeded}, connector.UpstreamTimeout, 4},
		{io.EOF, connector.UpstreamUnavailable, 4},
		{errors.New("something with " + secret), connector.UpstreamUnavailable, 4},
		{&untrustedError{errors.New("not who it should be")}, connector.UpstreamUntrusted, 1},
	} {
		synctest.Test(t, func(t *testing.T) {
			v := &vendor{answers: func(*http.Request, int) (*http.Response, error) { return nil, c.cause }}
			e := wantError(t, read(t, connect(t, v, nil)), c.reason)
			if v.requests() != c.requests || strings.Contains(e.Message, "/v1/x") || !errors.Is(e, c.cause) {
				t.Errorf("%+v after %d requests", e, v.requests())
			}
		})
	}
}

func TestMalformedIsAskedForOnceMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vendor{answers: always(func() *http.Response { return respond(200, "<html>"+secret, "Content-Type", "text/html; x=y") })}
		broken := errors.New("broken")
		err := connect(t, v, nil).Read(t.Context(), Request{}, func([]byte) error { return broken })
		e := wantError(t, err, connector.UpstreamMalformed)
		if v.requests() != 2 || !errors.Is(e, broken) || e.UpstreamExcerpt != "" || !strings.Contains(e.Message, "text/html") {
			t.Errorf("%+v after %d requests", e, v.requests())
		}
		own := connector.Errorf(connector.NotFound, "mine")
		if err := connect(t, v, nil).Read(t.Context(), Request{}, func([]byte) error { return own }); err != error(own) || v.requests() != 3 {
			t.Errorf("%v after %d requests", err, v.requests())
		}
	})
}

func TestNotFoundIsOfItemsOnly(t *testing.T) {
	v := &vendor{answers: always(func() *http.Response { return respond(404, "") })}
	c := connect(t, v, nil)
	for item, reason := range map[bool]connector.Reason{true: connector.NotFound, false: connector.UpstreamRejected} {
		err := c.Read(t.Context(), Request{Item: item}, func([]byte) error { return nil })
		wantReason(t, err, reason)
	}
}

func TestWhatIsSent(t *testing.T) {
	v := &vendor{}
	v.answers = func(r *http.Request, _ int) (*http.Response, error) {
		if r.Method != http.MethodGet || r.Header.Get("Authorization") != "Bearer "+secret || r.Header.Get("Accept") != "application/json" ||
			r.Header.Get("User-Agent") != "test/1" || len(r.Header) != 3 {
			t.Errorf("%s %v", r.Method, r.Header)
		}
		if got := r.URL.String(); got != "https://api.vendor.example/base/v1/user/a%2Fb%20c%3Fd?limit=7" {
			t.Error(got)
		}
		return respond(200, "{}"), nil
	}
	segment, ok := Segment("a/b c?d")
	err := connect(t, v, nil).Read(t.Context(), Request{Path: "/v1/user/" + segment, Query: map[string][]string{"limit": {"7"}}},
		func([]byte) error { return nil })
	if err != nil || !ok || v.requests() != 1 {
		t.Errorf("%v, %v, %d requests", err, ok, v.requests())
	}
	for _, id := range []string{"", ".", ".."} {
		if _, ok := Segment(id); ok {
			t.Errorf("%q is taken as an id", id)
		}
	}
}

// A request that is a part of a list is not silent, and all that it took is told, also where it failed.
func TestReadWithinTellsWhatItWaitsFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vendor{answers: func(_ *http.Request, n int) (*http.Response, error) {
			time.Sleep(12 * time.Second)
			return respond(map[bool]int{true: 503, false: 403}[n == 1], ""), nil
		}}
		c := connect(t, v, nil)
		signs := 0
		exchanges, err := c.ReadWithin(t.Context(), Request{Path: "/v1/x"}, func(*connectorv1.Progress) error { signs++; return nil },
			func(*Answer) error { return nil })
		wantReason(t, err, connector.PermissionMissing)
		if signs < 4 || len(exchanges) != 2 || exchanges[1].GetStatus() != 403 {
			t.Errorf("%d signs of life, exchanges %v", signs, exchanges)
		}
		enough := errors.New("enough")
		_, err = c.ReadWithin(t.Context(), Request{Path: "/v1/x"}, func(*connectorv1.Progress) error { return enough }, func(*Answer) error { return nil })
		if err != enough {
			t.Errorf("%v", err)
		}
	})
}
