//go:build unix

package main

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
	"github.com/trellis-iam/trellis/host-example/accounts"
)

const accountsDocument = "../docs/accounts.md"

var yamlBlock = regexp.MustCompile("(?s)<!-- file -->\n```yaml\n(.*?)```")

// The file that the document shows is one, its commands work, and print what it shows.
func TestAccountsDocument(t *testing.T) {
	text := document(t, accountsDocument)
	dir := t.TempDir()
	shown := filepath.Join(dir, "shown.yaml")
	file(t, shown, yamlBlock.FindStringSubmatch(text)[1])
	f, err := accounts.Load(shown)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "accounts.yaml")
	vendors := map[string]linked{}
	for _, a := range f.Accounts { // the same at stand-ins
		c := customerOf(t, a.Connector, 260, 1)
		vendors[a.Name] = c.linked
		if c.server != nil {
			file(t, filepath.Join(dir, a.Name+".pem"), c.server.CAPEM())
			a.Operator = map[string]string{"base_url": c.server.URL, "ca_file": a.Name + ".pem"}
		}
		if err := accounts.Add(path, a); err != nil {
			t.Fatal(err)
		}
	}
	file(t, filepath.Join(dir, "idp.token"), vendors["acme-idp"].secret+"\n")
	file(t, filepath.Join(dir, "orchard.token"), vendors["orchard"].secret+"\n")
	environ := []string{"LATTICE_API_KEY=" + vendors["acme"].secret, accounts.Variable + "=" + path}
	run := shellIn(t, dir, nil, environ)

	blocks := shellBlock.FindAllStringSubmatch(text, -1)
	if len(blocks) != 4 {
		t.Fatalf("%d blocks of commands", len(blocks))
	}
	list, _, _ := strings.Cut(blocks[0][1], "\n")
	stdout, _ := run(list)
	shows(t, accountsDocument, "list", stdout, false)
	removes := len(blocks) - 1 // the last, which goes last
	for _, b := range blocks[:removes] {
		run(b[1])
	}
	if csv, err := os.ReadFile(filepath.Join(dir, "acme.csv")); err != nil || strings.Count(string(csv), "\r\n") != 261 {
		t.Errorf("%.200s, %v", csv, err)
	}
	if schema, _ := run("bin/trellis accounts schema"); schema != string(accounts.Schema()) {
		t.Error(schema)
	}

	vendors["acme-idp"].server.SetFault(func(*http.Request, int64) *resttest.Fault { return &resttest.Fault{Status: http.StatusUnauthorized} })
	_, stderr := run("bin/trellis users --all -o ndjson > users.ndjson || test $? = 3")
	i := strings.LastIndex(stderr, "  ACCOUNT ")
	if i < 0 {
		t.Fatal(stderr)
	}
	shows(t, accountsDocument, "all", stderr[i:], true)

	run(blocks[removes][1])
	if left, err := accounts.Load(path); err != nil || !slices.Equal(left.Names(), []string{"acme", "acme-idp"}) {
		t.Errorf("%+v, %v", left, err)
	}
}
