package plugin_test

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

func TestCloseIsForEveryone(t *testing.T) {
	p, w := launch(t, "sample")
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			if err := p.Close(); err != nil {
				t.Error(err)
			}
			select {
			case <-p.Done():
			default:
				t.Error("Close returned before the process was gone")
			}
		})
	}
	wg.Wait()
	if left := processesOf(t, w.Path); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	_, err := p.GetUser(t.Context(), connector.GetRequest{Account: account(""), ID: "1"})
	if !errors.Is(err, plugin.ErrClosed) {
		t.Error(err)
	}
}

// TestCloseLetsCallsEnd: what ends within DrainTimeout ends well.
func TestCloseLetsCallsEnd(t *testing.T) {
	p, _ := launch(t, "puppet")
	result, begun := make(chan error, 1), make(chan struct{})
	go func() {
		_, err := p.ListUsers(t.Context(), list("progress 6"), connector.SinkFuncs[*iamv1.User]{
			OnPage: func(connector.Page[*iamv1.User]) error { close(begun); return nil },
		})
		result <- err
	}()
	<-begun
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	if err := <-result; err != nil {
		t.Error(err)
	}
}

// TestCloseEndsCalls: what does not is ended, with an error that says by whom.
func TestCloseEndsCalls(t *testing.T) {
	w := newWorld(t, "puppet")
	w.DrainTimeout = 100 * time.Millisecond
	p := w.launch(t)
	result, begun := make(chan error, 1), make(chan struct{})
	go func() {
		_, err := p.ListUsers(t.Context(), list("silent"), connector.SinkFuncs[*iamv1.User]{
			OnPage: func(connector.Page[*iamv1.User]) error { close(begun); return nil },
		})
		result <- err
	}()
	<-begun
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	err := <-result
	wantReason(t, err, connector.PluginCrashed, "closed by its host")
	if !errors.Is(err, plugin.ErrClosed) {
		t.Error(err)
	}
}

// TestCloseOfWhoDoesNotGo: a process that hears neither Shutdown nor the end of its life line is killed.
func TestCloseOfWhoDoesNotGo(t *testing.T) {
	w := newWorld(t, "stubborn")
	w.StopTimeout = 200 * time.Millisecond
	p, err := plugin.Launch(t.Context(), w.Config)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // each Close says the same
		wantReason(t, p.Close(), connector.PluginTimeout, "did not exit within 200ms and was killed")
	}
}

// TestCloseOfWhoIsFrozen: nor does a stopped process, which answers nothing at all, keep Close.
func TestCloseOfWhoIsFrozen(t *testing.T) {
	w := newWorld(t, "sample")
	w.StopTimeout = 200 * time.Millisecond
	p, err := plugin.Launch(t.Context(), w.Config)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(p.PID(), syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the process is stopped", func() bool {
		stat, err := os.ReadFile("/proc/" + strconv.Itoa(p.PID()) + "/stat")
		return err == nil && strings.Contains(string(stat), ") T ")
	})
	wantReason(t, p.Close(), connector.PluginTimeout, "was killed")
}

func TestCloseOfWhoIsGone(t *testing.T) {
	p, _ := launch(t, "sample")
	if err := syscall.Kill(p.PID(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	<-p.Done()
	if err := p.Close(); err != nil {
		t.Error(err)
	}
}

// TestChildren: children of a connector go with it, and one that has left its process group, and holds its pipes, keeps
// nobody.
func TestChildren(t *testing.T) {
	for _, kind := range []string{"attached", "detached"} {
		t.Run(kind, func(t *testing.T) {
			p, w := launch(t, "puppet")
			if _, err := p.GetUser(t.Context(), get("child "+kind)); err != nil {
				t.Fatal(err)
			}
			var pid int
			eventually(t, "the child has said its id", func() bool {
				_, after, ok := strings.Cut(w.log.String(), "child ")
				if ok {
					pid, _ = strconv.Atoi(strings.SplitN(after, `"`, 2)[0])
				}
				return pid != 0
			})
			if err := p.Close(); err != nil {
				t.Error(err)
			}
			if kind == "detached" {
				if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
					t.Errorf("the detached child: %v", err)
				}
			}
			eventually(t, "the child is gone", func() bool { return !alive(pid) })
		})
	}
}

// TestSignalsAreTheHosts: what stops a whole service by signal reaches connectors too, and does not end their calls.
func TestSignalsAreTheHosts(t *testing.T) {
	p, _ := launch(t, "puppet")
	signals := []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP}
	_, err := p.ListUsers(t.Context(), list("progress 3"), connector.SinkFuncs[*iamv1.User]{
		OnPage: func(connector.Page[*iamv1.User]) error {
			for _, s := range signals {
				if err := syscall.Kill(p.PID(), s); err != nil {
					return err
				}
			}
			return nil
		},
	})
	if err != nil {
		t.Error(err)
	}
	stillWorks(t, p)
}

// TestManyLives: connectors come and go, several at a time, and leave nothing.
func TestManyLives(t *testing.T) {
	w := newWorld(t, "sample")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 5 {
				p, err := plugin.Launch(context.Background(), w.Config)
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := p.Describe(context.Background()); err != nil {
					t.Error(err)
				}
				if err := p.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}
