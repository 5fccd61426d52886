package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// snapshot lists an application's users into a file, with the receipt beside it, and returns its name.
func snapshot(t *testing.T, status int, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "users.ndjson")
	r := trellis(t, append([]string{"users", "-o", "ndjson", "--receipt", path + ".receipt"}, args...)...).want(t, status)
	if err := os.WriteFile(path, []byte(r.stdout), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Who is not in the list of a vendor that does not say what a key sees, is not called gone; whose role changed, is told.
func TestDiffOfLattice(t *testing.T) {
	server, account := standIn(t, latticetest.Config{Users: 130})
	before := snapshot(t, 0, account...)
	err := server.Configure(func(c *latticetest.Config) {
		c.Users = 129
		c.OwnerIsMember = true
	})
	if err != nil {
		t.Fatal(err)
	}
	after := snapshot(t, 0, account...)
	r := trellis(t, "diff", before, after).want(t, 0, "130 in the old list, 129 in the new one: 1 missing, 1 changed")
	for _, want := range []string{
		"1 not in the new list, which proves nothing\n  visibility is unknown (needed: ", "      roles: + Member, - Admin\n",
	} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("%q is not in\n%s", want, r.stdout)
		}
	}

	// A list that ends early proves nothing, and the rest of it makes it whole.
	if err := server.AddRules(resttest.Rule{Path: "/v1/users", From: 2, Times: 1, Kind: "status", Status: 400}); err != nil {
		t.Fatal(err)
	}
	partial := snapshot(t, 4, account...)
	trellis(t, "diff", after, partial).want(t, 0, "29 missing")
}

// With the sample, which sees all, who is not in the list is gone; and two parts of a list are the whole of it.
func TestDiffOfParts(t *testing.T) {
	token := []string{"sample", "--secret", "token=env:" + secretVariable}
	old := snapshot(t, 0, append(token, "--set", "users=100")...)
	after := filepath.Join(t.TempDir(), "users.ndjson")
	list := slices.Concat([]string{"users", "-o", "ndjson", "--receipt", after + ".receipt"}, token, []string{"--set", "users=90"})
	first := trellis(t, append(list, "--limit", "50")...).want(t, 0)
	if err := os.WriteFile(after, []byte(first.stdout), 0o600); err != nil {
		t.Fatal(err)
	}
	trellis(t, "diff", old, after).want(t, 0, "50 missing")
	rest := trellis(t, append(list, first.goOn(t)...)...).want(t, 0)
	trellis(t, "diff", old, after).want(t, 0, "50 missing") // the file lacks what its receipts speak of
	if err := os.WriteFile(after, []byte(first.stdout+rest.stdout), 0o600); err != nil {
		t.Fatal(err)
	}
	trellis(t, "diff", old, after).want(t, 0, "100 in the old list, 90 in the new one: 10 gone")
}
