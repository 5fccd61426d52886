package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// listCase is a list of so many users, which is read in several ways.
type listCase struct {
	name        string
	users       int
	delay       time.Duration // before each of the stand-in's answers
	runs        int
	must, dream float64 // of the ratio of the whole program to the bare loop; 0: none set
	scim        bool    // of a SCIM provider instead of Lattice
	pace        int     // requests a minute that are to be kept to; 0: none
}

// What each process may have resident, at any size of the list.
const (
	peakMust  = 64 << 20
	peakDream = 32 << 20
)

// lists are read at every run, and fullList with BENCH=full besides. Delayed lists are mostly waiting, and few runs tell.
func lists(runs int) []listCase {
	const delay = 50 * time.Millisecond
	return []listCase{
		{name: "10,000 users, 100 pages", users: 10_000, runs: runs, must: 1.5, dream: 1.0},
		{name: "10,000 users, 50 ms an answer", users: 10_000, delay: delay, runs: min(runs, 2), must: 1.03},
		{name: "100,000 users, 1,000 pages", users: 100_000, runs: min(runs, 3), must: 1.3, dream: 0.8},
		{name: "SCIM, 10,000 users, 50 ms an answer", users: 10_000, delay: delay, runs: min(runs, 2), must: 0.25, scim: true},
	}
}

func fullList() listCase {
	return listCase{name: "1,000,000 users, 10,000 pages", users: 1_000_000, runs: 1, must: 1.3, dream: 0.8}
}

// measure reads the list in four ways, each of which has one thing more: GET and decode; the connector, in process; the
// process wall; the whole command line.
func (c listCase) measure(ctx context.Context, b binaries, t *table) (err error) {
	vendor, err := startStandin(ctx, b, "-scim="+strconv.FormatBool(c.scim), "-users", strconv.Itoa(c.users), "-delay", c.delay.String())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, vendor.stop()) }()
	watched, counted, err := alike(ctx, c.programs(b, vendor), c.users, c.runs)
	if err != nil {
		return err
	}
	t.head(c.name, "wall", "of bare", "CPU", "memory", "allocs/user", "must", "dream", "")
	bare := counted[0]
	for i, p := range c.programs(b, vendor) {
		ratios := make([]float64, len(bare))
		for j := range bare {
			ratios[j] = float64(counted[i][j].wall) / float64(bare[j].wall)
		}
		cells := []string{
			milliseconds(middle(counted[i], func(f finished) time.Duration { return f.wall })), times(medianOf(ratios)),
			milliseconds(middle(counted[i], func(f finished) time.Duration { return f.cpu })), watched[i].text(), counted[i][0].perUser(),
		}
		if i+1 == len(counted) {
			cells = append(cells, atMost(c.must, times), atMost(c.dream, times), judge(medianOf(ratios), c.must))
		}
		t.row(p.name, cells...)
	}
	last := watched[len(watched)-1]
	if larger := max(last.asks, last.connector); larger > 0 {
		t.row("its larger process", "", "", "", mebibytes(larger), "", atMost(peakMust, mebibytes), atMost(peakDream, mebibytes), judge(larger, peakMust))
	}
	return nil
}

func (c listCase) programs(b binaries, v *vendor) []program {
	name, field, connector := "lattice", "api_key", b.lattice
	if c.scim {
		name, field, connector = "scim", "token", b.scim
	}
	env := []string{"BENCH_KEY=" + v.Key}
	role := func(role string) []string {
		return []string{b.self, role, "-scim=" + strconv.FormatBool(c.scim), "-url", v.URL, "-ca", v.CAFile, "-connector", connector}
	}
	return []program{
		{name: "bare loop", args: role("bare"), env: env, tells: true},
		{name: "connector in process", args: role("near"), env: env, tells: true},
		{name: "connector behind the wall", args: role("far"), env: env, tells: true},
		{name: "whole trellis users -o ndjson", env: env, args: []string{
			b.trellis, "users", name, "-o", "ndjson", "--plugins", b.plugins,
			"--operator", "base_url=" + v.URL, "--operator", "ca_file=" + v.CAFile, "--operator", "requests_per_minute=" + strconv.Itoa(c.pace),
			"--secret", field + "=env:BENCH_KEY",
		}},
	}
}

func middle[V int64 | time.Duration](all []finished, value func(finished) V) V {
	values := make([]V, len(all))
	for i, f := range all {
		values[i] = value(f)
	}
	return medianOf(values)
}

// text is the memory of the process that asks, and of the connector's, where it is another.
func (p peaks) text() string {
	switch {
	case p.asks == 0:
		return ""
	case p.connector == 0:
		return mebibytes(p.asks)
	}
	return fmt.Sprintf("%.1f+%.1f MiB", float64(p.asks)/(1<<20), float64(p.connector)/(1<<20))
}

func (l listed) perUser() string {
	if l.Allocs == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f", float64(l.Allocs)/float64(l.Users))
}
