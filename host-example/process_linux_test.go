package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector/sample"
)

// slow is a list of 400 users whose pages take their time.
var slow = []string{"users", "sample", "-o", "ndjson", "--secret", "token=env:" + secretVariable, "--page-size", "10", "--set", "users=400"}

// running is the program in the middle of something.
type running struct {
	*exec.Cmd
	stdout *bufio.Reader
	read   bytes.Buffer // of stdout, so far
	stderr bytes.Buffer
	ended  bool
}

func start(t *testing.T, args ...string) *running {
	t.Helper()
	r := &running{Cmd: command(t, args...)}
	pipe, err := r.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	r.stdout = bufio.NewReader(pipe)
	r.Stderr = &r.stderr
	r.begin(t)
	return r
}

// begin starts the program, and sees to it that it does not outlive the test.
func (r *running) begin(t *testing.T) {
	t.Helper()
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if !r.ended {
			_ = r.Process.Kill()
			_ = r.Wait()
		}
	})
}

// line waits for one line of stdout.
func (r *running) line(t *testing.T) {
	t.Helper()
	line, err := r.stdout.ReadString('\n')
	if err != nil {
		_ = r.Process.Kill()
		_ = r.Wait() // after which nobody writes to stderr
		r.ended = true
		t.Fatalf("%v; stderr: %s", err, r.stderr.String())
	}
	r.read.WriteString(line)
}

// end reads what is left and waits for the end.
func (r *running) end(t *testing.T) result {
	t.Helper()
	if _, err := io.Copy(&r.read, r.stdout); err != nil {
		t.Fatal(err)
	}
	err := r.Wait()
	r.ended = true
	return result{statusOf(t, err), r.read.String(), r.stderr.String()}
}

// children are the processes that a process has started.
func children(t *testing.T, pid int) []int {
	t.Helper()
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	var all []int
	for _, path := range stats {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue // gone meanwhile
		}
		// pid (name) state ppid ...: proc_pid_stat(5)
		after := string(stat[bytes.LastIndexByte(stat, ')')+1:])
		if f := strings.Fields(after); len(f) > 1 && f[1] == strconv.Itoa(pid) {
			if child, err := strconv.Atoi(filepath.Base(filepath.Dir(path))); err == nil {
				all = append(all, child)
			}
		}
	}
	return all
}

// connectorOf is the one connector's process of a host.
func connectorOf(t *testing.T, r *running) int {
	t.Helper()
	pids := children(t, r.Process.Pid)
	if len(pids) != 1 {
		t.Fatalf("the host has the children %v", pids)
	}
	return pids[0]
}

// gone waits until a process is no more.
func gone(t *testing.T, pid int) {
	t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil || bytes.Contains(stat, []byte(") Z ")) { // nobody's child is reaped by init, in its own time
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("process %d is still there: %s", pid, stat)
		}
	}
}

// An interrupt in the middle of a list ends it in good order: what came stays, nothing is left running, and with the flags
// that the program names the rest follows, so that nothing is lost and nothing comes twice.
func TestInterruptAndGoOn(t *testing.T) {
	whole := trellis(t, slow...).want(t, 0, "400 users", "absence is evidence").lines(t)
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(sig.String(), func(t *testing.T) {
			slow := slices.Concat(slow, []string{"--set", "delay=20ms"})
			r := start(t, slow...)
			for range 25 {
				r.line(t)
			}
			pid := connectorOf(t, r)
			if err := r.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
			first := r.end(t).want(t, 4, "trellis: "+sig.String()+" signal received", "partial: ")
			gone(t, pid)

			rest := trellis(t, slices.Concat(slow, first.goOn(t))...).want(t, 0, "complete from the page token on")
			got := first.lines(t)
			n := len(got)
			if n < 25 || n == len(whole) {
				t.Errorf("%d users came first", n)
			}
			for id, line := range rest.lines(t) {
				if got[id] != nil {
					t.Errorf("user %s comes twice", id)
				}
				got[id] = line
			}
			sameUsers(t, got, whole)
		})
	}
}

// The first interrupt is answered at once, even when the connector does nothing any more: stderr says how to go on. The
// second one does not wait for the connector's end either; the connector ends with the program.
func TestSecondInterrupt(t *testing.T) {
	r := &running{Cmd: command(t, append(slow, "--set", "delay=20ms")...)}
	stdout, err := r.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := r.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	r.begin(t)
	r.stdout = bufio.NewReader(stdout)
	r.line(t)
	pid := connectorOf(t, r)
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	interrupt := func() {
		if err := r.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
	}
	interrupt()
	said := bufio.NewReader(stderr)
	for line := ""; !strings.Contains(line, "--page-token"); {
		if line, err = said.ReadString('\n'); err != nil {
			t.Fatalf("stderr ended: %v", err)
		}
	}
	interrupt()
	r.ended = true
	_ = r.Wait() // the state says how
	if s, ok := r.ProcessState.Sys().(syscall.WaitStatus); !ok || !s.Signaled() || s.Signal() != syscall.SIGINT {
		t.Errorf("it ended with %v, not by the signal", r.ProcessState)
	}
	gone(t, pid)
}

// A killed host leaves no connector behind.
func TestKilledHost(t *testing.T) {
	r := start(t, append(slow, "--set", "delay=20ms")...)
	r.line(t)
	pid := connectorOf(t, r)
	if err := r.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	r.end(t)
	gone(t, pid)
}

// A reader that goes away is a partial list, and not the program's sudden death.
func TestReaderGoesAway(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	c := command(t, "users", "sample", "-o", "ndjson", "--secret", "token=env:"+secretVariable, "--set", "users=100000")
	var stderr bytes.Buffer
	c.Stdout, c.Stderr = write, &stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	_ = write.Close()
	if _, err := bufio.NewReader(read).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	_ = read.Close()
	result{status: statusOf(t, c.Wait()), stderr: stderr.String()}.want(t, 4, "the reader of the output went away")
}

// A secret stands in no argument and no environment but the program's own, which was given it there.
func TestSecretsStayOutOfProc(t *testing.T) {
	r := start(t, append(slow, "--set", "delay=20ms")...)
	r.line(t)
	pid := connectorOf(t, r)
	for _, path := range []string{
		fmt.Sprintf("/proc/%d/cmdline", r.Process.Pid), fmt.Sprintf("/proc/%d/cmdline", pid), fmt.Sprintf("/proc/%d/environ", pid),
	} {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(b) == 0 || bytes.Contains(b, []byte(sample.Token)) || bytes.Contains(b, []byte(secretVariable+"=")) {
			t.Errorf("%s: %q", path, b)
		}
	}
	if err := r.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if end := r.end(t); strings.Contains(end.stdout+end.stderr, sample.Token) {
		t.Errorf("the token is written:\n%s", end.stderr)
	}
}
