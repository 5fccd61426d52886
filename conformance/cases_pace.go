package conformance

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func paceCases() Group {
	silence := says("connector.proto", "## Silence", "In a list stream something MUST come at least every 10 s: a page, or a progress message that says what is being waited for")
	return Group{ID: "pace", About: "Rate limits are kept to and sat out, and a list that waits says so.", Cases: []Case{
		{
			ID: "pace.retry-after", Sentence: "A 429 is waited for as long as Retry-After says, and not much longer.",
			Contract: retried, Severity: Must, Needs: stand, slow: true, check: keepsRetryAfter,
			Fix: "Wait for Retry-After (seconds or an HTTP date) before asking again.",
		},
		{
			ID: "pace.limited-vendor", Sentence: "A vendor that allows few requests is listed whole, slowly.",
			Contract: retried, Severity: Must, Needs: stand, slow: true, check: limitedVendor,
			Fix: "Treat a 429 as a pause, as often as it comes, and not as an error.",
		},
		{
			ID: "pace.progress-rate-limit", Sentence: "While a rate limit is waited for, progress comes at least every 10 s, and says what for.",
			Contract: silence, Severity: Must, Needs: stand, slow: true, check: progressOf(fault{Kind: "rate_limit", RetryAfter: 14}, connectorv1.Activity_ACTIVITY_WAITING_FOR_RATE_LIMIT),
			Fix: "Send Progress every 5 s while waiting, with activity WAITING_FOR_RATE_LIMIT and wait_until.",
		},
		{
			ID: "pace.progress-retry", Sentence: "While a failed request waits to be tried again, progress comes at least every 10 s.",
			Contract: silence, Severity: Must, Needs: stand, slow: true,
			check: progressOf(fault{Kind: "status", Status: 503, RetryAfter: 14}, connectorv1.Activity_ACTIVITY_WAITING_TO_RETRY, connectorv1.Activity_ACTIVITY_WAITING_FOR_RATE_LIMIT),
			Fix:   "Send Progress every 5 s while waiting, with activity WAITING_TO_RETRY.",
		},
		{
			ID: "pace.progress-upstream", Sentence: "While the vendor's answer is waited for, progress comes at least every 10 s.",
			Contract: silence, Severity: Must, Needs: stand, slow: true, check: progressOf(fault{Kind: "hang"}, connectorv1.Activity_ACTIVITY_WAITING_FOR_UPSTREAM),
			Fix: "Send Progress every 5 s while a request is under way, with activity WAITING_FOR_UPSTREAM.",
		},
		{
			ID: "pace.max-wait", Sentence: "What would take longer than operator.max_wait is RATE_LIMITED at once.",
			Contract: says("account.proto", "Account.operator", "the longest single wait for a rate limit, in numbers with units"),
			Severity: Must, Needs: stand, check: keepsMaxWait,
			Fix: "Compare Retry-After with max_wait before waiting.",
		},
		{
			ID: "pace.deadline", Sentence: "A wait that would outlast the call's deadline is not begun.",
			Contract: says("connector.proto", "## Deadlines and cancellation", "A connector that can see that a wait would outlast the deadline SHOULD answer at once, with the reason that made it wait"),
			Severity: Should, Needs: stand, slow: true, check: foreseesDeadline,
			Fix: "Compare Retry-After with what is left of the call's deadline, and answer RATE_LIMITED with RetryInfo at once.",
		},
		{
			ID: "pace.requests-per-minute", Sentence: "No more requests are sent in a minute than operator.requests_per_minute allows.",
			Contract: says("account.proto", "Account.operator", "pacing: at most so many requests in any 60 s for one credential; 0 = none."),
			Severity: Must, Needs: stand, slow: true, check: keepsRequestsPerMinute,
			Fix: "Count the requests of a credential in a sliding window of 60 s, and wait before the one that is too many.",
		},
		{
			ID: "pace.burst", Sentence: "With operator.burst, so many requests come at once, and the rest as the bucket refills.",
			Contract: says("account.proto", "Account.operator", "pacing as a token bucket of this size instead, refilled at requests_per_minute"),
			Severity: Must, Needs: stand, slow: true, check: keepsBurst,
			Fix: "Take one from a bucket of that size for each request; refill it at requests_per_minute.",
		},
	}}
}

func keepsRetryAfter(ctx context.Context, t *trial) {
	const seconds = 2
	l := t.faulty(ctx)
	t.must(l.s.fail(ctx, l.s.at(2, faultPageSize, fault{Kind: "rate_limit", RetryAfter: seconds, Times: 1})))
	got := l.list(ctx, "")
	l.wantWhole(got, "ListUsers, with a 429 for 2 s")
	if got.took < seconds*time.Second || got.took > seconds*time.Second+maxSilence {
		t.failf("the vendor says 429 for %d s, and the list took %v", seconds, got.took.Round(time.Millisecond))
	}
}

