package rest

import (
	"context"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trellis-iam/trellis/connector"
)

// busiest is the most that came in any stretch of the given length.
func busiest(times []time.Time, stretch time.Duration) (most int) {
	for i, from := 0, 0; i < len(times); i++ {
		for times[i].Sub(times[from]) >= stretch {
			from++
		}
		most = max(most, i-from+1)
	}
	return most
}

func paced(pace Pace) func(*Settings) {
	return func(s *Settings) { s.Pace = pace }
}

// A window lets a short list through at full speed, and a long one as fast as can be, never with more than the limit in any
// minute, as the vendor sees it.
func TestWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const perMinute = 30
		var arrivals []time.Time
		v := &vendor{}
		v.answers = func(*http.Request, int) (*http.Response, error) {
			time.Sleep(rand.N(100 * time.Millisecond)) // to the vendor
			arrivals = append(arrivals, time.Now())
			time.Sleep(rand.N(100 * time.Millisecond)) // and back
			return respond(200, "{}"), nil
		}
		c := connect(t, v, paced(Pace{PerMinute: perMinute}))
		start := time.Now()
		for i := range 3 * perMinute {
			if err := read(t, c); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(start); i == perMinute-1 && took > perMinute*200*time.Millisecond {
				t.Errorf("the first %d took %v", perMinute, took)
			}
		}
		if n := busiest(arrivals, time.Minute); n > perMinute {
			t.Errorf("%d in one minute", n)
		}
		// Each further window opens as the answers of the one before have become a minute old.
		if took, ideal := time.Since(start), 2*time.Minute; took > ideal+3*perMinute*200*time.Millisecond {
			t.Errorf("%v, ideally %v", took, ideal)
		}
	})
}

func TestWindowIsSharedByTheCallsOfACredential(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vendor{answers: always(func() *http.Response { return respond(200, "{}") })}
		pool := poolTo(v)
		var wg sync.WaitGroup
		for range 10 {
			c := connectIn(t, pool, paced(Pace{PerMinute: 20}))
			wg.Go(func() {
				for range 10 {
					if err := read(t, c); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if n := busiest(v.times, time.Minute); n > 20 || v.requests() != 100 {
			t.Errorf("%d in one minute, %d in all", n, v.requests())
		}
		// Another credential has a window of its own.
		other := connectIn(t, pool, paced(Pace{PerMinute: 20}))
		o := other.options
		o.Credential = Bearer("another-credential")
		start := time.Now()
		if err := read(t, pool.Client(o)); err != nil || time.Since(start) != 0 {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

func TestBucket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vendor{answers: always(func() *http.Response { return respond(200, "{}") })}
		c := connect(t, v, paced(Pace{PerMinute: 60, Burst: 5}))
		start := time.Now()
		for range 25 {
			if err := read(t, c); err != nil {
				t.Fatal(err)
			}
		}
		// Five at once, then one a second.
		if took := time.Since(start).Round(time.Millisecond); took != 20*time.Second {
			t.Errorf("took %v", took)
		}
		if n := busiest(v.times, 10*time.Second); n > 15 {
			t.Errorf("%d in ten seconds", n)
		}
		time.Sleep(time.Hour) // the bucket does not overflow
		start = time.Now()
		for range 6 {
			_ = read(t, c)
		}
		if took := time.Since(start).Round(time.Millisecond); took != time.Second {
			t.Errorf("six more took %v", took)
		}
	})
}

func TestAPaceThatDoesNotFitIsToldAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		maxWait, deadline time.Duration
	}{
		"max_wait": {10 * time.Second, time.Hour},
		"deadline": {unlimited, 10 * time.Second},
		"no wait":  {0, time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v := &vendor{answers: always(func() *http.Response { return respond(200, "{}") })}
				client := connect(t, v, func(s *Settings) { s.Pace, s.MaxWait = Pace{PerMinute: 1}, c.maxWait })
				if err := read(t, client); err != nil {
					t.Fatal(err)
				}
				ctx, cancel := context.WithTimeout(t.Context(), c.deadline)
				defer cancel()
				start := time.Now()
				err := client.Read(ctx, Request{}, func([]byte) error { return nil })
				e := wantError(t, err, connector.RateLimited)
				if time.Since(start) != 0 || e.RetryAfter.Round(time.Second) != time.Minute || v.requests() != 1 {
					t.Errorf("after %v: %+v, %d requests", time.Since(start), e, v.requests())
				}
			})
		})
	}
}

func TestWhatIsLeftOfAPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vendor{answers: always(func() *http.Response { return respond(200, "{}") })}
		c := connect(t, v, paced(Pace{PerMinute: 3}))
		for left := int64(2); left >= 0; left-- {
			a, err := c.send(t.Context(), Request{}, newActivity())
			if err != nil {
				t.Fatal(err)
			}
			if r := a.Rate; r.GetLimit() != 3 || r.GetRemaining() != left || r.GetResetAt().AsTime().Before(time.Now()) {
				t.Errorf("rate %v, want %d left", r, left)
			}
			a.Release()
		}
		a, err := connect(t, v, nil).send(t.Context(), Request{}, newActivity())
		if err != nil || a.Rate != nil {
			t.Errorf("%v, %v", a, err)
		}
	})
}
