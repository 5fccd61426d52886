package cli

import (
	"context"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/host-example/folder"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// pluginsVariable names the folder of the connectors where the flag does not.
const pluginsVariable = "TRELLIS_PLUGINS"

// plugins is the folder of the connectors.
func (a *app) plugins() string {
	if a.flags.plugins != "" {
		return a.flags.plugins
	}
	if dir, ok := a.LookupEnv(pluginsVariable); ok && dir != "" {
		return dir
	}
	return filepath.Join(filepath.Dir(a.Executable), "plugins")
}

// start starts a connector by its name.
func (a *app) start(ctx context.Context, name string) (Process, error) {
	entry, err := folder.Find(a.plugins(), name)
	if err != nil {
		return nil, err
	}
	return a.Launch(ctx, entry.Path, a.log)
}

// open reads the account and starts the connector. What can be wrong without asking anyone (the connector's name, the
// flags) is found before a secret is read, and nothing runs while a person types one in.
func (a *app) open(ctx context.Context, name string, flags accountFlags) (Process, *connectorv1.Account, error) {
	if _, err := folder.Find(a.plugins(), name); err != nil {
		return nil, nil, err
	}
	account, err := a.account(ctx, flags)
	if err != nil {
		return nil, nil, err
	}
	p, err := a.connect(ctx, name)
	if err != nil {
		return nil, nil, err
	}
	return p, account, nil
}

// connect starts a connector that runs until the command has ended.
func (a *app) connect(ctx context.Context, name string) (Process, error) {
	p, err := a.start(ctx, name)
	if err != nil {
		return nil, ended(ctx, err)
	}
	a.running = append(a.running, p)
	return p, nil
}

func (a *app) closeAll() {
	for _, p := range a.running {
		a.close(p)
	}
}

// close ends a connector. Its work is done by then: that it did not end well is worth a warning only.
func (a *app) close(p Process) {
	if err := p.Close(); err != nil {
		a.log.Warn("the connector did not end well", "pid", p.PID(), "error", a.redact(err.Error()))
	}
}

// completeConnector completes the names of connectors in shells.
func (a *app) completeConnector(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	entries, err := folder.List(a.plugins())
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
