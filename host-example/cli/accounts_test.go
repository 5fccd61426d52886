package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/sample"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// accounts writes an accounts file, which is the one that is used.
func (w *world) accounts(text string) string {
	w.t.Helper()
	path := filepath.Join(w.t.TempDir(), "accounts.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
	w.env["TRELLIS_ACCOUNTS"] = path
	return path
}

// withUsers is an account of a connector like the sample, with so many users.
func withUsers(name, connector string, users int) string {
	return fmt.Sprintf("  %s:\n    connector: %s\n    settings: {users: %d}\n    secrets: {token: env:TOKEN}\n", name, connector, users)
}

func TestOneAccount(t *testing.T) {
	w := newWorld(t)
	path := w.accounts("accounts:\n" + withUsers("acme", "sample", 120) + withUsers("globex", "sample", 2))
	r := w.run(t.Context(), "users", "--account", "acme", "-o", "ndjson")
	r.want(t, 0, "acme: 120 users from sample in 3 pages, ")
	if diff := cmp.Diff(upTo(1, 120), ids(t, r.stdout)); diff != "" || strings.Contains(r.stdout, `"account"`) {
		t.Error(diff)
	}
	w.run(t.Context(), "users", "sample", "--account", "acme", "--limit", "50").want(t, 0,
		"acme: 50 users from sample", "stopped at the limit\nacme: to go on, add to the same command: --page-size 50 --page-token ")
	w.run(t.Context(), "users", "--account", "acme", "--set", "users=3").want(t, 0, "acme: 3 users from sample")
	w.run(t.Context(), "authenticate", "--account", "globex").want(t, 0)
	w.run(t.Context(), "fields", "--account", "globex").want(t, 0, "seen in a sample: 2 users of globex")
	elsewhere := filepath.Join(t.TempDir(), "other.yaml")
	if err := os.Rename(path, elsewhere); err != nil {
		t.Fatal(err)
	}
	w.run(t.Context(), "users", "--account", "acme").want(t, 2, "trellis: there is no accounts file "+path, "to do    link an account, which writes it (trellis connect)")
	w.run(t.Context(), "users", "--account", "acme", "--accounts", elsewhere).want(t, 0, "acme: 120 users")
}

// What is wrong with an account is told by the account's name, with its place in the file.
func TestWrongAccounts(t *testing.T) {
	w := newWorld(t)
	w.add("other", sample.New())
	path := w.accounts("accounts:\n  acme: {connector: sample}\n  globex:\n    connector: sample\n    settings: {colour: red}\n    secrets: {token: env:TOKEN}\n" +
		"  initech:\n    connector: sample\n    secrets: {token: env:GONE}\n")
	for _, tt := range []struct {
		args string
		want []string
	}{
		{"users --account nope", []string{`no account "nope" in ` + path + "; there is acme, globex, initech"}},
		{"users globex", []string{"no connector is called globex, but an account is: give --account globex"}},
		{"fields globex", []string{"give --account globex"}},
		{"users hooli", []string{`no connector "hooli" in `}},
		{"users --account acme --account acme", []string{"--account: acme is given twice"}},
		{"users other --account acme", []string{"acme is an account of sample, not of other: leave the connector out"}},
		{"users --account acme", []string{"trellis: acme: sample: ListUsers: credentials.token: is missing", "where    " + path + ":2:3: accounts.acme.secrets.token"}},
		{"users --account globex", []string{"trellis: globex: sample: ListUsers: settings.colour: is unknown", "where    " + path + ":5:16: accounts.globex.settings.colour"}},
		{"users --account globex --set colour=blue", []string{"settings.colour: is unknown", "flag     --set colour=..."}},
		{"authenticate --account globex", []string{"trellis: globex: sample: Authenticate: settings.colour", "where    " + path + ":5:16: "}},
		{"fields --account initech", []string{"trellis: initech: " + path + ":9:15: accounts.initech.secrets: token: the environment variable GONE is not set"}},
		{"fields --account acme --account globex", []string{"--account: this command is about one account"}},
		{"users --all --account acme", []string{"give --all or --account, not both"}},
		{"users other --all", []string{"has no account of other"}},
		{"users --all --page-token x", []string{"--page-token goes with one account"}},
		{"users --all --account-id x", []string{"--account-id goes with one account"}},
		{"users --accounts " + path, []string{"add --account NAME"}},
		{"users sample --accounts " + path, []string{"add --account NAME"}},
		{"users --accounts /none --all", []string{"there is no accounts file /none"}},
		{"authenticate --all", []string{"there is no flag --all"}},
		{"users --account acme --secret token=hunter2", []string{"token=env:NAME, token=file:PATH, token=keyring:NAME or token=prompt"}},
	} {
		r := w.run(t.Context(), strings.Fields(tt.args)...)
		r.want(t, 2, tt.want...)
		if r.stdout != "" || strings.Contains(r.stderr, "hunter2") {
			t.Errorf("%s: %s%s", tt.args, r.stdout, r.stderr)
		}
	}
	w.accounts("accounts:\n  a: {conector: x}\n")
	w.run(t.Context(), "users", "--all").want(t, 2, "accounts.a: the connector is missing", "accounts.a.conector: an account has no such key", "to do    an account has the keys")
}

// refusing is a connector that refuses its account, in the way that is asked for.
type refusing struct {
	connector.Connector
	err error
}

func (r refusing) ListUsers(context.Context, connector.ListRequest, connector.Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
	return nil, r.err
}

// Accounts that fail stop no other: all that the others have comes, each is told of by its name, and the status is the worst.
func TestSeveralAccounts(t *testing.T) {
	w := newWorld(t)
	failure := connector.Errorf(connector.UpstreamUnavailable, "page 3: the vendor answered 503")
	w.add("broken", &broken{Connector: sample.New(), pages: 2, err: failure})
	w.add("refusing", refusing{sample.New(), connector.Errorf(connector.CredentialsRejected, "the vendor answered 401")})
	w.add("few", fewer{sample.New()})
	w.accounts("accounts:\n" + withUsers("acme", "sample", 120) + withUsers("broke", "broken", 1) + withUsers("locked", "refusing", 1) +
		withUsers("tiny", "few", 2) + withUsers("globex", "sample", 70))
	r := w.run(t.Context(), "users", "--all", "-o", "ndjson")
	r.want(t, 3,
		"acme: 120 users from sample in 3 pages", "globex: 70 users from sample in 2 pages", "tiny: 2 users from few",
		"trellis: broke: broken: ListUsers: page 3: the vendor answered 503", "broke: partial: 4 users came before that",
		"broke: to go on, ask for this account alone: --account broke --page-token ",
		"trellis: locked: refusing: ListUsers: the vendor answered 401", "reason   CREDENTIALS_REJECTED",
		"\n  ACCOUNT  CONNECTOR  USERS  PAGES  TOOK")
	counts := map[string]int{}
	for line := range strings.Lines(r.stdout) {
		account, _, _ := strings.Cut(line, `,"id":`)
		counts[account]++
	}
	want := map[string]int{
		`{"account":"acme","connector":"sample"`: 120, `{"account":"broke","connector":"broken"`: 4,
		`{"account":"tiny","connector":"few"`: 2, `{"account":"globex","connector":"sample"`: 70,
	}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Error(diff)
	}
	_, end, _ := strings.Cut(r.stderr, "  ACCOUNT")
	for i, want := range []string{"RESULT", " 0       complete", " 4       partial: UPSTREAM_UNAVAILABLE", " 3       failed: CREDENTIALS_REJECTED", " 0       complete", " 0       complete"} {
		if line := strings.Split(end, "\n")[i]; !strings.HasSuffix(line, want) {
			t.Errorf("%q, want %q", line, want)
		}
	}
	if n := len(w.launched); n != 4 {
		t.Errorf("%d processes for 4 connectors", n)
	}

	// A program sees which lists are whole, and that the locked account's is none.
	proof := filepath.Join(t.TempDir(), "receipts")
	whole := map[string]string{"acme": "120 exhausted", "broke": "4 partial", "locked": "0 partial", "tiny": "2 exhausted", "globex": "70 exhausted"}
	if diff := cmp.Diff(whole, receipts(t, w.run(t.Context(), "users", "--all", "-o", "json", "--receipt", proof).stdout)); diff != "" {
		t.Error(diff)
	}
	if text, err := os.ReadFile(proof); err != nil || strings.Count(string(text), "\n") != 5 {
		t.Errorf("%s, %v", text, err)
	}

	w.run(t.Context(), "users", "sample", "--all", "-o", "csv").want(t, 0, "acme: 120", "globex: 70")
	w.run(t.Context(), "users", "--account", "broke", "--account", "acme").want(t, 4, "acme: 120", "broke: partial")
	w.run(t.Context(), "users", "--account", "globex", "--account", "acme", "--limit", "50", "-o", "json").want(t, 0,
		"acme: 50 users", "globex: to go on, ask for this account alone: --account globex --page-size 50 --page-token ")
}

