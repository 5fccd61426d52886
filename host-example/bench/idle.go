package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/trellis-iam/trellis/plugin"
	"github.com/trellis-iam/trellis/plugin/trust"
)

const (
	// idleFor is how long a process has had nothing to do when it counts as idle.
	idleFor  = time.Second
	idleMust = 25 << 20 // bytes
)

// measureIdle looks at the memory of a connector that has said what it is, and has nothing to do.
func measureIdle(ctx context.Context, b binaries, t *table, _ int) (err error) {
	image, err := trust.Load(b.lattice)
	if err != nil {
		return err
	}
	defer image.Close()
	p, err := plugin.Launch(ctx, plugin.Config{Path: b.lattice, Image: image})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	if _, err := p.Describe(ctx); err != nil {
		return err
	}
	if err := pause(ctx, idleFor); err != nil {
		return err
	}
	m, ok, err := memoryOf(p.PID())
	if err != nil {
		return err
	}
	if !ok {
		t.unknown("idle connector's process")
		return nil
	}
	t.size("idle connector's process", m.all, idleMust)
	t.note(fmt.Sprintf("of that its own %s; of the binary, shared by its processes: %s in files, %s in memory",
		mebibytes(m.anonymous), mebibytes(m.file), mebibytes(m.shared)))
	return nil
}
