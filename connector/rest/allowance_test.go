package rest

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trellis-iam/trellis/connector"
)

// plan is a vendor's limit: what is left of it, when that will be more, and when it will be all.
type plan interface {
	take(now time.Time) bool
	left(now time.Time) (left int, next, all time.Time)
}

// bucketPlan refills steadily.
type bucketPlan struct {
	perMinute, burst, tokens float64
	filled                   time.Time
}

func newBucketPlan(perMinute, burst float64) *bucketPlan {
	return &bucketPlan{perMinute: perMinute, burst: burst, tokens: burst, filled: time.Now()}
}

func (b *bucketPlan) in(tokens float64) time.Duration {
	return time.Duration(tokens / b.perMinute * float64(time.Minute))
}

func (b *bucketPlan) take(now time.Time) bool {
	b.tokens = min(b.burst, b.tokens+now.Sub(b.filled).Minutes()*b.perMinute)
	b.filled = now
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}

func (b *bucketPlan) left(now time.Time) (left int, next, all time.Time) {
	next = now
	if b.tokens < 1 {
		next = now.Add(b.in(1 - b.tokens))
	}
	return int(b.tokens), next, now.Add(b.in(b.burst - b.tokens))
}

// windowPlan begins anew with every minute.
type windowPlan struct {
	perMinute, used int
	until           time.Time
}

func (w *windowPlan) take(now time.Time) bool {
	if !now.Before(w.until) {
		w.until, w.used = now.Truncate(time.Minute).Add(time.Minute), 0
	}
	if w.used >= w.perMinute {
		return false
	}
	w.used++
	return true
}

func (w *windowPlan) left(time.Time) (left int, next, all time.Time) {
	return w.perMinute - w.used, w.until, w.until
}

// slidingPlan counts what came in the last minute.
type slidingPlan struct {
	perMinute int
	came      []time.Time
}

func (s *slidingPlan) take(now time.Time) bool {
	s.came = slices.DeleteFunc(s.came, func(t time.Time) bool { return now.Sub(t) >= time.Minute })
	if len(s.came) == s.perMinute {
		return false
	}
	s.came = append(s.came, now)
	return true
}

func (s *slidingPlan) left(time.Time) (left int, next, all time.Time) {
	return s.perMinute - len(s.came), s.came[0].Add(time.Minute), s.came[len(s.came)-1].Add(time.Minute)
}

// forms are the ways in which vendors write when a limit is reset.
var forms = map[string]func(now, reset time.Time) string{
	"Unix, down": func(_, reset time.Time) string { return strconv.FormatInt(reset.Unix(), 10) },
	"Unix, up":   func(_, reset time.Time) string { return strconv.FormatInt(reset.Add(time.Second-1).Unix(), 10) },
	"Unix": func(_, reset time.Time) string {
		return strconv.FormatFloat(float64(reset.UnixMilli())/1e3, 'f', 3, 64)
	},
	"delta, down": func(now, reset time.Time) string {
		return strconv.FormatFloat(math.Floor(reset.Sub(now).Seconds()), 'f', 0, 64)
	},
	"delta, up": func(now, reset time.Time) string {
		return strconv.FormatFloat(math.Ceil(reset.Sub(now).Seconds()), 'f', 0, 64)
	},
	"delta": func(now, reset time.Time) string { return strconv.FormatFloat(reset.Sub(now).Seconds(), 'f', 3, 64) },
}

// planned is a vendor with a limit, whose clock is ahead of ours.
func planned(p plan, form func(now, reset time.Time) string, all bool, ahead time.Duration) (v *vendor, refused *int) {
	var mu sync.Mutex
	refused = new(int)
	v = &vendor{answers: func(*http.Request, int) (*http.Response, error) {
		time.Sleep(rand.N(60 * time.Millisecond)) // to the vendor
		mu.Lock()
		now := time.Now()
		taken := p.take(now)
		left, next, full := p.left(now)
		if !taken {
			*refused++
		}
		mu.Unlock()
		if all {
			next = full
		}
		header := []string{
			remainingHeader, strconv.Itoa(left), resetHeader, form(now.Add(ahead), next.Add(ahead)),
			"Date", now.Add(ahead).UTC().Format(http.TimeFormat),
		}
		time.Sleep(rand.N(60 * time.Millisecond)) // and back
		if !taken {
			return respond(429, "", append(header, "Retry-After", strconv.Itoa(int(math.Ceil(next.Sub(now).Seconds()))))...), nil
		}
		return respond(200, "{}", header...), nil
	}}
	return v, refused
}

