package manager

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trellis-iam/trellis/connector"
)

// good makes processes that do nothing wrong.
func good(*fake) connector.Connector { return steady{} }

// dying makes processes that die in every GetUser.
func dying(p *fake) connector.Connector {
	return steady{get: func(context.Context) error { p.die(); return errCrash }}
}

func get(t *testing.T, c connector.Connector) error {
	t.Helper()
	_, err := c.GetUser(t.Context(), who("a"))
	return err
}

// TestOneStartForAll: any number of calls wait for one start, and the process serves them all.
func TestOneStartForAll(t *testing.T) {
	f := &farm{connector: good}
	c := f.manage(t, Config{}).Connector("steady")
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if err := get(t, c); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if f.started() != 1 {
		t.Errorf("%d processes were started", f.started())
	}
}

// TestRestartsAreBounded: a call whose process dies each time ends with what it died of; after so many deaths nothing is
// started for a while, which the error says; and then it is tried again.
func TestRestartsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &farm{connector: dying}
		m := f.manage(t, Config{Restarts: 4, Resumes: 2, Backoff: time.Second, BackoffLimit: 3 * time.Second, RestartWindow: time.Minute, IdleTimeout: -1, ProbeInterval: -1})
		c := m.Connector("steady")
		begin := time.Now()

		// Three processes, of which the second waits 1 s and the third 2.
		wantReason(t, get(t, c), connector.PluginCrashed)
		if waited := time.Since(begin); f.started() != 3 || waited != 3*time.Second {
			t.Fatalf("%d processes in %v", f.started(), waited)
		}
		// Two more, after 3 s each, and then it was five within a minute.
		e := wantReason(t, get(t, c), connector.PluginCrashed)
		if waited := time.Since(begin); f.started() != 5 || waited != 9*time.Second {
			t.Fatalf("%d processes in %v", f.started(), waited)
		}
		if !strings.Contains(e.Error(), "failed 5 times within 1m0s") || e.RetryAfter != 51*time.Second || !errors.Is(e, errCrash.Reason) {
			t.Errorf("%v, after %v", e, e.RetryAfter)
		}
		s := m.Status()[0]
		if s.State != StateFailed || s.Restarts != 5 || time.Until(s.Until) != e.RetryAfter {
			t.Errorf("%+v", s)
		}
		if err := get(t, c); f.started() != 5 {
			t.Errorf("one more was started: %v", err)
		}
		time.Sleep(e.RetryAfter)
		f.connector = good
		if err := get(t, c); err != nil || f.started() != 6 {
			t.Errorf("%v, %d processes", err, f.started())
		}
		if s := m.Status()[0]; s.State != StateRunning || s.Err != nil || s.PID != 6 || s.Version != "1.0.0" {
			t.Errorf("%+v", s)
		}
	})
}

// TestACallIsNotPunishedForAnother: an account whose calls kill the process costs another account's call no more than a
// restart.
func TestACallIsNotPunishedForAnother(t *testing.T) {
	f := &farm{}
	var calls atomic.Int64
	f.connector = func(p *fake) connector.Connector {
		return steady{get: func(context.Context) error {
			if calls.Add(1) == 2 { // both are there
				p.die()
			}
			select {
			case <-p.done:
				return errCrash
			case <-time.After(10 * time.Millisecond):
				return nil
			}
		}}
	}
	c := f.manage(t, Config{}).Connector("steady")
	var wg sync.WaitGroup
	for _, account := range []string{"a", "b"} {
		wg.Go(func() {
			if _, err := c.GetUser(t.Context(), who(account)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if kinds := f.kinds(); !slices.Contains(kinds, Crashed) || !slices.Contains(kinds, Resumed) {
		t.Errorf("%v", kinds)
	}
	for _, e := range f.events { // nothing calls any more
		if e.Kind == Resumed && e.Account != "a" && e.Account != "b" {
			t.Errorf("a call of account %q goes on", e.Account)
		}
	}
}

// TestStartsThatFail: the error of a start is that of the calls that wait for it, and the next call tries again.
func TestStartsThatFail(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := connector.Errorf(connector.PluginProtocol, "its first line on stdout is no handshake")
		f := &farm{connector: good, fails: func(n int) error {
			if n < 3 {
				return broken
			}
			return nil
		}}
		c := f.manage(t, Config{}).Connector("steady")
		for range 2 {
			if err := get(t, c); !errors.Is(err, broken) {
				t.Errorf("%v", err)
			}
		}
		if err := get(t, c); err != nil || f.started() != 3 {
			t.Errorf("%v after %d starts", err, f.started())
		}
		if kinds := f.kinds(); !slices.Equal(kinds, []EventKind{NotStarted, NotStarted, Started}) {
			t.Errorf("%v", kinds)
		}
	})
}

// TestAnotherName: a binary that has another connector in it is not used for the one that it is named after.
func TestAnotherName(t *testing.T) {
	f := &farm{connector: good}
	m := f.manage(t, Config{})
	e := wantReason(t, get(t, m.Connector("other")), connector.PluginProtocol)
	if !strings.Contains(e.Error(), "has the connector steady in it") || !strings.Contains(e.Suggestion, "trellis-connector-steady") {
		t.Errorf("%v; %s", e, e.Suggestion)
	}
	for _, name := range []string{"", "../steady", "Steady", strings.Repeat("x", 65)} {
		wantReason(t, get(t, m.Connector(name)), connector.PluginUntrusted)
	}
}

// TestIdle: a process that nobody calls ends, not before its time and not while it has calls; the next call starts one.
func TestIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &farm{connector: func(*fake) connector.Connector {
			return steady{get: func(context.Context) error { time.Sleep(3 * time.Minute); return nil }}
		}}
		m := f.manage(t, Config{IdleTimeout: time.Minute, ProbeInterval: -1})
		c := m.Connector("steady")
		for n := 1; n <= 2; n++ {
			for range 2 {
				if err := get(t, c); err != nil || f.started() != n {
					t.Fatalf("%v, %d processes", err, f.started())
				}
				time.Sleep(time.Minute - time.Second)
			}
			time.Sleep(2 * time.Second)
			synctest.Wait()
			if s := m.Status()[0]; s.State != StateStopped || s.Restarts != 0 {
				t.Errorf("%+v", s)
			}
		}
		if kinds := f.kinds(); !slices.Equal(kinds, []EventKind{Started, Idle, Stopped, Started, Idle, Stopped}) {
			t.Errorf("%v", kinds)
		}
	})
}

