package manager_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
	"github.com/trellis-iam/trellis/plugin/manager"
	"github.com/trellis-iam/trellis/plugin/trust"
)

// trustIt does what `trellis connectors trust` does.
func trustIt(t testing.TB, folder, name, version string) {
	t.Helper()
	if err := record(folder, name, version); err != nil {
		t.Fatal(err)
	}
}

func record(folder, name, version string) error {
	image, err := trust.Load(filepath.Join(folder, plugin.BinaryPrefix+name))
	if err != nil {
		return err
	}
	_, err = trust.Record(filepath.Join(folder, trust.LockName), name, version, image, nil)
	return errors.Join(err, image.Close())
}

// newTrustingWorld is a world that runs only what is trusted.
func newTrustingWorld(t testing.TB, cfg manager.Config) *world {
	t.Helper()
	w := &world{t: t, folder: t.TempDir()}
	cfg.Folder, cfg.OnEvent = w.folder, w.note
	cfg.Plugin.StartTimeout = patience
	w.open(cfg)
	return w
}

// TestOnlyWhatIsTrustedRuns: what is unknown or changed does not, and the error has the command that helps.
func TestOnlyWhatIsTrustedRuns(t *testing.T) {
	w := newTrustingWorld(t, manager.Config{})
	install(t, w.folder, "versed", "1.0.0")
	c := w.Connector("versed")
	refused := func(cause error) {
		t.Helper()
		_, err := c.Describe(t.Context())
		e, ok := errors.AsType[*connector.Error](err)
		if !ok || e.Reason != connector.PluginUntrusted || !errors.Is(err, cause) || !strings.Contains(e.Suggestion, "trellis connectors trust versed") {
			t.Errorf("%v; %+v", err, e)
		}
		if n := len(w.told(manager.Started)); n > 0 {
			t.Errorf("%d processes were started", n)
		}
	}
	refused(trust.ErrUnknown)
	trustIt(t, w.folder, "versed", "1.0.0")
	install(t, w.folder, "versed", "1.0.1")
	refused(trust.ErrChanged)
	install(t, w.folder, "versed", "1.0.0")
	if d, err := c.Describe(t.Context()); err != nil || d.GetVersion() != "1.0.0" {
		t.Errorf("%v, %v", d, err)
	}
}

// TestRestartsAreOfTheSameBytes: a binary that is changed or removed while it runs is restarted as it was trusted; a new one
// takes over when it is trusted, and by Replace.
func TestRestartsAreOfTheSameBytes(t *testing.T) {
	w := newTrustingWorld(t, manager.Config{})
	path := install(t, w.folder, "versed", "1.0.0")
	trustIt(t, w.folder, "versed", "1.0.0")
	c := w.Connector("versed")
	version := func() string {
		a, err := c.Authenticate(t.Context(), account("a", 1))
		if err != nil {
			t.Error(err)
		}
		return a.GetIdentity().GetId()
	}
	crash := func() {
		_ = syscall.Kill(w.pid("versed"), syscall.SIGKILL)
	}
	if v := version(); v != "1.0.0" {
		t.Error(v)
	}
	if err := os.WriteFile(path, []byte("#!/bin/sh\nexit 1\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	crash()
	if v := version(); v != "1.0.0" {
		t.Errorf("after it was overwritten in place: %s", v)
	}
	install(t, w.folder, "versed", "2.0.0")
	crash()
	if v := version(); v != "1.0.0" {
		t.Errorf("after another was put in its place: %s", v)
	}
	if err := w.Replace(t.Context(), "versed"); !errors.Is(err, trust.ErrChanged) {
		t.Errorf("it was replaced by what nobody has trusted: %v", err)
	}
	trustIt(t, w.folder, "versed", "2.0.0")
	if err := w.Replace(t.Context(), "versed"); err != nil || version() != "2.0.0" {
		t.Errorf("%v, %s", err, version())
	}
	pid := w.pid("versed")
	if err := w.Replace(t.Context(), "versed"); err != nil || w.pid("versed") != pid {
		t.Errorf("the same binary took over from itself: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	crash()
	if v := version(); v != "2.0.0" {
		t.Errorf("after it was removed: %s", v)
	}
}

// TestLoad: who loads a connector knows whether it is trusted, nothing is started, and what was loaded is what runs.
func TestLoad(t *testing.T) {
	w := newTrustingWorld(t, manager.Config{})
	install(t, w.folder, "versed", "1.0.0")
	if err := w.Load(t.Context(), "versed"); !errors.Is(err, trust.ErrUnknown) {
		t.Errorf("%v", err)
	}
	trustIt(t, w.folder, "versed", "1.0.0")
	if err := w.Load(t.Context(), "versed"); err != nil || len(w.told(manager.Started)) > 0 {
		t.Errorf("%v, %v", err, w.events)
	}
	install(t, w.folder, "versed", "2.0.0")
	if err := w.Load(t.Context(), "versed"); err != nil {
		t.Errorf("it was loaded, and is looked at again: %v", err)
	}
	if d, err := w.Connector("versed").Describe(t.Context()); err != nil || d.GetVersion() != "1.0.0" {
		t.Errorf("%v, %v", d, err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if err := w.Load(t.Context(), "versed"); !errors.Is(err, plugin.ErrClosed) {
		t.Errorf("a manager that was closed loads: %v", err)
	}
}

// TestDescribeNeedsNoProcess: what a binary says of itself is known by its checksum, when its process has ended.
func TestDescribeNeedsNoProcess(t *testing.T) {
	w := newTrustingWorld(t, manager.Config{IdleTimeout: 1})
	install(t, w.folder, "versed", "1.0.0")
	trustIt(t, w.folder, "versed", "1.0.0")
	c := w.Connector("versed")
	first, err := c.Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	first.Version = "mine" // every answer is the caller's own
	for range 5 {
		if d, err := c.Describe(t.Context()); err != nil || d.GetVersion() != "1.0.0" {
			t.Errorf("%v, %v", d, err)
		}
	}
	if n := len(w.told(manager.Started)); n != 1 {
		t.Errorf("%d processes were started", n)
	}
	if s := w.Status()[0]; s.Version != "1.0.0" || len(s.SHA256) != 64 {
		t.Errorf("%+v", s)
	}
}