// plans are what reset can mean: of a bucket, when it is full, or when there is the next token; of a window, its end; of a
// sliding one, when all that came has left it, or the first of it. best is how long a list takes that uses all it may.
var plans = map[string]struct {
	make func() plan
	all  bool
	best func(requests int) time.Duration
}{
	"bucket, full": {func() plan { return newBucketPlan(60, 120) }, true, ofBucket},
	"bucket, next": {func() plan { return newBucketPlan(60, 120) }, false, ofBucket},
	"window":       {func() plan { return &windowPlan{perMinute: 60} }, true, ofWindow},
	"sliding, all": {func() plan { return &slidingPlan{perMinute: 60} }, true, ofWindow},
	"sliding":      {func() plan { return &slidingPlan{perMinute: 60} }, false, ofWindow},
}

func ofBucket(requests int) time.Duration { return time.Duration(requests-120) * time.Second }
func ofWindow(requests int) time.Duration { return time.Duration((requests-1)/60) * time.Minute }

// A long list uses what the vendor allows, whatever the vendor means by reset and however it writes it, and meets no 429.
func TestTheAllowanceIsUsedAndNotExceeded(t *testing.T) {
	const requests = 500
	for meaning, p := range plans {
		for form, write := range forms {
			for _, workers := range []int{1, 8} {
				t.Run(fmt.Sprintf("%s/%s/%d", meaning, form, workers), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						time.Sleep(time.Until(time.Now().Truncate(time.Minute).Add(time.Minute))) // to a window's beginning
						v, refused := planned(p.make(), write, p.all, rand.N(2*time.Hour)-time.Hour)
						start := time.Now()
						readAll(t, v, requests, workers)
						took, best := time.Since(start), p.best(requests)
						if *refused > 0 || v.requests() != requests {
							t.Errorf("%d times 429, %d requests", *refused, v.requests())
						}
						most := best * 102 / 100
						if strings.HasPrefix(meaning, "sliding") {
							// Its next window begins when all pages of one were read. Rounding takes up to 2 s of each: one by
							// the vendor, and one because it may have rounded the other way.
							most = best + requests/60*2*time.Second + time.Duration(requests/workers)*120*time.Millisecond
						}
						if took > most {
							t.Errorf("%v, ideally %v: %.4f", took, best, float64(took)/float64(best))
						}
					})
				})
			}
		}
	}
}

// readAll makes so many requests with one credential, by several callers at once.
func readAll(t *testing.T, v *vendor, requests, workers int) {
	t.Helper()
	pool := poolTo(v)
	work := make(chan struct{}, requests)
	for range requests {
		work <- struct{}{}
	}
	close(work)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			c := connectIn(t, pool, steered)
			for range work {
				if err := read(t, c); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

// An allowance that is used up is told like any limit: at once where there is no time for it, and as what it is.
func TestAnAllowanceThatIsUsedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vendor{answers: always(func() *http.Response {
			return respond(200, "{}", remainingHeader, "0", resetHeader, "30")
		})}
		c := connect(t, v, func(s *Settings) { steered(s); s.MaxWait = 10 * time.Second })
		if err := read(t, c); err != nil {
			t.Fatal(err)
		}
		e := wantError(t, read(t, c), connector.RateLimited)
		if e.RetryAfter != 31*time.Second || v.requests() != 1 || !strings.Contains(e.Message, "the rate limit of api.vendor.example") {
			t.Errorf("%+v after %d requests", e, v.requests())
		}
	})
}

// Whoever else spends from the limit is seen in the answers; what was learned of a bucket ends with a 429.
func TestOthersSpendFromTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bucket := newBucketPlan(60, 120)
		v, refused := planned(bucket, forms["Unix, down"], true, 0)
		answers := v.answers
		v.answers = func(r *http.Request, n int) (*http.Response, error) {
			if n%2 == 0 {
				_ = bucket.take(time.Now())
			}
			return answers(r, n)
		}
		start := time.Now()
		readAll(t, v, 400, 1)
		// Another takes one for each two of ours, and now and then the token that we waited for.
		if took := time.Since(start); *refused > 25 || took < 400*time.Second || took > 600*time.Second {
			t.Errorf("%v, %d times 429", took, *refused)
		}
	})
}

// A request that fails without an answer may have counted; nothing waits for it for ever.
func TestAnAnswerThatNeverCame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vendor{answers: func(_ *http.Request, n int) (*http.Response, error) {
			if n == 2 {
				return nil, io.ErrUnexpectedEOF
			}
			return respond(200, "{}", remainingHeader, "1", resetHeader, "30"), nil
		}}
		c := connect(t, v, steered)
		for range 2 {
			if err := read(t, c); err != nil {
				t.Fatal(err)
			}
		}
		if waited := v.times[2].Sub(v.times[1]); waited < 30*time.Second || waited > 32*time.Second {
			t.Errorf("waited %v", waited)
		}
	})
}
