package main

import (
	"context"
	"errors"
	"os/exec"
	"time"

	"github.com/trellis-iam/trellis/plugin"
	"github.com/trellis-iam/trellis/plugin/trust"
)

// plainMust is what a start may take of a bare plugin's, which has no TLS and answers nothing. It is there beside the bound in
// milliseconds, which says little on a machine that becomes slower, and is none of the design: it was set a tenth above the most that had
// been measured.
const plainMust = 1.6

// measureStart times how long a connector's process takes from nothing to its first answer, over mutual TLS: with its image
// in memory, as a host has it from the second start on, beside what go-plugin makes of the same binary; with loading and
// hashing it; and as the whole command that shows that answer.
func measureStart(ctx context.Context, b binaries, t *table, runs int) error {
	giveBack, err := lendStdin()
	if err != nil {
		return err
	}
	defer giveBack()
	image, err := trust.Load(b.lattice)
	if err != nil {
		return err
	}
	defer image.Close()

	stop := &timing{}
	known := &timing{run: func() (time.Duration, error) {
		took, stopped, err := startOnce(ctx, plugin.Config{Path: b.lattice, Image: image})
		stop.took = append(stop.took, stopped)
		return took, err
	}}
	cold := &timing{run: func() (time.Duration, error) { return startCold(ctx, b.lattice) }}
	whole := &timing{run: func() (time.Duration, error) {
		f, err := program{args: []string{b.trellis, "describe", "lattice", "--plugins", b.plugins}}.once(ctx, false)
		return f.wall, err
	}}
	nothing := &timing{run: func() (time.Duration, error) { return timeNothing(ctx, b.nothing) }}
	autoMTLS := &timing{run: func() (time.Duration, error) { return startPlain(ctx, b.lattice, true) }}
	noTLS := &timing{run: func() (time.Duration, error) { return startPlain(ctx, b.plain, false) }}
	if err := alternate(runs, known, autoMTLS, noTLS, nothing, cold, whole); err != nil {
		return err
	}
	t.duration("start to first answer, hash known", known.median(), 15*time.Millisecond, 8*time.Millisecond)
	t.beside("  go-plugin, AutoMTLS, same binary", known.median(), autoMTLS.median())
	t.ratio("  go-plugin, no TLS, a bare plugin", known.median(), noTLS.median(), medianOf(known.over(noTLS)), plainMust)
	t.beside("  a Go program that does nothing", known.median(), nothing.median())
	t.duration("the same, binary read and hashed", cold.median(), 0, 0)
	t.duration("whole `trellis describe lattice`", whole.median(), 0, 60*time.Millisecond)
	t.duration("stop", medianOf(stop.took[1:]), 0, 0)
	return nil
}

// startOnce starts a connector, asks it, and ends it.
func startOnce(ctx context.Context, cfg plugin.Config) (started, stopped time.Duration, err error) {
	begin := time.Now()
	p, err := plugin.Launch(ctx, cfg)
	if err != nil {
		return 0, 0, err
	}
	_, err = p.Describe(ctx)
	started = time.Since(begin)
	begin = time.Now()
	err = errors.Join(err, p.Close())
	return started, time.Since(begin), err
}

// timeNothing times a program that does nothing, from start to end: what a process costs on this machine.
func timeNothing(ctx context.Context, path string) (time.Duration, error) {
	begin := time.Now()
	err := exec.CommandContext(ctx, path).Run()
	return time.Since(begin), err
}

// startCold starts a connector of which nothing is known.
func startCold(ctx context.Context, path string) (time.Duration, error) {
	begin := time.Now()
	image, err := trust.Load(path)
	if err != nil {
		return 0, err
	}
	defer image.Close()
	loaded := time.Since(begin)
	started, _, err := startOnce(ctx, plugin.Config{Path: path, Image: image})
	return loaded + started, err
}
