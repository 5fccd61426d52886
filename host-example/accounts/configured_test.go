package accounts

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	"github.com/trellis-iam/trellis/plugin/exit"
	"github.com/trellis-iam/trellis/plugin/secret"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/testing/protocmp"
)

// reader is one with a keyring of its own.
func reader(env map[string]string) secret.Reader {
	return secret.Reader{
		LookupEnv: func(name string) (string, bool) { v, ok := env[name]; return v, ok },
		Prompt:    func(_ context.Context, label string) (string, error) { return "typed for " + label, nil },
		Warn:      func(string) {},
		Schemes: map[string]func(context.Context, string) (string, error){
			"keyring": func(_ context.Context, name string) (string, error) { return "kept as " + name, nil },
		},
	}
}

// one loads the only account of a file, in a folder with a few files.
func one(t *testing.T, text string) Account {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{"ca.pem": "certificates", "a.key": "from a file\n", "accounts.yaml": text} {
		write(t, filepath.Join(dir, name), content)
	}
	f, err := Load(filepath.Join(dir, "accounts.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return f.Accounts[0]
}

// What an account names is read from where its file is.
func TestConfigured(t *testing.T) {
	t.Chdir(t.TempDir()) // elsewhere
	text, _, _ := strings.Cut(full, "      other:")
	a := one(t, text)
	a.Secrets["file"] = Secret{Place: "file:a.key"}
	r := reader(map[string]string{"LATTICE_API_KEY": "from the environment"})
	c, err := a.Configured(r)
	if err != nil {
		t.Fatal(err)
	}
	got, err := new(cmdline.Account).ReadOver(t.Context(), c, r)
	if err != nil {
		t.Fatal(err)
	}
	want := &connectorv1.Account{
		Id: "acme-1", AuthMethodId: "api_key", Settings: map[string]string{"region": "emea"},
		Operator: map[string]string{"requests_per_minute": "60", "ca_pem": "certificates"},
		Credentials: map[string]string{
			"api_key": "from the environment", "file": "from a file", "ring": "kept as acme/lattice", "asked": "typed for asked",
		},
	}
	if d := cmp.Diff(want, got, protocmp.Transform()); d != "" {
		t.Error(d)
	}
	_, err = new(cmdline.Account).ReadOver(t.Context(), c, reader(nil))
	if !errors.Is(err, exit.ErrUsage) || !strings.HasSuffix(err.Error(), "accounts.yaml:10:7: accounts.acme.secrets: api_key: the environment variable LATTICE_API_KEY is not set") {
		t.Error(err)
	}
	if err := os.Remove(filepath.Join(a.folder(), "ca.pem")); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Configured(r); !errors.Is(err, exit.ErrUsage) || !strings.Contains(err.Error(), "accounts.yaml:8:5: accounts.acme.operator ca_file: open ") {
		t.Error(err)
	}
}

func description() *connectorv1.Description {
	return &connectorv1.Description{
		AuthMethods: []*connectorv1.AuthMethod{{Id: "api_key", Kind: &connectorv1.AuthMethod_Fields{Fields: &connectorv1.FieldsAuth{
			Fields: []*connectorv1.Field{
				{Key: "api_key", Secret: true, Required: true, MinLength: 8}, {Key: "second", Secret: true},
				{Key: "tenant", Required: true, Help: "it is in the address"},
			},
		}}}},
		Regions: []*connectorv1.Region{{Id: "us"}, {Id: "emea"}},
	}
}

func TestCheck(t *testing.T) {
	head := "accounts:\n  a:\n    connector: x\n    settings: {tenant: t}\n"
	for _, tt := range []struct {
		name, text string
		problems   []string
	}{
		{name: "good", text: head + "    secrets: {api_key: env:KEY, second: keyring:x}\n"},
		{name: "of a person", text: head + "    secrets: {api_key: prompt}\n"},
		{name: "of a program", text: head + "    secrets: {api_key: {command: [go, version]}}\n"},
		{name: "all of it", text: "accounts:\n  a:\n    connector: x\n    settings: {region: mars, colour: red, base_url: x}\n    operator: {nope: 1, ca_file: gone.pem}\n" +
			"    secrets:\n      api_key: env:GONE\n      second: {command: [./gone]}\n      third: env:KEY\n",
			problems: []string{
				"2:3: accounts.a.settings.tenant: is missing", // replaced below
				"settings.region: must be us or emea", "settings.colour: is unknown; there is", "settings.base_url: only the operator",
				"operator: ", "secrets.api_key: the environment variable GONE is not set", `secrets.second: the program "./gone" cannot be run`,
				"secrets.third: is unknown; there is",
			}},
		{name: "a short one", text: head + "    secrets: {api_key: env:SHORT}\n", problems: []string{"secrets.api_key: has 3 bytes; at least 8"}},
		{name: "none", text: head, problems: []string{"secrets.api_key: is missing"}},
		{name: "another method", text: head + "    auth_method: oauth\n", problems: []string{"auth_method: there is no method"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := one(t, tt.text).Check(t.Context(), description(), reader(map[string]string{"KEY": hidden, "SHORT": "xyz"}))
			if tt.problems == nil {
				if err != nil {
					t.Error(err)
				}
				return
			}
			e, ok := errors.AsType[*Invalid](err)
			if !ok || len(e.Problems) != len(tt.problems) {
				t.Fatalf("%v", err)
			}
			for _, want := range tt.problems {
				if want = strings.TrimPrefix(want, "2:3: accounts.a."); !strings.Contains(err.Error(), "accounts.a."+want) {
					t.Errorf("it lacks %q: %v", want, err)
				}
			}
			if strings.Contains(err.Error(), hidden) || strings.Contains(err.Error(), "xyz") {
				t.Error(err)
			}
		})
	}
	stopped, cancel := context.WithCancelCause(t.Context())
	enough := errors.New("enough")
	cancel(enough)
	if err := one(t, head+"    secrets: {api_key: env:KEY}\n").Check(stopped, description(), reader(nil)); !errors.Is(err, enough) {
		t.Error(err)
	}
}