// receipts are those of -o json: how many items each account has, and how its list ended.
func receipts(t *testing.T, text string) map[string]string {
	t.Helper()
	var page struct {
		Data     []struct{ Account string }
		Receipts []struct {
			Account, End string
			Items        int
		}
	}
	if err := json.Unmarshal([]byte(text), &page); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	items := map[string]int{}
	for _, item := range page.Data {
		items[item.Account]++
	}
	all := map[string]string{}
	for _, r := range page.Receipts {
		if items[r.Account] != r.Items {
			t.Errorf("%d items of %s, and %d in its receipt", items[r.Account], r.Account, r.Items)
		}
		all[r.Account] = fmt.Sprintf("%d %s", r.Items, r.End)
	}
	return all
}

// fewer is a connector that reads users only.
type fewer struct{ connector.Connector }

func (f fewer) Describe(ctx context.Context) (*connectorv1.Description, error) {
	d, err := f.Connector.Describe(ctx)
	if err == nil {
		d.Resources = slices.DeleteFunc(d.Resources, func(r *connectorv1.Resource) bool { return r.Kind != connectorv1.ResourceKind_RESOURCE_KIND_USER })
	}
	return d, err
}

// Of all accounts, those whose connector does not offer the list are left out; one that was asked for by name fails.
func TestAccountsThatDoNotOfferIt(t *testing.T) {
	w := newWorld(t)
	w.add("few", fewer{sample.New()})
	w.accounts("accounts:\n" + withUsers("tiny", "few", 2) + withUsers("acme", "sample", 3))
	r := w.run(t.Context(), "groups", "--all", "-o", "ndjson")
	r.want(t, 0, "tiny: few does not list groups: left out", "acme: 5 groups from sample", "does not list groups\n")
	if n := strings.Count(r.stdout, "\n"); n != 5 {
		t.Errorf("%d groups", n)
	}
	w.run(t.Context(), "groups", "few", "--all").want(t, 2, "no connector of these accounts lists groups")
	w.run(t.Context(), "groups", "--account", "tiny", "--account", "acme").want(t, 2, "trellis: tiny: ", "UNSUPPORTED", "acme: 5 groups")
	one := w.run(t.Context(), "users", "sample", "--all", "-o", "ndjson") // one account, and the same form
	one.want(t, 0, "acme: 3 users")
	if !strings.HasPrefix(one.stdout, `{"account":"acme","connector":"sample","id":"1"`) {
		t.Error(one.stdout)
	}
}

