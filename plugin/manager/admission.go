package manager

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"
)

// admission bounds the calls of one connector that run at the same time, and those of each of its accounts. Who comes
// first is let in first.
type admission struct {
	all        *semaphore.Weighted
	perAccount int64

	mu       sync.Mutex
	accounts map[string]*account // those that have calls
}

type account struct {
	slots *semaphore.Weighted
	calls int // that run or wait
}

func newAdmission(all, perAccount int) *admission {
	return &admission{all: semaphore.NewWeighted(int64(all)), perAccount: int64(perAccount), accounts: map[string]*account{}}
}

// enter waits for a slot of the account and then for one of the connector, so that an account with many calls holds back
// none but its own. leave gives both back.
func (a *admission) enter(ctx context.Context, id string) (leave func(), err error) {
	who := a.hold(id)
	if err := who.slots.Acquire(ctx, 1); err != nil {
		a.drop(id)
		return nil, context.Cause(ctx)
	}
	if err := a.all.Acquire(ctx, 1); err != nil {
		who.slots.Release(1)
		a.drop(id)
		return nil, context.Cause(ctx)
	}
	return func() {
		a.all.Release(1)
		who.slots.Release(1)
		a.drop(id)
	}, nil
}

func (a *admission) hold(id string) *account {
	a.mu.Lock()
	defer a.mu.Unlock()
	who := a.accounts[id]
	if who == nil {
		who = &account{slots: semaphore.NewWeighted(a.perAccount)}
		a.accounts[id] = who
	}
	who.calls++
	return who
}

// drop forgets accounts that have no calls: a hub has thousands of them.
func (a *admission) drop(id string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	who := a.accounts[id]
	if who.calls--; who.calls == 0 {
		delete(a.accounts, id)
	}
}
