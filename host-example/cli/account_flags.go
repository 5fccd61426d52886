package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/trellis-iam/trellis/host-example/accounts"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// accountFlags say which account a command is about, or which accounts: one that the flags describe, or ones of the accounts
// file, on top of which the other flags stand.
type accountFlags struct {
	cmdline.Account
	file  string
	names []string
	all   bool
}

// What commands are about, as their usage says it.
const (
	aboutOne     = "<connector> | --account NAME"
	aboutSeveral = aboutOne + " | --all"
)

// addAccountsFile adds the flag that names the accounts file.
func addAccountsFile(f *pflag.FlagSet, file *string) {
	f.StringVar(file, "accounts", "", "the accounts `file` (default: $"+accounts.Variable+", or trellis/accounts.yaml in the folder of the user's\nconfiguration)")
}

// add adds the flags; several is for commands that can be about more than one account.
func (g *accountFlags) add(f *pflag.FlagSet, several bool) {
	g.Add(f)
	f.Lookup("secret").Usage = "a secret, as `key=WHERE` it is: env:NAME, file:PATH, keyring:NAME or prompt (asks on the terminal)"
	addAccountsFile(f, &g.file)
	usage := "the account of that `name` in the accounts file, instead of a connector; other flags replace what it has\nthere, key by key"
	if several {
		usage += ". May be given several times"
		f.BoolVar(&g.all, "all", false, "all accounts of the accounts file, or those of the connector that is named")
	}
	f.StringArrayVar(&g.names, "account", nil, usage)
}

// fromFile reports whether accounts of the file are asked for.
func (g *accountFlags) fromFile() bool { return g.all || len(g.names) > 0 }

// args checks the arguments of a command that is about a connector, or about accounts.
func (g *accountFlags) args(a *app) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if g.fromFile() && len(args) == 0 {
			return nil
		}
		if len(args) == 0 && g.file != "" {
			return usagef("--accounts says where accounts are, and not which: add --account NAME")
		}
		return a.oneConnector(c, args)
	}
}

// one is the account that a command is about which takes no more.
func (g *accountFlags) one(a *app, args []string) (target, error) {
	if len(g.names) > 1 {
		return target{}, usagef("--account: this command is about one account")
	}
	all, err := g.targets(a, args)
	if err != nil {
		return target{}, err
	}
	return all[0], nil
}

// targets are what a command is about: at least one.
func (g *accountFlags) targets(a *app, args []string) ([]target, error) {
	if !g.fromFile() {
		if g.file != "" {
			return nil, usagef("--accounts says where accounts are, and not which: add --account NAME")
		}
		if a.find(args[0]) != nil && a.isAccount(args[0]) {
			return nil, usagef("no connector is called %s, but an account is: give --account %[1]s", args[0])
		}
		return []target{a.flagged(args[0], g.Account)}, nil
	}
	if g.all && len(g.names) > 0 {
		return nil, usagef("give --all or --account, not both")
	}
	file, err := a.accountsFile(g.file)
	if err != nil {
		return nil, err
	}
	chosen, err := g.choose(file, strings.Join(args, ""))
	if err != nil {
		return nil, err
	}
	if len(chosen) > 1 && g.ID() != "" {
		return nil, usagef("--account-id goes with one account")
	}
	targets := make([]target, len(chosen))
	for i, account := range chosen {
		targets[i] = a.linked(account, g.Account)
	}
	return targets, nil
}

// isAccount reports whether an account of the accounts file has that name, as far as the file can be read.
func (a *app) isAccount(name string) bool {
	file, err := a.accountsFile("")
	return err == nil && slices.Contains(file.Names(), name)
}

// choose finds the accounts in their file. connector may be empty.
func (g *accountFlags) choose(file *accounts.File, connector string) ([]accounts.Account, error) {
	if g.all {
		all := slices.DeleteFunc(slices.Clone(file.Accounts), func(a accounts.Account) bool { return connector != "" && a.Connector != connector })
		switch {
		case len(file.Accounts) == 0:
			return nil, usagef("%s has no accounts yet: see docs/accounts.md", file.Path)
		case len(all) == 0:
			return nil, usagef("%s has no account of %.64s; trellis accounts lists what there is", file.Path, connector)
		}
		return all, nil
	}
	var chosen []accounts.Account
	for i, name := range g.names {
		account, err := file.Account(name)
		switch {
		case err != nil:
			return nil, err
		case slices.Contains(g.names[:i], name):
			return nil, usagef("--account: %s is given twice", name)
		case connector != "" && account.Connector != connector:
			return nil, usagef("%s is an account of %s, not of %.64s: leave the connector out", name, account.Connector, connector)
		}
		chosen = append(chosen, account)
	}
	return chosen, nil
}

// linked is an account of the accounts file, with the flags on top of it.
func (a *app) linked(account accounts.Account, flags cmdline.Account) target {
	t := target{name: account.Name, connector: account.Connector, account: account.Name}
	for _, s := range account.Secrets {
		t.asks = t.asks || s.Asks()
	}
	t.read = func(ctx context.Context) (*connectorv1.Account, error) {
		reader := a.secretReader(account.Name)
		configured, err := account.Configured(reader)
		if err != nil {
			return nil, err
		}
		return flags.ReadOver(ctx, configured, reader)
	}
	t.where = func(path string) string {
		in, ok := account.Path(path)
		if !ok || flags.Gives(path) {
			return ""
		}
		return account.Where(in)
	}
	return t
}
