package plugin_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
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

// TestAttachAgain: a host reads what it would read of a launched connector, leaves, and the next one finds the same process.
func TestAttachAgain(t *testing.T) {
	d := startDebug(t, "puppet")
	for range 2 {
		p, err := plugin.Attach(t.Context(), d.file, plugin.Config{})
		if err != nil {
			t.Fatal(err)
		}
		stillWorks(t, p)
		if _, err := p.ListUsers(t.Context(), list("progress 2"), users); err != nil {
			t.Error(err)
		}
		if err := p.Ping(t.Context()); err != nil {
			t.Error(err)
		}
		if p.PID() != d.Process.Pid || p.Exit() != nil {
			t.Errorf("process %d, exit %v", p.PID(), p.Exit())
		}
		_, err = p.GetUser(t.Context(), get("error 0"))
		if e := wantReason(t, err, connector.NotFound); e.Connector != "puppet" {
			t.Errorf("%+v", e)
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
		<-p.Done()
		if _, err := p.GetUser(t.Context(), get("7")); !errors.Is(err, plugin.ErrClosed) {
			t.Error(err)
		}
	}
	d.end(t, os.Interrupt)
}

// TestAttachedByTwo: the end of one host is not the other one's business.
func TestAttachedByTwo(t *testing.T) {
	d := startDebug(t, "puppet")
	a, b := d.attach(t, plugin.Config{}), d.attach(t, plugin.Config{DrainTimeout: 50 * time.Millisecond})
	listing, stop := context.WithCancel(t.Context())
	defer stop()
	begin := func(p *plugin.Plugin) <-chan error { // a list without an end, once its first page has come
		ended, begun := make(chan error, 1), make(chan struct{})
		once := sync.OnceFunc(func() { close(begun) })
		go func() {
			_, err := p.ListUsers(listing, list("forever"), connector.SinkFuncs[*iamv1.User]{
				OnPage: func(connector.Page[*iamv1.User]) error { once(); return nil },
			})
			ended <- err
		}()
		<-begun
		return ended
	}
	endOfA, endOfB := begin(a), begin(b)
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	if err := <-endOfB; !errors.Is(err, plugin.ErrClosed) {
		t.Error(err)
	}
	stillWorks(t, a)
	stop()
	if err := <-endOfA; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestAttachedIsKilled: calls end with one typed error, the file is stale, and the next start sweeps it away.
func TestAttachedIsKilled(t *testing.T) {
	for name, in := range map[string]func(*plugin.Plugin) error{
		"unary": func(p *plugin.Plugin) error { _, err := p.GetUser(t.Context(), get("kill")); return err },
		"list":  func(p *plugin.Plugin) error { _, err := p.ListUsers(t.Context(), list("kill"), users); return err },
	} {
		t.Run(name, func(t *testing.T) {
			d := startDebug(t, "puppet")
			p := d.attach(t, plugin.Config{})
			const words = "the connector being debugged has ended its connection"
			wantReason(t, in(p), connector.PluginCrashed, "puppet 1.2.3", words, strconv.Itoa(d.Process.Pid))
			<-p.Done()
			_, err := p.GetUser(t.Context(), get("7"))
			wantReason(t, err, connector.PluginCrashed, words)
			if p.Exit() != nil {
				t.Errorf("nobody knows how it ended, and Exit says %v", p.Exit())
			}
			d.gone(t)
			_, err = plugin.Attach(t.Context(), d.file, plugin.Config{})
			wantReason(t, err, connector.PluginCrashed, "puppet 1.2.3", "does not listen any more", d.file)

			next := startDebugIn(t, "sample", d.tmp)
			next.end(t, os.Interrupt)
			_, err = plugin.Attach(t.Context(), d.file, plugin.Config{})
			wantReason(t, err, connector.PluginCrashed, "there is no such file")
		})
	}
}

// TestDebuggingEnds: an interrupt ends the connector in good order, whatever its hosts are doing, and no file stays.
func TestDebuggingEnds(t *testing.T) {
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(sig.String(), func(t *testing.T) {
			d := startDebug(t, "puppet")
			p := d.attach(t, plugin.Config{})
			_, err := p.ListUsers(t.Context(), list("forever"), connector.SinkFuncs[*iamv1.User]{
				OnPage: func(page connector.Page[*iamv1.User]) error {
					if page.Items[0].GetId() == "100" {
						return d.Process.Signal(sig)
					}
					return nil
				},
			})
			wantReason(t, err, connector.PluginCrashed, "the connector being debugged")
			d.gone(t)
			if code := d.ProcessState.ExitCode(); code != 0 {
				t.Errorf("status %d: %s", code, d.stderr)
			}
			if left := filesBelow(t, d.tmp); len(left) > 0 {
				t.Errorf("left: %v", left)
			}
		})
	}
}

// TestAttachedTakesItsTime: at a breakpoint nothing answers, for as long as someone looks at it. Only what the host sets
// itself passes.
func TestAttachedTakesItsTime(t *testing.T) {
	d := startDebug(t, "puppet")
	d.signal(t, syscall.SIGSTOP) // a breakpoint stops a process in the same way
	_, err := plugin.Attach(t.Context(), d.file, plugin.Config{StartTimeout: 100 * time.Millisecond})
	wantReason(t, err, connector.PluginTimeout, "within 100ms")
	soon, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := plugin.Attach(soon, d.file, plugin.Config{}); !errors.Is(err, context.DeadlineExceeded) || connector.ReasonOf(err) != "" {
		t.Error(err)
	}
	d.signal(t, syscall.SIGCONT)

	p := d.attach(t, plugin.Config{})
	if _, err := p.GetUser(t.Context(), get("slow 600ms")); err != nil {
		t.Error(err)
	}
	hasty := d.attach(t, plugin.Config{CallTimeout: 200 * time.Millisecond, SilenceTimeout: 200 * time.Millisecond})
	_, err = hasty.GetUser(t.Context(), get("hang"))
	wantReason(t, err, connector.PluginTimeout, "did not answer within 200ms", "in its own terminal")
	_, err = hasty.ListUsers(t.Context(), list("silent"), users)
	wantReason(t, err, connector.PluginTimeout, "no sign of life for 200ms")

	_, err = p.ListUsers(t.Context(), list("progress 3"), connector.SinkFuncs[*iamv1.User]{
		OnPage: func(connector.Page[*iamv1.User]) error {
			d.signal(t, syscall.SIGSTOP)
			time.AfterFunc(300*time.Millisecond, func() { d.signal(t, syscall.SIGCONT) })
			return nil
		},
	})
	if err != nil {
		t.Error(err)
	}
}

// TestAttachHeedsItsContext: nothing is begun for a caller that has gone.
func TestAttachHeedsItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := plugin.Attach(ctx, "/none", plugin.Config{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	d := startDebug(t, "sample")
	if _, err := plugin.Attach(t.Context(), d.file, plugin.Config{CallTimeout: -1}); err == nil || !strings.Contains(err.Error(), "CallTimeout is negative") {
		t.Error(err)
	}
}

// TestAttachNeedsAPrivateFile: a key that others could read lets anyone in, and is not used.
func TestAttachNeedsAPrivateFile(t *testing.T) {
	d := startDebug(t, "sample")
	if err := os.Chmod(d.file, 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := plugin.Attach(t.Context(), d.file, plugin.Config{})
	wantReason(t, err, connector.PluginUntrusted, "0644", filepath.Base(d.file))
}
