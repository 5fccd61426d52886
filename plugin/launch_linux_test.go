package plugin_test

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// TestLaunchOfWhatIsNoConnector: whatever a process does instead of starting, Launch gives one typed error that says so,
// and nothing is left of it.
func TestLaunchOfWhatIsNoConnector(t *testing.T) {
	for _, c := range []struct {
		program string
		timeout time.Duration // where it must be waited out
		reason  connector.Reason
		words   []string
	}{
		{"exits", 0, connector.PluginCrashed, []string{"exited with status 7 before its handshake", "the licence has run out"}},
		{"garbage", 0, connector.PluginProtocol, []string{"no handshake", `Loading \x1b[31mmodules...`}},
		{"mute", 300 * time.Millisecond, connector.PluginTimeout, []string{"did not start within 300ms"}},
		{"half", 300 * time.Millisecond, connector.PluginTimeout, []string{"did not start within 300ms"}},
		{"endless", 0, connector.PluginProtocol, []string{"no line ended within 16384 bytes", "xxxx"}},
		{"shut", 0, connector.PluginProtocol, []string{"closed stdout without a handshake"}},
		{"later", 0, connector.PluginProtocol, []string{"upgrade the host"}},
		{"bare", 0, connector.PluginProtocol, []string{"no certificate"}},
		{"elsewhere", 0, connector.PluginProtocol, []string{"listens elsewhere"}},
		{"nobody", 0, connector.PluginProtocol, []string{"cannot be connected to", "no such file"}},
		{"announces", 0, connector.PluginCrashed, []string{"exited with status 0 before it could be connected to"}},
		{"tongue-tied", 300 * time.Millisecond, connector.PluginTimeout, []string{"did not start within 300ms"}},
		{"impostor", 0, connector.PluginProtocol, []string{"cannot be connected to", "certificate"}},
		{"lingering", 0, connector.PluginProtocol, []string{"no handshake"}},
	} {
		t.Run(c.program, func(t *testing.T) {
			w := newWorld(t, c.program)
			w.StartTimeout = cmp.Or(c.timeout, w.StartTimeout)
			p, err := plugin.Launch(t.Context(), w.Config)
			if p != nil {
				t.Fatal("it was launched")
			}
			e := wantReason(t, err, c.reason, append(c.words, c.program)...)
			if c.reason == connector.PluginCrashed {
				if exit := wantExit(t, e); exit.Path != w.Path || exit.PID == 0 {
					t.Errorf("%+v", exit)
				}
			}
		})
	}
}

// TestAChildKeepsNobody: a child that has left the process group, and holds the pipes of a process that is gone, does not
// keep the launch.
func TestAChildKeepsNobody(t *testing.T) {
	w := newWorld(t, "orphaning")
	_, err := plugin.Launch(t.Context(), w.Config)
	wantReason(t, err, connector.PluginCrashed, "exited with status 9")
	said := wantExit(t, err).Log
	if len(said) != 1 {
		t.Fatalf("it said %q", said)
	}
	pid, err := strconv.Atoi(strings.TrimPrefix(said[0], "child "))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Errorf("the child: %v", err)
	}
}

func TestLaunchOfWhatCannotRun(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text")
	if err := os.WriteFile(text, []byte("no program"), 0o700); err != nil {
		t.Fatal(err)
	}
	locked := filepath.Join(dir, "locked")
	if err := os.WriteFile(locked, []byte("#!/bin/sh\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path   string
		reason connector.Reason
		cause  error
	}{
		{filepath.Join(dir, "missing"), connector.PluginCrashed, fs.ErrNotExist},
		{locked, connector.PluginCrashed, fs.ErrPermission},
		{dir, connector.PluginCrashed, nil},
		{text, connector.PluginCrashed, nil},
		{"relative", connector.PluginUntrusted, nil},
		{"", connector.PluginUntrusted, nil},
	} {
		_, err := plugin.Launch(t.Context(), plugin.Config{Path: c.path, RunDir: dir})
		e := wantReason(t, err, c.reason)
		if c.cause != nil && !errors.Is(err, c.cause) {
			t.Errorf("%s: %v is not %v", c.path, err, c.cause)
		}
		if e.Whose() != connectorv1.Fault_FAULT_HOST {
			t.Errorf("%s: whose fault is %v", c.path, e.Whose())
		}
	}
	if left := filesBelow(t, dir); len(left) != 2 {
		t.Errorf("left: %v", left)
	}
}

func TestLaunchHeedsItsContext(t *testing.T) {
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	w := newWorld(t, "mute")
	if _, err := plugin.Launch(gone, w.Config); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	soon, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err := plugin.Launch(soon, w.Config)
	if !errors.Is(err, context.DeadlineExceeded) || connector.ReasonOf(err) != "" {
		t.Error(err)
	}
}

// TestLaunchOutlivesItsContext: the context bounds the launch and not the life.
func TestLaunchOutlivesItsContext(t *testing.T) {
	w := newWorld(t, "sample")
	ctx, cancel := context.WithCancel(t.Context())
	p, err := plugin.Launch(ctx, w.Config)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := p.Describe(t.Context()); err != nil {
		t.Error(err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
}

// TestALongRunFolderDoesNotMatter: socket paths end at 108 bytes, and folders need not.
func TestALongRunFolderDoesNotMatter(t *testing.T) {
	w := newWorld(t, "sample")
	w.RunDir = filepath.Join(t.TempDir(), strings.Repeat("long", 30))
	if err := os.Mkdir(w.RunDir, 0o700); err != nil {
		t.Fatal(err)
	}
	p := w.launch(t)
	if _, err := p.Describe(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestRunFolders: the error of a folder that is not there says whose start failed and what to do; one that is relative to the
// host, as TMPDIR may be, is found by its connectors all the same.
func TestRunFolders(t *testing.T) {
	w := newWorld(t, "sample")
	cfg := w.Config
	cfg.RunDir = filepath.Join(w.RunDir, "missing") // short: a long one is replaced
	_, err := plugin.Launch(t.Context(), cfg)
	if e := wantReason(t, err, connector.PluginCrashed, "missing"); e.Connector != "sample" || !strings.Contains(e.Suggestion, "TMPDIR") {
		t.Errorf("%+v", e)
	}
	t.Chdir(w.RunDir)
	t.Setenv("TMPDIR", ".")
	cfg.RunDir = ""
	p, err := plugin.Launch(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Describe(t.Context()); err != nil {
		t.Error(err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
}

// TestAbsurdConfig: a negative duration is a mistake and not a default.
func TestAbsurdConfig(t *testing.T) {
	if _, err := plugin.Launch(t.Context(), plugin.Config{Path: "/x", StopTimeout: -1}); err == nil || !strings.Contains(err.Error(), "StopTimeout") {
		t.Error(err)
	}
}
