package trust

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// insideEnv says that the test is in a process and a mount namespace of its own.
const insideEnv = "TRUST_TEST_INSIDE"

// inside runs the rest of the test where it may mount and limit what it likes. In the test that waits for that it is false.
func inside(t *testing.T) bool {
	t.Helper()
	if os.Getenv(insideEnv) != "" {
		return true
	}
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), insideEnv+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 {
		cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}
	}
	out, err := cmd.CombinedOutput()
	switch {
	case errors.Is(err, syscall.EPERM), strings.Contains(string(out), "--- SKIP"):
		t.Skipf("this system gives no mount namespace: %v\n%s", err, out)
	case err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()):
		t.Errorf("%v\n%s", err, out)
	}
	return false
}

// longFolder is a folder that is too deep for sockets: a copy goes to TMPDIR all the same.
func longFolder(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(folder(t), strings.Repeat("long", 25))
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// mount mounts a file system in memory, of so many bytes.
func mount(t *testing.T, path, options string) {
	t.Helper()
	err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, "")
	if err == nil {
		err = unix.Mount("tmpfs", path, "tmpfs", 0, options)
	}
	if errors.Is(err, unix.EPERM) {
		t.Skip("nothing may be mounted here")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Unmount(path, unix.MNT_DETACH) })
}

// TestWithoutProc: where nothing can be run by its descriptor, a binary is run from a private copy.
func TestWithoutProc(t *testing.T) {
	if !inside(t) {
		return
	}
	tmp := longFolder(t)
	t.Setenv("TMPDIR", tmp)
	path := put(t, filepath.Join(folder(t), "connector"), string(self(t)))
	mount(t, "/proc", "size=4k")
	i := load(t, path)
	if !strings.HasPrefix(i.Exec(), tmp) {
		t.Errorf("it is run as %s", i.Exec())
	}
	if err := os.Remove(path); err != nil {
		t.Error(err)
	}
	if got, want := run(t, i), "hello "+path+"\n"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}

// TestNoRoomForACopy: a full disk is an error that says so, and nothing is left on it.
func TestNoRoomForACopy(t *testing.T) {
	if !inside(t) {
		return
	}
	path := put(t, filepath.Join(folder(t), "connector"), "#!/bin/sh\n"+strings.Repeat("#", 1<<20))
	small := longFolder(t)
	mount(t, small, "size=64k,mode=755")
	t.Setenv("TMPDIR", small)
	_, err := Load(path)
	if !errors.Is(err, syscall.ENOSPC) {
		t.Error(err)
	}
	wantUntrusted(t, err, path, "cannot be copied", "TMPDIR")
	for _, dir := range filesIn(t, small) {
		if left := filesIn(t, filepath.Join(small, dir)); len(left) > 0 {
			t.Errorf("left: %v", left)
		}
	}
}

// TestNoRoomInMemory: likewise where the copy is in memory.
func TestNoRoomInMemory(t *testing.T) {
	if !inside(t) {
		return
	}
	path := put(t, filepath.Join(folder(t), "connector"), strings.Repeat("x", 1<<20))
	signal.Ignore(syscall.SIGXFSZ)
	limit := unix.Rlimit{Cur: 64 << 10, Max: 64 << 10}
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	before := filesIn(t, "/proc/self/fd")
	_, err := Load(path)
	if !errors.Is(err, syscall.EFBIG) {
		t.Error(err)
	}
	wantUntrusted(t, err, path, "cannot be copied")
	if after := filesIn(t, "/proc/self/fd"); !slices.Equal(before, after) {
		t.Errorf("open were %v, and are %v", before, after)
	}
}

// TestNoProgramsInTMPDIR: a script cannot run from a file system that is mounted noexec, and that is said before it is tried.
func TestNoProgramsInTMPDIR(t *testing.T) {
	if !inside(t) {
		return
	}
	path := put(t, filepath.Join(folder(t), "connector"), "#!/bin/sh\n")
	tmp := longFolder(t)
	mount(t, tmp, "mode=755")
	if err := unix.Mount("", tmp, "", unix.MS_REMOUNT|unix.MS_NOEXEC, ""); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", tmp)
	_, err := Load(path)
	wantUntrusted(t, err, "does not let programs run", "set TMPDIR")
}

// TestAFullDiskKeepsTheLockFile: what was trusted stays.
func TestAFullDiskKeepsTheLockFile(t *testing.T) {
	if !inside(t) {
		return
	}
	dir := folder(t)
	mount(t, dir, "size=16k,mode=755")
	path := filepath.Join(dir, LockName)
	if err := sampleLock(1).Write(path); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	err = sampleLock(1000).Write(path)
	if !errors.Is(err, syscall.ENOSPC) {
		t.Error(err)
	}
	wantUntrusted(t, err, path, "as it was", "room")
	after, err := os.ReadFile(path)
	if err != nil || string(after) != string(before) {
		t.Errorf("%s, %v", after, err)
	}
	if left := filesIn(t, dir); !slices.Equal(left, []string{LockName}) {
		t.Errorf("left: %v", left)
	}
}
