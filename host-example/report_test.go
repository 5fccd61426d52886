package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector/sample"
)

// reportAccounts writes an accounts file with an account of each application, and further text. What the program needs
// besides it is in the environment.
func reportAccounts(t *testing.T, users int, more string) (file string, environ []string) {
	t.Helper()
	dir := t.TempDir()
	var text strings.Builder
	text.WriteString("accounts:\n")
	for _, app := range applications {
		link := app.link(t, users, 1)
		variable := "REPORT_" + strings.ToUpper(strings.ReplaceAll(app.connector, "-", "_"))
		environ = append(environ, variable+"="+link.secret)
		fmt.Fprintf(&text, "  my-%s:\n    connector: %s\n", app.connector, app.connector)
		for key, value := range link.account.GetSettings() {
			fmt.Fprintf(&text, "    settings: {%s: %q}\n", key, value)
		}
		if link.server != nil {
			ca := app.connector + ".pem"
			if err := os.WriteFile(filepath.Join(dir, ca), []byte(link.server.CAPEM()), 0o600); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&text, "    operator: {base_url: %q, ca_file: %q, requests_per_minute: 0}\n", link.server.URL, ca)
		}
		for key := range link.account.GetCredentials() {
			fmt.Fprintf(&text, "    secrets: {%s: env:%s}\n", key, variable)
		}
	}
	text.WriteString(more)
	file = filepath.Join(dir, "accounts.yaml")
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return file, environ
}

// One report over all applications: those that answer are counted, the one that does not is said to be missing, and the people
// who are in several are found.
func TestReportOfAllAccounts(t *testing.T) {
	const each = 60
	file, environ := reportAccounts(t, each, "  old:\n    connector: sample\n    secrets: {token: env:REPORT_OLD}\n")
	environ = append(environ, "REPORT_OLD=nobody-lets-this-in")
	run := func(args ...string) result {
		t.Helper()
		c := command(t, append([]string{"report", "--all", "--accounts", file}, args...)...)
		c.Env = append(c.Env, environ...)
		var stdout, stderr strings.Builder
		c.Stdout, c.Stderr = &stdout, &stderr
		return result{statusOf(t, c.Run()), stdout.String(), stderr.String()}
	}

	got := run("-o", "json").want(t, 3, "trellis: old: sample: Authenticate: ", "not complete")
	var r struct {
		Complete bool
		Totals   struct {
			Accounts, Users int
			Complete        int `json:"accounts_complete"`
			Failed          int `json:"accounts_failed"`
			People          int `json:"people_in_several_accounts"`
		}
		Accounts []struct{ Name, State string }
		People   []struct {
			Users []struct{ Account, Status string }
		}
		Gaps []struct{ Account, What, Reason string }
	}
	if err := json.Unmarshal([]byte(got.stdout), &r); err != nil {
		t.Fatal(err)
	}
	all := len(applications)
	if r.Complete || r.Totals.Accounts != all+1 || r.Totals.Complete != all || r.Totals.Failed != 1 || r.Totals.Users != all*each {
		t.Errorf("%+v", r.Totals)
	}
	if r.Totals.People != each { // of the stand-ins; Orchard's pickers are nowhere else
		t.Errorf("%d people are in several accounts", r.Totals.People)
	}
	for _, p := range r.People {
		if len(p.Users) != all-1 {
			t.Errorf("%+v", p)
		}
	}
	if last := r.Accounts[all]; last.Name != "old" || last.State != "failed" {
		t.Errorf("accounts are not in the file's order: %+v", r.Accounts)
	}
	if g := r.Gaps[0]; g.Account != "old" || g.What != "account_failed" || g.Reason != "CREDENTIALS_REJECTED" {
		t.Errorf("%+v", g)
	}

	page := run().want(t, 3)
	for _, want := range []string{
		fmt.Sprintf("%d users of %d of %d accounts", all*each, all, all+1), "Incomplete.", "CREDENTIALS_REJECTED",
		"derived from <bdi>isAdmin</bdi>", "the vendor does not document where this is read",
	} {
		if !strings.Contains(page.stdout, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, secret := range environ {
		_, secret, _ = strings.Cut(secret, "=")
		if secret != sample.Token && strings.Contains(got.stdout+page.stdout+got.stderr+page.stderr, secret) {
			t.Errorf("a credential is in the report")
		}
	}
	if n := len(regexp.MustCompile(`<script>`).FindAllString(page.stdout, -1)); n != 1 {
		t.Errorf("%d scripts", n)
	}
}
