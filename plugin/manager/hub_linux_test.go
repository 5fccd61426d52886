package manager_test

import (
	"fmt"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/plugin/manager"
)

// TestAHubOfManyAccounts: hundreds of accounts, many at a time, while their connector is killed over and over and replaced in
// between. Each gets its own users, all of them, once.
func TestAHubOfManyAccounts(t *testing.T) {
	w := newWorld(t, manager.Config{
		Restarts: 1 << 20, Backoff: time.Millisecond, BackoffLimit: time.Millisecond, Resumes: 1 << 20, AccountCalls: 1,
	})
	install(t, w.folder, "versed", "1.0.0")
	c := w.Connector("versed")
	const accounts, atOnce = 300, 32
	slots := make(chan struct{}, atOnce)
	over := make(chan struct{})
	var lists sync.WaitGroup
	lists.Go(func() {
		defer close(over)
		var each sync.WaitGroup
		for i := range accounts {
			slots <- struct{}{}
			each.Go(func() {
				defer func() { <-slots }()
				users := 50 + i // so that another account's list would be seen to be
				of, paged := account(fmt.Sprintf("account-%d", i), users), func() {}
				if i == 0 { // on a busy machine the other kills may all come between lists: this one comes within
					of.Settings["delay"] = "100ms"
					paged = sync.OnceFunc(func() { _ = syscall.Kill(w.pid("versed"), syscall.SIGKILL) })
				}
				var people census
				receipt, err := people.list(t.Context(), c, of, paged)
				if err != nil {
					t.Error(err)
					return
				}
				people.want(t, users, receipt)
			})
		}
		each.Wait()
	})
	for i := 1; ; i++ {
		select {
		case <-over:
		case <-time.After(40 * time.Millisecond):
			if i%5 > 0 {
				if pid := w.pid("versed"); pid != 0 {
					_ = syscall.Kill(pid, syscall.SIGKILL)
				}
				continue
			}
			install(t, w.folder, "versed", fmt.Sprintf("1.0.%d", i))
			if err := w.Replace(t.Context(), "versed"); err != nil {
				t.Error(err)
			}
			continue
		}
		break
	}
	lists.Wait()
	t.Logf("%d crashes, %d calls went on, %d replacements", len(w.told(manager.Crashed)), len(w.told(manager.Resumed)), len(w.told(manager.Replaced)))
	if len(w.told(manager.Resumed)) == 0 {
		t.Error("no call went on in another process")
	}
}
