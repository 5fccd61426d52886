package cli

import (
	"slices"

	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/host-example/accounts"
)

// linked are the accounts of the accounts file, and none where it cannot be read.
func (t typed) linked() []accounts.Account {
	path := ""
	if f := t.command.Flags().Lookup("accounts"); f != nil {
		path = f.Value.String()
	}
	f, err := t.accountsFile(path)
	if err != nil {
		return nil
	}
	return f.Accounts
}

// accounts completes the names of accounts: of the connector that is named, where one is.
func (t typed) accounts(string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var all []cobra.Completion
	for _, a := range t.linked() {
		if len(t.args) == 0 || t.args[0] == a.Connector {
			all = append(all, choice{a.Name, a.Connector}.completion())
		}
	}
	return all, cobra.ShellCompDirectiveNoFileComp
}

// completeAccount completes the name of an account, for a command that is about one of them by an argument.
func (a *app) completeAccount(c *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return a.completeAccounts(c, nil, word)
}

// completeAccounts completes the names for a command that takes several.
func (a *app) completeAccounts(c *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	a.hush()
	var all []cobra.Completion
	for _, account := range (typed{a, c, args}).linked() {
		if !slices.Contains(args, account.Name) {
			all = append(all, choice{account.Name, account.Connector}.completion())
		}
	}
	return all, cobra.ShellCompDirectiveNoFileComp
}

// named is the connector that the command line is about: by its name, or by an account's; "" where none is.
func (t typed) named() string {
	if len(t.args) > 0 {
		return t.args[0]
	}
	names, err := t.command.Flags().GetStringArray("account")
	if err != nil || len(names) == 0 { // or the command has no such flag
		return ""
	}
	for _, a := range t.linked() {
		if a.Name == names[0] {
			return a.Connector
		}
	}
	return ""
}
