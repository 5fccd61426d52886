package cli

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/connect"
	"github.com/trellis-iam/trellis/host-example/folder"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	"github.com/trellis-iam/trellis/plugin/terminal"
)

// connectFlags say what is known before anyone is asked, and what becomes of the account.
type connectFlags struct {
	account cmdline.Account
	file    string // of accounts
	name    string
	replace bool
	yes     bool
	noCheck bool
	dryRun  bool
	timeout time.Duration
}

func (a *app) connectCommand() *cobra.Command {
	var flags connectFlags
	c := &cobra.Command{
		Use:   "connect [<connector>]",
		Short: "Link an account: ask for what the connector needs, try it, write it down",
		Long: "Asks on the terminal for what the connector's description says that it needs, shows how to come by the credentials,\n" +
			"tries them, and writes the account into the accounts file: with the places where its secrets are, and never a secret.\n" +
			"Nothing is written before all has been answered. What flags say is not asked for.\n\n" +
			"With --yes, or where there is no terminal, nobody is asked: flags say all of it.",
		Example: "  trellis connect\n" +
			"  trellis connect lattice --set region=emea\n" +
			"  trellis connect scim --operator base_url=https://idp.example.com/scim/v2\n" +
			"  trellis connect lattice --name acme --secret api_key=env:LATTICE_API_KEY --yes",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 1 {
				return a.oneConnector(c, args)
			}
			return nil
		},
		ValidArgsFunction: a.completeConnector,
		RunE: func(c *cobra.Command, args []string) error {
			if !c.Flags().Changed("log-level") {
				a.log.SetLevel(hclog.Error) // what goes wrong is told where it is asked what to do about it
			}
			return a.connect(c.Context(), append(args, "")[0], flags)
		},
	}
	f := c.Flags()
	flags.account.Add(f)
	f.Lookup("secret").Usage = "where a secret is, as `key=WHERE`: env:NAME, file:PATH or keyring:NAME; of others, it is asked for"
	f.Lookup("account-id").Usage = "this host's name for the account; page tokens are bound to it (default: the account's name)"
	addAccountsFile(f, &flags.file)
	f.StringVar(&flags.name, "name", "", "the account's name in the accounts file (default: the workspace's or the connector's)")
	f.BoolVar(&flags.replace, "replace", false, "put the account in the place of the one that has its name")
	f.BoolVarP(&flags.yes, "yes", "y", false, "ask nobody: flags say all that is needed")
	f.BoolVar(&flags.noCheck, "no-check", false, "write the account without trying its credentials")
	f.BoolVar(&flags.dryRun, "dry-run", false, "print what would be written, and write nothing")
	f.DurationVar(&flags.timeout, "timeout", 0, "end a try of the credentials after this time, such as 90s (default: none)")
	return c
}

// connect links an account.
func (a *app) connect(ctx context.Context, name string, flags connectFlags) error {
	given, err := flags.account.Given(a.secretReader(""))
	if err != nil {
		return err
	}
	for _, s := range given.Secrets {
		if s.Asks() {
			return usagef("--secret %s=prompt: what is not given by a flag is asked for; leave it out", s.Key)
		}
	}
	l := &link{app: a, connectFlags: flags, given: given}
	if !flags.yes {
		t, err := a.Terminal()
		switch {
		case err == nil:
			defer t.Close()
			l.asks = &person{app: a, t: t}
		case !errors.Is(err, terminal.ErrNone):
			return err
		}
	}
	err = cmdline.Ended(ctx, l.run(ctx, name))
	if err != nil && ctx.Err() != nil {
		a.note("no account was linked, and nothing was written")
	}
	return err
}

// chooseConnector asks for a connector among those that there are.
func (a *app) chooseConnector(ctx context.Context, p connect.Person) (string, error) {
	entries, err := folder.List(a.plugins())
	if err != nil {
		return "", err
	}
	all, err := a.describeAll(ctx, entries)
	if err != nil {
		return "", err
	}
	q := connect.Question{ID: "connector", Label: "Connector", Required: true}
	for _, f := range all {
		if f.err == nil {
			q.Choices = append(q.Choices, connect.Choice{Value: f.Name, Label: f.description.GetTitle()})
		}
	}
	switch {
	case len(entries) == 0:
		return "", &folder.NotFoundError{Dir: a.plugins()}
	case len(q.Choices) == 0:
		return "", all[0].err
	}
	return connect.Ask(ctx, p, q)
}

// open finds the connector, and the form that it has for the account of the flags.
func (l *link) open(ctx context.Context, name string) (connector.Connector, *connect.Form, error) {
	c, err := l.connector(name)
	if err != nil {
		return nil, nil, err
	}
	about, err := c.Describe(ctx)
	if err != nil {
		return nil, nil, err
	}
	begun, err := l.account.Read(ctx, l.secretReader(""))
	if err != nil {
		return nil, nil, err
	}
	l.keepSecret(begun)
	form, err := connect.NewForm(about, begun)
	if err != nil {
		return nil, nil, err
	}
	form.CAFile, form.ReadCA = l.given.Operator[cmdline.OperatorCAFile], cmdline.CAFile
	return c, form, nil
}
