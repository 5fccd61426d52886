//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/host-example/accounts"
	"github.com/trellis-iam/trellis/host-example/output"
)

// The README's commands work, one block after the other, in a folder of their own where each connector leads to a stand-in.
func TestReadmeCommandsWork(t *testing.T) {
	flags, key := atLattice(t, 260)
	dir := t.TempDir()
	environ := []string{"LATTICE_API_KEY=" + key, accounts.Variable + "=" + filepath.Join(dir, "config", "accounts.yaml")}
	for variable, connector := range map[string]string{"SCIM_TOKEN": "scim", "LATTICA_API_KEY": "lattica"} {
		c := customerOf(t, connector, 260, 1)
		flags[connector] = flagsAt(t, "", c.server, "")[1:5]
		environ = append(environ, variable+"="+c.secret)
	}
	run := shellIn(t, dir, flags, environ)
	makefile := document(t, "../Makefile")
	clone, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, block := range shellBlock.FindAllStringSubmatch(document(t, readmePath), -1) {
		var script strings.Builder
		for line := range strings.Lines(block[1]) {
			words := strings.Fields(line)
			switch {
			case len(words) == 0, words[0] == "export": // the key is there
			case words[0] == "make":
				if !strings.Contains(makefile, "\n"+words[1]+":") {
					t.Errorf("the Makefile has no target %s", words[1])
				}
			case words[0] == "cd": // TestNewConnectorsPassTheirTests does what follows
				script.WriteString("test -f " + words[1] + "/conformance_test.go\n")
			case words[0] == "bin/trellis" && words[1] == "new": // this program lies in no clone
				command, _, _ := strings.Cut(line, "#")
				script.WriteString(command + " --trellis '" + clone + "'\n")
				ran++
			case words[0] == "bin/trellis":
				script.WriteString(line)
				ran++
			default:
				t.Errorf("nobody checks the command %q", line)
			}
		}
		if stdout, _ := run(script.String()); output.Printable(strings.ReplaceAll(stdout, "\n", " ")) != strings.ReplaceAll(stdout, "\n", " ") {
			t.Errorf("%s\nwrites what acts on a terminal:\n%q", script.String(), stdout)
		}
	}
	if ran < 15 {
		t.Errorf("only %d commands were run: the README has changed its form", ran)
	}
	page, err := os.ReadFile(filepath.Join(dir, "report.html"))
	if err != nil || !strings.Contains(string(page), "260 users of 1 account") {
		t.Errorf("the report: %v, %.300s", err, page)
	}
}
