package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/accounts"
	"github.com/trellis-iam/trellis/host-example/connect"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// link is one account on its way into the accounts file.
type link struct {
	*app
	connectFlags
	given cmdline.Configured
	path  string         // of the accounts file
	there *accounts.File // what is in it
	asks  *person        // nil: nobody is asked
}

// run goes all the way. What can be wrong without asking anyone is found first, and nothing is written before the end.
func (l *link) run(ctx context.Context, name string) error {
	if err := l.look(); err != nil {
		return err
	}
	if name == "" {
		if l.asks == nil {
			return l.unasked("name a connector: trellis connect <connector>" + l.connectorsThere())
		}
		var err error
		if name, err = l.chooseConnector(ctx, l.asks); err != nil {
			return err
		}
	}
	c, form, err := l.open(ctx, name)
	if err != nil {
		return err
	}
	answer, err := l.fill(ctx, c, form)
	if err != nil {
		return err
	}
	account, kept, err := l.settle(ctx, form, answer)
	if err != nil {
		return err
	}
	return l.write(account, kept, form)
}

// look reads the accounts file that there may be, and the name that a flag gives.
func (l *link) look() (err error) {
	if l.path, err = accounts.Path(l.file, l.LookupEnv); err != nil {
		return err
	}
	l.there, err = accounts.Load(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		l.there, err = &accounts.File{Path: l.path}, nil
	}
	if err != nil || l.name == "" {
		return err
	}
	return l.checkName(l.name)
}

// checkName refuses names that are none, or taken.
func (l *link) checkName(name string) error {
	if err := accounts.CheckName(name); err != nil {
		return err
	}
	if l.taken(name) && !l.replace {
		return usagef("there is an account %s already: choose another name, or give --replace", name)
	}
	return nil
}

func (l *link) taken(name string) bool { return slices.Contains(l.there.Names(), name) }

// unasked is the error of what nobody can be asked for.
func (l *link) unasked(what string) error {
	if l.yes {
		return usagef("%s", what)
	}
	return usagef("there is no terminal to ask on: %s; see trellis connect --help", what)
}

// fill has the form filled in and tried, by a person or by the flags alone.
func (l *link) fill(ctx context.Context, c connector.Connector, form *connect.Form) (*connectorv1.Authentication, error) {
	var try connect.Authenticate
	if !l.noCheck {
		try = func(ctx context.Context, account *connectorv1.Account) (*connectorv1.Authentication, error) {
			l.keepSecret(account)
			ctx, cancel := cmdline.WithTimeout(ctx, l.timeout)
			defer cancel()
			answer, err := c.Authenticate(ctx, account)
			return answer, cmdline.Ended(ctx, err)
		}
	}
	if l.asks != nil {
		return connect.Fill(ctx, l.asks, form, try)
	}
	if missing := form.Missing(); len(missing) > 0 {
		return nil, l.unasked(form.About.GetName() + " needs " + neededFlags(missing))
	}
	if err := form.Check(); err != nil || try == nil {
		return nil, err
	}
	answer, err := try(ctx, form.Account)
	if err == nil {
		l.note("%s", strings.TrimSuffix(string(authentication(answer, l.screen(l.Stderr))), "\n"))
	}
	return answer, err
}

// flagFor is how a value of the account is given by a flag, by the map that it stands in.
var flagFor = map[string]string{
	connector.InSettings: "--set %s=...", connector.InOperator: "--operator %s=...", connector.InCredentials: "--secret %s=env:NAME",
}

func neededFlags(missing []connector.AccountField) string {
	var flags []string
	for _, f := range missing {
		flags = append(flags, fmt.Sprintf(flagFor[f.In], f.GetKey()))
	}
	return strings.Join(flags, " and ")
}
