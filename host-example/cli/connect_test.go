package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector/sample"
	"github.com/trellis-iam/trellis/plugin/terminal"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// typist is a terminal at which everything is typed already. It keeps what is shown.
type typist struct {
	lines  []string
	shown  strings.Builder
	hidden int // how often it was asked without echo
}

func (t *typist) Write(p []byte) (int, error) { return t.shown.Write(p) }
func (*typist) Close()                        {}

func (t *typist) Line(_ context.Context, prompt string) (string, error) {
	t.shown.WriteString(prompt)
	if len(t.lines) == 0 {
		return "", terminal.ErrLeft
	}
	line := t.lines[0]
	t.lines = t.lines[1:]
	t.shown.WriteString("\n")
	return line, nil
}

func (t *typist) Hidden(ctx context.Context, prompt string) (string, error) {
	t.hidden++
	return t.Line(ctx, prompt)
}

// connecting is a world with an accounts file of its own.
func connecting(t *testing.T) (w *world, file string) {
	w = newWorld(t)
	file = filepath.Join(t.TempDir(), "trellis", "accounts.yaml")
	w.env["TRELLIS_ACCOUNTS"] = file
	return w, file
}

func written(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return string(text)
}

// Flags alone link an account, and say what they lack.
func TestConnectByFlags(t *testing.T) {
	for _, tt := range []struct {
		name   string
		args   []string
		status int
		stderr []string
		file   string
	}{
		{
			"all of it", []string{"sample", "--name", "acme", "--secret", "token=env:TOKEN", "--set", "users=3", "--yes"}, 0,
			[]string{"picker1@orchard.example", "acme is linked", "trellis users --account acme\n"},
			"accounts:\n  acme:\n    connector: sample\n    settings:\n      users: \"3\"\n    secrets:\n      token: env:TOKEN\n",
		},
		{
			"without a terminal and --yes", []string{"sample", "--secret", "token=env:TOKEN"}, 0, []string{"orchard is linked"},
			"accounts:\n  orchard:\n    connector: sample\n    secrets:\n      token: env:TOKEN\n",
		},
		{
			"not tried", []string{"sample", "--secret", "token=env:WRONG", "--no-check", "--account-id", "a1"}, 0, nil,
			"accounts:\n  sample:\n    connector: sample\n    id: a1\n    secrets:\n      token: env:WRONG\n",
		},
		{"wrong token", []string{"sample", "--secret", "token=env:WRONG"}, 3, []string{"CREDENTIALS_REJECTED"}, ""},
		{"nothing", nil, 2, []string{"there is no terminal to ask on: name a connector"}, ""},
		{"nothing, and nobody to ask", []string{"--yes"}, 2, []string{"name a connector: trellis connect <connector>; there is "}, ""},
		{"no secret", []string{"sample"}, 2, []string{"no terminal", "sample needs --secret token=env:NAME"}, ""},
		{"a prompt", []string{"sample", "--secret", "token=prompt"}, 2, []string{"token=prompt", "leave it out"}, ""},
		{"no such connector", []string{"sampel"}, 2, []string{"did you mean sample?"}, ""},
		{"no such setting", []string{"sample", "--secret", "token=env:TOKEN", "--set", "nope=1"}, 2, []string{"settings.nope: is unknown"}, ""},
		{"no such setting, not tried", []string{"sample", "--secret", "token=env:TOKEN", "--set", "nope=1", "--no-check"}, 2, []string{"is unknown"}, ""},
		{"no name", []string{"sample", "--secret", "token=env:TOKEN", "--name", "a b"}, 2, []string{"the name of an account"}, ""},
		{"two connectors", []string{"sample", "sample"}, 2, []string{"one connector"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w, file := connecting(t)
			w.env["WRONG"] = "wrong-token"
			r := w.run(t.Context(), append([]string{"connect"}, tt.args...)...)
			r.want(t, tt.status, tt.stderr...)
			if got := written(t, file); got != tt.file || r.stdout != "" {
				t.Errorf("written is\n%s\nwant\n%s\nstdout: %s", got, tt.file, r.stdout)
			}
			if strings.Contains(r.stderr, sample.Token) {
				t.Error("the token is shown")
			}
		})
	}
}

