package cli

import (
	"context"
	"path/filepath"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/folder"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

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

// find makes sure that there is a connector of that name. Where there is none, the error knows which there are.
func (a *app) find(name string) error {
	if a.flags.attach[name] != "" {
		return nil
	}
	_, err := folder.Find(a.plugins(), name)
	return err
}

// open reads the account. What can be wrong without asking anyone (the connector's name, whether it is trusted, the flags) is
// found before a secret is read, and nothing runs while a person types one in.
func (a *app) open(ctx context.Context, name string, flags cmdline.Account) (connector.Connector, *connectorv1.Account, error) {
	c, err := a.connector(name)
	if err == nil {
		err = a.running.Load(ctx, name)
	}
	if err != nil {
		return nil, nil, cmdline.Ended(ctx, err)
	}
	account, err := a.account(ctx, flags)
	if err != nil {
		return nil, nil, err
	}
	return c, account, nil
}
