package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
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

// finished is what one run of a command took.
type finished struct {
	wall, cpu time.Duration // cpu is that of the process and of those that it waited for
	peak      int64         // bytes resident, of the largest of them; 0 where the system does not tell
	lines     int
}

// timed runs a command to its end and counts the lines that it prints.
func timed(ctx context.Context, environ []string, name string, args ...string) (finished, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	var stderr bytes.Buffer
	lines := &lineCounter{}
	cmd.Env, cmd.Stdout, cmd.Stderr = append(os.Environ(), environ...), lines, &stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return finished{}, fmt.Errorf("%s %v: %w\n%s", name, args, err, stderr.Bytes())
	}
	s := finished{wall: time.Since(start), lines: lines.n, peak: peakBytes(cmd.ProcessState)}
	s.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return s, nil
}

type lineCounter struct{ n int }

func (c *lineCounter) Write(p []byte) (int, error) {
	c.n += bytes.Count(p, []byte{'\n'})
	return len(p), nil
}

var _ io.Writer = (*lineCounter)(nil)

// listCase is one row: a list of so many users.
type listCase struct {
	name        string
	users       int
	delay       time.Duration // before each of the stand-in's answers
	runs        int
	must, dream float64 // of the ratio; 0: none set
	scim        bool    // of a SCIM provider instead of Lattice
}

func (c listCase) measure(ctx context.Context, b binaries, t *table) (err error) {
	scim, name, field := "-scim="+strconv.FormatBool(c.scim), "lattice", "api_key"
	if c.scim {
		name, field = "scim", "token"
	}
	vendor, err := startStandin(ctx, b, scim, "-users", strconv.Itoa(c.users), "-delay", c.delay.String())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, vendor.stop()) }()
	ours := func() (finished, error) {
		return timed(ctx, []string{"BENCH_KEY=" + vendor.Key}, b.trellis, "users", name, "-o", "ndjson", "--plugins", b.plugins,
			"--operator", "base_url="+vendor.URL, "--operator", "ca_file="+vendor.CAFile, "--operator", "requests_per_minute=0",
			"--secret", field+"=env:BENCH_KEY")
	}
	theirs := func() (finished, error) {
		return timed(ctx, []string{"BENCH_KEY=" + vendor.Key}, b.self, "bare", scim, "-url", vendor.URL, "-ca", vendor.CAFile)
	}
	var mine, bare []finished
	var ratios []float64
	for i := range c.runs + 1 {
		m, err := ours()
		if err != nil {
			return err
		}
		o, err := theirs()
		if err != nil {
			return err
		}
		if m.lines != c.users || o.lines != 1 {
			return fmt.Errorf("%s: %d users came of %d, and %d lines from the bare loop", c.name, m.lines, c.users, o.lines)
		}
		if i == 0 {
			continue // warms caches up
		}
		mine, bare = append(mine, m), append(bare, o)
		ratios = append(ratios, float64(m.wall)/float64(o.wall))
	}
	wall := func(s finished) time.Duration { return s.wall }
	t.ratio(c.name, median(mine, wall), median(bare, wall), medianOf(ratios), c.must, c.dream)
	t.note(fmt.Sprintf("trellis and its connector: CPU %s, peak memory of the larger %s",
		milliseconds(median(mine, func(s finished) time.Duration { return s.cpu })),
		mebibytes(median(mine, func(s finished) int64 { return s.peak }))))
	return nil
}

func median[S any, V int64 | time.Duration](all []S, value func(S) V) V {
	values := make([]V, len(all))
	for i, s := range all {
		values[i] = value(s)
	}
	return medianOf(values)
}
