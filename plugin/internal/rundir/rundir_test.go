//go:build unix

package rundir

import (
	"bufio"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestMain is also a host that makes a folder, says which, and waits to be killed.
func TestMain(m *testing.M) {
	if base := os.Getenv("RUNDIR_TEST_HOST"); base != "" {
		d, err := New(base)
		if err != nil {
			panic(err)
		}
		fmt.Println(d.Path())
		for {
			time.Sleep(time.Hour)
			runtime.KeepAlive(d)
		}
	}
	os.Exit(m.Run())
}

func newDir(t *testing.T, base string) *Dir {
	t.Helper()
	d, err := New(base)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Remove() })
	return d
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func TestDirIsPrivateAndGoes(t *testing.T) {
	d := newDir(t, shortDir(t))
	for _, path := range []string{d.Path(), filepath.Dir(d.Path())} {
		info, err := os.Stat(path)
		if err != nil || info.Mode() != fs.ModeDir|0o700 {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	if err := os.WriteFile(filepath.Join(d.Path(), "socket"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := d.Remove(); err != nil || exists(d.Path()) {
			t.Errorf("Remove: %v", err)
		}
	}
}

func TestSocketPathsFit(t *testing.T) {
	long := filepath.Join(t.TempDir(), strings.Repeat("long", 20))
	if err := os.Mkdir(long, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, base := range []string{long, shortDir(t), ""} {
		d := newDir(t, base)
		if n := len(d.Path()) + socketName; n > maxSocket {
			t.Errorf("a socket below %q could have %d bytes", base, n)
		}
	}
}

func TestFilesStayBelowALongBase(t *testing.T) {
	long := filepath.Join(t.TempDir(), strings.Repeat("long", 25))
	if err := os.Mkdir(long, 0o700); err != nil {
		t.Fatal(err)
	}
	d, err := NewForFiles(long)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Dir(filepath.Dir(d.Path())) != long {
		t.Errorf("the folder is %s", d.Path())
	}
	if err := d.Remove(); err != nil || exists(d.Path()) {
		t.Errorf("Remove: %v", err)
	}
}

// shortDir is a base that leaves room for a socket's path; t.TempDir has the test's name in it.
func shortDir(t *testing.T) string {
	t.Helper()
	base := os.TempDir()
	if len(base) > 30 { // what stands below it takes some 70 of the 103 bytes
		base = "/tmp"
	}
	dir, err := os.MkdirTemp(base, "rd") //nolint:usetesting // see above
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func TestSomeoneElsesFolderIsNotUsed(t *testing.T) {
	base := shortDir(t)
	parent := filepath.Join(base, "trellis-"+owner())
	for name, take := range map[string]func() error{
		"open to others": func() error { return os.Mkdir(parent, 0o755) },
		"a link":         func() error { return os.Symlink(t.TempDir(), parent) },
		"a file":         func() error { return os.WriteFile(parent, nil, 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			if err := take(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = os.Remove(parent) })
			d := newDir(t, base)
			if filepath.Dir(d.Path()) != base {
				t.Errorf("the folder is %s", d.Path())
			}
			if info, err := os.Stat(d.Path()); err != nil || info.Mode().Perm() != 0o700 {
				t.Errorf("%v, %v", info, err)
			}
		})
	}
}

// TestRelativeBase: TMPDIR may be relative to where the host is; where its connectors are, the same name is nothing.
func TestRelativeBase(t *testing.T) {
	at := shortDir(t)
	t.Chdir(at)
	for name, newDir := range map[string]func(string) (*Dir, error){"socket": New, "files": NewForFiles} {
		d, err := newDir(".")
		if err != nil {
			t.Fatal(err)
		}
		if !filepath.IsAbs(d.Path()) || filepath.Dir(filepath.Dir(d.Path())) != at {
			t.Errorf("%s: the folder is %s", name, d.Path())
		}
		if err := d.Remove(); err != nil {
			t.Error(err)
		}
	}
}

// TestSweepOfOddBases: a base may be called what is a pattern to others.
func TestSweepOfOddBases(t *testing.T) {
	base := filepath.Join(shortDir(t), "a[b")
	if err := os.Mkdir(base, 0o700); err != nil {
		t.Fatal(err)
	}
	dead, kill := startHost(t, base)
	kill()
	newDir(t, base)
	if exists(dead) {
		t.Errorf("%s is still there", dead)
	}
}

// TestSweepPassesTheLiving: however many folders are in use, those of the dead behind them are found.
func TestSweepPassesTheLiving(t *testing.T) {
	base := shortDir(t)
	for range sweepLimit + 10 {
		newDir(t, base)
	}
	last := filepath.Join(base, "trellis-"+owner(), "zzz")
	if err := os.Mkdir(last, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(last+lockSuffix, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	newDir(t, base)
	if exists(last) || exists(last+lockSuffix) {
		t.Error("what a host left is still there")
	}
}

func TestNoBase(t *testing.T) {
	if d, err := New(filepath.Join(shortDir(t), "missing")); err == nil {
		t.Errorf("made %s", d.Path())
	}
}

func TestSweepTakesTheDeadOnly(t *testing.T) {
	base := shortDir(t)
	mine := newDir(t, base)
	dead, kill := startHost(t, base)
	living, _ := startHost(t, base)
	kill()

	// A host that was killed between its lock and its folder.
	parent := filepath.Dir(mine.Path())
	half := filepath.Join(parent, "half"+lockSuffix)
	if err := os.WriteFile(half, nil, 0o600); err != nil {
		t.Fatal(err)
	}

	newDir(t, base)
	for path, want := range map[string]bool{
		dead: false, dead + lockSuffix: false, half: false,
		mine.Path(): true, living: true, living + lockSuffix: true,
	} {
		if exists(path) != want {
			t.Errorf("%s: there = %v, want %v", path, !want, want)
		}
	}
}

// startHost starts a process that holds a folder.
func startHost(t *testing.T, base string) (dir string, kill func()) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "RUNDIR_TEST_HOST="+base)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill = sync.OnceFunc(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	t.Cleanup(kill)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line), kill
}

// TestManyAtOnce: folders are made, swept past and removed at the same time, and nobody loses one that is held.
func TestManyAtOnce(t *testing.T) {
	base := shortDir(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				d, err := New(base)
				if err != nil {
					t.Error(err)
					return
				}
				if !exists(d.Path()) || !exists(d.Path()+lockSuffix) {
					t.Errorf("%s was taken away", d.Path())
				}
				_ = d.Remove()
			}
		})
	}
	wg.Wait()
	left, err := os.ReadDir(filepath.Join(base, "trellis-"+owner()))
	if err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}
