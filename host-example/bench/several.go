package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/trellis-iam/trellis/plugin"
	"github.com/trellis-iam/trellis/plugin/trust"
)

// atOnce is how many connectors are started at the same time.
const atOnce = 3

// measureSeveral compares starting three connectors at the same time with starting one: where the start is all work, and
// where it is mostly waiting.
func measureSeveral(ctx context.Context, b binaries, t *table, runs int) error {
	for _, c := range []struct {
		name, path string
		runs       int
		must       float64
	}{
		{"three connectors at once", b.lattice, runs, 2},
		{"... each of which waits 200 ms", b.slow, max(runs/5, 1), 1.3},
	} {
		image, err := trust.Load(c.path)
		if err != nil {
			return err
		}
		cfg := plugin.Config{Path: c.path, Image: image}
		one := &timing{run: func() (time.Duration, error) { return startAll(ctx, cfg, 1) }}
		three := &timing{run: func() (time.Duration, error) { return startAll(ctx, cfg, atOnce) }}
		if err := errors.Join(alternate(c.runs, one, three), image.Close()); err != nil {
			return err
		}
		t.ratio(c.name, three.median(), one.median(), medianOf(three.over(one)), c.must)
	}
	return nil
}

// startAll starts so many at the same time, and answers how long it took until the last had answered. They end afterwards.
func startAll(ctx context.Context, cfg plugin.Config, n int) (took time.Duration, err error) {
	var wg sync.WaitGroup
	plugins, failed := make([]*plugin.Plugin, n), make([]error, n)
	defer func() {
		for _, p := range plugins {
			if p != nil {
				err = errors.Join(err, p.Close())
			}
		}
	}()
	begin := time.Now()
	for i := range n {
		wg.Go(func() {
			if plugins[i], failed[i] = plugin.Launch(ctx, cfg); failed[i] == nil {
				_, failed[i] = plugins[i].Describe(ctx)
			}
		})
	}
	wg.Wait()
	return time.Since(begin), errors.Join(failed...)
}
