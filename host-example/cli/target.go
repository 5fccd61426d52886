package cli

import (
	"context"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// target is what a command is about: an account, and the connector that reads it.
type target struct {
	name      string // what people know it by
	connector string
	account   string // its name in the accounts file; "" for one that flags describe
	// read reads the account, its secrets included. It is called once, when nothing else can be wrong any more.
	read func(ctx context.Context) (*connectorv1.Account, error)
	// where is the place, in the accounts file, of what a path of the contract names, and "" where it has none.
	where func(path string) string
	asks  bool // a person is asked for a secret
}

// flagged is the account that the flags describe. It has no name: people know it by its connector's.
func (a *app) flagged(connector string, flags cmdline.Account) target {
	return target{name: connector, connector: connector, read: func(ctx context.Context) (*connectorv1.Account, error) {
		return flags.Read(ctx, a.secretReader(""))
	}}
}

// lines puts the account's name before each line of a text. One that has no name needs none.
func (t target) lines(text string) string {
	if t.account == "" {
		return text
	}
	return t.account + ": " + strings.ReplaceAll(text, "\n", "\n"+t.account+": ")
}

// about is the same for programs that read the log.
func (t target) about() []any {
	if t.account == "" {
		return nil
	}
	return []any{"account", t.account, "connector", t.connector}
}

// failed makes an error that of the target.
func (t target) failed(err error) error {
	if err == nil || t.account == "" {
		return err
	}
	return &accountError{t, err}
}

// accountError is an error of one account of the accounts file.
type accountError struct {
	target
	err error
}

func (e *accountError) Error() string { return e.account + ": " + e.err.Error() }
func (e *accountError) Unwrap() error { return e.err }

// ready makes sure that there is a connector and that it is trusted, before a secret is read.
func (a *app) ready(ctx context.Context, t target) (connector.Connector, error) {
	c, err := a.connector(t.connector)
	if err == nil {
		err = a.running.Load(ctx, t.connector)
	}
	if err != nil {
		return nil, cmdline.Ended(ctx, err)
	}
	return c, nil
}

// open reads the account. What can be wrong without asking anyone (the connector's name, whether it is trusted, the flags) is
// found before a secret is read, and nothing runs while a person types one in.
func (a *app) open(ctx context.Context, t target) (connector.Connector, *connectorv1.Account, error) {
	c, err := a.ready(ctx, t)
	if err != nil {
		return nil, nil, err
	}
	account, err := t.read(ctx)
	if err != nil {
		return nil, nil, err
	}
	a.keepSecret(account)
	return c, account, nil
}
