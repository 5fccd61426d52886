package main

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
	"github.com/trellis-iam/trellis/host-example/accounts"
)

// accountsFile writes an accounts file with the customers that are linked, by names, and says where it is: the secret of every
// second one is in a file, that of the others is the output of a program.
func accountsFile(t *testing.T, customers map[string]customer) string {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "accounts.yaml")
	for i, name := range slices.Sorted(maps.Keys(customers)) {
		c := customers[name]
		a := accounts.Account{
			Name: name, Connector: c.connector, Settings: c.account.GetSettings(), Operator: c.account.GetOperator(),
			Secrets: map[string]accounts.Secret{},
		}
		if pem := a.Operator["ca_pem"]; pem != "" {
			file(t, filepath.Join(dir, name+".pem"), pem)
			delete(a.Operator, "ca_pem")
			a.Operator["ca_file"] = name + ".pem"
		}
		file(t, filepath.Join(dir, name+".key"), c.secret+"\n")
		for key := range c.account.GetCredentials() {
			s := accounts.Secret{Place: "file:" + name + ".key"}
			if i%2 == 1 {
				s = accounts.Secret{Command: []string{"cat", name + ".key"}}
			}
			a.Secrets[key] = s
		}
		if err := accounts.Add(path, a); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// Accounts of several applications are listed at the same time, each by its connector's one process. One whose key is refused
// and one that breaks off half way stop no other; and no secret is seen anywhere.
func TestAllAccounts(t *testing.T) {
	customers := map[string]customer{
		"acme": customerOf(t, "lattice", 250, 1), "globex": customerOf(t, "lattice", 250, 2), "hooli": customerOf(t, "lattice", 250, 3),
		"initech": customerOf(t, "scim", 150, 4), "orchard": customerOf(t, "sample", 120, 5),
	}
	var spies []*spy
	for _, c := range customers {
		s := newSpy(c.secret)
		s.given = c.connector == "sample" // whose token is in the environment of all tests
		spies = append(spies, s)
	}
	started := make(chan struct{})
	var program *running
	look := func() {
		<-started
		for _, s := range spies {
			s.look(t, program.Process.Pid)
		}
	}
	refuse := func(from int64, status int) func(*http.Request, int64) *resttest.Fault {
		return func(_ *http.Request, n int64) *resttest.Fault {
			if n < 3 { // it takes a while
				look()
			}
			if n < from {
				return nil
			}
			return &resttest.Fault{Status: status}
		}
	}
	customers["acme"].server.SetFault(refuse(1<<62, 0))
	customers["globex"].server.SetFault(refuse(1, http.StatusUnauthorized))
	customers["hooli"].server.SetFault(refuse(3, http.StatusForbidden))
	path := accountsFile(t, customers)
	program = start(t, slices.Concat([]string{"users", "--all", "--accounts", path, "-o", "ndjson"}, loud)...)
	close(started)
	r := program.end(t).want(t, 3,
		"acme: 250 users from lattice in 3 pages", "initech: 150 users from scim", "orchard: 120 users from sample in 3 pages",
		"trellis: globex: lattice: ListUsers: ", "CREDENTIALS_REJECTED", "hooli: partial: 200 users came before that",
		"hooli: to go on, ask for this account alone: --account hooli --page-token ", "partial: PERMISSION_MISSING")
	counts := map[string]int{}
	for line := range strings.Lines(r.stdout) {
		name, _, _ := strings.Cut(strings.TrimPrefix(line, `{"account":"`), `"`)
		if want := fmt.Sprintf(`{"account":%q,"connector":%q,"id":"`, name, customers[name].connector); !strings.HasPrefix(line, want) {
			t.Fatalf("%s", line)
		}
		counts[name]++
	}
	if want := map[string]int{"acme": 250, "hooli": 200, "initech": 150, "orchard": 120}; fmt.Sprint(counts) != fmt.Sprint(want) {
		t.Errorf("%v", counts)
	}
	for _, s := range spies {
		s.judge(t, r)
	}
	if n := strings.Count(r.stderr, "connector started: connector=lattice "); n != 1 {
		t.Errorf("lattice was started %d times", n)
	}

	// The one that broke off goes on alone, where it was.
	customers["hooli"].server.SetFault(nil)
	words := strings.Fields(r.stderr[strings.Index(r.stderr, "ask for this account alone: ")+len("ask for this account alone: "):])
	rest := trellis(t, slices.Concat([]string{"users", "--accounts", path, "-o", "ndjson"}, words[:4])...).want(t, 0, "hooli: 50 users from lattice", "complete from the page token on")
	if n := len(rest.lines(t)); n != 50 {
		t.Errorf("%d users", n)
	}
	// What an application does not have is no failure of the others.
	groups := trellis(t, "groups", "--account", "acme", "--account", "initech", "--accounts", path).want(t, 0)
	if !strings.HasPrefix(groups.stdout, "ACCOUNT  ID") {
		t.Error(groups.stdout)
	}
	trellis(t, "accounts", "check", "--accounts", path).want(t, 0)
	trellis(t, "authenticate", "--account", "acme", "--accounts", path).want(t, 0)
	trellis(t, "authenticate", "--account", "acme", "--accounts", path, "--secret", "api_key=file:"+filepath.Join(filepath.Dir(path), "globex.key")).want(t, 3, "trellis: acme: ")
}

// An interrupt ends all lists in good order: each says how far it came, it is told once, and nothing is left running.
func TestInterruptAllAccounts(t *testing.T) {
	customers := map[string]customer{"acme": customerOf(t, "lattice", 250, 1), "globex": customerOf(t, "lattice", 250, 2), "initech": customerOf(t, "lattica", 250, 3)}
	var hang sync.WaitGroup
	hang.Add(len(customers))
	for _, c := range customers {
		var once sync.Once
		c.server.SetFault(func(_ *http.Request, n int64) *resttest.Fault {
			if n < 3 {
				return nil
			}
			once.Do(hang.Done)
			return &resttest.Fault{Hang: true}
		})
	}
	r := start(t, "users", "--all", "--accounts", accountsFile(t, customers), "-o", "json")
	hang.Wait()
	pids := children(t, r.Process.Pid)
	if len(pids) != 2 {
		t.Errorf("2 connectors have the processes %v", pids)
	}
	for range 2 * len(customers) { // pages are read ahead of what is written
		r.line(t)
	}
	if err := r.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	got := r.end(t)
	for _, pid := range pids {
		gone(t, pid)
	}
	got.want(t, 4, "trellis: interrupt signal received", "acme: partial: ", "globex: partial: ", "initech: partial: ", "partial: ended with the command")
	if n := strings.Count(got.stderr, "interrupt signal received"); n != 1 {
		t.Errorf("it is told %d times:\n%s", n, got.stderr)
	}
	if !strings.HasSuffix(got.stdout, "]}\n") {
		t.Errorf("the JSON has no end: %.300s", got.stdout[max(len(got.stdout)-300, 0):])
	}
}
