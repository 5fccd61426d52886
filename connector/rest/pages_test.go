package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// book is a list of numbered pages, as a vendor has it and as a test reads it.
type book struct {
	*vendor
	pages int
	late  bool          // the cursor stands after the data, so that it is not known early
	took  time.Duration // to answer
	work  time.Duration // to deliver a page

	got      []int
	progress []*connectorv1.Progress
	asked    []time.Time // when the request for each page arrived
	done     []time.Time // when each page was delivered
}

type leaf struct {
	Number int
	Next   string
	Items  int
	More   bool
}

func newBook(pages int) *book {
	b := &book{pages: pages}
	b.vendor = &vendor{answers: func(r *http.Request, _ int) (*http.Response, error) {
		b.mu.Lock()
		b.asked = append(b.asked, time.Now())
		b.mu.Unlock()
		select {
		case <-time.After(b.took):
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
		n, _ := strconv.Atoi(r.URL.Query().Get("at"))
		return respond(200, b.leaf(n)), nil
	}}
	return b
}

func (b *book) leaf(n int) string {
	l := leaf{Number: n, Items: 1, More: n+1 < b.pages}
	if l.More {
		l.Next = strconv.Itoa(n + 1)
	}
	text, err := json.Marshal(l)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func (b *book) walk(ctx context.Context, c *Client, change func(*Pages)) error {
	var at leaf
	p := Pages{
		Client:  c,
		Request: func(cursor string) Request { return Request{Query: url.Values{"at": {cursor}}} },
		Decode: func(answer *Answer, known func(string)) (Next, error) {
			at = leaf{}
			if err := json.Unmarshal(answer.Body, &at); err != nil {
				return Next{}, err
			}
			if at.More && !b.late {
				known(at.Next)
			}
			time.Sleep(b.work / 2)
			return Next{Items: at.Items, More: at.More, Cursor: at.Next}, nil
		},
		Deliver: func(_ *connectorv1.PageInfo, next string) (bool, error) {
			if next != at.Next {
				return true, fmt.Errorf("next is %q, want %q", next, at.Next)
			}
			time.Sleep(b.work / 2)
			b.got = append(b.got, at.Number)
			b.done = append(b.done, time.Now())
			return false, nil
		},
		Progress: func(p *connectorv1.Progress) error {
			b.progress = append(b.progress, p)
			return nil
		},
	}
	if change != nil {
		change(&p)
	}
	return p.Walk(ctx)
}

func TestThePageAheadIsAskedForWhileThisOneIsWorkedOn(t *testing.T) {
	for _, late := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			b := newBook(10)
			b.took, b.work, b.late = time.Second, 800*time.Millisecond, late
			start := time.Now()
			if err := b.walk(t.Context(), connect(t, b.vendor, nil), nil); err != nil {
				t.Fatal(err)
			}
			if len(b.got) != 10 || b.requests() != 10 {
				t.Errorf("pages %v in %d requests", b.got, b.requests())
			}
			want := 10*time.Second + 800*time.Millisecond // work hides behind the wait
			if late {
				want += 9 * 400 * time.Millisecond // decoding does not
			}
			if took := time.Since(start); took != want {
				t.Errorf("late %v: took %v, want %v", late, took, want)
			}
			for i := 2; i < len(b.asked); i++ { // at most one page ahead
				if b.asked[i].Before(b.done[i-2]) {
					t.Errorf("page %d was asked for before page %d was delivered", i, i-2)
				}
			}
		})
	}
}

func TestNoPageIsAskedForInVain(t *testing.T) {
	for limit := 1; limit <= 3; limit++ {
		synctest.Test(t, func(t *testing.T) {
			b := newBook(10)
			n := 0
			err := b.walk(t.Context(), connect(t, b.vendor, nil), func(p *Pages) {
				deliver := p.Deliver
				p.Limit = limit
				p.Deliver = func(i *connectorv1.PageInfo, next string) (bool, error) {
					n++
					_, err := deliver(i, next)
					return n == limit, err
				}
			})
			if err != nil || b.requests() != limit || len(b.got) != limit {
				t.Errorf("limit %d: %d requests, pages %v, %v", limit, b.requests(), b.got, err)
			}
		})
	}
	// A limit that is not a place to stop at is gone past.
	b := newBook(5)
	if err := b.walk(t.Context(), connect(t, b.vendor, nil), func(p *Pages) { p.Limit = 2 }); err != nil || len(b.got) != 5 {
		t.Errorf("pages %v, %v", b.got, err)
	}
}

func TestAWrongHintIsTakenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBook(4)
		b.took = time.Second
		err := b.walk(t.Context(), connect(t, b.vendor, nil), func(p *Pages) {
			decode := p.Decode
			p.Decode = func(answer *Answer, known func(string)) (Next, error) {
				known("99")
				return decode(answer, known)
			}
		})
		if err != nil || fmt.Sprint(b.got) != "[0 1 2 3]" {
			t.Errorf("pages %v, %v", b.got, err)
		}
	})
}

func TestNothingIsSilentForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBook(2)
		b.took = 28 * time.Second
		var last time.Time
		longest := time.Duration(0)
		heard := func() {
			longest = max(longest, time.Since(last))
			last = time.Now()
		}
		last = time.Now()
		err := b.walk(t.Context(), connect(t, b.vendor, nil), func(p *Pages) {
			deliver, progress := p.Deliver, p.Progress
			p.Deliver = func(i *connectorv1.PageInfo, next string) (bool, error) { heard(); return deliver(i, next) }
			p.Progress = func(s *connectorv1.Progress) error { heard(); return progress(s) }
		})
		if err != nil || longest > connector.MaxSilence/2 || len(b.progress) < 10 {
			t.Errorf("%v, silent for %v, %d signs of life", err, longest, len(b.progress))
		}
		for _, p := range b.progress {
			if p.GetActivity() != connectorv1.Activity_ACTIVITY_WAITING_FOR_UPSTREAM || !strings.Contains(p.GetMessage(), "api.vendor.example") {
				t.Errorf("progress %v", p)
			}
		}
	})
}

func TestALongWaitIsToldAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		answer func() *http.Response
		pace   Pace
		want   connectorv1.Activity
	}{
		"429":  {func() *http.Response { return respond(429, "", "Retry-After", "42") }, Pace{}, connectorv1.Activity_ACTIVITY_WAITING_FOR_RATE_LIMIT},
		"503":  {func() *http.Response { return respond(503, "", "Retry-After", "42") }, Pace{}, connectorv1.Activity_ACTIVITY_WAITING_TO_RETRY},
		"pace": {nil, Pace{PerMinute: 1}, connectorv1.Activity_ACTIVITY_WAITING_FOR_RATE_LIMIT},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBook(2)
				if c.answer != nil {
					right := b.answers
					b.answers = func(r *http.Request, n int) (*http.Response, error) {
						if n == 2 {
							return c.answer(), nil
						}
						return right(r, n)
					}
				}
				start := time.Now()
				var told time.Duration
				err := b.walk(t.Context(), connect(t, b.vendor, paced(c.pace)), func(p *Pages) {
					p.Progress = func(s *connectorv1.Progress) error {
						if len(b.progress) == 0 {
							told = time.Since(start)
						}
						b.progress = append(b.progress, s)
						return nil
					}
				})
				if err != nil || len(b.progress) == 0 || told != 0 {
					t.Fatalf("%v, %d signs of life, the first after %v", err, len(b.progress), told)
				}
				p := b.progress[0]
				if p.GetActivity() != c.want || p.GetWaitUntil().AsTime().Sub(start) < 40*time.Second || p.GetMessage() == "" {
					t.Errorf("progress %v", p)
				}
			})
		})
	}
}

func TestErrorsOfTheReceiverEndTheWalk(t *testing.T) {
	enough := connector.Errorf(connector.UpstreamMalformed, "enough") // as it is, though it is of our own kind
	for _, where := range []string{"deliver", "progress"} {
		synctest.Test(t, func(t *testing.T) {
			b := newBook(5)
			b.took = 20 * time.Second
			err := b.walk(t.Context(), connect(t, b.vendor, nil), func(p *Pages) {
				if where == "deliver" {
					p.Deliver = func(*connectorv1.PageInfo, string) (bool, error) { return false, enough }
				} else {
					p.Progress = func(*connectorv1.Progress) error { return enough }
				}
			})
			if err != error(enough) {
				t.Errorf("%s: %v", where, err)
			}
		})
	}
}

func TestCancellationEndsTheWalk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBook(100)
		b.took = time.Second
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(2500*time.Millisecond, cancel)
		start := time.Now()
		err := b.walk(ctx, connect(t, b.vendor, nil), nil)
		if !errors.Is(err, context.Canceled) || time.Since(start) != 2500*time.Millisecond || len(b.got) != 2 {
			t.Errorf("%v after %v, pages %v", err, time.Since(start), b.got)
		}
	})
}

func TestLongLoopsAreFoundWithoutKeepingEverything(t *testing.T) {
	w := newTrail()
	const length, before = maxSeen + 1000, 3 * maxSeen
	for i := range 10 * maxSeen {
		cursor := i
		if i >= before {
			cursor = before + (i-before)%length
		}
		if w.saw(strconv.Itoa(cursor)) {
			if i < before+length || len(w.seen) > maxSeen+64 {
				t.Errorf("found at %d, with %d cursors kept", i, len(w.seen))
			}
			return
		}
		w.visit(strconv.Itoa(cursor))
	}
	t.Error("the loop was not found")
}
