package connect

import (
	"context"
	"errors"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

const goodKey, badKey = "a-key-that-is-good", "a-key-that-is-bad-"

// vendor takes one key, and fails otherwise as it is told.
func vendor(failures ...error) Authenticate {
	return func(_ context.Context, a *connectorv1.Account) (*connectorv1.Authentication, error) {
		if len(failures) > 0 {
			err := failures[0]
			failures = failures[1:]
			return nil, err
		}
		for _, key := range a.GetCredentials() {
			if key != goodKey {
				return nil, connector.Errorf(connector.CredentialsRejected, "no")
			}
		}
		return &connectorv1.Authentication{Workspace: &connectorv1.Workspace{Name: "Acme, Inc."}}, nil
	}
}

// readCA reads files that are all there, but for one.
func readCA(path string) (string, error) {
	if path == "/none.pem" {
		return "", errors.New("it is not there")
	}
	return "certificates of " + path, nil
}

func TestFill(t *testing.T) {
	offline := connector.Errorf(connector.UpstreamUnavailable, "down")
	unknownAuthority := connector.Errorf(connector.UpstreamUntrusted, "signed by nobody")
	unknownAuthority.Path = "operator.ca_pem"
	for _, tt := range []struct {
		name      string
		connector string
		answers   map[string][]string
		try       Authenticate
		asked     string
		refused   int
		failed    int
		account   map[string]string // key: value, of all three maps
		err       error
	}{
		{
			name: "at once", connector: "lattice", try: vendor(),
			answers: map[string][]string{"settings.region": {"2"}, "credentials.api_key": {goodKey}},
			asked:   "settings.region > credentials.api_key",
			account: map[string]string{"region": "emea", "api_key": goodKey},
		},
		{
			name: "what does not fit is asked for at once", connector: "lattice", try: vendor(),
			answers: map[string][]string{"settings.region": {"mars", ""}, "credentials.api_key": {"", "short", goodKey}},
			asked:   "settings.region > settings.region > credentials.api_key > credentials.api_key > credentials.api_key",
			refused: 3, account: map[string]string{"api_key": goodKey},
		},
		{
			name: "a wrong key, then the right one", connector: "lattice", try: vendor(),
			answers: map[string][]string{"settings.region": {""}, "credentials.api_key": {badKey, goodKey}, "next": {""}},
			asked:   "settings.region > credentials.api_key > next > credentials.api_key", failed: 1,
			account: map[string]string{"api_key": goodKey},
		},
		{
			name: "the vendor is down for a moment", connector: "lattice", try: vendor(offline),
			answers: map[string][]string{"settings.region": {""}, "credentials.api_key": {goodKey}, "next": {""}},
			asked:   "settings.region > credentials.api_key > next", failed: 1, account: map[string]string{"api_key": goodKey},
		},
		{
			name: "everything again: what was answered stays unless it is answered anew", connector: "scim", try: vendor(),
			answers: map[string][]string{
				"operator.base_url": {"https://a.example", ""}, "credentials.token": {badKey, goodKey}, "next": {"all"},
			},
			asked:   "operator.base_url > credentials.token > next > operator.base_url > credentials.token",
			failed:  1,
			account: map[string]string{"base_url": "https://a.example", "token": goodKey},
		},
		{
			name: "the place is wrong, and only that", connector: "scim", try: vendor(connector.InvalidField("operator.base_url", "has a query")),
			answers: map[string][]string{
				"operator.base_url": {"https://a.example?x", "https://a.example"}, "credentials.token": {goodKey}, "next": {"correct"},
			},
			asked:   "operator.base_url > credentials.token > next > operator.base_url",
			failed:  1,
			account: map[string]string{"base_url": "https://a.example", "token": goodKey},
		},
		{
			name: "the vendor's certificate is of an authority that nobody knows", connector: "lattice", try: vendor(unknownAuthority),
			answers: map[string][]string{
				"settings.region": {""}, "credentials.api_key": {goodKey}, "next": {""}, "operator.ca_pem": {"/none.pem", " ca.pem "},
			},
			asked:   "settings.region > credentials.api_key > next > operator.ca_pem > operator.ca_pem",
			refused: 1, failed: 1, account: map[string]string{"api_key": goodKey, "ca_pem": "certificates of ca.pem"},
		},
		{
			name: "the certificates are no help, and others are", connector: "scim", try: vendor(unknownAuthority, unknownAuthority, unknownAuthority),
			answers: map[string][]string{
				"operator.base_url": {"https://a.example", ""}, "credentials.token": {goodKey, goodKey}, "next": {"", "", "all"}, "operator.ca_pem": {"", "one.pem", "ca.pem"},
			},
			asked: "operator.base_url > credentials.token > next > operator.ca_pem > next > operator.ca_pem > next > " +
				"operator.ca_pem > operator.base_url > credentials.token",
			failed: 3, account: map[string]string{"base_url": "https://a.example", "token": goodKey, "ca_pem": "certificates of ca.pem"},
		},
		{
			name: "given up", connector: "lattice", try: vendor(),
			answers: map[string][]string{"settings.region": {""}, "credentials.api_key": {badKey}, "next": {"leave"}},
			asked:   "settings.region > credentials.api_key > next", failed: 1, err: connector.CredentialsRejected,
		},
		{
			name: "gone", connector: "lattice", try: vendor(), answers: map[string][]string{"settings.region": {""}},
			asked: "settings.region > credentials.api_key", err: errGone,
		},
		{
			name: "options left as they are", connector: "sample", try: vendor(),
			answers: map[string][]string{"credentials.token": {goodKey}, "options": {""}},
			asked:   "credentials.token > options", account: map[string]string{"token": goodKey},
		},
		{
			name: "options made", connector: "sample", try: vendor(),
			answers: map[string][]string{"credentials.token": {goodKey}, "options": {"y"}, "settings.users": {"12"}, "settings.delay": {""}},
			asked:   "credentials.token > options > settings.users > settings.delay", account: map[string]string{"token": goodKey, "users": "12"},
		},
		{
			name: "not tried", connector: "lattice",
			answers: map[string][]string{"settings.region": {""}, "credentials.api_key": {badKey}},
			asked:   "settings.region > credentials.api_key", account: map[string]string{"api_key": badKey},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			form, err := NewForm(about(t, connectors()[tt.connector]), &connectorv1.Account{Id: "new"})
			if err != nil {
				t.Fatal(err)
			}
			form.ReadCA = readCA
			p := &script{answers: tt.answers}
			answer, err := Fill(t.Context(), p, form, tt.try)
			if !errors.Is(err, tt.err) || (err == nil && tt.try != nil) != (answer != nil && answer == p.took) {
				t.Fatalf("%v, %v", answer, err)
			}
			if asked := strings.Join(p.asked, " > "); asked != tt.asked {
				t.Errorf("asked %s, want %s", asked, tt.asked)
			}
			if p.guides != 1 || len(p.refused) != tt.refused || len(p.failed) != tt.failed {
				t.Errorf("%d guides, refused %q, failed %v", p.guides, p.refused, p.failed)
			}
			if tt.err != nil {
				return
			}
			got := maps.Clone(form.Account.GetSettings())
			maps.Copy(got, form.Account.GetOperator())
			maps.Copy(got, form.Account.GetCredentials())
			if !maps.Equal(got, tt.account) {
				t.Errorf("the account holds %v, want %v", got, tt.account)
			}
		})
	}
}

