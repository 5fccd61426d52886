package cli

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
)

// seen keeps the account that it was asked about.
type seen struct {
	told
	account *connectorv1.Account
}

func (s *seen) Authenticate(_ context.Context, a *connectorv1.Account) (*connectorv1.Authentication, error) {
	s.account = proto.CloneOf(a)
	return s.authentication, nil
}

func TestAccount(t *testing.T) {
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, []byte("-----BEGIN CERTIFICATE-----\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	c := &seen{told: everything()}
	w.add("everything", c)
	r := w.run(t.Context(), "authenticate", "everything", "--secret", "api_key=env:TOKEN", "--set", "tenant=a=b,c", "--set", "region=emea",
		"--operator", "ca_file="+ca, "--operator", "requests_per_minute=0", "--account-id", "acme", "--auth-method", "api_key")
	r.want(t, 0)
	want := &connectorv1.Account{
		Id: "acme", AuthMethodId: "api_key",
		Settings:    map[string]string{"tenant": "a=b,c", "region": "emea"},
		Operator:    map[string]string{"ca_pem": "-----BEGIN CERTIFICATE-----\n", "requests_per_minute": "0"},
		Credentials: map[string]string{"api_key": w.env["TOKEN"]},
	}
	if diff := cmp.Diff(want, c.account, protocmp.Transform()); diff != "" {
		t.Error(diff)
	}
	w.run(t.Context(), "authenticate", "everything", "--operator", "ca_file="+ca, "--operator", "ca_pem=x").want(t, 2, "not both")
}

// leaky is a connector that repeats the secret in its error.
type leaky struct{ told }

func (leaky) Authenticate(_ context.Context, a *connectorv1.Account) (*connectorv1.Authentication, error) {
	e := connector.Errorf(connector.CredentialsRejected, "bad \x1b[2Jkey %s", a.GetCredentials()["api_key"])
	e.UpstreamExcerpt = "\x1b[2Jkey " + a.GetCredentials()["api_key"] + " is unknown"
	return nil, e
}

// Neither the command's own errors nor those of a careless connector show a secret or move a terminal.
func TestSecretsAreNotShown(t *testing.T) {
	const value = "hunter2-hunter2"
	w := newWorld(t)
	w.env["KEY"] = value
	w.add("leaky", leaky{everything()})
	for _, tt := range []struct {
		args   []string
		status int
		stderr string
	}{
		{[]string{"--secret", "api_key=env:KEY", "--set", "tenant=x"}, 3, "said     \\x1b[2Jkey REDACTED is unknown"},
		{[]string{"--secret", "api_key=" + value}, 2, "a secret must not stand on the command line"},
		{[]string{"--secret", value}, 2, "a secret is given as key=env:NAME"},
		{[]string{"--secret=api_key=" + value}, 2, "a secret must not stand on the command line"},
		{[]string{"-sapi_key=" + value}, 2, "there is no flag -s"},
		{[]string{"--api-key=" + value}, 2, "there is no flag --api-key"},
		{[]string{"--=" + value}, 2, "begins like a flag"},
		{[]string{"--secret", "api_key=env:KEY", "--secret", "api_key=env:KEY"}, 2, "api_key is given twice"},
		{[]string{"--secret", "api_key=prompt"}, 2, "there is no terminal"},
		{[]string{"--set", "api_key=" + value}, 2, "this is a secret, which belongs among the credentials"},
	} {
		t.Run(strings.Join(tt.args, " "), func(t *testing.T) {
			r := w.run(t.Context(), append([]string{"authenticate", "leaky"}, tt.args...)...)
			r.want(t, tt.status, tt.stderr)
			if strings.Contains(r.stdout+r.stderr, value) {
				t.Errorf("the secret is shown:\n%s%s", r.stdout, r.stderr)
			}
			if strings.Contains(r.stderr, "\x1b") {
				t.Errorf("an escape sequence is shown: %q", r.stderr)
			}
		})
	}
}

func TestUsage(t *testing.T) {
	w := newWorld(t)
	for _, tt := range []struct {
		args   []string
		status int
		stderr string
	}{
		{[]string{"uesrs"}, 2, `there is no command "uesrs"; did you mean users? see trellis --help`},
		{[]string{"accounts", "chek"}, 2, `there is no command "chek"; did you mean check? see trellis accounts --help`},
		{[]string{"help", "acounts"}, 2, `there is no command "acounts"; did you mean accounts? see trellis --help`},
		{[]string{"help", "connectors", "trsut"}, 2, `there is no command "trsut"; did you mean trust? see trellis connectors --help`},
		{[]string{"help", "users"}, 0, ""},
		{[]string{"users"}, 2, "name a connector or an account: trellis users <connector> | --account NAME | --all"},
		{[]string{"users", "a", "b"}, 2, "users takes one connector"},
		{[]string{"version", "x"}, 2, "version --help"},
		{[]string{"users", "--help"}, 0, ""},
		{[]string{}, 0, ""},
		{[]string{"version"}, 0, ""},
	} {
		r := w.run(t.Context(), tt.args...)
		r.want(t, tt.status, tt.stderr)
		if (tt.status == 0) != (r.stdout != "") {
			t.Errorf("%q: stdout %q", tt.args, r.stdout)
		}
	}
}
