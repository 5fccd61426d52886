package conformance

import (
	"context"
	"sync"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func concurrencyCases() Group {
	return Group{ID: "concurrency", About: "Several calls at a time, for one account and for several.", Cases: []Case{
		{
			ID:       "concurrency.lists",
			Sentence: "Lists of one account that run at the same time are whole, and listings of their own.",
			Contract: says("connector.proto", "## Life cycle and order of calls", "may run at the same time, for the same or for different accounts"),
			Severity: Must, Needs: account, check: concurrencyLists,
			Fix: "Keep nothing of a call but in the call itself; share connections and pacing, and nothing else.",
		},
		{
			ID:       "concurrency.accounts",
			Sentence: "Two accounts that are read through one process at the same time are not mixed.",
			Contract: says("connector.proto", "## Life cycle and order of calls", "never mixes accounts"),
			Severity: Must, Needs: second, check: concurrencyAccounts,
			Fix: "Take address and credentials from the request of each call, and key whatever is kept by both.",
		},
		{
			ID:       "concurrency.first-call",
			Sentence: "Any call can be the first one in a process.",
			Contract: says("connector.proto", "## Life cycle and order of calls", "a connector MUST answer any call, in any order, in a process that has seen none before"),
			Severity: Must, Needs: account, check: concurrencyFirst,
			Fix: "Let no call prepare another: a list must work without Describe and Authenticate before it.",
		},
	}}
}

// lists is how many run at the same time.
const lists = 6

// together runs a function so many times at once, and waits for all.
func together(n int, one func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { one(i) })
	}
	wg.Wait()
}

func concurrencyLists(ctx context.Context, t *trial) {
	for k := range t.lists(ctx) {
		if !t.undisturbed(ctx, k) {
			continue
		}
		p, a, o, whole := t.connector(ctx), t.account(), t.inPages(ctx, k), t.whole(ctx, k).items()
		got := make([]*stream, lists)
		together(lists, func(i int) { got[i] = p.list(ctx, k, a, o) })
		seen := map[string]bool{}
		for _, s := range got {
			if d := difference(s.items(), whole); s.failure != nil || d != "" {
				t.failf("%s, %d times at once: %v %s", k.listCall, lists, s.failure, d)
			}
			if id := s.receipt().GetListingId(); id != "" && seen[id] {
				t.failf("%s, %d times at once: two listings are called %q", k.listCall, lists, id)
			}
			seen[s.receipt().GetListingId()] = true
		}
	}
}

func concurrencyAccounts(ctx context.Context, t *trial) {
	own := []*process{t.fresh(ctx), t.fresh(ctx)} // each knows no other account
	for k := range t.lists(ctx) {
		p, o := t.connector(ctx), t.inPages(ctx, k)
		accounts := []*connectorv1.Account{t.account(), t.second()}
		alone := make([][]item, len(accounts))
		for i, a := range accounts {
			s := own[i].list(ctx, k, a, o)
			if s.failure != nil || s.receipt() == nil {
				t.leaveOut(firstCall, "%s of one account, alone and as the first call, does not come to its end", k.listCall)
				return
			}
			alone[i] = s.items()
		}
		got := make([]*stream, lists)
		together(lists, func(i int) { got[i] = p.list(ctx, k, accounts[i%len(accounts)], o) })
		for i, s := range got {
			if d := difference(s.items(), alone[i%len(accounts)]); s.failure != nil || d != "" {
				t.failf("%s, of two accounts at once, against the account alone: %v %s", k.listCall, s.failure, d)
			}
		}
	}
}

// A call that fails as the first one is asked again where others came before it: what fails there, too, fails for another reason.
func concurrencyFirst(ctx context.Context, t *trial) {
	for k := range t.lists(ctx) {
		if s := t.fresh(ctx).list(ctx, k, t.account(), nil); s.failure != nil {
			t.failf("%s as the first call: %v", k.listCall, s.failure)
		}
	}
	for _, k := range kinds() {
		if !t.offers(k, opGet) || t.run.unavailable(k) {
			continue
		}
		for _, one := range some(t.plain(ctx, k).items(), 1) {
			_, f := t.fresh(ctx).get(ctx, k, t.account(), one.GetId(), nil)
			if f == nil {
				continue
			}
			if again := t.afterOthers(ctx, k, one.GetId()); again != nil {
				t.leaveOut(firstGet, "%s fails, whatever came before it", k.getCall)
				continue
			}
			t.failf("%s as the first call: %v", k.getCall, f)
		}
	}
	t.knownToAuthenticate()
	if _, f := t.fresh(ctx).authenticate(ctx, t.account()); f != nil {
		t.failf("Authenticate as the first call: %v", f)
	}
}

// afterOthers is how a read by id ends in a process that was asked as hosts ask.
func (t *trial) afterOthers(ctx context.Context, k *kind, id string) *failure {
	p, err := t.run.own.get(ctx, t.run.starts)
	t.mustStart(err)
	_, f := p.get(ctx, k, t.account(), id, nil)
	return f
}
