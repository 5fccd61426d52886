// Command bench measures the speed table of the README, side by side with a baseline in the same run, because absolute
// times on shared machines mean little. Run it with `make bench`; it takes two minutes.
//
// The baseline is a bare Go loop in a process of its own: it GETs the same pages over TLS, one after another, and decodes
// them with encoding/json into a typed struct. What it is compared with is the whole `trellis users -o ndjson` process,
// from start to exit, which starts a connector as a second process. The stand-in for the vendor is a third process on the
// same cores. Lists over SCIM, whose pages have numbers, are read several pages at a time, and the bare loop's are not. Runs alternate, and ratios are taken pair by pair, so that a machine that drifts hurts both alike.
//
// The second part is what the process wall costs: how long a connector takes to start, what a list takes more than it would
// in process, and what a process holds. Two of the connectors there are this program itself, under other names.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"time"

	"github.com/trellis-iam/trellis/plugin"
)

func main() {
	serveAs(filepath.Base(os.Args[0]))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := play(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func play(ctx context.Context, args []string) error {
	switch role, rest := split(args); role {
	case "standin":
		return standin(rest)
	case "bare":
		return bare(ctx, rest)
	case "":
		return bench(ctx, rest)
	default:
		return fmt.Errorf("there is no role %q", role)
	}
}

// split tells the role of this process, which runs as all three, from its flags.
func split(args []string) (role string, rest []string) {
	if len(args) > 0 && args[0][0] != '-' {
		return args[0], args[1:]
	}
	return "", args
}

func bench(ctx context.Context, args []string) (err error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	runs := flags.Int("runs", 7, "counted runs of each command, after one that is not counted")
	if err := flags.Parse(args); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "trellis-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	fmt.Printf("Trellis on %d cores, %s, %s/%s; medians of %d runs\n\n",
		runtime.NumCPU(), runtime.Version(), runtime.GOOS, runtime.GOARCH, *runs)
	b, err := build(ctx, dir)
	if err != nil {
		return err
	}
	t := &table{}
	return errors.Join(measureLists(ctx, b, t, *runs), measureWall(ctx, b, t, *runs))
}

// measureLists compares whole lists with the bare loop.
func measureLists(ctx context.Context, b binaries, t *table, runs int) error {
	t.head("list users: whole `trellis users lattice -o ndjson` process against the bare loop, which reads page after page")
	for _, c := range []listCase{
		{name: "10,000 users, 100 pages", users: 10_000, runs: runs, must: 1.5, dream: 1.0},
		{name: "10,000 users, 50 ms an answer", users: 10_000, delay: 50 * time.Millisecond, runs: min(runs, 3), must: 1.03},
		{name: "100,000 users, 1,000 pages", users: 100_000, runs: min(runs, 3), must: 1.3, dream: 0.8},
		{name: "SCIM, 10,000 users, 50 ms an answer", users: 10_000, delay: 50 * time.Millisecond, runs: min(runs, 3), must: 0.25, scim: true},
	} {
		if err := c.measure(ctx, b, t); err != nil {
			return err
		}
	}
	return nil
}

// measureWall measures what it costs that a connector is a process of its own.
func measureWall(ctx context.Context, b binaries, t *table, runs int) error {
	t.head("process wall")
	for _, part := range []struct {
		measure func(context.Context, binaries, *table, int) error
		runs    int
	}{
		{measureStart, 5 * runs}, // short, and so the more easily disturbed
		{measureSeveral, 5 * runs},
		{measureCost, runs},
		{measureIdle, 1},
		{measureAccounts, 1},
	} {
		if err := part.measure(ctx, b, t, part.runs); err != nil {
			return err
		}
	}
	return nil
}

// binaries are what is measured.
type binaries struct {
	dir, self, trellis, plugins string
	lattice, sample             string // connectors among the plugins
	slow, plain                 string // connectors that are this program
}

// build makes the binaries as `make build` does, in a folder that goes again, and trusts the connectors.
func build(ctx context.Context, dir string) (b binaries, err error) {
	b = binaries{dir: dir, trellis: filepath.Join(dir, "trellis"), plugins: filepath.Join(dir, "plugins")}
	if b.self, err = os.Executable(); err != nil {
		return b, err
	}
	b.lattice = filepath.Join(b.plugins, plugin.BinaryPrefix+"lattice")
	b.sample = filepath.Join(b.plugins, plugin.BinaryPrefix+"sample")
	for out, pkg := range map[string]string{
		b.trellis: "./host-example", b.lattice: "./plugin/lattice", b.sample: "./plugin/sample",
		filepath.Join(b.plugins, plugin.BinaryPrefix+"scim"): "./plugin/scim",
	} {
		if err := run(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", out, pkg); err != nil {
			return b, err
		}
	}
	if b.slow, err = linkAs(b.self, dir, slowConnector); err != nil {
		return b, err
	}
	if b.plain, err = linkAs(b.self, dir, plainConnector); err != nil {
		return b, err
	}
	return b, run(ctx, b.trellis, "connectors", "trust", "--all", "--plugins", b.plugins)
}