// Whoever interrupts gets the reason why, and is asked nothing more.
func TestFillIsInterrupted(t *testing.T) {
	form, err := NewForm(about(t, connectors()["lattice"]), &connectorv1.Account{Id: "new", Credentials: map[string]string{"api_key": goodKey}})
	if err != nil {
		t.Fatal(err)
	}
	interrupted := errors.New("interrupted")
	ctx, cancel := context.WithCancelCause(t.Context())
	p := &script{answers: map[string][]string{"settings.region": {""}}}
	_, err = Fill(ctx, p, form, func(ctx context.Context, _ *connectorv1.Account) (*connectorv1.Authentication, error) {
		cancel(interrupted)
		return nil, ctx.Err()
	})
	if !errors.Is(err, interrupted) || len(p.failed) > 0 || slices.Contains(p.asked, "next") {
		t.Errorf("%v, failed %v, asked %q", err, p.failed, p.asked)
	}
}

// Certificates that were given stay where nothing is answered, and a file that goes between question and answer is an error.
func TestCertificates(t *testing.T) {
	given := &connectorv1.Account{Id: "new", Operator: map[string]string{"ca_pem": "certificates that a flag gave"}}
	form, err := NewForm(about(t, connectors()["lattice"]), given)
	if err != nil {
		t.Fatal(err)
	}
	untrusted := connector.Errorf(connector.UpstreamUntrusted, "no")
	if asked := ids(form.AtFault(untrusted)); len(asked) > 0 {
		t.Errorf("nobody can read a file, and %q are asked for", asked)
	}
	form.ReadCA = readCA
	if asked := ids(form.Again()); slices.Contains(asked, "operator.ca_pem") {
		t.Errorf("what is from no file is asked for by its file: %q", asked)
	}
	form.CAFile = "given.pem"
	again := form.Again()
	i := slices.Index(ids(again), "operator.ca_pem")
	if i < 0 || again[i].Default != "given.pem" || again[i].Secret || again[i].Required {
		t.Fatalf("%+v", again)
	}
	if err := form.Set("operator.ca_pem", ""); err != nil || form.Account.GetOperator()["ca_pem"] != "certificates that a flag gave" {
		t.Errorf("%v, %v", err, form.Account)
	}
	if err := form.Set("operator.ca_pem", "/none.pem"); err == nil || form.CAFile != "given.pem" {
		t.Errorf("a file that is not there is taken: %v, %s", err, form.CAFile)
	}
	t.Setenv("HOME", "/home/ada")
	if err := form.Set("operator.ca_pem", "~/ca.pem"); err != nil || runtime.GOOS != "windows" && form.CAFile != "/home/ada/ca.pem" {
		t.Errorf("%v, %s", err, form.CAFile)
	}
}

func TestName(t *testing.T) {
	taken := map[string]bool{"acme-inc": true, "acme-inc-2": true, "lattice": true}
	for workspace, want := range map[string]string{
		"Acme, Inc.": "acme-inc-3", "  Ünïcode  GmbH": "n-code-gmbh", "": "lattice-2", "株式会社": "lattice-2", "\x1b[2J": "2j",
		strings.Repeat("long ", 20): "long-long-long-long-long-long-lo",
	} {
		d := about(t, connectors()["lattice"])
		answer := &connectorv1.Authentication{Workspace: &connectorv1.Workspace{Name: workspace}}
		if got := Name(d, answer, func(name string) bool { return taken[name] }); got != want {
			t.Errorf("%q: %s, want %s", workspace, got, want)
		}
	}
	if got := Name(about(t, connectors()["scim"]), nil, func(string) bool { return false }); got != "scim" {
		t.Errorf("without an answer: %s", got)
	}
}
