//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	"github.com/trellis-iam/trellis/connector/scim/scimtest"
)

const latticeDocument = "../docs/lattice.md"

// atLattice makes bin/trellis in a folder: it leads both of Lattice's connectors to stand-ins when an account is linked, which
// then knows the way by itself.
func atLattice(t *testing.T) (dir string, environ []string) {
	t.Helper()
	rest, flags := standIn(t, latticetest.Config{Users: 30})
	config := scimtest.Config{Users: 30, Lattice: true}
	config.APIKey = rest.APIKey
	scim, err := scimtest.NewServer(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(scim.Close)
	dir = t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "bin"), 0o700); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(built, "trellis")
	wrapper := fmt.Sprintf("#!/bin/sh\ncase \"$2\" in\nlattice) exec '%s' \"$@\" '%s';;\nlattice-scim) exec '%s' \"$@\" '%s';;\nesac\nexec '%s' \"$@\"\n",
		program, strings.Join(flags[1:5], "' '"), program, strings.Join(flagsAt(t, "", scim.Server, "api_key")[1:5], "' '"), program)
	if err := os.WriteFile(filepath.Join(dir, "bin", "trellis"), []byte(wrapper), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir, append(os.Environ(), "LATTICE_API_KEY="+rest.APIKey, "TRELLIS_ACCOUNTS="+filepath.Join(dir, "config", "accounts.yaml"))
}

// The commands of the document work one after the other, and write what it shows.
func TestLatticeDocument(t *testing.T) {
	dir, environ := atLattice(t)
	blocks := shellBlock.FindAllStringSubmatch(document(t, latticeDocument), -1)
	if len(blocks) != 5 {
		t.Fatalf("%d blocks of commands", len(blocks))
	}
	for _, block := range blocks {
		c := exec.CommandContext(t.Context(), "sh", "-e", "-c", block[1])
		c.Dir, c.Env = dir, environ
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%s\n%v\n%s", block[1], err, out)
		}
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
