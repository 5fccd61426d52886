package plugin_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"go.uber.org/goleak"
)

// patience is how long tests wait for what must happen. It is never waited out in a test that passes.
const patience = 20 * time.Second

// program makes a binary of one of the programs.
func program(t testing.TB, name string) string {
	t.Helper()
	if programNamed(name) == nil {
		t.Fatalf("there is no program %s", name)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.Link(self, path); err == nil {
		return path
	}
	content, err := os.ReadFile(self) // another file system
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// world is what a test of one launch has: a run folder and a log of its own, checked in the end for what was left behind.
type world struct {
	plugin.Config
	log *buffer
}

// newWorld makes the world of a program. Goroutines of other plugins are no leaks of this one's: ignore names them.
func newWorld(t testing.TB, name string, ignore ...goleak.Option) *world {
	t.Helper()
	w := &world{log: &buffer{}}
	w.Path = program(t, name)
	w.RunDir = shortDir(t)
	w.StartTimeout, w.CallTimeout, w.DrainTimeout, w.StopTimeout = patience, patience, patience, patience
	w.Logger = hclog.New(&hclog.LoggerOptions{Output: w.log, Level: hclog.Trace, JSONFormat: true})
	t.Cleanup(func() { // runs after Close, which is registered later
		goleak.VerifyNone(t, ignore...)
		for _, pid := range processesOf(t, w.Path) {
			t.Errorf("process %d of %s is left", pid, name)
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		if left := filesBelow(t, w.RunDir); len(left) > 0 {
			t.Errorf("left in the run folder: %v", left)
		}
		if t.Failed() {
			t.Logf("log:\n%s", w.log)
		}
	})
	return w
}

// shortDir is a folder that is short enough for sockets, which t.TempDir's are not always.
func shortDir(t testing.TB) string {
	t.Helper()
	base := os.TempDir()
	if len(base) > 30 { // what stands below it takes some 70 of the 103 bytes
		base = "/tmp"
	}
	dir, err := os.MkdirTemp(base, "wall") //nolint:usetesting // see above
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// launch launches, and closes at the end of the test.
func (w *world) launch(t testing.TB) *plugin.Plugin {
	t.Helper()
	p, err := plugin.Launch(t.Context(), w.Config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

func launch(t testing.TB, name string) (*plugin.Plugin, *world) {
	t.Helper()
	w := newWorld(t, name)
	return w.launch(t), w
}

// processesOf finds the processes whose binary is at path.
func processesOf(t testing.TB, path string) []int {
	t.Helper()
	entries, err := os.ReadDir("/proc")
	if err != nil {
		t.Fatal(err)
	}
	var pids []int
	for _, e := range entries {
		args, err := os.ReadFile(filepath.Join("/proc", e.Name(), "cmdline"))
		if err != nil || !strings.HasPrefix(string(args), path+"\x00") { // no process, or a dead one
			continue
		}
		pid, err := strconv.Atoi(e.Name())
		if err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}

// alive reports whether a process runs; one that is dead and not yet reaped does not.
func alive(pid int) bool {
	args, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "cmdline"))
	return err == nil && len(args) > 0
}

// filesBelow lists everything but the folder that run folders stand in.
func filesBelow(t testing.TB, dir string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if err == nil && path != dir && !strings.HasPrefix(filepath.Base(path), "trellis-") {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// eventually waits for a condition.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it never came true: %s", what)
		}
	}
}

// wantReason checks an error's reason and some words of its text.
func wantReason(t testing.TB, err error, reason connector.Reason, words ...string) *connector.Error {
	t.Helper()
	e, ok := errors.AsType[*connector.Error](err)
	if !ok || e.Reason != reason {
		t.Fatalf("%v is not %s", err, reason)
	}
	for _, word := range words {
		if !strings.Contains(e.Error(), word) {
			t.Errorf("%q does not say %q", e, word)
		}
	}
	if strings.ContainsAny(e.Error(), "\x1b\n") {
		t.Errorf("%q has control characters", e)
	}
	if size := len(e.Error()) + len(e.Suggestion); size > connector.MaxStatusSize/2 {
		t.Errorf("the error has %d bytes", size)
	}
	if e.Suggestion == "" && strings.HasPrefix(string(reason), "PLUGIN_") {
		t.Errorf("%q suggests nothing", e)
	}
	return e
}

func wantExit(t testing.TB, err error) *plugin.ExitError {
	t.Helper()
	e, ok := errors.AsType[*plugin.ExitError](err)
	if !ok {
		t.Fatalf("%v has no ExitError", err)
	}
	return e
}

const key = "secret-key-0123456789"

func account(do string) *connectorv1.Account {
	a := &connectorv1.Account{Id: "a", Credentials: map[string]string{"api_key": key}}
	if do != "" {
		a.Settings = map[string]string{"do": do}
	}
	return a
}

func get(id string) connector.GetRequest { return connector.GetRequest{Account: account(""), ID: id} }

func list(do string) connector.ListRequest { return connector.ListRequest{Account: account(do)} }

// buffer is a log that is written and read at the same time.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}
