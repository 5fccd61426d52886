//go:build unix

package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	"github.com/trellis-iam/trellis/connector/scim/scimtest"
	"github.com/trellis-iam/trellis/host-example/accounts"
)

const latticeDocument = "../docs/lattice.md"

// atLattice starts stand-ins for both of Lattice's interfaces, with one key. The flags lead each connector to its own.
func atLattice(t *testing.T, users int) (flags map[string][]string, key string) {
	t.Helper()
	rest, at := standIn(t, latticetest.Config{Users: users})
	config := scimtest.Config{Users: users, Lattice: true}
	config.APIKey = rest.APIKey
	scim, err := scimtest.NewServer(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(scim.Close)
	return map[string][]string{"lattice": at[1:5], "lattice-scim": flagsAt(t, "", scim.Server, "")[1:5]}, rest.APIKey
}

// The commands of the document work one after the other, and write what it shows.
func TestLatticeDocument(t *testing.T) {
	flags, key := atLattice(t, 30)
	dir := t.TempDir()
	run := shellIn(t, dir, flags, []string{"LATTICE_API_KEY=" + key, accounts.Variable + "=" + filepath.Join(dir, "config", "accounts.yaml")})
	blocks := shellBlock.FindAllStringSubmatch(document(t, latticeDocument), -1)
	if len(blocks) != 5 {
		t.Fatalf("%d blocks of commands", len(blocks))
	}
	for _, block := range blocks {
		run(block[1])
	}
	for _, name := range []string{"users.ndjson", "users.csv"} {
		if n := strings.Count(document(t, filepath.Join(dir, name)), "\n"); n < 30 {
			t.Errorf("%s has %d lines", name, n)
		}
	}
	t.Setenv("LATTICE_API_KEY", "a-key-that-is-long-enough")
	shown := trellis(t, "connect", "lattice", "--name", "acme", "--secret", "api_key=env:LATTICE_API_KEY", "--yes", "--no-check", "--dry-run",
		"--accounts", filepath.Join(dir, "none.yaml")).want(t, 0)
	shows(t, latticeDocument, "account", shown.stdout, false)
}
