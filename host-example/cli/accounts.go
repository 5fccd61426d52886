package cli

import (
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/host-example/accounts"
	"github.com/trellis-iam/trellis/host-example/output"
)

func (a *app) accountsCommand() *cobra.Command {
	var file, format string
	c := &cobra.Command{
		Use:   "accounts",
		Short: "List the linked accounts of the accounts file",
		Long: "Lists the accounts of the accounts file: their names, which --account takes, their connectors, and where their\n" +
			"secrets are. Secrets themselves are not read. What is wrong with the file is told with line and column.",
		Example: "  trellis accounts\n  trellis users --account acme\n  trellis users --all -o ndjson > users.ndjson",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			write, err := itemWriter(a, format, accountView())
			if err != nil {
				return err
			}
			f, err := a.accountsFile(file)
			if err != nil {
				return err
			}
			return writeOnce(write, f.Accounts)
		},
	}
	addAccountsFile(c.PersistentFlags(), &file)
	c.Flags().StringVarP(&format, "output", "o", "table", plainFormats)
	c.AddCommand(
		a.checkAccountsCommand(&file),
		a.removeAccountCommand(&file),
		&cobra.Command{
			Use:     "path",
			Short:   "Say which accounts file is used, whether it is there or not",
			Example: "  trellis accounts path",
			Args:    cobra.NoArgs,
			RunE: func(*cobra.Command, []string) error {
				path, err := accounts.Path(file, a.LookupEnv)
				if err != nil {
					return err
				}
				return writeAll(a.Stdout, []byte(output.Printable(path)+"\n"))
			},
		},
		&cobra.Command{
			Use:     "schema",
			Short:   "Print the JSON Schema of the accounts file, for editors",
			Example: "  trellis accounts schema > accounts.schema.json",
			Args:    cobra.NoArgs,
			RunE:    func(*cobra.Command, []string) error { return writeAll(a.Stdout, accounts.Schema()) },
		},
	)
	return c
}

// accountsFile is the accounts file that a flag names, or the usual one.
func (a *app) accountsFile(flag string) (*accounts.File, error) {
	path, err := accounts.Path(flag, a.LookupEnv)
	if err != nil {
		return nil, err
	}
	return accounts.Load(path)
}

func accountView() output.View[accounts.Account] {
	return output.View[accounts.Account]{
		Append:  appendAccount,
		Columns: []output.Column{{Title: "ACCOUNT", Whole: true}, {Title: "CONNECTOR", Whole: true}, {Title: "ID", Optional: true}, {Title: "SECRETS"}},
		Row: func(a accounts.Account) []string {
			var places []string
			for _, key := range slices.Sorted(maps.Keys(a.Secrets)) {
				places = append(places, key+"="+a.Secrets[key].String())
			}
			return []string{a.Name, a.Connector, a.ID, strings.Join(places, ", ")}
		},
	}
}

// appendAccount appends an account as a JSON object: what names it, and where its secrets are.
func appendAccount(dst []byte, a accounts.Account) []byte {
	dst = output.AppendString(append(dst, `{"name":`...), a.Name)
	dst = output.AppendString(append(dst, `,"connector":`...), a.Connector)
	dst = output.AppendString(append(dst, `,"id":`...), a.AccountID())
	dst = append(dst, `,"secrets":{`...)
	for i, key := range slices.Sorted(maps.Keys(a.Secrets)) {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = output.AppendString(append(output.AppendString(dst, key), ':'), a.Secrets[key].String())
	}
	return append(dst, "}}"...)
}
