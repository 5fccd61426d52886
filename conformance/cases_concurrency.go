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
	for k := range t.kinds(opList) {
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
	for k := range t.kinds(opList) {
		p, o := t.connector(ctx), t.inPages(ctx, k)
		accounts := []*connectorv1.Account{t.account(), t.second()}
		alone := make([][]item, len(accounts))
		for i, a := range accounts { // each in a process that knows no other
			alone[i] = t.fresh(ctx).list(ctx, k, a, o).items()
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

func concurrencyFirst(ctx context.Context, t *trial) {
	for k := range t.kinds(opList) {
		if s := t.fresh(ctx).list(ctx, k, t.account(), nil); s.failure != nil {
			t.failf("%s as the first call: %v", k.listCall, s.failure)
		}
	}
	for _, k := range kinds() {
		if !t.offers(k, opGet) {
			continue
		}
		for _, one := range some(t.whole(ctx, k).items(), 1) {
			if _, f := t.fresh(ctx).get(ctx, k, t.account(), one.GetId(), nil); f != nil {
				t.failf("%s as the first call: %v", k.getCall, f)
			}
		}
	}
	if _, f := t.fresh(ctx).authenticate(ctx, t.account()); f != nil {
		t.failf("Authenticate as the first call: %v", f)
	}
}