// TestHung: a process that answers no probe is ended, and its calls go on in another; one that is slow is not.
func TestHung(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &farm{}
		f.connector = func(p *fake) connector.Connector {
			if p.pid == 1 {
				p.ping = func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
				return steady{get: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }}
			}
			p.ping = func(context.Context) error { time.Sleep(9 * time.Second); return nil }
			return steady{get: func(context.Context) error { time.Sleep(time.Hour); return nil }}
		}
		c := f.manage(t, Config{ProbeInterval: 15 * time.Second, ProbeTimeout: 10 * time.Second}).Connector("steady")
		begin := time.Now()
		if err := get(t, c); err != nil || f.started() != 2 {
			t.Errorf("%v, %d processes", err, f.started())
		}
		if took := time.Since(begin) - time.Hour; took < 25*time.Second || took > 26*time.Second {
			t.Errorf("it went on after %v", took)
		}
		if kinds := f.kinds(); !slices.Equal(kinds, []EventKind{Started, Hung, Resumed, Started}) {
			t.Errorf("%v", kinds)
		}
	})
}

// TestATimeoutIsLookedInto: after a call that ran out of time the process is probed at once.
func TestATimeoutIsLookedInto(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &farm{connector: func(p *fake) connector.Connector {
			p.ping = func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
			return steady{get: func(context.Context) error { return connector.Errorf(connector.PluginTimeout, "it did not answer") }}
		}}
		m := f.manage(t, Config{ProbeInterval: time.Hour, ProbeTimeout: 10 * time.Second})
		begin := time.Now()
		wantReason(t, get(t, m.Connector("steady")), connector.PluginTimeout)
		<-f.all[0].done
		if took := time.Since(begin); took > 11*time.Second {
			t.Errorf("it was ended after %v", took)
		}
	})
}

// TestReplaceOfFakes: with Dev a replacement is always another process; the old one ends when its calls have.
func TestReplaceOfFakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &farm{}
		f.connector = func(p *fake) connector.Connector {
			return steady{get: func(ctx context.Context) error {
				if p.pid > 1 {
					return nil
				}
				select {
				case <-time.After(time.Hour):
					return nil
				case <-ctx.Done():
					return ctx.Err()
				}
			}}
		}
		m := f.manage(t, Config{ReplaceTimeout: time.Minute, ProbeInterval: -1, IdleTimeout: -1})
		c := m.Connector("steady")
		var wg sync.WaitGroup
		begin := time.Now()
		wg.Go(func() {
			if err := get(t, c); err != nil || time.Since(begin) != time.Minute {
				t.Errorf("%v after %v", err, time.Since(begin))
			}
		})
		synctest.Wait()
		if err := m.Replace(t.Context(), "steady"); err != nil {
			t.Fatal(err)
		}
		if err := get(t, c); err != nil {
			t.Fatal(err)
		}
		f.fails = func(int) error { return errors.New("no") }
		if err := m.Replace(t.Context(), "steady"); err == nil || get(t, c) != nil {
			t.Errorf("%v", err)
		}
		wg.Wait()
		time.Sleep(time.Second)
		if kinds := slices.Sorted(slices.Values(f.kinds())); !slices.Equal(kinds, []EventKind{NotStarted, Replaced, Resumed, Started, Started, Stopped}) {
			t.Errorf("%v", kinds)
		}
	})
}

// TestConfig: what makes no sense is refused by its name.
func TestConfig(t *testing.T) {
	for field, cfg := range map[string]Config{
		"Folder":        {},
		"Calls":         {Folder: "/x", Calls: -1},
		"RestartWindow": {Folder: "/x", RestartWindow: -1},
	} {
		if _, err := New(cfg); err == nil || !strings.Contains(err.Error(), "Config."+field) {
			t.Errorf("%s: %v", field, err)
		}
	}
}
