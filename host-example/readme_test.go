package main

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
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

// atStandIn makes a command of the README one to a stand-in of its connector's vendor, and sets the variable that it takes the
// credential from.
func atStandIn(t *testing.T, vendors map[string]linked, words []string) (args, environ []string) {
	t.Helper()
	name := words[1]
	vendor, ok := vendors[name]
	if !ok {
		i := slices.IndexFunc(applications, func(a application) bool { return a.connector == name })
		if i < 0 {
			t.Fatalf("there is no connector %s", name)
		}
		vendor = applications[i].link(t, 260, 1)
		vendors[name] = vendor
	}
	for _, w := range words {
		w = strings.Trim(w, "'")
		if strings.HasPrefix(w, "base_url=") {
			w = "requests_per_minute=0" // the README's provider is nobody's
		}
		args = append(args, w)
		if _, variable, ok := strings.Cut(w, "=env:"); ok {
			environ = append(environ, variable+"="+vendor.secret)
		}
	}
	operator := vendor.account.GetOperator()
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, []byte(operator["ca_pem"]), 0o600); err != nil {
		t.Fatal(err)
	}
	return append(args, "--operator", "base_url="+operator["base_url"], "--operator", "ca_file="+ca), environ
}

var shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")

func TestReadmeCommandsWork(t *testing.T) {
	makefile, err := os.ReadFile("../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	vendors := map[string]linked{}
	ran := 0
	for _, block := range shellBlock.FindAllStringSubmatch(document(t, readmePath), -1) {
		for line := range strings.Lines(block[1]) {
			line, _, _ = strings.Cut(line, "#")
			line, _, _ = strings.Cut(line, ">")
			words := strings.Fields(line)
			switch {
			case len(words) == 0, words[0] == "export":
			case words[0] == "make":
				if !bytes.Contains(makefile, []byte("\n"+words[1]+":")) {
					t.Errorf("the Makefile has no target %s", words[1])
				}
			case words[0] == "bin/trellis":
				args, environ := words[1:], []string(nil)
				if args[0] != "connectors" { // which is about no account
					args, environ = atStandIn(t, vendors, args)
				}
				c := command(t, args...)
				c.Env = append(c.Env, environ...)
				if out, err := c.CombinedOutput(); err != nil {
					t.Errorf("%s: %v\n%s", line, err, out)
				}
				ran++
			default:
				t.Errorf("nobody checks the command %q", line)
			}
		}
	}
	if ran < 15 {
		t.Errorf("only %d commands were run: the README has changed its form", ran)
	}
}

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
