package manager

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// frozen makes processes that answer neither calls nor probes.
func frozen(p *fake) connector.Connector {
	p.ping = func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	return steady{get: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }}
}

// TestHungForGood: a call whose processes hang each time ends with an error that says so. It is not its caller's own end:
// nobody has cancelled it.
func TestHungForGood(t *testing.T) {
	for _, resumes := range []int{-1, 1} {
		synctest.Test(t, func(t *testing.T) {
			f := &farm{connector: frozen}
			err := get(t, f.manage(t, Config{Resumes: resumes, ProbeTimeout: 7 * time.Second}).Connector("steady"))
			e := wantReason(t, err, connector.PluginTimeout)
			if e.Connector != "steady" || e.Operation != "GetUser" || e.Suggestion == "" || !errors.Is(err, errHung) ||
				!strings.Contains(e.Error(), "steady 1.0.0") || !strings.Contains(e.Error(), "7s") || errors.Is(err, context.Canceled) {
				t.Errorf("%v; %+v", err, e)
			}
		})
	}
}

// TestMovedAndCannotGoOn: of a list that is too long to remember, a replacement that would not wait any longer makes a partial
// one, and the error says why.
func TestMovedAndCannotGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &farm{}
		f.connector = func(*fake) connector.Connector {
			return steady{list: func(ctx context.Context, _ connector.ListRequest, sink connector.Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
				for i := range 100 {
					var items []*iamv1.User
					for j := range 100 {
						items = append(items, &iamv1.User{Id: fmt.Sprintf("%0500d", i*100+j)})
					}
					if err := sink.Page(connector.Page[*iamv1.User]{Items: items}); err != nil {
						return nil, err
					}
				}
				<-ctx.Done()
				return nil, ctx.Err()
			}}
		}
		m := f.manage(t, Config{ReplaceTimeout: 3 * time.Minute, ProbeInterval: -1})
		go func() {
			time.Sleep(time.Second)
			if err := m.Replace(t.Context(), "steady"); err != nil {
				t.Error(err)
			}
		}()
		h, err := gather(m.Connector("steady"), nil)
		e := wantReason(t, err, connector.PluginTimeout)
		if len(h.ids) != 100*100 || !errors.Is(err, errMoved) || errors.Is(err, context.Canceled) || !strings.Contains(e.Error(), "3m0s") {
			t.Errorf("%d items, then %v", len(h.ids), err)
		}
	})
}

// TestALoopOverProcesses: each process goes on from a token and gives one more page before it dies; a token from which one
// went on before is a loop that none of them could see.
func TestALoopOverProcesses(t *testing.T) {
	s := script{{ids: []string{"1"}, token: "page-1"}, {ids: []string{"2"}, token: "page-2"}, {ids: []string{"3"}, token: "page-1"}}
	f := &farm{}
	f.connector = func(p *fake) connector.Connector {
		pages := 0
		return steady{list: s.list(func() error {
			if pages++; pages == 1 {
				return nil
			}
			p.die()
			return errCrash
		})}
	}
	m := f.manage(t, Config{Restarts: 20, Backoff: 1, BackoffLimit: 1})
	h, err := gather(m.Connector("steady"), nil)
	e := wantReason(t, err, connector.UpstreamLoop)
	if strings.Join(h.ids, " ") != "1 2" || f.started() != 3 || e.Connector != "steady" || e.Operation != "ListUsers" || e.Suggestion == "" {
		t.Errorf("%v of %d processes, %+v", h.ids, f.started(), e)
	}
}

// TestClosedWhileItReplaces: a process that was replaced at the moment when the manager is closed does not stay.
func TestClosedWhileItReplaces(t *testing.T) {
	var m *Manager
	f := &farm{connector: good, told: func(e Event) {
		if e.Kind == Replaced {
			_ = m.Close()
		}
	}}
	m = f.manage(t, Config{})
	if err := get(t, m.Connector("steady")); err != nil {
		t.Fatal(err)
	}
	if err := m.Replace(t.Context(), "steady"); err != nil {
		t.Error(err)
	}
	for _, p := range f.all {
		select {
		case <-p.done:
		default:
			t.Errorf("process %d is left", p.pid)
		}
	}
}

// TestReplacedAfterItFailed: what a binary did is not held against the one that replaces it.
func TestReplacedAfterItFailed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &farm{connector: dying}
		m := f.manage(t, Config{Restarts: -1, IdleTimeout: time.Second, ProbeInterval: -1})
		c := m.Connector("steady")
		wantReason(t, get(t, c), connector.PluginCrashed)
		wantReason(t, get(t, c), connector.PluginCrashed)
		f.connector = good
		if err := m.Replace(t.Context(), "steady"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Second) // it has nothing to do, and ends
		synctest.Wait()
		if s := m.Status()[0]; s.State != StateStopped || f.started() != 2 {
			t.Fatalf("%+v, %d processes", s, f.started())
		}
		if err := get(t, c); err != nil || f.started() != 3 {
			t.Errorf("%v, %d processes", err, f.started())
		}
	})
}
