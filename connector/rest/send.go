package rest

import (
	"context"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// remedy is what helps against a failure.
type remedy int

const (
	nothing   remedy = iota
	again            // the same request, after a pause: up to Policy.Tries
	onceAgain        // the same request, one time
	patience         // the same request, when the vendor's limit allows
)

// maxLimited bounds how often one request is sent that meets a 429 each time, though it waited as long as it was told to:
// such a vendor does not mean "later".
const maxLimited = 20

// send sends a request until it succeeds or nothing helps any more, and tells the activity what it waits for meanwhile.
func (c *Client) send(ctx context.Context, r Request, doing *activity) (*Answer, error) {
	var (
		policy    = c.pool.policy
		exchanges []*connectorv1.Exchange
		failures  int
		limited   int
		malformed bool
	)
	lane := c.pool.use(c)
	defer func() { c.pool.lanes.leave(lane, time.Now()) }()
	for try := 1; ; try++ {
		turn, err := c.pace(ctx, lane.pacer, doing)
		if err != nil {
			return nil, err
		}
		doing.set(connectorv1.Activity_ACTIVITY_WAITING_FOR_UPSTREAM, "waiting for "+c.options.base.Host, time.Time{}, try)
		start := time.Now()
		answer, exchange, cause := c.timed(ctx, lane.transport, r)
		end := time.Now()
		var header http.Header
		if answer != nil {
			header = answer.Header
		}
		rate := lane.pacer.done(turn, &c.options.Settings, header, start, end)
		exchange.StartedAt, exchange.Duration = timestamppb.New(start), durationpb.New(end.Sub(start))
		exchanges = append(exchanges, exchange)
		doing.made(exchange)
		if err := ctx.Err(); err != nil && cause != nil {
			return nil, err
		}
		if cause == nil && answer.ok() {
			answer.Exchanges, answer.Rate = exchanges, rate
			return answer, nil
		}
		failure, helps := c.judge(r, answer, exchange, cause)
		c.log(ctx, failure, try)
		if answer != nil {
			answer.Release()
		}
		var pause time.Duration
		switch helps {
		case nothing:
			return nil, failure
		case onceAgain:
			if malformed {
				return nil, failure
			}
			malformed = true
		case again:
			if failures++; failures >= policy.Tries {
				return nil, failure
			}
			pause = max(policy.pause(failures), failure.RetryAfter)
			if failure.RetryAfter > c.options.MaxWait || !fits(ctx, pause) {
				return nil, failure
			}
			doing.set(connectorv1.Activity_ACTIVITY_WAITING_TO_RETRY,
				"waiting before the next try: "+failure.Message, time.Now().Add(pause), try+1)
		case patience:
			limited++
			if pause = failure.RetryAfter; pause == 0 {
				pause = policy.pause(limited)
				failure.RetryAfter = pause
			}
			if limited > maxLimited || pause > c.options.MaxWait || !fits(ctx, pause) {
				return nil, failure
			}
			lane.pacer.hold(time.Now().Add(pause))
			doing.set(connectorv1.Activity_ACTIVITY_WAITING_FOR_RATE_LIMIT,
				"waiting for the rate limit of "+c.options.base.Host, time.Now().Add(pause), try+1)
		}
		if err := sleep(ctx, pause, nil); err != nil {
			return nil, err
		}
	}
}

// timed is once within the policy's timeout; that it ran out shows as [errTimeout].
func (c *Client) timed(ctx context.Context, over http.RoundTripper, r Request) (*Answer, *connectorv1.Exchange, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, c.pool.policy.Timeout, errTimeout)
	defer cancel()
	answer, exchange, err := c.once(ctx, over, r)
	if err != nil && context.Cause(ctx) == errTimeout { //nolint:errorlint // our own value, as it is
		err = errTimeout
	}
	return answer, exchange, err
}

// pace waits for the turn of a request.
func (c *Client) pace(ctx context.Context, p *pacer, doing *activity) (*turn, error) {
	limit := "the rate limit of " + c.options.base.Host
	if c.options.Pace.PerMinute > 0 {
		limit = "the pace of " + c.options.Pace.String() + " for " + c.options.base.Host
	}
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		turn, wait, changed := p.take(time.Now(), c.options.Pace)
		if turn != nil {
			return turn, nil
		}
		if wait > c.options.MaxWait || !fits(ctx, wait) {
			e := connector.Errorf(connector.RateLimited, "%s is used up", limit)
			e.RetryAfter = wait
			e.Suggestion = "come back later, allow more time, or have the operator raise requests_per_minute or max_wait"
			return nil, e
		}
		doing.set(connectorv1.Activity_ACTIVITY_WAITING_FOR_RATE_LIMIT, "waiting for "+limit, time.Now().Add(wait), 0)
		if err := sleep(ctx, wait, changed); err != nil {
			return nil, err
		}
	}
}

// fits reports whether a wait ends before the caller's deadline does.
func fits(ctx context.Context, wait time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return !ok || time.Until(deadline) > wait
}

// sleep waits, until something changes at most.
func sleep(ctx context.Context, d time.Duration, changed <-chan struct{}) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
	case <-changed:
	}
	return nil
}

// pause is how long to wait after so many failures in a row.
func (p Policy) pause(failures int) time.Duration {
	d := p.Backoff
	for i := 1; i < failures && d < p.MaxBackoff; i++ {
		d *= 2
	}
	d = min(d, p.MaxBackoff)
	return d - d/4 + rand.N(d/2+1) //nolint:gosec // jitter
}
