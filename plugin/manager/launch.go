package manager

import (
	"cmp"
	"context"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// describeTimeout bounds the first question to a new process, whose answer is static.
const describeTimeout = 10 * time.Second

// launch starts a process and makes sure that it is the connector of that name.
func (k *keeper) launch(ctx context.Context, b *binary) (*worker, error) {
	if err := k.m.starts.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer k.m.starts.Release(1)
	begin := time.Now()
	w, err := k.tryLaunch(ctx, b)
	if err != nil {
		if ctx.Err() == nil {
			k.m.tell(Event{Kind: NotStarted, Connector: k.name, SHA256: b.sum(), Err: err})
		}
		return nil, err
	}
	b.learn(w.about)
	k.m.tell(Event{Kind: Started, Connector: k.name, PID: w.PID(), SHA256: b.sum(), Took: time.Since(begin)})
	return w, nil
}

func (k *keeper) tryLaunch(ctx context.Context, b *binary) (*worker, error) {
	cfg := k.m.cfg.Plugin
	cfg.Path, cfg.Image = b.path, b.image
	p, err := k.m.run(ctx, k.name, cfg)
	if err != nil {
		return nil, err
	}
	d, err := k.ask(ctx, p, b)
	if err != nil {
		_ = p.Close() // that it did not start well is what matters
		return nil, err
	}
	return &worker{
		Process: p, k: k, binary: b, about: d, started: time.Now(),
		suspect: make(chan struct{}, 1), leases: map[*lease]struct{}{}, drained: make(chan struct{}),
	}, nil
}

// run starts or attaches to a process.
func (m *Manager) run(ctx context.Context, name string, cfg plugin.Config) (Process, error) {
	switch file := m.cfg.Attach[name]; {
	case file != "":
		p, err := plugin.Attach(ctx, file, cfg)
		if err != nil { // no interface around a nil pointer
			return nil, err
		}
		return p, nil
	case m.cfg.Launch != nil:
		return m.cfg.Launch(ctx, cfg)
	}
	p, err := plugin.Launch(ctx, cfg)
	if err != nil {
		return nil, err
	}
	return p, nil
}

// ask has a new process describe itself. One at a breakpoint may take its time.
func (k *keeper) ask(ctx context.Context, p Process, b *binary) (*connectorv1.Description, error) {
	limit := cmp.Or(k.m.cfg.Plugin.StartTimeout, describeTimeout)
	asking, cancel := ctx, context.CancelFunc(func() {})
	if k.m.cfg.Attach[k.name] == "" {
		asking, cancel = context.WithTimeout(ctx, limit)
	}
	defer cancel()
	d, err := p.Describe(asking)
	switch {
	case err != nil && asking.Err() != nil && ctx.Err() == nil:
		e := connector.Errorf(connector.PluginTimeout, "it did not say what it is within %v", limit)
		e.Connector, e.Suggestion = k.name, "report it to the connector's author"
		return nil, e
	case err != nil:
		return nil, err
	case d.GetName() != k.name:
		e := connector.Errorf(connector.PluginProtocol, "the binary %s has the connector %s in it", b.path, d.GetName())
		e.Connector, e.Suggestion = k.name, "give the binary the name of its connector: "+plugin.BinaryPrefix+d.GetName()
		return nil, e
	}
	return d, nil
}
