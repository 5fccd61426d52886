package main

import (
	"context"
	"path/filepath"
	"time"

	"github.com/trellis-iam/trellis/plugin"
)

// measureStart times how long a connector's process takes from nothing to its first answer, over mutual TLS, and beside it
// the whole cold start of a command that shows that answer.
func measureStart(ctx context.Context, b binaries, t *table, runs int) error {
	var first, stop, whole []time.Duration
	for i := range runs + 1 {
		started, stopped, err := startOnce(ctx, filepath.Join(b.plugins, "trellis-connector-lattice"))
		if err != nil {
			return err
		}
		s, err := timed(ctx, nil, b.trellis, "describe", "lattice", "--plugins", b.plugins)
		if err != nil {
			return err
		}
		if i == 0 {
			continue // warms caches up
		}
		first, stop, whole = append(first, started), append(stop, stopped), append(whole, s.wall)
	}
	t.duration("start to first answer", medianOf(first), 15*time.Millisecond, 8*time.Millisecond)
	t.duration("stop", medianOf(stop), 0, 0)
	t.duration("whole `trellis describe lattice`", medianOf(whole), 0, 60*time.Millisecond)
	return nil
}

func startOnce(ctx context.Context, path string) (started, stopped time.Duration, err error) {
	begin := time.Now()
	p, err := plugin.Launch(ctx, plugin.Config{Path: path})
	if err != nil {
		return 0, 0, err
	}
	_, err = p.Describe(ctx)
	started = time.Since(begin)
	begin = time.Now()
	closed := p.Close()
	if err == nil {
		err = closed
	}
	return started, time.Since(begin), err
}
