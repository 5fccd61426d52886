package manager

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// TestLimits: no more calls run at the same time than may, of one account and of all.
func TestLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var running, most atomic.Int64
		f := &farm{connector: func(*fake) connector.Connector {
			return steady{get: func(context.Context) error {
				n := running.Add(1)
				for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
				}
				time.Sleep(time.Second)
				running.Add(-1)
				return nil
			}}
		}}
		m := f.manage(t, Config{Calls: 5, AccountCalls: 2})
		c := m.Connector("steady")
		many := func(accounts ...string) (took time.Duration) {
			begin := time.Now()
			var wg sync.WaitGroup
			for _, account := range accounts {
				wg.Go(func() {
					if _, err := c.GetUser(t.Context(), who(account)); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			return time.Since(begin)
		}
		if took := many("a", "a", "a", "a", "a"); took != 3*time.Second || most.Load() != 2 {
			t.Errorf("%v, %d at once", took, most.Load())
		}
		if took := many("a", "b", "c", "d", "e", "f", "g"); took != 2*time.Second || most.Load() != 5 {
			t.Errorf("%v, %d at once", took, most.Load())
		}
		if n := len(m.keeper("steady").admission.accounts); n != 0 {
			t.Errorf("%d accounts are remembered", n)
		}
		// Who gives up waiting is out of the queue.
		soon, cancel := context.WithTimeout(t.Context(), time.Second/2)
		defer cancel()
		go many("a", "a")
		synctest.Wait()
		if _, err := c.GetUser(soon, who("a")); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		time.Sleep(time.Minute)
	})
}

// TestClosed: calls that run may end, those that wait and those that come fail.
func TestClosed(t *testing.T) {
	started := make(chan struct{})
	over := make(chan struct{})
	f := &farm{connector: func(p *fake) connector.Connector {
		p.close = func() { close(over) } // as a process lets its calls end
		return steady{get: func(context.Context) error { close(started); <-over; return nil }}
	}}
	m := f.manage(t, Config{AccountCalls: 1})
	c := m.Connector("steady")
	results := make(chan error, 2)
	go func() { results <- get(t, c) }()
	<-started
	go func() { results <- get(t, c) }() // waits for its turn
	if err := m.Close(); err != nil {
		t.Error(err)
	}
	var failed []error
	for range 2 {
		if err := <-results; err != nil {
			failed = append(failed, err)
		}
	}
	if len(failed) != 1 || !errors.Is(failed[0], plugin.ErrClosed) {
		t.Errorf("%v", failed)
	}
	if err := get(t, c); !errors.Is(err, plugin.ErrClosed) {
		t.Error(err)
	}
	if _, err := c.Describe(t.Context()); !errors.Is(err, plugin.ErrClosed) {
		t.Error(err)
	}
	if err := m.Replace(t.Context(), "steady"); err == nil {
		t.Error("a closed manager replaces")
	}
}

// TestTheReceiverHasEnough: its word is what the list ends with, and nothing is tried again.
func TestTheReceiverHasEnough(t *testing.T) {
	f := &farm{}
	f.connector = func(*fake) connector.Connector {
		return steady{list: script{{ids: []string{"1"}}}.list(func() error { return nil })}
	}
	enough := errors.New("enough")
	_, err := f.manage(t, Config{}).Connector("steady").ListUsers(t.Context(), all("a"), connector.SinkFuncs[*iamv1.User]{
		OnPage: func(connector.Page[*iamv1.User]) error { f.all[0].die(); return enough },
	})
	if !errors.Is(err, enough) || f.started() != 1 {
		t.Errorf("%v, %d processes", err, f.started())
	}
}

// TestCallersContext: a caller that goes ends its call, in the queue, in a start, and in the call.
func TestCallersContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &farm{connector: dying}
		m := f.manage(t, Config{Backoff: time.Minute, BackoffLimit: time.Minute})
		soon, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := m.Connector("steady").GetUser(soon, who("a")); !errors.Is(err, context.DeadlineExceeded) || connector.ReasonOf(err) != "" {
			t.Errorf("%v", err)
		}
		if s := m.Status()[0]; s.State != StateWaiting || time.Until(s.Until) <= 0 {
			t.Errorf("%+v", s)
		}
	})
}
