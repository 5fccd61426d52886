package cli

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/host-example/keyring"
	system "github.com/zalando/go-keyring"
)

const threeInKeyring = `# ours
accounts:
  acme: # the first
    connector: sample
    secrets:
      token: keyring:acme.token
      again: keyring:acme.token
      other: keyring:shared
      third: file:secrets/acme
      fourth: env:TOKEN
  # what globex is
  globex:
    connector: gone
    secrets: {token: keyring:shared}
  initech: {connector: sample, secrets: {token: prompt}}
`

const withoutAcme = "# ours\naccounts:\n" + `  # what globex is
  globex:
    connector: gone
    secrets: {token: keyring:shared}
  initech: {connector: sample, secrets: {token: prompt}}
`

// removing is a world with three accounts, and a keyring with their secrets.
func removing(t *testing.T) (w *world, path string) {
	t.Helper()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/of/a/mock")
	system.MockInit()
	for _, name := range []string{"acme.token", "shared"} {
		if err := keyring.Set(t.Context(), name, "s3cret-of-"+name); err != nil {
			t.Fatal(err)
		}
	}
	w = newWorld(t)
	return w, w.accounts(threeInKeyring)
}

// keeps holds the keyring to having these of the secrets, and no others.
func keeps(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range []string{"acme.token", "shared"} {
		value, err := keyring.Get(t.Context(), name)
		if there := slices.Contains(names, name); there != (err == nil) || there && value != "s3cret-of-"+name {
			t.Errorf("%s in the keyring: %v", name, err)
		}
	}
}

// An account goes, and of its secrets those that the keyring has for it alone.
func TestRemoveAccount(t *testing.T) {
	for name, tt := range map[string]struct {
		flags []string
		typed []string
	}{
		"by a flag":   {[]string{"--yes"}, nil},
		"by a person": {nil, []string{"perhaps", "y"}},
	} {
		t.Run(name, func(t *testing.T) {
			w, path := removing(t)
			screen := &typist{lines: tt.typed}
			if tt.typed != nil {
				w.terminal = screen
			}
			r := w.run(t.Context(), append([]string{"accounts", "remove", "acme"}, tt.flags...)...)
			r.want(t, 0, "acme is no account any more: it stood in "+path, "its secret keyring:acme.token is gone from the keyring\n",
				"its secret keyring:shared stays: globex uses it, too\n", "its secret file:secrets/acme stays where it is\n")
			if strings.Count(r.stderr, "\n") != 4 || r.stdout != "" {
				t.Errorf("stdout: %s, stderr:\n%s", r.stdout, r.stderr)
			}
			if got := written(t, path); got != withoutAcme {
				t.Errorf("the file is\n%s", got)
			}
			keeps(t, "shared")
			if tt.typed != nil && !strings.Contains(strings.Join(strings.Fields(screen.shown.String()), " "), "Its secret in the keyring, acme.token, goes, too. Remove acme [y/N]: ") {
				t.Errorf("the screen shows:\n%s", screen.shown.String())
			}
			w.run(t.Context(), "accounts", "remove", "globex", "--yes").want(t, 0, "keyring:shared is gone")
			w.run(t.Context(), "accounts", "remove", "initech", "--yes").want(t, 0)
			keeps(t)
			w.run(t.Context(), "accounts", "remove", "initech", "--yes").want(t, 2, `no account "initech" in `+path+"; there is none at all")
			if len(w.launched) > 0 {
				t.Error("a connector was started")
			}
		})
	}
}

// stopped is a terminal at which somebody interrupts the program.
type stopped struct {
	typist
	interrupt func()
}

func (s *stopped) Line(ctx context.Context, _ string) (string, error) {
	s.interrupt()
	return "", context.Cause(ctx)
}

// Whoever does not say so keeps the account, and its secrets.
func TestRemoveAccountRefuses(t *testing.T) {
	ctx, interrupt := context.WithCancelCause(t.Context())
	for name, tt := range map[string]struct {
		args     []string
		terminal Terminal
		status   int
		stderr   []string
	}{
		"no":             {[]string{"acme"}, &typist{lines: []string{"n"}}, 1, []string{"nothing was removed"}},
		"nothing typed":  {[]string{"acme"}, &typist{lines: []string{""}}, 1, []string{"nothing was removed"}},
		"left":           {[]string{"acme"}, &typist{}, 1, []string{"nothing was removed"}},
		"interrupted":    {[]string{"acme"}, &stopped{interrupt: func() { interrupt(errors.New("enough")) }}, 1, []string{"nothing was removed", "enough"}},
		"nobody to ask":  {[]string{"acme"}, nil, 2, []string{"there is no terminal to ask on: to remove acme without a question, give --yes"}},
		"no such":        {[]string{"acne", "--yes"}, nil, 2, []string{`no account "acne" in `, "there is acme, globex, initech", "did you mean acme?"}},
		"none":           {[]string{"--yes"}, nil, 2, []string{"name one account"}},
		"two":            {[]string{"acme", "globex", "--yes"}, nil, 2, []string{"name one account"}},
		"no file":        {[]string{"acme", "--yes", "--accounts", "/none.yaml"}, nil, 2, []string{"there is no accounts file /none.yaml"}},
		"no such at all": {[]string{"nope"}, nil, 2, []string{`no account "nope"`}},
	} {
		t.Run(name, func(t *testing.T) {
			w, path := removing(t)
			w.terminal = tt.terminal
			run := t.Context()
			if name == "interrupted" {
				run = ctx
			}
			w.run(run, append([]string{"accounts", "remove"}, tt.args...)...).want(t, tt.status, tt.stderr...)
			if got := written(t, path); got != threeInKeyring {
				t.Errorf("the file is\n%s", got)
			}
			keeps(t, "acme.token", "shared")
		})
	}
}

// What goes wrong half way leaves no account without its secret.
func TestRemoveAccountFails(t *testing.T) {
	t.Run("the file", func(t *testing.T) {
		w, path := removing(t)
		if err := os.Chmod(path, 0o606); err != nil {
			t.Fatal(err)
		}
		w.run(t.Context(), "accounts", "remove", "acme", "--yes").want(t, 2, "can be changed by every user")
		keeps(t, "acme.token", "shared")
	})
	t.Run("the keyring", func(t *testing.T) {
		w, path := removing(t)
		system.MockInitWithError(errors.New("it is locked"))
		r := w.run(t.Context(), "accounts", "remove", "acme", "--yes")
		r.want(t, 1, "acme is no account any more", "its secret keyring:acme.token stays where it is\n", "keyring:shared stays: globex",
			"trellis: acme is removed, and not all of its secrets: the system's keyring cannot be used: it is locked")
		if got := written(t, path); got != withoutAcme {
			t.Errorf("the file is\n%s", got)
		}
	})
	t.Run("the file cannot be read again", func(t *testing.T) {
		w, path := removing(t)
		screen := &stopped{interrupt: func() {}}
		w.terminal = screen
		a := newApp(Env{Stderr: &screen.shown, LookupEnv: func(string) (string, bool) { return "", false }})
		f, err := a.accountsFile(path)
		if err != nil {
			t.Fatal(err)
		}
		account, err := f.Account("acme")
		if err != nil {
			t.Fatal(err)
		}
		if err := a.forget(t.Context(), path+".none", account); err == nil {
			t.Error("nobody knows who uses a secret, and all is well")
		}
		keeps(t, "acme.token", "shared")
	})
}