func TestFormatsOfSeveralAccounts(t *testing.T) {
	w := newWorld(t)
	w.accounts("accounts:\n" + withUsers("acme", "sample", 1) + withUsers("umbrella-corp", "sample", 1))
	first := func(format string, more ...string) []string {
		r := w.run(t.Context(), append([]string{"users", "--all", "-o", format}, more...)...)
		r.want(t, 0)
		lines := strings.Split(strings.TrimSuffix(strings.ReplaceAll(r.stdout, "\r\n", "\n"), "\n"), "\n")
		slices.Sort(lines[1:]) // the accounts' pages come in any order
		return lines
	}
	if got := first("table"); len(got) != 3 || !strings.HasPrefix(got[0], "ACCOUNT        ID  NAME") || !strings.HasPrefix(got[1], "acme           1   Ama Apple") ||
		!strings.HasPrefix(got[2], "umbrella-corp  1   Ama Apple") {
		t.Errorf("%q", got)
	}
	if got := first("csv"); len(got) != 3 || !strings.HasPrefix(got[0], "account,id,name") || !strings.HasPrefix(got[1], "acme,1,Ama Apple") {
		t.Errorf("%q", got)
	}
	if got := first("csv", "--field", "x=raw.nick", "--columns", "account,id"); len(got) != 3 || got[0] != "account,id" || got[1] != "acme,1" {
		t.Errorf("%q", got)
	}
}

