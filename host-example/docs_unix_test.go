//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector/lattica/latticatest"
	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
)

const fieldsDocument = "../docs/custom-fields.md"

// shell runs what a document shows as a reader would, in a folder that has bin/trellis in it: one that leads to a stand-in.
func shell(t *testing.T) func(script string) (stdout, stderr string) {
	t.Helper()
	flags, environ := readmeVendor(t)
	return shellIn(t, t.TempDir(), map[string][]string{"lattice": flags}, environ)
}

// shellIn is shell in a folder. Commands about a connector have its flags besides, which lead to a stand-in; the provider that
// documents make up stands for that, and commands about anything else are what they are.
func shellIn(t *testing.T, dir string, flags map[string][]string, environ []string) func(script string) (stdout, stderr string) {
	t.Helper()
	if err := os.Mkdir(filepath.Join(dir, "bin"), 0o700); err != nil {
		t.Fatal(err)
	}
	var cases strings.Builder
	for connector, more := range flags {
		fmt.Fprintf(&cases, "%s) set -- \"$@\" '%s' ;;\n", connector, strings.Join(more, "' '"))
	}
	wrapper := `#!/bin/sh
connector=$2
for arg; do
	shift
	case "$arg" in base_url=https://idp.example.com/*) arg=requests_per_minute=0 ;; esac
	set -- "$@" "$arg"
done
case "$connector" in
` + cases.String() + `esac
exec '` + filepath.Join(built, "trellis") + `' "$@"
`
	if err := os.WriteFile(filepath.Join(dir, "bin", "trellis"), []byte(wrapper), 0o700); err != nil {
		t.Fatal(err)
	}
	return func(script string) (string, string) {
		t.Helper()
		c := exec.CommandContext(t.Context(), "sh", "-e", "-c", script)
		var stdout, stderr bytes.Buffer
		c.Dir, c.Env, c.Stdout, c.Stderr = dir, append(os.Environ(), environ...), &stdout, &stderr
		if err := c.Run(); err != nil {
			t.Errorf("%s\n%v\n%s", script, err, stderr.String())
		}
		return stdout.String(), stderr.String()
	}
}

// The commands of the document work, and print what it shows.
func TestCustomFieldsDocument(t *testing.T) {
	run := shell(t)
	text := document(t, fieldsDocument)
	blocks := shellBlock.FindAllStringSubmatch(text, -1)
	if len(blocks) != 4 {
		t.Fatalf("%d blocks of commands", len(blocks))
	}
	for i, mark := range []string{"fields", "map", "", ""} {
		stdout, stderr := run(blocks[i][1])
		if mark != "" {
			shows(t, fieldsDocument, mark, stdout, false)
		}
		if strings.Contains(stderr, "with warnings") || strings.Contains(stderr, "has no value") {
			t.Errorf("%s\n%s", blocks[i][1], stderr)
		}
		if i == 3 && strings.Count(stderr, "expand custom_attributes: one request a user; at 240") != 2 {
			t.Error(stderr)
		}
	}
}

// pasted adds a flag --field for each field of a sample, and says how many users had it, by the names that it gives them.
func pasted(t *testing.T, sample string, args *[]string) map[string]int {
	t.Helper()
	filled := map[string]int{}
	for line := range strings.Lines(sample) {
		var f struct {
			Expression string
			Filled     int
		}
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprintf("pasted_%d", len(filled))
		filled[name] = f.Filled
		*args = append(*args, "--field", name+"="+f.Expression)
	}
	return filled
}

// Everything that trellis fields shows can be pasted into --field, and is found as often as it says.
func TestFieldsCanBePasted(t *testing.T) {
	server, account := standIn(t, latticetest.Config{Users: 40})
	sample := trellis(t, append([]string{"fields", "-o", "ndjson", "--expand", "custom_attributes", "--operator", "requests_per_minute=0"}, account...)...)
	sample.want(t, 0, "expand custom_attributes: one request a user", "seen in a sample: 40 users of lattice, all that there are")
	if n := server.Requests(); n != 41 {
		t.Errorf("%d requests", n)
	}
	args := append([]string{"users", "-o", "ndjson", "--expand", "custom_attributes", "--operator", "requests_per_minute=0"}, account...)
	filled := pasted(t, sample.stdout, &args)
	if len(filled) < 25 {
		t.Fatalf("only %d fields", len(filled))
	}
	list := trellis(t, args...).want(t, 0, "40 users from lattice in 1 page")
	if strings.Contains(list.stderr, "with warnings") {
		t.Error(list.stderr)
	}
	for name, n := range filled {
		if got := strings.Count(list.stdout, `"`+name+`":`); got != n {
			t.Errorf("%s is in %d users, and was in %d", name, got, n)
		}
	}
	if strings.Contains(list.stdout, `"raw":`) {
		t.Error("records are shown that nobody asked for")
	}
}

// The commands of the page on other languages work, in a folder as make node leaves it; making that is CI's.
func TestOtherLanguagesDocument(t *testing.T) {
	const page = "../docs/other-languages.md"
	blocks := shellBlock.FindAllStringSubmatch(document(t, page), -1)
	if len(blocks) != 2 || blocks[0][1] != "make node\n" {
		t.Fatalf("the blocks are %q", blocks)
	}
	for _, link := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(document(t, page), -1) {
		if _, err := os.Stat(filepath.Join(filepath.Dir(page), link[1])); err != nil {
			t.Error(err)
		}
	}
	server, account := typescriptAt(t, latticatest.Config{Users: 30})
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "bin"), 0o700); err != nil {
		t.Fatal(err)
	}
	wrapper := "#!/bin/sh\ncase $1 in authenticate|users|roles) set -- \"$@\" '" + strings.Join(account[1:5], "' '") + "';; esac\n" +
		"exec '" + filepath.Join(built, "trellis") + "' \"$@\" --plugins '" + typescriptFolder(t) + "'\n"
	if err := os.WriteFile(filepath.Join(dir, "bin", "trellis"), []byte(wrapper), 0o700); err != nil {
		t.Fatal(err)
	}
	script := strings.ReplaceAll(blocks[1][1], "lat_live_...", server.APIKey)
	c := exec.CommandContext(t.Context(), "sh", "-e", "-c", script)
	var stderr bytes.Buffer
	c.Dir, c.Stderr = dir, &stderr
	stdout, err := c.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	for _, want := range []string{"trusted", "the connector in TypeScript", "The credentials are good.", "user9@example.com", `"name":"Owner"`} {
		if !strings.Contains(string(stdout), want) {
			t.Errorf("stdout lacks %q:\n%s", want, stdout)
		}
	}
}
