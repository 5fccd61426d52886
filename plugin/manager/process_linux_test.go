package manager_test

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/sample"
	"github.com/trellis-iam/trellis/plugin"
	"github.com/trellis-iam/trellis/plugin/manager"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// patience is how long tests wait for what must happen. It is never waited out in a test that passes.
const patience = 30 * time.Second

// world is a manager of real processes, with what it told.
type world struct {
	*manager.Manager
	t      testing.TB
	folder string

	mu     sync.Mutex
	events []manager.Event
}

func newWorld(t testing.TB, cfg manager.Config, names ...string) *world {
	t.Helper()
	w := &world{t: t, folder: t.TempDir()}
	for _, name := range names {
		if err := link(w.folder, name); err != nil {
			t.Fatal(err)
		}
	}
	cfg.Folder, cfg.Dev, cfg.OnEvent = w.folder, true, w.note
	cfg.Plugin.StartTimeout, cfg.Plugin.CallTimeout, cfg.Plugin.DrainTimeout = patience, patience, patience
	cfg.Plugin.StopTimeout = cmp.Or(cfg.Plugin.StopTimeout, patience)
	w.open(cfg)
	return w
}

func (w *world) open(cfg manager.Config) {
	w.t.Helper()
	m, err := manager.New(cfg)
	if err != nil {
		w.t.Fatal(err)
	}
	w.Manager = m
	w.t.Cleanup(func() {
		if err := m.Close(); err != nil {
			w.t.Error(err)
		}
		for _, e := range w.told(manager.Started) {
			if syscall.Kill(e.PID, 0) == nil {
				w.t.Errorf("process %d is left", e.PID)
			}
		}
	})
}

func (w *world) note(e manager.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.events = append(w.events, e)
}

func (w *world) told(kind manager.EventKind) (events []manager.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range w.events {
		if e.Kind == kind {
			events = append(events, e)
		}
	}
	return events
}

// pid is the process that a connector has now; 0 when there is none.
func (w *world) pid(name string) int {
	for _, s := range w.Status() {
		if s.Connector == name {
			return s.PID
		}
	}
	return 0
}

func account(id string, users int) *connectorv1.Account {
	return &connectorv1.Account{
		Id: id, Settings: map[string]string{"users": strconv.Itoa(users)}, Credentials: map[string]string{"token": sample.Token},
	}
}

// census counts users, and those that came twice.
type census struct {
	users map[string]int
}

func (c *census) list(ctx context.Context, from connector.Connector, a *connectorv1.Account, each func()) (*connectorv1.Receipt, error) {
	c.users = map[string]int{}
	req := connector.ListRequest{Account: a, Options: &connectorv1.ListOptions{PageSize: 20}}
	return from.ListUsers(ctx, req, connector.SinkFuncs[*iamv1.User]{OnPage: func(p connector.Page[*iamv1.User]) error {
		for _, u := range p.Items {
			c.users[u.GetId()]++
		}
		each()
		return nil
	}})
}

func (c *census) want(t testing.TB, n int, r *connectorv1.Receipt) {
	t.Helper()
	for id, times := range c.users {
		if times != 1 {
			t.Errorf("user %s came %d times", id, times)
		}
	}
	if len(c.users) != n || r.GetItems() != int64(n) || r.GetEnd() != connectorv1.End_END_EXHAUSTED {
		t.Errorf("%d users came, want %d; the receipt is %v", len(c.users), n, r)
	}
}

// kills is how many processes are killed: more in `make soak`.
func kills(t testing.TB) int {
	n, err := strconv.Atoi(os.Getenv("TRELLIS_SOAK"))
	if err != nil {
		return 20
	}
	t.Logf("%d kills", n)
	return n
}

// TestKillsOfTheConnector: kill -9 at random moments of lists under way. Each goes on from its last page token: nothing is
// lost, and nothing comes twice.
func TestKillsOfTheConnector(t *testing.T) {
	w := newWorld(t, manager.Config{Restarts: 1 << 20, Backoff: 1, BackoffLimit: 1, Resumes: 1 << 20}, "sample")
	c := w.Connector("sample")
	for killed, wanted := 0, kills(t); killed < wanted; {
		const users = 2000
		var people census
		kill := time.AfterFunc(rand.N(30*time.Millisecond), func() {
			if pid := w.pid("sample"); pid != 0 {
				_ = syscall.Kill(pid, syscall.SIGKILL)
			}
		})
		before := len(w.told(manager.Crashed))
		receipt, err := people.list(t.Context(), c, account("a", users), func() { time.Sleep(100 * time.Microsecond) })
		kill.Stop()
		if err != nil {
			t.Fatal(err)
		}
		people.want(t, users, receipt)
		killed += len(w.told(manager.Crashed)) - before
	}
	if resumed := len(w.told(manager.Resumed)); resumed == 0 {
		t.Error("no list went on")
	}
}

