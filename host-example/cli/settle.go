package cli

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/accounts"
	"github.com/trellis-iam/trellis/host-example/connect"
	"github.com/trellis-iam/trellis/host-example/keyring"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// settle gives the account its name, and its secrets their places.
func (l *link) settle(ctx context.Context, form *connect.Form, answer *connectorv1.Authentication) (accounts.Account, []connect.Kept, error) {
	name, err := l.nameIt(ctx, form, answer)
	if err != nil {
		return accounts.Account{}, nil, err
	}
	account, err := l.record(name, form)
	if err != nil {
		return accounts.Account{}, nil, err
	}
	typed := form.Typed(name, account.Secrets)
	if l.asks == nil || len(typed) == 0 {
		return account, nil, nil
	}
	kept, err := connect.ChoosePlaces(ctx, l.asks, l.places(form), typed)
	for _, k := range kept {
		account.Secrets[k.Key] = k.Where
	}
	return account, kept, err
}

func (l *link) nameIt(ctx context.Context, form *connect.Form, answer *connectorv1.Authentication) (string, error) {
	if l.name != "" {
		return l.name, nil
	}
	name := connect.Name(form.About, answer, l.taken)
	if l.asks == nil {
		return name, nil
	}
	return connect.Ask(ctx, l.asks, connect.NameQuestion(name, l.checkName))
}

// record is the account as it is written: files by their whole paths, and the secrets that flags lead to.
func (l *link) record(name string, form *connect.Form) (accounts.Account, error) {
	a := accounts.Account{
		Name: name, Connector: form.About.GetName(), ID: l.given.ID, AuthMethod: form.Account.GetAuthMethodId(),
		Settings: maps.Clone(form.Account.GetSettings()), Operator: maps.Clone(form.Account.GetOperator()),
		Secrets: map[string]accounts.Secret{},
	}
	if form.CAFile != "" {
		path, err := filepath.Abs(form.CAFile)
		if err != nil {
			return a, err
		}
		delete(a.Operator, connector.OperatorCAPEM)
		a.Operator[cmdline.OperatorCAFile] = path
	}
	here, err := filepath.Abs(".")
	for _, s := range l.given.Secrets {
		a.Secrets[s.Key] = accounts.Secret{Place: s.In(here).String()}
	}
	return a, err
}

// places are where secrets can live on this machine.
func (l *link) places(form *connect.Form) []connect.Place {
	folder := filepath.Dir(l.path)
	return []connect.Place{
		connect.Keyring{Get: keyring.Get, Set: keyring.Set, Delete: keyring.Delete},
		connect.File{Folder: folder},
		connect.Variable{LookupEnv: l.LookupEnv, Connector: form.About.GetName()},
		connect.Program{Run: func(ctx context.Context, argv []string) (string, error) { return accounts.Run(ctx, folder, argv) }},
	}
}

// write writes the secrets that were typed in, then the account; when that fails, the secrets are taken away again.
func (l *link) write(account accounts.Account, kept []connect.Kept, form *connect.Form) error {
	if l.dryRun {
		text, err := account.Text()
		if err != nil {
			return err
		}
		l.note("nothing was written; %s would have:", output.Printable(l.path))
		return writeAll(l.Stdout, text)
	}
	undo, err := connect.Put(kept)
	if err != nil {
		return err
	}
	put := accounts.Add
	if l.replace {
		put = accounts.Replace
	}
	if err := put(l.path, account); err != nil {
		return errors.Join(err, undo())
	}
	l.note("%s is linked: it stands in %s", account.Name, output.Printable(l.path))
	l.tellLeft(account)
	l.note("next:")
	for _, command := range l.next(account.Name, form) {
		l.note("  %s", command)
	}
	return nil
}

// tellLeft says which secrets of an account that was replaced are nobody's now. They are not taken away: others may use them.
func (l *link) tellLeft(account accounts.Account) {
	former, err := l.there.Account(account.Name)
	if err != nil {
		return
	}
	for key, s := range former.Secrets {
		if scheme, _, _ := strings.Cut(s.Place, ":"); scheme != "env" && s.Place != "" && s.Place != account.Secrets[key].Place {
			l.note("what it had before stays where it is: %s", output.Printable(s.Place))
		}
	}
}

// next are the commands to go on with.
func (l *link) next(name string, form *connect.Form) []string {
	flags := " --account " + name
	if l.file != "" {
		flags = " --accounts " + shellWord(l.path) + flags
	}
	commands := []string{"trellis authenticate" + flags}
	if kinds := reads(form.About); len(kinds) > 0 {
		commands = append([]string{strings.TrimSuffix("trellis "+kinds[0], " ") + flags}, commands...)
	}
	return commands
}
