package trust

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// self is this test binary's content, which says something and ends when it is told to.
func self(t testing.TB) []byte {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// run runs an image, and returns what it says.
func run(t testing.TB, i *Image) string {
	t.Helper()
	var said []byte
	err := i.Use(func(program string) (err error) {
		cmd := exec.Command(program)
		cmd.Args, cmd.Env = []string{i.Path()}, []string{speakEnv + "=hello"}
		said, err = cmd.Output()
		return err
	})
	if err != nil {
		t.Errorf("%v: %s", err, said)
	}
	return string(said)
}

// TestTheFileDoesNotMatter: whatever becomes of the file, the bytes that were loaded run.
func TestTheFileDoesNotMatter(t *testing.T) {
	other := "#!/bin/sh\necho overwritten\n"
	for name, change := range map[string]func(path string) error{
		"as it was":   func(string) error { return nil },
		"overwritten": func(path string) error { return os.WriteFile(path, []byte(other), 0o755) },
		"replaced": func(path string) error {
			return errors.Join(os.WriteFile(path+".new", []byte(other), 0o755), os.Rename(path+".new", path))
		},
		"deleted": os.Remove,
	} {
		t.Run(name, func(t *testing.T) {
			path := put(t, filepath.Join(folder(t), "connector"), string(self(t)))
			i := load(t, path)
			lock := new(Lock)
			lock.Set(Entry{Name: "x", Version: "1", Size: i.Size(), SHA256: i.SHA256()})
			if err := change(path); err != nil {
				t.Fatal(err)
			}
			var runs sync.WaitGroup
			for range 3 { // at the same time
				runs.Go(func() {
					if got, want := run(t, i), "hello "+path+"\n"; got != want {
						t.Errorf("it says %q, want %q", got, want)
					}
				})
			}
			runs.Wait()
			if err := lock.Check("x", i); err != nil {
				t.Error(err)
			}
			if name == "overwritten" || name == "replaced" {
				if err := lock.Check("x", load(t, path)); !errors.Is(err, ErrChanged) {
					t.Errorf("what is there now: %v", err)
				}
			}
		})
	}
}

// TestNobodyWritesAnImage: not through any of its descriptors, not by a mapping, not as root.
func TestNobodyWritesAnImage(t *testing.T) {
	i := load(t, put(t, filepath.Join(folder(t), "connector"), string(self(t))))
	path := strings.Replace(i.Exec(), "self", strconv.Itoa(os.Getpid()), 1)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o500 {
		t.Errorf("%v, %v", info, err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil { // whoever is not root does not get this far
		if !errors.Is(err, syscall.EACCES) {
			t.Fatal(err)
		}
		if f, err = os.Open(path); err != nil {
			t.Fatal(err)
		}
	}
	defer f.Close()
	seals, err := unix.FcntlInt(f.Fd(), unix.F_GET_SEALS, 0)
	if want := unix.F_SEAL_WRITE | unix.F_SEAL_SHRINK | unix.F_SEAL_GROW | unix.F_SEAL_SEAL; err != nil || seals&want != want {
		t.Errorf("seals %#x, %v", seals, err)
	}
	if os.Getuid() != 0 {
		return
	}
	_, writeErr := f.WriteAt([]byte("x"), 0)
	_, growErr := f.WriteAt([]byte("x"), i.Size())
	_, mapErr := unix.Mmap(int(f.Fd()), 0, 1, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	for what, err := range map[string]error{
		"write": writeErr, "grow": growErr, "map": mapErr, "shrink": f.Truncate(1), "empty": os.Truncate(path, 0),
	} {
		if !errors.Is(err, syscall.EPERM) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if content, err := i.content(); err != nil || sum(string(content)) != i.SHA256() {
		t.Errorf("the content has changed, %v", err)
	}
}

// TestScripts: a script runs from a private copy, which goes with the image, and says what its interpreter is.
func TestScripts(t *testing.T) {
	tmp := folder(t)
	t.Setenv("TMPDIR", tmp)
	const text = "#!/bin/sh -e\necho \"$0\"\n"
	path := put(t, filepath.Join(folder(t), "connector"), text)
	i := load(t, path)
	if i.Interpreter() != "/bin/sh -e" || i.SHA256() != sum(text) {
		t.Errorf("%q, %s", i.Interpreter(), i.SHA256())
	}
	copied := i.Exec()
	put(t, path, "#!/bin/sh\necho other\n")
	if got := run(t, i); got != copied+"\n" || filepath.Base(copied) != "connector" {
		t.Errorf("it says %q", got)
	}
	for path, want := range map[string]os.FileMode{copied: 0o500, filepath.Dir(copied): os.ModeDir | 0o700} {
		if info, err := os.Stat(path); err != nil || info.Mode() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	if err := i.Close(); err != nil {
		t.Error(err)
	}
	for _, dir := range filesIn(t, tmp) {
		if left := filesIn(t, filepath.Join(tmp, dir)); len(left) > 0 {
			t.Errorf("left: %v", left)
		}
	}
}

// TestNoDescriptorIsLeft: neither by images that were closed nor by those that could not be loaded.
func TestNoDescriptorIsLeft(t *testing.T) {
	dir := folder(t)
	binary, script := put(t, filepath.Join(dir, "binary"), "content"), put(t, filepath.Join(dir, "script"), "#!/bin/sh\n")
	open := func() []string { return filesIn(t, "/proc/self/fd") }
	load(t, binary) // whatever the first one opens for good
	before := open()
	for range 10 {
		for _, path := range []string{binary, script, dir, filepath.Join(dir, "missing")} {
			if i, err := Load(path); err == nil {
				if err := i.Close(); err != nil {
					t.Error(err)
				}
			}
		}
	}
	if after := open(); !slices.Equal(before, after) {
		t.Errorf("open were %v, and are %v", before, after)
	}
}
