package manager_test

import (
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/plugin/manager"
)

// TestReplaceWhileCallsRun: a binary is replaced by new versions while calls run, short ones and long ones. No call fails,
// every list is whole, and from each replacement on new calls are in the new version.
func TestReplaceWhileCallsRun(t *testing.T) {
	w := newWorld(t, manager.Config{Calls: 1 << 10, AccountCalls: 1 << 10})
	install(t, w.folder, "versed", "1.0.0")
	c := w.Connector("versed")
	version := func() string {
		a, err := c.Authenticate(t.Context(), account("a", 1))
		if err != nil {
			t.Error(err)
		}
		return a.GetIdentity().GetId()
	}
	if v := version(); v != "1.0.0" {
		t.Fatal(v)
	}
	var calls, lists atomic.Int64
	over := make(chan struct{})
	var wg sync.WaitGroup
	keepDoing := func(f func()) {
		wg.Go(func() {
			for {
				select {
				case <-over:
					return
				default:
					f()
				}
			}
		})
	}
	for range 4 {
		keepDoing(func() { version(); calls.Add(1) })
		keepDoing(func() {
			var people census
			receipt, err := people.list(t.Context(), c, account("a", 500), func() { time.Sleep(time.Millisecond) })
			if err != nil {
				t.Error(err)
			}
			people.want(t, 500, receipt)
			lists.Add(1)
		})
	}
	for i := range 5 {
		want := "1.0." + strconv.Itoa(i+1)
		install(t, w.folder, "versed", want)
		if err := w.Replace(t.Context(), "versed"); err != nil {
			t.Error(err)
		}
		if v := version(); v != want {
			t.Errorf("a call after the replacement was in %s, not in %s", v, want)
		}
	}
	close(over)
	wg.Wait()
	if n := len(w.told(manager.Resumed)); n != 0 {
		t.Errorf("%d calls were moved, where each had time to end", n)
	}
	if calls.Load() == 0 || lists.Load() == 0 || len(w.told(manager.Replaced)) != 5 {
		t.Errorf("%d calls, %d lists, %v", calls.Load(), lists.Load(), w.told(manager.Replaced))
	}
}

// TestALongListIsMoved: a list that does not end in time goes on in the new version, with nothing lost and nothing twice.
func TestALongListIsMoved(t *testing.T) {
	w := newWorld(t, manager.Config{ReplaceTimeout: time.Millisecond})
	install(t, w.folder, "versed", "1.0.0")
	c := w.Connector("versed")
	var people census
	pages := 0
	receipt, err := people.list(t.Context(), c, account("a", 2000), func() {
		if pages++; pages != 10 {
			return
		}
		install(t, w.folder, "versed", "1.1.0")
		if err := w.Replace(t.Context(), "versed"); err != nil {
			t.Error(err)
		}
		for len(w.told(manager.Stopped)) == 0 { // the old process, whose list is not waited for
			time.Sleep(time.Millisecond)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	people.want(t, 2000, receipt)
	if n := len(w.told(manager.Resumed)); n != 1 {
		t.Errorf("the list was moved %d times", n)
	}
}

// TestAReplacementThatIsNoGood: a binary that does not start leaves the old one where it is.
func TestAReplacementThatIsNoGood(t *testing.T) {
	w := newWorld(t, manager.Config{})
	install(t, w.folder, "versed", "1.0.0")
	c := w.Connector("versed")
	if _, err := c.Describe(t.Context()); err != nil {
		t.Fatal(err)
	}
	pid := w.pid("versed")
	install(t, w.folder, "versed", "x\x00y") // a version that no connector may have
	if err := w.Replace(t.Context(), "versed"); err == nil {
		t.Error("it was replaced")
	}
	if d, err := c.Describe(t.Context()); err != nil || d.GetVersion() != "1.0.0" || w.pid("versed") != pid {
		t.Errorf("%v, %v", d, err)
	}
}
