package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// run runs a command for its effect.
func run(ctx context.Context, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0") // as the Makefile builds
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %v: %w\n%s", name, args, err, out)
	}
	return nil
}

// program is something that lists users and ends: a process, with those that it starts.
type program struct {
	name string
	args []string // of them the first is what to run
	env  []string
	// tells is set where it prints what it did, as a listed; else it prints a line for each user.
	tells bool
}

// listed is what a program says of itself.
type listed struct {
	Users  int
	Allocs uint64 // in the process that says it; 0: not told
}

// finished is what one run of a program took.
type finished struct {
	wall, cpu time.Duration // cpu is that of the process and of those that it waited for
	listed
	peaks
}

// peaks is the most memory that processes had resident, in bytes; 0 where there is no such process, or the system does not
// tell.
type peaks struct{ asks, connector int64 }

// once runs the program to its end. Where its memory is watched, that takes time besides.
func (p program) once(ctx context.Context, watched bool) (f finished, err error) {
	cmd := exec.CommandContext(ctx, p.args[0], p.args[1:]...)
	var stderr bytes.Buffer
	out := &output{keep: p.tells}
	cmd.Env, cmd.Stdout, cmd.Stderr = append(os.Environ(), p.env...), out, &stderr
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return f, err
	}
	enough := func() peaks { return peaks{} }
	if watched {
		enough = inBackground(ctx, cmd.Process.Pid)
	}
	err = cmd.Wait()
	f.wall = time.Since(start)
	f.peaks = enough()
	if err != nil {
		return f, fmt.Errorf("%v: %w\n%s", p.args, err, stderr.Bytes())
	}
	f.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	f.Users = out.lines
	if p.tells {
		err = json.Unmarshal(out.kept, &f.listed)
	}
	return f, err
}

// inBackground watches until the answer is called.
func inBackground(ctx context.Context, pid int) func() peaks {
	ctx, cancel := context.WithCancel(ctx)
	seen := make(chan peaks, 1)
	go func() { seen <- watch(ctx, pid) }()
	return func() peaks {
		cancel()
		return <-seen
	}
}

// output counts lines, and keeps what was printed where it is asked to.
type output struct {
	lines int
	keep  bool
	kept  []byte
}

func (o *output) Write(p []byte) (int, error) {
	o.lines += bytes.Count(p, []byte{'\n'})
	if o.keep {
		o.kept = append(o.kept, p...)
	}
	return len(p), nil
}

var _ io.Writer = (*output)(nil)

// errCount says that a program did not do what it is measured for.
var errCount = errors.New("other users came than there are")

// alike runs programs in turn, so that a machine that drifts hurts all alike: once to look at their memory and warm caches
// up, and as often as is counted.
func alike(ctx context.Context, programs []program, users, runs int) (watched []finished, counted [][]finished, err error) {
	counted = make([][]finished, len(programs))
	for i := range runs + 1 {
		for j, p := range programs {
			f, err := p.once(ctx, i == 0)
			if err == nil && f.Users != users {
				err = fmt.Errorf("%s: %w: %d of %d", p.name, errCount, f.Users, users)
			}
			if err != nil {
				return nil, nil, err
			}
			if i == 0 {
				watched = append(watched, f)
			} else {
				counted[j] = append(counted[j], f)
			}
		}
	}
	return watched, counted, nil
}
