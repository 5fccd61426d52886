package conformance

import (
	"context"
	"sync"
	"time"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func cancellationCases() Group {
	return Group{ID: "cancellation", About: "Cancelled calls and deadlines: work stops, and the vendor sees it.", Cases: []Case{
		{
			ID:       "cancellation.list",
			Sentence: "When a list is cancelled, requests to the vendor stop within a second.",
			Contract: says("connector.proto", "## Deadlines and cancellation", "When the call is cancelled, work for it stops within a second, requests to the vendor included"),
			Severity: Must, Needs: stand, slow: true, check: cancellationList,
			Fix: "Make each request under the call's context (its cancellation), waits included.",
		},
		{
			ID:       "cancellation.waiting",
			Sentence: "When a list is cancelled while it waits for a rate limit, it does not ask again.",
			Contract: says("connector.proto", "## Deadlines and cancellation", "When the call is cancelled, work for it stops within a second, requests to the vendor included"),
			Severity: Must, Needs: stand, slow: true, check: cancellationWaiting,
			Fix: "Wait for a timer and for the call's end, whichever comes first.",
		},
		{
			ID:       "cancellation.deadline",
			Sentence: "When the deadline of a list passes, requests to the vendor stop within a second.",
			Contract: says("connector.proto", "## Deadlines and cancellation", "The gRPC deadline of a call is the caller's and covers everything, waiting for rate limits included."),
			Severity: Must, Needs: stand, slow: true, check: cancellationDeadline,
			Fix: "Make each request under the call's context, which ends with the deadline.",
		},
		{
			ID:       "cancellation.others",
			Sentence: "A call that is cancelled does not disturb another one.",
			Contract: says("connector.proto", "## Life cycle and order of calls", "may run at the same time, for the same or for different accounts"),
			Severity: Must, Needs: account, check: cancellationOthers,
			Fix: "Give each call a context of its own, and let none hold what others need.",
		},
	}}
}

const (
	// stopsWithin is what the contract gives a connector to stop in, and what a busy machine needs besides.
	stopsWithin = 1500 * time.Millisecond
	// watched is how long nothing may come after that.
	watched = 1200 * time.Millisecond
	// slowly is how long the vendor takes for an answer, so that a list of many pages lasts for long.
	slowly = 250 * time.Millisecond
)

// slowList is a list that lasts for long: of a sandbox that takes its time, in small pages.
func (t *trial) slowList(ctx context.Context) (s *sandbox, o *connectorv1.ListOptions) {
	t.needsUsers(ctx)
	size := t.pageSize(ctx, users())
	if size < 2 {
		t.doesNotApply("Describe says that pages do not apply")
	}
	s = t.sandbox(ctx, standingUsers, firstSeed)
	t.must(s.fail(ctx, fault{Path: s.about.Users.Path, Kind: "delay", For: resttest.Duration(slowly)}))
	return s, &connectorv1.ListOptions{PageSize: 2}
}

// wantSilence notes requests that come after the connector had its time to stop, for as long as it is watched.
func (t *trial) wantSilence(ctx context.Context, s *sandbox, watch time.Duration, after string) {
	t.pause(ctx, stopsWithin)
	before, err := s.seen(ctx)
	t.must(err)
	t.pause(ctx, watch)
	now, err := s.seen(ctx)
	t.must(err)
	if now.Total != before.Total {
		t.failf("%v after %s, the vendor is still asked: %d requests in %v", stopsWithin, after, now.Total-before.Total, watch)
	}
}

// pause lets time pass.
func (t *trial) pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		t.cannotRun("%v", context.Cause(ctx))
	}
}

func cancellationList(ctx context.Context, t *trial) {
	s, o := t.slowList(ctx)
	got := t.connector(ctx).listUntil(ctx, users(), s.account(), o, func(e event) bool { return e.page == nil })
	if got.failure == nil || len(got.items()) == 0 {
		t.cannotRun("the list was over before it could be cancelled: %v", got.failure)
	}
	t.wantSilence(ctx, s, watched, "the list was cancelled")
}

// retryLater is what the vendor asks for, in seconds: more than a connector has to stop in. It is watched for that long besides, so
// that a machine which is late does not miss the request that a connector makes then.
const retryLater = 3

func cancellationWaiting(ctx context.Context, t *trial) {
	t.needsUsers(ctx)
	s := t.sandbox(ctx, standingUsers, firstSeed)
	t.must(s.fail(ctx, fault{Path: s.about.Users.Path, Kind: "rate_limit", RetryAfter: retryLater}))
	waiting, cancel := context.WithCancelCause(ctx) // no deadline, of which the connector would know
	defer cancel(nil)
	soon := time.AfterFunc(2*slowly, func() { cancel(errEnough) })
	defer soon.Stop()
	got := t.connector(ctx).list(waiting, users(), s.account(), nil)
	if got.failure.reason() != "" {
		t.cannotRun("the list did not wait: %v", got.failure)
	}
	t.wantSilence(ctx, s, retryLater*time.Second, "the list was cancelled in its wait")
}

func cancellationDeadline(ctx context.Context, t *trial) {
	s, o := t.slowList(ctx)
	soon, cancel := context.WithTimeout(ctx, 3*slowly)
	defer cancel()
	got := t.connector(ctx).list(soon, users(), s.account(), o)
	if got.failure == nil {
		t.cannotRun("the list was over before its deadline")
	}
	t.wantSilence(ctx, s, watched, "the deadline has passed")
}

// A list of a few milliseconds may be over before another one is cancelled, and nothing is learnt then. So it is read again until
// that has come in time often enough; where it never has, in any list, the case could not run.
const (
	enoughInTime = 3
	mostTries    = 10
)

func cancellationOthers(ctx context.Context, t *trial) {
	ever := false
	for k := range t.lists(ctx) {
		if !t.undisturbed(ctx, k) {
			continue
		}
		for tries, inTime := 0, 0; tries < mostTries && inTime < enoughInTime; tries++ {
			s, lasted := t.besideCancelled(ctx, k)
			if d := difference(s.items(), t.whole(ctx, k).items()); s.failure != nil || d != "" {
				t.failf("%s, beside one that was cancelled: %v %s", k.listCall, s.failure, d)
				break
			}
			if lasted {
				ever = true
				inTime++
			}
		}
	}
	if !ever {
		t.cannotRun("each list was over before another one was cancelled")
	}
}

// besideCancelled is a list beside which, once it has begun, another one is cancelled. It also answers whether it lasted for longer.
func (t *trial) besideCancelled(ctx context.Context, k *kind) (s *stream, lasted bool) {
	p, a, o := t.connector(ctx), t.account(), t.inPages(ctx, k)
	begun, done := make(chan struct{}), make(chan *stream, 1)
	begin := sync.OnceFunc(func() { close(begun) })
	go func() { // ends with ctx, and is waited for
		done <- p.listUntil(ctx, k, a, o, func(event) bool { begin(); return true })
		begin()
	}()
	<-begun
	p.listUntil(ctx, k, a, o, func(event) bool { return false })
	lasted = len(done) == 0
	return <-done, lasted
}
