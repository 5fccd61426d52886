package main

import (
	"flag"
	"os"
	"os/exec"
	"regexp"
	"testing"

	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
)

// The README is held to the truth: the commands that it shows are run, and what it shows of their output is compared.

var updateReadme = flag.Bool("update-readme", false, "write what commands print into README.md")

const readmePath = "../README.md"

func document(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// readmeVendor is the Lattice of the README's commands: the flags that lead to it, and the variable with its key.
func readmeVendor(t *testing.T) (flags, environ []string) {
	t.Helper()
	server, account := standIn(t, latticetest.Config{Users: 260})
	return account[1:5], []string{"LATTICE_API_KEY=" + server.APIKey}
}

var shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")

// variable is what differs from run to run: times, process ids, and the padding and rules that follow their widths.
var variable = regexp.MustCompile(`[0-9][0-9.,]*(ms|µs|s)?|[ \t]+`)

func TestReadmeShowsWhatCommandsPrint(t *testing.T) {
	flags, environ := readmeVendor(t)
	for _, shown := range []struct {
		mark string
		args []string
		mask bool // numbers differ
	}{
		{"demo", []string{"demo"}, true},
		{"user", append([]string{"users", "lattice", "--secret", "api_key=env:LATTICE_API_KEY", "-o", "ndjson", "--limit", "1"}, flags...), false},
	} {
		t.Run(shown.mark, func(t *testing.T) {
			c := command(t, shown.args...)
			c.Env = append(c.Env, environ...)
			out, err := c.Output()
			if err != nil {
				t.Fatalf("%v: %s", err, err.(*exec.ExitError).Stderr)
			}
			shows(t, readmePath, shown.mark, string(out), shown.mask)
		})
	}
}

// shows compares what a command prints with the block of a document that is marked so. mask leaves out what differs from run
// to run.
func shows(t *testing.T, path, mark, printed string, mask bool) {
	t.Helper()
	block := regexp.MustCompile("(?s)<!-- " + mark + " -->\n```[a-z]*\n(.*?)```")
	text := document(t, path)
	at := block.FindStringSubmatchIndex(text)
	if at == nil {
		t.Fatalf("%s has no block %s", path, mark)
	}
	if *updateReadme {
		text = text[:at[2]] + printed + text[at[3]:]
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, want := printed, text[at[2]:at[3]]
	if mask {
		got, want = variable.ReplaceAllString(got, " "), variable.ReplaceAllString(want, " ")
	}
	if got != want {
		t.Errorf("it prints\n%s\nand %s shows\n%s\n(go test ./host-example -run 'Readme|Document' -update-readme)", printed, path, text[at[2]:at[3]])
	}
}
