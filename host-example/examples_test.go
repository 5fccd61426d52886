package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"
)

// commandLine is a command in the list of a help.
var commandLine = regexp.MustCompile(`(?m)^  ([a-z][a-z-]*) {2,}\S`)

// commandsOf are all commands of the program, as their helps name them: words behind the program's name.
func commandsOf(t *testing.T, words ...string) [][]string {
	t.Helper()
	help := trellis(t, append(words, "--help")...).want(t, 0).stdout
	all := [][]string{words}
	_, lists, _ := strings.Cut(help, "Examples:")
	lists, _, _ = strings.Cut(lists, "Flags:")
	for _, m := range commandLine.FindAllStringSubmatch(lists, -1) {
		if m[1] != "trellis" {
			all = append(all, commandsOf(t, append(words[:len(words):len(words)], m[1])...)...)
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
	vendors := map[string]linked{}
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
			runExample(t, vendors, example)
		}
	}
	if len(ran) < 25 {
		t.Errorf("only %d examples were run", len(ran))
	}
}

// runExample runs a command of a help. Where it is about an account, that is one at a stand-in.
func runExample(t *testing.T, vendors map[string]linked, example string) {
	t.Helper()
	line, _, _ := strings.Cut(example, "#")
	line, _, _ = strings.Cut(line, ">")
	line, _, _ = strings.Cut(line, "|")
	line = strings.TrimPrefix(line, "source <(")
	line = strings.TrimSuffix(strings.TrimSpace(line), ")")
	words := strings.Fields(line)
	if len(words) < 2 || words[0] != "trellis" {
		t.Errorf("nobody checks the example %q", example)
		return
	}
	args, environ := words[1:], []string{"TRELLIS_LOCK=" + copyOfLock(t)}
	switch {
	case strings.Contains(example, "=prompt"), strings.Contains(example, "--key"):
		return // TestPrompt and TestTrustKey have a person and a publisher
	case strings.Contains(line, "--secret"):
		var more []string
		args, more = atStandIn(t, vendors, args)
		environ = append(environ, more...)
	}
	c := command(t, args...)
	c.Env = append(c.Env, environ...)
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	if err := c.Run(); err != nil || stdout.Len() == 0 && args[0] != "connectors" {
		t.Errorf("%s: %v\n%s", example, err, stderr.String())
	}
}

// copyOfLock is a lock file that examples may change, and the others do not see.
func copyOfLock(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(built + "/plugins/connectors.lock.json")
	if err != nil {
		t.Fatal(err)
	}
	lock := t.TempDir() + "/lock.json"
	if err := os.WriteFile(lock, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return lock
}
