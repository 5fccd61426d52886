package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/host-example/accounts"
	"github.com/trellis-iam/trellis/host-example/connect"
	"github.com/trellis-iam/trellis/host-example/keyring"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	"github.com/trellis-iam/trellis/plugin/terminal"
)

func (a *app) removeAccountCommand(file *string) *cobra.Command {
	var yes bool
	c := &cobra.Command{
		Use:   "remove <account>",
		Short: "Take an account out of the accounts file, and its secrets out of the keyring",
		Long: "Takes an account out of the accounts file, which otherwise stays as it is, and then its secrets out of the system's\n" +
			"keyring, but for those that another account of the file uses. Secrets in other places stay where they are. What was\n" +
			"done is on stderr.\n\n" +
			"It asks before it does so; with --yes, nobody is asked. At the application nothing changes: revoke the key there.",
		Example: "  trellis accounts remove acme\n  trellis accounts remove acme --yes",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("name one account: trellis accounts remove <account>; trellis accounts lists what there is")
			}
			return nil
		},
		ValidArgsFunction: a.completeAccount,
		RunE: func(c *cobra.Command, args []string) error {
			return a.removeAccount(c.Context(), *file, args[0], yes)
		},
	}
	c.Flags().BoolVarP(&yes, "yes", "y", false, "ask nobody")
	return c
}

func (a *app) removeAccount(ctx context.Context, file, name string, yes bool) error {
	f, err := a.accountsFile(file)
	if err != nil {
		return err
	}
	account, err := f.Account(name)
	if err != nil {
		return err
	}
	if !yes {
		err = a.askToRemove(ctx, f, account)
	}
	if err == nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		if ctx.Err() != nil {
			a.note("nothing was removed")
		}
		return cmdline.Ended(ctx, err)
	}
	// The file comes first: whatever happens then, no account that is in it lacks its secret. What may be left is a secret that
	// nobody needs, and that is said.
	removed, err := accounts.Remove(f.Path, name)
	if err != nil {
		return err
	}
	a.note("%s is no account any more: it stood in %s", name, output.Printable(f.Path))
	return cmdline.Ended(ctx, a.forget(ctx, f.Path, removed))
}

// forget takes the secrets of an account that is removed out of the keyring, and says what becomes of all that it had.
func (a *app) forget(ctx context.Context, path string, removed accounts.Account) error {
	left, failed := accounts.Load(path) // as it is now: others may have changed it since
	if failed != nil {
		left = &accounts.File{}
	}
	for _, s := range lastingSecrets(removed, left.Accounts) {
		said := "stays where it is"
		switch {
		case s.user != "":
			said = "stays: " + s.user + " uses it, too"
		case s.inKeyring != "" && failed == nil:
			if failed = keyring.Delete(ctx, s.inKeyring); failed == nil {
				said = "is gone from the keyring"
			}
		}
		a.note("its secret %s %s", output.Printable(s.place), said)
	}
	if failed != nil {
		return fmt.Errorf("%s is removed, and not all of its secrets: %w", removed.Name, failed)
	}
	return nil
}

// askToRemove asks a person whether an account shall go. Unless they say so, it is an error.
func (a *app) askToRemove(ctx context.Context, f *accounts.File, account accounts.Account) error {
	t, err := a.Terminal()
	if errors.Is(err, terminal.ErrNone) {
		return usagef("there is no terminal to ask on: to remove %s without a question, give --yes", account.Name)
	}
	if err != nil {
		return err
	}
	defer t.Close()
	what := []string{fmt.Sprintf("it is an account of %s, in %s.", account.Connector, f.Path)}
	others := slices.DeleteFunc(slices.Clone(f.Accounts), func(other accounts.Account) bool { return other.Name == account.Name })
	for _, s := range lastingSecrets(account, others) {
		if s.inKeyring != "" && s.user == "" {
			what = append(what, fmt.Sprintf("Its secret in the keyring, %s, goes, too.", s.inKeyring))
		}
	}
	answer, err := connect.Ask(ctx, &person{app: a, t: t}, connect.Question{
		ID: "remove", Label: "Remove " + account.Name, Help: strings.Join(what, " "), YesNo: true, Default: connect.No,
	})
	if errors.Is(err, terminal.ErrLeft) || err == nil && answer != connect.Yes {
		return errors.New("nothing was removed")
	}
	return err
}

// lastingSecret is a secret of an account that outlives it.
type lastingSecret struct {
	place     string
	inKeyring string // its name there; "" where it is elsewhere
	user      string // another account that uses it
}

// lastingSecrets are an account's secrets in the keyring and in files, each place once, with who of the others uses them. What is
// in variables, with programs and in people's heads is nothing that trellis has put there.
func lastingSecrets(account accounts.Account, others []accounts.Account) []lastingSecret {
	users := map[string]string{} // by place
	for _, other := range others {
		for _, s := range other.Secrets {
			users[s.Place] = other.Name
		}
	}
	var all []lastingSecret
	for _, key := range slices.Sorted(maps.Keys(account.Secrets)) {
		place := account.Secrets[key].Place
		s := lastingSecret{place: place, user: users[place]}
		switch scheme, name, _ := strings.Cut(place, ":"); scheme {
		case "keyring":
			s.inKeyring = name
		case "file":
		default:
			continue
		}
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}