// An interrupt ends all lists in good order: it is told once, and each says how far it came.
func TestInterruptOfSeveral(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	var both sync.WaitGroup
	both.Add(2)
	w.add("slow", &broken{Connector: sample.New(), pages: 3, before: func(page int) {
		if page == 2 {
			both.Done()
			both.Wait()
			cancel(errors.New("interrupt signal received"))
		}
	}})
	w.accounts("accounts:\n" + withUsers("acme", "slow", 1) + withUsers("globex", "slow", 1))
	r := w.run(ctx, "users", "--all", "-o", "json")
	r.want(t, 4, "acme: partial: 4 users", "globex: partial: 4 users", "trellis: interrupt signal received", "partial: ended with the command")
	if n := strings.Count(r.stderr, "interrupt signal received"); n != 1 {
		t.Errorf("it is told %d times:\n%s", n, r.stderr)
	}
	if got := receipts(t, r.stdout); len(got) != 2 || got["acme"] != "4 partial" || got["globex"] != "4 partial" {
		t.Errorf("%v", got)
	}
	w.run(ctx, "users", "--all").want(t, 1, "trellis: interrupt signal received", "failed: ended with the command")
}

// When the output fails, nothing is listed any more.
func TestOutputOfSeveralFails(t *testing.T) {
	w := newWorld(t)
	w.stdout = &failing{1, errors.New("the disk is full")}
	w.accounts("accounts:\n" + withUsers("acme", "sample", 5000) + withUsers("globex", "sample", 5000))
	r := w.run(t.Context(), "users", "--all", "-o", "ndjson")
	if r.status != 4 && r.status != 1 { // one of them had a page, and the other may have had none
		t.Errorf("exit status %d", r.status)
	}
	if n := strings.Count(r.stderr, "trellis: the output cannot be written: the disk is full"); n != 1 {
		t.Errorf("it is told %d times:\n%s", n, r.stderr)
	}
}

// People are asked for the secrets of all accounts first, one after the other, by the accounts' names.
func TestSeveralPrompts(t *testing.T) {
	w := newWorld(t)
	text := "accounts:\n" + withUsers("a", "sample", 1) + withUsers("b", "sample", 1) + withUsers("c", "sample", 1)
	w.accounts(strings.ReplaceAll(text, "env:TOKEN", "prompt"))
	var asked []string
	w.answers = func(label string) (string, error) {
		asked = append(asked, label)
		if label == "b: token" {
			return "", errors.New("nothing was typed in")
		}
		return sample.Token, nil
	}
	w.run(t.Context(), "users", "--all").want(t, 2, "a: 1 user from", "c: 1 user from", "trellis: b: ", "accounts.b.secrets: token: nothing was typed in")
	if diff := cmp.Diff([]string{"a: token", "b: token", "c: token"}, asked); diff != "" {
		t.Error(diff)
	}
}
