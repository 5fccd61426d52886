package cli

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector/sample"
	"github.com/trellis-iam/trellis/host-example/accounts"
)

const threeAccounts = `accounts:
  acme:
    connector: sample
    secrets: {token: env:TOKEN}
  globex:
    connector: sample
    id: g-1
    settings: {colour: red}
    secrets: {token: {command: [no-such-program-of-trellis, "vault/item"]}}
  initech:
    connector: gone
`

// The accounts of the file are listed with where their secrets are, and without what they are.
func TestAccountsCommand(t *testing.T) {
	w := newWorld(t)
	path := w.accounts(threeAccounts)
	r := w.run(t.Context(), "accounts")
	r.want(t, 0)
	want := "ACCOUNT  CONNECTOR  ID   SECRETS\n" +
		"acme     sample          token=env:TOKEN\n" +
		"globex   sample     g-1  token=command:no-such-program-of-trellis\n" +
		"initech  gone\n"
	if diff := cmp.Diff(want, r.stdout); diff != "" {
		t.Error(diff)
	}
	lines := w.run(t.Context(), "accounts", "-o", "ndjson").stdout
	first := `{"name":"acme","connector":"sample","id":"acme","secrets":{"token":"env:TOKEN"}}` + "\n"
	if !strings.HasPrefix(lines, first) || strings.Contains(lines, sample.Token) || strings.Contains(lines, "vault") {
		t.Error(lines)
	}
	if r := w.run(t.Context(), "accounts", "path"); r.stdout != path+"\n" {
		t.Error(r.stdout)
	}
	if r := w.run(t.Context(), "accounts", "schema"); r.stdout != string(accounts.Schema()) {
		t.Error(r.stdout)
	}
	if r := w.run(t.Context(), "accounts", "path", "--accounts", "/x/y.yaml"); r.stdout != "/x/y.yaml\n" {
		t.Error(r.stdout)
	}
	if len(w.launched) > 0 {
		t.Error("a connector was started")
	}
	w.accounts("accounts: [\n")
	w.run(t.Context(), "accounts").want(t, 2, ":1:1: this is no YAML: ", "to do    indent with blanks")
}

// What is wrong with accounts is told with line and column, and nothing is asked of anyone for it.
func TestCheckAccounts(t *testing.T) {
	w := newWorld(t)
	path := w.accounts(threeAccounts)
	r := w.run(t.Context(), "accounts", "check")
	r.want(t, 2,
		"trellis: "+path+":8:16: accounts.globex.settings.colour: is unknown; there is ",
		"trellis: "+path+`:9:15: accounts.globex.secrets.token: the program "no-such-program-of-trellis" cannot be run`,
		"trellis: "+path+":11:5: accounts.initech.connector: no connector \"gone\" in ")
	if want := "ACCOUNT  CONNECTOR  RESULT\nacme     sample     good\nglobex   sample     2 problems\ninitech  gone       1 problem\n"; r.stdout != want {
		t.Errorf("%s", r.stdout)
	}
	r = w.run(t.Context(), "accounts", "check", "globex", "-o", "json")
	r.want(t, 2)
	var answer []struct {
		Name     string
		Good     bool
		Problems []struct {
			Line, Column  int
			Path, Problem string
		}
	}
	if err := json.Unmarshal([]byte(r.stdout), &answer); err != nil || len(answer) != 1 || answer[0].Good || len(answer[0].Problems) != 2 ||
		answer[0].Problems[0].Line != 8 || answer[0].Problems[0].Column != 16 || answer[0].Problems[0].Path != "accounts.globex.settings.colour" {
		t.Errorf("%v: %s", err, r.stdout)
	}
	w.run(t.Context(), "accounts", "check", "acme").want(t, 0)
	w.run(t.Context(), "accounts", "check", "nope").want(t, 2, `no account "nope"`)
	if w.prompted > 0 {
		t.Error("a person was asked")
	}
	if err := os.Chmod(path, 0o606); err != nil {
		t.Fatal(err)
	}
	w.run(t.Context(), "accounts", "check").want(t, 2, "can be changed by every user of this machine", "to do    chmod o-w "+path)
}

// Shells complete accounts, and what the connector of an account knows.
func TestCompleteAccounts(t *testing.T) {
	w := newWorld(t)
	w.accounts(threeAccounts)
	for args, want := range map[string]string{
		"users --account ":               "acme\tsample\nglobex\tsample\ninitech\tgone\n",
		"users sample --account ":        "acme\tsample\nglobex\tsample\n",
		"users --account acme --secret ": "token=",
		"users --account initech --set ": ":",
		"accounts remove ":               "acme\tsample\nglobex\tsample\ninitech\tgone\n",
		"accounts remove acme ":          ":4",
		"accounts check globex ":         "acme\tsample\ninitech\tgone\n",
	} {
		words := strings.Split("__complete "+args, " ")
		if r := w.run(t.Context(), words...); r.status != 0 || !strings.HasPrefix(r.stdout, want) {
			t.Errorf("%q: %q", args, r.stdout)
		}
	}
}
