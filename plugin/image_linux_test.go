package plugin_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
	"github.com/trellis-iam/trellis/plugin/trust"
)

// newImageWorld is a world whose connector is a file of its own, which may be changed, and was loaded.
func newImageWorld(t *testing.T, name, content string) *world {
	t.Helper()
	w := newWorld(t, name)
	if content == "" {
		self, err := os.ReadFile(w.Path)
		if err != nil {
			t.Fatal(err)
		}
		content = string(self)
	}
	w.Path = filepath.Join(t.TempDir(), name)
	for _, err := range []error{
		os.Chmod(filepath.Dir(w.Path), 0o755), // whatever the umask is
		os.WriteFile(w.Path, []byte(content), 0o755), os.Chmod(w.Path, 0o755),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	before := memoryFiles(t, os.Getpid())
	image, err := trust.Load(w.Path)
	if err != nil {
		t.Fatal(err)
	}
	w.Image = image
	t.Cleanup(func() {
		if err := image.Close(); err != nil {
			t.Error(err)
		}
		if after := memoryFiles(t, os.Getpid()); len(after) != len(before) {
			t.Errorf("descriptors are left: %v", after)
		}
	})
	return w
}

// memoryFiles are the descriptors of images that a process has.
func memoryFiles(t *testing.T, pid int) []string {
	t.Helper()
	dir := filepath.Join("/proc", strconv.Itoa(pid), "fd")
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range entries {
		if target, _ := os.Readlink(filepath.Join(dir, e.Name())); strings.Contains(target, "memfd:") {
			found = append(found, e.Name()+" "+target)
		}
	}
	return found
}

// TestAnImageIsWhatRuns: whatever becomes of the file, the connector that was loaded runs; several at once, and again after
// one was killed.
func TestAnImageIsWhatRuns(t *testing.T) {
	other := []byte("#!/bin/sh\necho this is another program\n")
	for name, change := range map[string]func(path string) error{
		"overwritten": func(path string) error { return os.WriteFile(path, other, 0o755) },
		"replaced": func(path string) error {
			return errors.Join(os.WriteFile(path+".new", other, 0o755), os.Rename(path+".new", path))
		},
		"deleted": os.Remove,
	} {
		t.Run(name, func(t *testing.T) {
			w := newImageWorld(t, "sample", "")
			if err := change(w.Path); err != nil {
				t.Fatal(err)
			}
			first, second := w.launch(t), w.launch(t)
			if err := syscall.Kill(first.PID(), syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
			<-first.Done()
			for _, p := range []*plugin.Plugin{second, w.launch(t)} {
				d, err := p.Describe(t.Context())
				if err != nil || d.GetName() != "sample" || p.Path != w.Path {
					t.Errorf("%s: %v, %v", p.Path, d.GetName(), err)
				}
			}
			if _, err := plugin.Launch(t.Context(), plugin.Config{Path: w.Path, RunDir: w.RunDir}); err == nil {
				t.Error("the file is the connector still, so that this tests nothing")
			}
		})
	}
}

// TestAChangedBinaryIsNotStarted: what was changed before it was loaded is not what was trusted.
func TestAChangedBinaryIsNotStarted(t *testing.T) {
	w := newImageWorld(t, "sample", "")
	lock := filepath.Join(filepath.Dir(w.Path), trust.LockName)
	if _, err := trust.Record(lock, "sample", "0.1.0", w.Image, nil); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(w.Path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(second(f.WriteString("x")), f.Close()); err != nil {
		t.Fatal(err)
	}
	changed, err := trust.Load(w.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer changed.Close()
	l, err := trust.ReadLock(lock)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Check("sample", w.Image); err != nil {
		t.Error(err)
	}
	wantReason(t, l.Check("sample", changed), connector.PluginUntrusted, "sample", "0.1.0", changed.SHA256()[:12])
}

func second[T any](_ T, err error) error { return err }

// TestAnImageIsNotInherited: a connector has neither the image nor its name for an argument, and cannot change it either.
func TestAnImageIsNotInherited(t *testing.T) {
	w := newImageWorld(t, "sample", "")
	p := w.launch(t)
	if open := memoryFiles(t, p.PID()); len(open) > 0 {
		t.Errorf("it has open: %v", open)
	}
	if pids := processesOf(t, w.Path); !slices.Equal(pids, []int{p.PID()}) {
		t.Errorf("processes that go by the path are %v", pids)
	}
	exe := filepath.Join("/proc", strconv.Itoa(p.PID()), "exe")
	if target, err := os.Readlink(exe); err != nil || !strings.HasPrefix(target, "/memfd:sample") {
		t.Errorf("it runs %s, %v", target, err)
	}
	f, err := os.OpenFile(exe, os.O_WRONLY, 0) // it is text that is busy, or, for whoever is not root, not theirs to write
	if err == nil {
		_, err = f.WriteString("x")
		_ = f.Close()
	}
	if !errors.Is(err, syscall.ETXTBSY) && !errors.Is(err, syscall.EPERM) && !errors.Is(err, syscall.EACCES) {
		t.Errorf("writing it: %v", err)
	}
}

// TestAScriptRuns as it was loaded, and is gone when its image is closed.
func TestAScriptRuns(t *testing.T) {
	binary := program(t, "sample")
	w := newImageWorld(t, "sample", "#!/bin/sh\nexec '"+binary+"'\n")
	if err := os.WriteFile(w.Path, []byte("#!/bin/sh\nexit 1\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	p := w.launch(t)
	if d, err := p.Describe(t.Context()); err != nil || d.GetName() != "sample" {
		t.Errorf("%v, %v", d, err)
	}
	if w.Image.Interpreter() != "/bin/sh" {
		t.Errorf("its interpreter is %q", w.Image.Interpreter())
	}
}

// TestLaunchOfAnImageThatCannotRun: the errors speak of the path, and not of what stands for it.
func TestLaunchOfAnImageThatCannotRun(t *testing.T) {
	for _, c := range []struct {
		name, content string
		cause         error
	}{
		{"sample", "no program", syscall.ENOEXEC},
		{"sample", "#!/there/is/no/interpreter\n", fs.ErrNotExist},
	} {
		w := newImageWorld(t, c.name, c.content)
		_, err := plugin.Launch(t.Context(), w.Config)
		if wantReason(t, err, connector.PluginCrashed, "cannot be started", w.Path); !errors.Is(err, c.cause) {
			t.Errorf("%v is not %v", err, c.cause)
		}
		if strings.Contains(err.Error(), w.Image.Exec()) {
			t.Errorf("%v names the copy", err)
		}
	}
	w := newImageWorld(t, "sample", "")
	if err := w.Image.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := plugin.Launch(t.Context(), w.Config)
	if wantReason(t, err, connector.PluginCrashed, "cannot be started"); !errors.Is(err, fs.ErrClosed) {
		t.Error(err)
	}
}
