package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// shelf is many things, each behind a request of its own.
type shelf struct {
	*vendor
	took func(thing int) time.Duration
	body func(thing, n int) *http.Response // the n-th answer for a thing

	flying, peak atomic.Int32
	tries        map[int]int
	got          []int
	told         []time.Time
	progress     []*connectorv1.Progress
}

func newShelf(took func(int) time.Duration) *shelf {
	s := &shelf{took: took, tries: map[int]int{}}
	s.vendor = &vendor{answers: func(r *http.Request, _ int) (*http.Response, error) {
		s.peak.Store(max(s.peak.Load(), s.flying.Add(1)))
		defer s.flying.Add(-1)
		thing, _ := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/base/"))
		s.mu.Lock()
		s.tries[thing]++
		n := s.tries[thing]
		s.mu.Unlock()
		select {
		case <-time.After(s.took(thing)):
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
		if s.body != nil {
			if response := s.body(thing, n); response != nil {
				return response, nil
			}
		}
		return respond(200, strconv.Itoa(thing)), nil
	}}
	return s
}

func (s *shelf) run(ctx context.Context, c *Client, things int, change func(*Batch)) ([]*connectorv1.Exchange, error) {
	b := Batch{
		Client: c, Things: things, Doing: "reading things",
		Request: func(thing int) Request { return Request{Path: "/" + strconv.Itoa(thing), Item: true} },
		Decode: func(thing int, body []byte) error {
			if string(body) != strconv.Itoa(thing) {
				return fmt.Errorf("%q is not thing %d", body, thing)
			}
			s.got = append(s.got, thing)
			return nil
		},
		Failed: func(_ int, err error) error { return err },
		Progress: func(p *connectorv1.Progress) error {
			s.told = append(s.told, time.Now())
			s.progress = append(s.progress, p)
			return nil
		},
	}
	if change != nil {
		change(&b)
	}
	return b.Run(ctx)
}

func second(int) time.Duration { return time.Second }

// A few at once, in order whatever takes how long, and never silent for long.
func TestBatch(t *testing.T) {
	for name, took := range map[string]func(int) time.Duration{
		"even":   second,
		"uneven": func(thing int) time.Duration { return time.Duration(thing%7+1) * 700 * time.Millisecond },
		"slow":   func(thing int) time.Duration { return time.Duration(thing%2) * 12 * time.Second },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newShelf(took)
				start := time.Now()
				exchanges, err := s.run(t.Context(), connect(t, s.vendor, nil), 100, nil)
				if err != nil || len(exchanges) != 100 || s.requests() != 100 {
					t.Fatalf("%d exchanges of %d requests, %v", len(exchanges), s.requests(), err)
				}
				for i, thing := range s.got {
					if thing != i {
						t.Fatalf("thing %d came as the %d-th", thing, i)
					}
				}
				if peak := s.peak.Load(); peak > atOnce || peak < atOnce && name != "slow" { // where every other one takes no time
					t.Errorf("%d requests at once", peak)
				}
				last := start
				for _, at := range append(s.told, time.Now()) {
					if silence := at.Sub(last); silence > tellEvery+progressEvery {
						t.Errorf("silent for %v", silence)
					}
					last = at
				}
				if name == "even" {
					if took := time.Since(start); took != 25*time.Second {
						t.Errorf("it took %v", took)
					}
					if s.progress[0].GetMessage() != "reading things: 1 of 100" {
						t.Error(s.progress[0])
					}
				}
			})
		})
	}
}

// A batch keeps the pace as all requests do, and says that it waits for it.
func TestBatchKeepsThePace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShelf(func(int) time.Duration { return 10 * time.Millisecond })
		c := connect(t, s.vendor, func(s *Settings) { s.Pace = Pace{PerMinute: 60} })
		start := time.Now()
		if _, err := s.run(t.Context(), c, 130, nil); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took < 2*time.Minute || took > 2*time.Minute+5*time.Second {
			t.Errorf("it took %v", took)
		}
		waits := 0
		for _, p := range s.progress {
			if p.GetActivity() == connectorv1.Activity_ACTIVITY_WAITING_FOR_RATE_LIMIT {
				waits++
			}
		}
		if waits < 20 {
			t.Errorf("only %d of %d words are about the wait of two minutes", waits, len(s.progress))
		}
	})
}

func TestBatchFailures(t *testing.T) {
	enough := errors.New("enough")
	for name, tt := range map[string]struct {
		answer    *http.Response // of thing 5, each time
		failed    func(int, error) error
		progress  func(*connectorv1.Progress) error
		want      error
		exchanges int
		got       int
	}{
		"passed over": {
			answer: respond(404, ""), failed: func(_ int, err error) error { return passOver(err, connector.NotFound) },
			exchanges: 20, got: 19,
		},
		"the end":         {answer: respond(403, ""), want: connector.PermissionMissing, exchanges: 6, got: 5},
		"makes no sense":  {answer: respond(200, "<html>"), want: connector.UpstreamMalformed, exchanges: 7, got: 5},
		"a receiver ends": {progress: func(*connectorv1.Progress) error { return enough }, want: enough, exchanges: 1, got: 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newShelf(second)
				s.body = func(thing, _ int) *http.Response {
					if thing != 5 || tt.answer == nil {
						return nil
					}
					return tt.answer
				}
				exchanges, err := s.run(t.Context(), connect(t, s.vendor, nil), 20, func(b *Batch) {
					if tt.failed != nil {
						b.Failed = tt.failed
					}
					if tt.progress != nil {
						b.Progress = tt.progress
					}
				})
				if !errors.Is(err, tt.want) || len(exchanges) != tt.exchanges || len(s.got) != tt.got {
					t.Errorf("%v, %d exchanges, %d things", err, len(exchanges), len(s.got))
				}
			})
		})
	}
}

func passOver(err error, reason connector.Reason) error {
	if errors.Is(err, reason) {
		return nil
	}
	return err
}

// An answer that makes no sense is asked for once more, in its place.
func TestBatchAsksOnceMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShelf(second)
		s.body = func(thing, n int) *http.Response {
			if thing == 3 && n == 1 {
				return respond(200, "{")
			}
			return nil
		}
		exchanges, err := s.run(t.Context(), connect(t, s.vendor, nil), 10, nil)
		if err != nil || len(exchanges) != 11 || len(s.got) != 10 || s.got[3] != 3 {
			t.Errorf("%v, %d exchanges, %v", err, len(exchanges), s.got)
		}
	})
}

// A caller who goes ends what is under way, and gets the context's error.
func TestBatchEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 3500*time.Millisecond)
		defer cancel()
		s := newShelf(second)
		_, err := s.run(ctx, connect(t, s.vendor, nil), 100, nil)
		if !errors.Is(err, context.DeadlineExceeded) || connector.ReasonOf(err) != "" || len(s.got) != 12 || s.flying.Load() != 0 {
			t.Errorf("%v after %d things, %d under way", err, len(s.got), s.flying.Load())
		}
	})
}