func limitedVendor(ctx context.Context, t *trial) {
	l := t.faulty(ctx)
	t.must(l.s.configure(ctx, map[string]any{"rate": 4, "window": "1500ms"}))
	l.wantWhole(l.list(ctx, ""), "ListUsers, where the vendor takes 4 requests in 1.5 s")
}

// busy is how much later than it should a message may come on a machine under load.
const busy = 3 * time.Second

// progressOf checks that a list says what it waits for, in time.
func progressOf(f fault, activities ...connectorv1.Activity) func(context.Context, *trial) {
	return func(ctx context.Context, t *trial) {
		l := t.faulty(ctx)
		l.has(ctx, f.Kind)
		t.must(l.s.fail(ctx, l.s.at(2, faultPageSize, f)))
		var said *connectorv1.Progress
		options := &connectorv1.ListOptions{PageSize: faultPageSize}
		got := t.connector(ctx).listUntil(ctx, users(), l.account, options, func(e event) bool {
			said = e.progress
			return said == nil
		})
		if silence := got.silence(); silence > maxSilence+busy {
			t.failf("nothing came for %v", silence.Round(time.Millisecond))
		}
		if said == nil {
			t.failf("no progress came; the list ended with %v after %v", got.failure, got.took.Round(time.Millisecond))
			return
		}
		right := false
		for _, a := range activities {
			right = right || said.GetActivity() == a
		}
		if !right || len(said.GetMessage()) > connector.MaxReasonSize || said.GetMessage() == "" {
			t.failf("the progress is %v, want %v and a message", said, activities)
		}
		if until := said.GetWaitUntil(); until != nil {
			if ahead := time.Until(until.AsTime()); !until.IsValid() || ahead < -maxSilence || ahead > time.Hour {
				t.failf("wait_until is %v from now", ahead)
			}
		}
	}
}

// atOnce is what that may take on a machine under load, where not at once is much longer.
const atOnce = 6 * time.Second

func keepsMaxWait(ctx context.Context, t *trial) {
	l := t.faulty(ctx)
	section(l.account, "operator")[connector.OperatorMaxWait] = "1s"
	t.must(l.s.fail(ctx, l.s.at(2, faultPageSize, fault{Kind: "rate_limit", RetryAfter: 20})))
	got := l.list(ctx, "")
	t.wantReason(got.failure, "ListUsers, where the vendor says 429 for 20 s and max_wait is 1s", connector.RateLimited)
	if got.took > atOnce {
		t.failf("it took %v", got.took.Round(time.Millisecond))
	}
}

func foreseesDeadline(ctx context.Context, t *trial) {
	l := t.faulty(ctx)
	t.must(l.s.fail(ctx, l.s.at(2, faultPageSize, fault{Kind: "rate_limit", RetryAfter: 3600})))
	const deadline = 20 * time.Second
	within, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	got := l.list(within, "")
	t.wantReason(got.failure, "ListUsers, where the vendor says 429 for an hour and the deadline is in 20 s", connector.RateLimited)
	if got.took > atOnce {
		t.failf("it took %v of the %v", got.took.Round(time.Millisecond), deadline)
	}
}

// paced lists for a while, and says how many requests were sent.
func (t *trial) paced(ctx context.Context, operator map[string]string, d time.Duration) int64 {
	s := t.sandbox(ctx, faultUsers, firstSeed)
	a := s.account()
	maps.Copy(section(a, "operator"), operator)
	within, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	got := t.connector(ctx).list(within, users(), a, &connectorv1.ListOptions{PageSize: faultPageSize})
	if got.failure == nil {
		t.failf("with %s the list of %d pages was over after %v", fmt.Sprint(operator), (faultUsers+faultPageSize-1)/faultPageSize, got.took.Round(time.Millisecond))
	}
	seen, err := s.seen(ctx)
	t.must(err)
	return seen.Total
}

func keepsRequestsPerMinute(ctx context.Context, t *trial) {
	const most = 3
	n := t.paced(ctx, map[string]string{connector.OperatorRequestsPerMinute: "3"}, 3*time.Second)
	if n > most {
		t.failf("with requests_per_minute=%d, %d requests were sent in 3 s", most, n)
	}
}

func keepsBurst(ctx context.Context, t *trial) {
	const most = 2 + 3 + 1 // the bucket, what it refills, and one for a clock that differs
	n := t.paced(ctx, map[string]string{connector.OperatorRequestsPerMinute: "60", connector.OperatorBurst: "2"}, 3*time.Second)
	if n > most {
		t.failf("with a burst of 2 and requests_per_minute=60, %d requests were sent in 3 s", n)
	}
}
