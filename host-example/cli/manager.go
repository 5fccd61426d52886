package cli

import (
	"context"
	"maps"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
	"github.com/trellis-iam/trellis/plugin/manager"
	"github.com/trellis-iam/trellis/plugin/trust"
)

// manager is what runs the connectors of this run of the program. It is made by the first command that needs one.
func (a *app) manager() (*manager.Manager, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.running != nil {
		return a.running, nil
	}
	if a.flags.dev {
		a.note("--dev: connectors run without being checked (%s is not read)", trust.LockName)
	}
	m, err := manager.New(manager.Config{
		Folder: a.plugins(), Lock: a.lock(), Dev: a.flags.dev, Attach: maps.Clone(a.flags.attach),
		Plugin: a.process(), Launch: a.Launch, OnEvent: a.event,
		// A command calls all the time until it ends. There is no idleness to save, and a process that hangs is found by
		// the call that waits for it.
		IdleTimeout: -1, ProbeInterval: -1,
	})
	a.running = m
	return m, err
}

// process is how each process is run.
func (a *app) process() plugin.Config {
	cfg := a.flags.times
	cfg.Logger = a.log
	return cfg
}

// connector is a connector by its name. It is started by its first call, and runs until the command has ended.
func (a *app) connector(name string) (connector.Connector, error) {
	if err := a.find(name); err != nil {
		return nil, err
	}
	m, err := a.manager()
	if err != nil {
		return nil, err
	}
	return m.Connector(name), nil
}

// close ends all connectors.
func (a *app) close() {
	if a.running != nil {
		a.ended(a.running.Close())
	}
}

// ended takes what closing a connector answered. Its work is done by then: that it did not end well is worth a warning only.
func (a *app) ended(err error) {
	if err != nil {
		a.log.Warn("a connector did not end well", "error", a.secrets.redact(err.Error()))
	}
}

// launch starts a connector's process without a manager.
func launch(ctx context.Context, cfg plugin.Config) (manager.Process, error) {
	p, err := plugin.Launch(ctx, cfg)
	if err != nil {
		return nil, err // without a type: a nil *plugin.Plugin is no Process
	}
	return p, nil
}