// TestDyingForGood: a process that dies at the same point each time is restarted so often and no more; then the list ends
// with the typed error, as a partial list does.
func TestDyingForGood(t *testing.T) {
	w := newWorld(t, manager.Config{}, "nervous")
	c := w.Connector("nervous")
	roles := map[string]int{}
	_, err := c.ListRoles(t.Context(), connector.ListRequest{Account: account("a", 5)}, connector.SinkFuncs[*iamv1.Role]{
		OnPage: func(p connector.Page[*iamv1.Role]) error {
			for _, r := range p.Items {
				roles[r.GetId()]++
			}
			return nil
		},
	})
	e, ok := errors.AsType[*connector.Error](err)
	if !ok || e.Reason != connector.PluginCrashed || !strings.Contains(e.Error(), "ran out of memory") {
		t.Fatalf("%v", err)
	}
	exit, ok := errors.AsType[*plugin.ExitError](err)
	if !ok || exit.Signal != syscall.SIGKILL || exit.Version != "0.1.0" {
		t.Errorf("%+v", exit)
	}
	if n := len(w.told(manager.Started)); n != 3 || len(roles) != 4 {
		t.Errorf("%d processes, %d roles", n, len(roles))
	}
	for id, times := range roles {
		if times != 1 {
			t.Errorf("role %s came %d times", id, times)
		}
	}
	if _, err := c.GetUser(t.Context(), connector.GetRequest{Account: account("a", 5), ID: "1"}); err != nil {
		t.Errorf("nobody else can call any more: %v", err)
	}
}

// TestFailedTooOften: the error of calls for which nothing is started any more tells as much as that of the death itself.
func TestFailedTooOften(t *testing.T) {
	w := newWorld(t, manager.Config{Restarts: -1}, "nervous")
	for _, words := range [][]string{
		{"trellis-connector-nervous 0.1.0: was killed by signal 9", "it logged nothing"},
		{"trellis-connector-nervous 0.1.0: was killed by signal 9", "it logged nothing", "failed 1 times"},
	} {
		_, err := w.Connector("nervous").GetUser(t.Context(), connector.GetRequest{Account: account("a", 5), ID: "666"})
		e, ok := errors.AsType[*connector.Error](err)
		if !ok || e.Reason != connector.PluginCrashed || e.Connector != "nervous" || e.Suggestion == "" {
			t.Fatalf("%v; %+v", err, e)
		}
		if _, ok := errors.AsType[*plugin.ExitError](err); !ok {
			t.Errorf("%v does not have how it ended", err)
		}
		for _, word := range words {
			if !strings.Contains(err.Error(), word) {
				t.Errorf("%q does not say %q", err, word)
			}
		}
	}
}

// TestFrozen: a process that is stopped by a signal answers no probe. It is replaced, and the list goes on.
func TestFrozen(t *testing.T) {
	w := newWorld(t, manager.Config{
		ProbeInterval: 50 * time.Millisecond, ProbeTimeout: 500 * time.Millisecond,
		Plugin: plugin.Config{StopTimeout: 100 * time.Millisecond}, // it will not go by itself
	}, "sample")
	const users = 20_000 // far more than can be on its way when it freezes
	var people census
	frozen := 0
	receipt, err := people.list(t.Context(), w.Connector("sample"), account("a", users), func() {
		if len(people.users) == 500 && frozen == 0 {
			frozen = w.pid("sample")
			_ = syscall.Kill(frozen, syscall.SIGSTOP)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	people.want(t, users, receipt)
	if hung := w.told(manager.Hung); len(hung) == 0 || hung[0].PID != frozen {
		t.Errorf("%v", hung)
	}
}

// TestParallelStarts: connectors start at the same time, and the failure of one is no other's.
func TestParallelStarts(t *testing.T) {
	w := newWorld(t, manager.Config{}, "sample", "versed", "nervous")
	err := w.Start(t.Context(), "sample", "versed", "nervous", "missing")
	e, ok := errors.AsType[*connector.Error](err)
	if !ok || !strings.Contains(e.Error(), "trellis-connector-missing") || len(w.told(manager.Started)) != 3 {
		t.Errorf("%v, %v", err, w.events)
	}
	for _, s := range w.Status()[1:] {
		if s.State != manager.StateRunning && s.Connector != "missing" {
			t.Errorf("%+v", s)
		}
	}
}
