// Command bench measures the speed table of docs/benchmarks.md, side by side with a baseline in the same run, because absolute
// times on shared machines mean little. `make bench` runs it, in two to three minutes; with BENCH=full, a million
// users are listed besides. What does not do what it is measured for fails the run.
//
// The baseline is a bare Go loop in a process of its own: it GETs the same pages over TLS, one after another, and decodes
// them with encoding/json into a typed struct. What it is compared with is the connector in a process, the connector behind
// the process wall, and the whole `trellis users -o ndjson` process, from start to exit, which starts a connector as a second
// process. The stand-in for the vendor is a third process on the same cores. Lists over SCIM, whose pages have numbers, are
// read several pages at a time, and the bare loop's are not. Runs alternate, and ratios are taken pair by pair, so that a
// machine that drifts hurts all alike. Memory is looked at in runs of their own, which are not timed.
//
// The rest is what the process wall costs: how long a connector takes to start, what a list takes more than it would in
// process, and what a process holds. Three of the connectors there are this program itself, under other names.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"

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
	role, rest := split(args)
	if way := ways[role]; way != nil {
		return list(ctx, way, rest)
	}
	switch role {
	case "standin":
		return standin(rest)
	case "":
		return bench(ctx, rest)
	}
	return fmt.Errorf("there is no role %q", role)
}

// split tells the role of this process, which runs as all of them, from its flags.
func split(args []string) (role string, rest []string) {
	if len(args) > 0 && args[0][0] != '-' {
		return args[0], args[1:]
	}
	return "", args
}

func bench(ctx context.Context, args []string) (err error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	runs := flags.Int("runs", 7, "counted runs of each command, after one that is not counted")
	full := flags.Bool("full", false, "list a million users besides")
	document := flags.String("write", "", "document to write the tables to")
	if err := flags.Parse(args); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "trellis-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	fmt.Printf("Trellis on %s; %s\n\n", machine(), medians(*runs))
	b, err := build(ctx, dir)
	if err != nil {
		return err
	}
	small := &table{}
	if err := measureAll(ctx, b, small, *runs); err != nil {
		return err
	}
	if err := small.write(*document, "table", *runs); err != nil || !*full {
		return err
	}
	million := &table{}
	c := fullList()
	if err := c.measure(ctx, b, million); err != nil {
		return err
	}
	return million.write(*document, "million", c.runs)
}

// measureAll measures what every run does.
func measureAll(ctx context.Context, b binaries, t *table, runs int) error {
	paced := startLimited(ctx, b)
	defer paced.end()
	for _, c := range lists(runs) {
		if err := c.measure(ctx, b, t); err != nil {
			return err
		}
	}
	t.head("parts, and the process wall", compared...)
	return errors.Join(measureWall(ctx, b, t, runs), paced.report(t))
}

// measureWall measures what it costs that a connector is a process of its own.
func measureWall(ctx context.Context, b binaries, t *table, runs int) error {
	for _, part := range []struct {
		measure func(context.Context, binaries, *table, int) error
		runs    int
	}{
		{measureAlone, runs},
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
	lattice, sample, scim       string // connectors among the plugins
	slow, plain, replay         string // connectors that are this program
	nothing                     string // a program that ends at once
}

// build makes the binaries as `make build` does, in a folder that goes again, and trusts the connectors.
func build(ctx context.Context, dir string) (b binaries, err error) {
	b = binaries{dir: dir, trellis: filepath.Join(dir, "trellis"), plugins: filepath.Join(dir, "plugins")}
	if b.self, err = os.Executable(); err != nil {
		return b, err
	}
	b.lattice = filepath.Join(b.plugins, plugin.BinaryPrefix+"lattice")
	b.sample = filepath.Join(b.plugins, plugin.BinaryPrefix+"sample")
	b.scim = filepath.Join(b.plugins, plugin.BinaryPrefix+"scim")
	b.nothing = filepath.Join(dir, "nothing")
	source := b.nothing + ".go"
	if err := os.WriteFile(source, []byte("package main\n\nfunc main() {}\n"), 0o600); err != nil {
		return b, err
	}
	for out, pkg := range map[string]string{
		b.nothing: source, b.trellis: "./host-example", b.lattice: "./plugin/lattice", b.sample: "./plugin/sample",
		b.scim: "./plugin/scim",
	} {
		if err := run(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", out, pkg); err != nil {
			return b, err
		}
	}
	for name, path := range map[string]*string{slowConnector: &b.slow, plainConnector: &b.plain, replayConnector: &b.replay} {
		if *path, err = linkAs(b.self, dir, name); err != nil {
			return b, err
		}
	}
	return b, run(ctx, b.trellis, "connectors", "trust", "--all", "--plugins", b.plugins)
}
