//go:build linux

package process

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// script starts a shell script.
func script(t *testing.T, text string) *Process {
	t.Helper()
	path := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text), 0o700); err != nil {
		t.Fatal(err)
	}
	var p *Process
	for { // a fork elsewhere may still hold the file open for writing
		var err error
		if p, err = Start(path, path, []string{"A=b"}); err == nil {
			break
		} else if !strings.Contains(err.Error(), "text file busy") {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		p.Kill("the test is over")
		<-p.Exited()
		_, _ = p.Stdout.Close(), p.Stderr.Close()
		goleak.VerifyNone(t)
	})
	return p
}

func read(t *testing.T, f *os.File) string {
	t.Helper()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestExit(t *testing.T) {
	for _, c := range []struct {
		name, script string
		kill         bool
		want         Exit
	}{
		{"well", "exit 0", false, Exit{}},
		{"badly", "exit 3", false, Exit{Code: 3}},
		{"by a signal", "kill -SEGV $$", false, Exit{Code: -1, Signal: syscall.SIGSEGV}},
		{"killed by another", "kill -KILL $$", false, Exit{Code: -1, Signal: syscall.SIGKILL}},
		{"killed from here", "sleep 1000", true, Exit{Code: -1, Signal: syscall.SIGKILL, Killed: "why"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := script(t, c.script)
			if c.kill {
				p.Kill("why")
				p.Kill("another reason")
			}
			<-p.Exited()
			p.Kill("too late")
			if got := p.Exit(); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

func TestNothingIsInherited(t *testing.T) {
	defer goleak.VerifyNone(t)
	// A descriptor as a host gets it from a careless parent: not closed on exec.
	stray, err := syscall.Open("/", syscall.O_RDONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Close(stray) }()

	cat, err := filepath.EvalSymlinks("/bin/cat")
	if err != nil {
		t.Fatal(err)
	}
	p, err := Start(cat, cat, []string{"A=b"})
	if err != nil {
		t.Fatal(err)
	}
	proc := filepath.Join("/proc", strconv.Itoa(p.PID()))
	env, err := os.ReadFile(filepath.Join(proc, "environ"))
	for end := time.Now().Add(10 * time.Second); err == nil && len(env) == 0 && time.Now().Before(end); { // the kernel has not laid it out yet
		env, err = os.ReadFile(filepath.Join(proc, "environ"))
	}
	if err != nil || string(env) != "A=b\x00" {
		t.Errorf("environment: %q, %v", env, err)
	}
	args, err := os.ReadFile(filepath.Join(proc, "cmdline"))
	if err != nil || string(args) != cat+"\x00" {
		t.Errorf("arguments: %q, %v", args, err)
	}
	if dir, err := os.Readlink(filepath.Join(proc, "cwd")); err != nil || dir != "/" {
		t.Errorf("working folder: %s, %v", dir, err)
	}
	var open []string
	for end := time.Now().Add(10 * time.Second); !slices.Equal(open, []string{"0", "1", "2"}); { // its libraries are open at first
		if time.Now().After(end) {
			t.Fatalf("open files: %v", open)
		}
		files, err := os.ReadDir(filepath.Join(proc, "fd"))
		if err != nil {
			t.Fatal(err)
		}
		open = nil
		for _, f := range files {
			open = append(open, f.Name())
		}
	}
	p.CutLifeLine()
	<-p.Exited()
	_, _ = p.Stdout.Close(), p.Stderr.Close()
}

func TestLifeLine(t *testing.T) {
	p := script(t, "cat; echo gone")
	p.CutLifeLine()
	if got := read(t, p.Stdout); got != "gone\n" {
		t.Errorf("%q", got)
	}
}

// TestChildrenGoToo: a child that holds the pipes is killed with its parent, and when its parent has exited.
func TestChildrenGoToo(t *testing.T) {
	for name, text := range map[string]string{"parent waits": "sleep 1000 & wait", "parent exits": "sleep 1000 & exit 0"} {
		t.Run(name, func(t *testing.T) {
			p := script(t, text)
			if strings.Contains(text, "wait") {
				p.Kill("why")
			}
			<-p.Exited()
			_ = p.Stdout.SetReadDeadline(time.Now().Add(10 * time.Second))
			read(t, p.Stdout) // ends when nobody holds it any more
		})
	}
}

func TestStartFails(t *testing.T) {
	defer goleak.VerifyNone(t)
	if _, err := Start(filepath.Join(t.TempDir(), "missing"), "missing", nil); !os.IsNotExist(err) {
		t.Error(err)
	}
}