// An account that is there stays, unless it is to be replaced; and nothing is written for show.
func TestConnectOnceMore(t *testing.T) {
	w, file := connecting(t)
	flags := []string{"connect", "sample", "--name", "acme", "--secret", "token=env:TOKEN"}
	w.run(t.Context(), append(flags, "--dry-run")...).want(t, 0, "nothing was written")
	if written(t, file) != "" {
		t.Fatal("--dry-run writes")
	}
	w.run(t.Context(), flags...).want(t, 0)
	first := written(t, file)
	w.run(t.Context(), append(flags, "--set", "users=1")...).want(t, 2, "there is an account acme already", "--replace")
	if written(t, file) != first {
		t.Error("it was replaced all the same")
	}
	w.run(t.Context(), append(flags, "--set", "users=1", "--replace")...).want(t, 0)
	dry := w.run(t.Context(), append(flags, "--set", "users=1", "--replace", "--dry-run")...)
	if got := written(t, file); !strings.Contains(got, `users: "1"`) || got != dry.stdout {
		t.Errorf("written is\n%s\nand --dry-run shows\n%s", got, dry.stdout)
	}
	w.run(t.Context(), "connect", "sample", "--secret", "token=env:TOKEN").want(t, 0, "orchard is linked")
	w.run(t.Context(), "connect", "sample", "--secret", "token=env:TOKEN").want(t, 0, "orchard-2 is linked")
	if err := os.WriteFile(file, []byte("accounts: ["), 0o600); err != nil {
		t.Fatal(err)
	}
	w.run(t.Context(), flags...).want(t, 2, "accounts.yaml:1:")
}

// Whatever a connector says of itself, it is shown as text; what it asks for is asked for.
func TestConnectHostile(t *testing.T) {
	c := everything()
	const bad = "\x1b[2J\x1b]0;owned\a"
	c.description.Notes = append(c.description.Notes, bad)
	for _, f := range c.description.GetAuthMethods()[0].GetFields().GetFields() {
		f.Label, f.Help, f.DefaultValue = bad+f.Label, bad, bad
	}
	for i := range 60 {
		c.description.Settings = append(c.description.Settings, &connectorv1.Field{Key: "more_" + strings.Repeat("x", i), Label: bad, Choices: []*connectorv1.Choice{{Value: bad, Label: bad}}})
	}
	w, file := connecting(t)
	w.add("everything", c)
	w.env["TERM"] = "xterm"
	screen := &typist{lines: []string{"api_key", "", "s3cret-value-typed", "acme-tenant", "n", "mine", "file", ""}}
	w.terminal = screen
	r := w.run(t.Context(), "connect", "everything")
	shown := screen.shown.String()
	r.want(t, 0, "mine is linked")
	if strings.Contains(shown, "\x1b") || strings.Contains(shown, "\a") {
		t.Errorf("the terminal is given what acts on it: %q", shown)
	}
	if screen.hidden != 1 || strings.Contains(shown+r.stderr+written(t, file), "s3cret") {
		t.Errorf("the secret is shown or written; asked %d times without echo:\n%s", screen.hidden, shown)
	}
	if !strings.Contains(written(t, file), "tenant: acme-tenant") {
		t.Errorf("%s", written(t, file))
	}
}

// The connector is chosen among those that may be run, and a form that is left writes nothing.
func TestConnectChooses(t *testing.T) {
	w, file := connecting(t)
	w.add("broken", nil)
	screen := &typist{lines: []string{"1", sample.Token, "", "orchard", "env", "TOKEN"}}
	w.terminal = screen
	w.run(t.Context(), "connect").want(t, 0, "orchard is linked")
	if shown := screen.shown.String(); !strings.Contains(shown, "1. sample: Orchard (sample data)") || strings.Contains(shown, "broken") {
		t.Errorf("%s", shown)
	}
	before := written(t, file)
	w.terminal = &typist{lines: []string{"wrong-token", "", "leave"}}
	w.run(t.Context(), "connect", "sample").want(t, 3, "given up: nothing was written")
	w.terminal = &typist{}
	w.run(t.Context(), "connect", "sample").want(t, 1, "given up: nothing was written")
	if written(t, file) != before {
		t.Error("something was written")
	}
}
