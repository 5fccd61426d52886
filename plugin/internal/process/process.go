// Package process starts a program so that it cannot outlive its host, and always knows how it ended.
//
// The program gets its path as its only argument, exactly the environment that it is given, the root folder as working
// folder, and three pipes. It leads a process group of its own, so that a signal from the terminal is the host's to handle
// and children can be killed with it. Its stdin is the life line: it stays open and silent as long as the host lives, and
// ends with it, however the host ends. On Linux the kernel kills it besides (see sys_linux.go).
package process

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
)

// Process is a program that was started. Its methods may be called at any time, by anyone.
type Process struct {
	// Stdout and Stderr are the reading ends of its pipes, to be read and closed by whoever started it.
	Stdout, Stderr *os.File

	cmd    *exec.Cmd
	stdin  *os.File
	exited chan struct{}

	mu     sync.Mutex
	ending bool   // it has exited; its id may soon be another's
	killed string // why it was killed from here
}

// Exit is how a process ended.
type Exit struct {
	Code   int            // exit status; -1 when a signal ended it
	Signal syscall.Signal // 0: it exited by itself
	Killed string         // why this side killed it, and empty when it did not
}

// Start starts the program at an absolute path, or behind a descriptor of this process that is close-on-exec
// (/proc/self/fd/7), under the name by which it is known: that is its argument, and what errors speak of. A script gets
// program for its name, from the kernel.
func Start(program, name string, env []string) (*Process, error) {
	p := &Process{
		cmd: &exec.Cmd{
			Path: program, Args: []string{name}, Env: env, Dir: rootDir, SysProcAttr: sysProcAttr(),
		},
		exited: make(chan struct{}),
	}
	childs, err := p.pipes()
	if err != nil {
		return nil, err
	}
	seal()
	started := make(chan error)
	go func() {
		// The kernel ties the death signal to the thread that forks: it must neither end nor be another goroutine's
		// until the process is gone.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := p.cmd.Start()
		started <- err
		if err == nil {
			p.reap()
		}
	}()
	err = <-started
	closeAll(childs)
	if err != nil {
		closeAll([]*os.File{p.stdin, p.Stdout, p.Stderr})
		if e, ok := errors.AsType[*fs.PathError](err); ok && e.Path == program {
			err = &fs.PathError{Op: "exec", Path: name, Err: e.Err}
		}
		return nil, err
	}
	return p, nil
}

// pipes makes the three pipes and returns the program's ends of them.
func (p *Process) pipes() ([]*os.File, error) {
	in, stdin, err1 := os.Pipe()
	stdout, out, err2 := os.Pipe()
	stderr, errs, err3 := os.Pipe()
	if err := cmp.Or(err1, err2, err3); err != nil {
		closeAll([]*os.File{in, stdin, stdout, out, stderr, errs})
		return nil, err
	}
	p.stdin, p.Stdout, p.Stderr = stdin, stdout, stderr
	p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = in, out, errs
	return []*os.File{in, out, errs}, nil
}

func closeAll(files []*os.File) {
	for _, f := range files {
		_ = f.Close() // nil files answer ErrInvalid
	}
}

// reap waits for the end, and takes what is left of the process group along.
func (p *Process) reap() {
	if awaitExit(p.cmd.Process.Pid) {
		p.finish() // the id is still the dead process's own
	}
	_ = p.cmd.Wait() // the state tells; the pipes are not Wait's to wait for
	p.finish()
	_ = p.stdin.Close()
	close(p.exited)
}

func (p *Process) finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.ending {
		p.ending = true
		killGroup(p.cmd.Process)
	}
}

// PID is the process's id.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Exited is closed once the process is gone and reaped.
func (p *Process) Exited() <-chan struct{} { return p.exited }

// Exit says how it ended; call it after Exited is closed.
func (p *Process) Exit() Exit {
	e := Exit{Code: p.cmd.ProcessState.ExitCode()}
	if s, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus); ok && s.Signaled() {
		e.Signal = s.Signal()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if e.Signal == syscall.SIGKILL || runtime.GOOS == "windows" && e.Code != 0 { // else it was quicker than the signal
		e.Killed = p.killed
	}
	return e
}

// Kill ends the process and its group at once. Only the first reason is kept.
func (p *Process) Kill(why string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ending {
		return
	}
	p.killed = cmp.Or(p.killed, why)
	killGroup(p.cmd.Process)
}

// CutLifeLine ends stdin, which tells a connector to go, whatever it is doing.
func (p *Process) CutLifeLine() { _ = p.stdin.Close() }
