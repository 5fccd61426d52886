package cli

import (
	"context"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// target is what a command is about: an account, and the connector that reads it.
type target struct {
	name      string // what people know it by
	connector string
	// read reads the account, its secrets included. It is called once, when nothing else can be wrong any more.
	read func(ctx context.Context) (*connectorv1.Account, error)
}

// flagged is the account that the flags describe. It has no name: people know it by its connector's.
func (a *app) flagged(connector string, flags cmdline.Account) target {
	return target{name: connector, connector: connector, read: func(ctx context.Context) (*connectorv1.Account, error) {
		return flags.Read(ctx, a.secretReader())
	}}
}

// open reads the account. What can be wrong without asking anyone (the connector's name, whether it is trusted, the flags) is
// found before a secret is read, and nothing runs while a person types one in.
func (a *app) open(ctx context.Context, t target) (connector.Connector, *connectorv1.Account, error) {
	c, err := a.connector(t.connector)
	if err == nil {
		err = a.running.Load(ctx, t.connector)
	}
	if err != nil {
		return nil, nil, cmdline.Ended(ctx, err)
	}
	account, err := t.read(ctx)
	if err != nil {
		return nil, nil, err
	}
	a.keepSecret(account)
	return c, account, nil
}
