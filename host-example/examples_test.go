package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/plugin/trust"
)

// commandLine is a command in the list of a help.
var commandLine = regexp.MustCompile(`(?m)^  ([a-z][a-z-]*) {2,}\S`)

// shellWord is a word of an example, which may be quoted to hold blanks.
var shellWord = regexp.MustCompile(`"[^"]*"|\S+`)

// commandsOf are all commands of the program, as their helps name them: words behind the program's name.
func commandsOf(t *testing.T, words ...string) [][]string {
	t.Helper()
	help := trellis(t, append(words, "--help")...).want(t, 0).stdout
	all := [][]string{words}
	_, lists, _ := strings.Cut(help, "Examples:")
	lists, _, _ = strings.Cut(lists, "Flags:")
	for _, m := range commandLine.FindAllStringSubmatch(lists, -1) {
		if m[1] != "trellis" {
			all = append(all, commandsOf(t, append(slices.Clip(words), m[1])...)...)
		}
	}
	return all
}

// examplesOf are the examples in a command's help.
func examplesOf(t *testing.T, words []string) (examples []string) {
	t.Helper()
	help := trellis(t, append(words, "--help")...).want(t, 0).stdout
	_, rest, ok := strings.Cut(help, "Examples:\n")
	if !ok {
		t.Errorf("trellis %s --help has no example", strings.Join(words, " "))
	}
	for line := range strings.Lines(rest) {
		if !strings.HasPrefix(line, "  ") {
			break
		}
		examples = append(examples, strings.TrimSpace(line))
	}
	return examples
}

// What the help of each command shows works: all examples are run, with the real binaries and against stand-ins.
func TestExamplesWork(t *testing.T) {
	vendors, dir := map[string]linked{}, t.TempDir()
	list := trellis(t, "users", "sample", "-o", "json", "--secret", "token=env:"+secretVariable).want(t, 0).stdout
	for _, name := range []string{"yesterday.json", "today.json"} { // which diff's example has
		if err := os.WriteFile(filepath.Join(dir, name), []byte(list), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	account := ": {connector: sample, secrets: {token: \"env:" + secretVariable + "\"}}\n"
	linked := "accounts:\n  acme" + account + "  globex" + account
	if err := os.WriteFile(filepath.Join(dir, "accounts.yaml"), []byte(linked), 0o600); err != nil {
		t.Fatal(err)
	}
	commands := commandsOf(t)
	if len(commands) < 13 {
		t.Errorf("only %d commands were found: %q", len(commands), commands)
	}
	ran := map[string]bool{}
	for _, words := range commands {
		for _, example := range examplesOf(t, words) {
			if ran[example] {
				continue
			}
			ran[example] = true
			runExample(t, vendors, dir, example)
		}
	}
	if len(ran) < 25 {
		t.Errorf("only %d examples were run", len(ran))
	}
}

// runExample runs a command of a help. Where it is about an account, that is one at a stand-in.
func runExample(t *testing.T, vendors map[string]linked, dir, example string) {
	t.Helper()
	line, _, _ := strings.Cut(example, "#")
	line, _, _ = strings.Cut(line, ">")
	line, _, _ = strings.Cut(line, "|")
	line = strings.TrimPrefix(line, "source <(")
	line = strings.TrimSuffix(strings.TrimSpace(line), ")")
	words := shellWord.FindAllString(line, -1)
	for i, w := range words {
		words[i] = strings.Trim(w, `"`)
	}
	if len(words) < 2 || words[0] != "trellis" {
		t.Errorf("nobody checks the example %q", example)
		return
	}
	// Of what an example changes, the others see nothing.
	args, environ := words[1:], []string{
		"TRELLIS_LOCK=" + duplicate(t, filepath.Join(built, "plugins", trust.LockName)),
		"TRELLIS_ACCOUNTS=" + duplicate(t, filepath.Join(dir, "accounts.yaml")),
	}
	asks := (args[0] == "connect" || len(args) > 1 && args[1] == "remove") && !strings.Contains(example, "--yes")
	switch {
	case asks, strings.Contains(example, "=prompt"), strings.Contains(example, "--key"):
		return // TestPrompt, TestConnect and TestRemoveOnTerminal have a person, and TestTrustKey has a publisher
	case args[0] == "conformance":
		return // TestConformance runs the kit, which takes its time
	case args[0] == "new": // which finds the clone that it is in; this program is in none
		clone, err := filepath.Abs("..")
		if err != nil {
			t.Fatal(err)
		}
		args = append(args, "--trellis", clone)
	case args[0] == "connect":
		environ[1] = "TRELLIS_ACCOUNTS=" + filepath.Join(t.TempDir(), "accounts.yaml") // in which nobody is linked yet
		fallthrough
	case strings.Contains(line, "--secret"):
		var more []string
		args, more = atStandIn(t, vendors, args)
		environ = append(environ, more...)
	}
	c := command(t, args...)
	c.Env = append(c.Env, environ...)
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", example, err, out)
	}
}

// duplicate is a file with what another one holds.
func duplicate(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), filepath.Base(path))
	if err := os.WriteFile(other, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return other
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
