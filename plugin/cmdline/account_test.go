package cmdline

import (
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"
	"github.com/trellis-iam/trellis/plugin/exit"
	"github.com/trellis-iam/trellis/plugin/secret"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/testing/protocmp"
)

// parsers are the two kinds of command lines, which must understand the same arguments in the same way.
var parsers = map[string]func(args []string, add func(Flags)) error{
	"flag": func(args []string, add func(Flags)) error {
		f := flag.NewFlagSet("x", flag.ContinueOnError)
		add(f)
		return f.Parse(args)
	},
	"pflag": func(args []string, add func(Flags)) error {
		f := pflag.NewFlagSet("x", pflag.ContinueOnError)
		add(f)
		return f.Parse(args)
	},
}

var reader = secret.Reader{LookupEnv: func(name string) (string, bool) { return "s3cret", name == "KEY" }}

func TestAccount(t *testing.T) {
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, []byte("certificates"), 0o600); err != nil {
		t.Fatal(err)
	}
	want := &connectorv1.Account{
		Id: "acme", AuthMethodId: "key",
		Settings:    map[string]string{"region": "emea", "tenant": "a=b,c"},
		Operator:    map[string]string{"ca_pem": "certificates", "burst": ""},
		Credentials: map[string]string{"api_key": "s3cret"},
	}
	for name, parse := range parsers {
		var f Account
		err := parse([]string{
			"--account-id=acme", "--auth-method", "key", "--set", "region=emea", "--set=tenant=a=b,c",
			"--operator", "ca_file=" + ca, "--operator=burst=", "--secret", "api_key=env:KEY",
		}, f.Add)
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.Read(t.Context(), reader)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got, protocmp.Transform()); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestAccountsThatAreNone(t *testing.T) {
	large := filepath.Join(t.TempDir(), "large")
	if err := os.WriteFile(large, make([]byte, maxCAFile+1), 0o600); err != nil {
		t.Fatal(err)
	}
	for words, args := range map[string][]string{
		"--set takes key=value":                         {"--set", "=x"},
		`--operator: "burst" is given twice`:            {"--operator", "burst=1", "--operator", "burst=2"},
		"give ca_file or ca_pem, not both":              {"--operator", "ca_file=x", "--operator", "ca_pem=y"},
		"has more than 262144 bytes":                    {"--operator", "ca_file=" + large},
		"--operator ca_file: open /none: ":              {"--operator", "ca_file=/none"},
		"--operator ca_file: read ":                     {"--operator", "ca_file=" + filepath.Dir(large)},
		"--secret: api_key is given twice":              {"--secret", "api_key=env:KEY", "--secret", "api_key=prompt"},
		"--secret: a secret is given as ":               {"--secret", "s3cret"},
		"--secret: api_key: the environment variable N": {"--secret", "api_key=env:N"},
	} {
		var f Account
		if err := parsers["flag"](args, f.Add); err != nil {
			t.Fatal(err)
		}
		_, err := f.Read(t.Context(), reader)
		if !errors.Is(err, exit.ErrUsage) || !strings.Contains(err.Error(), words) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%q: %v, want %q", args, err, words)
		}
	}
}

// TestReadIsInterrupted: whoever is asked for a secret may go instead.
func TestReadIsInterrupted(t *testing.T) {
	var f Account
	if err := parsers["flag"]([]string{"--secret", "api_key=prompt"}, f.Add); err != nil {
		t.Fatal(err)
	}
	gone := errors.New("gone")
	ctx, cancel := context.WithCancelCause(t.Context())
	_, err := f.Read(ctx, secret.Reader{Prompt: func(context.Context, string) (string, error) {
		cancel(gone)
		return "", errors.New("no answer")
	}})
	if !errors.Is(err, gone) {
		t.Error(err)
	}
}

// Flags replace what is configured key by key, and a secret that is replaced is not read.
func TestAccountOverConfigured(t *testing.T) {
	refs := func(places ...string) (all []ConfiguredSecret) {
		for _, place := range places {
			ref, err := reader.Parse(place)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, ConfiguredSecret{ref, "a.yaml:3:5"})
		}
		return all
	}
	configured := Configured{
		ID: "acme", AuthMethod: "key",
		Settings: map[string]string{"region": "us", "tenant": "a"}, Operator: map[string]string{"burst": "1"},
		Secrets: refs("api_key=env:GONE", "other=env:KEY"),
	}
	var f Account
	if err := parsers["flag"]([]string{"--set=region=emea", "--operator=burst=9", "--secret=api_key=env:KEY"}, f.Add); err != nil {
		t.Fatal(err)
	}
	got, err := f.ReadOver(t.Context(), configured, reader)
	if err != nil {
		t.Fatal(err)
	}
	want := &connectorv1.Account{
		Id: "acme", AuthMethodId: "key",
		Settings: map[string]string{"region": "emea", "tenant": "a"}, Operator: map[string]string{"burst": "9"},
		Credentials: map[string]string{"api_key": "s3cret", "other": "s3cret"},
	}
	if d := cmp.Diff(want, got, protocmp.Transform()); d != "" {
		t.Error(d)
	}
	for path, want := range map[string]bool{
		"settings.region": true, "settings.tenant": false, "operator.burst": true, "operator.ca_pem": false, "credentials.api_key": true,
		"credentials.other": false, "auth_method_id": false, "account.id": false, "options.raw": false,
	} {
		if f.Gives(path) != want {
			t.Errorf("the flags give %s: %v", path, !want)
		}
	}
	if configured.Settings["region"] != "us" {
		t.Error("what is configured was changed")
	}
	_, err = new(Account).ReadOver(t.Context(), configured, reader)
	if !errors.Is(err, exit.ErrUsage) || err.Error() != "a.yaml:3:5: api_key: the environment variable GONE is not set" {
		t.Error(err)
	}
}
