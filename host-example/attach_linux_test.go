package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var attachPattern = regexp.MustCompile(`trellis (users sample --attach sample=\S+)`)

// A connector that its author started, under a debugger for instance, is called with the command that it names; it serves
// one host after the other, and needs neither trust nor a binary in the folder.
func TestAttach(t *testing.T) {
	author := exec.CommandContext(t.Context(), filepath.Join(built, "plugins", "trellis-connector-sample"), "debug")
	stderr, err := author.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := author.Start(); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	var attach []string
	for lines := bufio.NewScanner(stderr); attach == nil && lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		if m := attachPattern.FindStringSubmatch(lines.Text()); m != nil {
			attach = strings.Fields(m[1])
		}
	}
	if attach == nil {
		t.Fatalf("it says not how to attach: %s", said.String())
	}
	file := strings.TrimPrefix(attach[3], "sample=")
	empty := t.TempDir()
	flags := []string{"-o", "ndjson", "--secret", "token=env:" + secretVariable, "--plugins", empty}
	for range 2 {
		r := trellis(t, slices.Concat(attach, flags)...).want(t, 0, "25 users from sample")
		if len(r.lines(t)) != 25 {
			t.Errorf("%s", r.stdout)
		}
	}
	c := command(t, "describe", "sample", "--plugins", empty)
	c.Env = append(c.Env, "TRELLIS_ATTACH=sample="+file)
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("by the variable: %v\n%s", err, out)
	}
	table := trellis(t, "connectors", "--attach", "sample="+file).want(t, 0)
	if !regexp.MustCompile(`(?m)^lattice .* trusted *$`).MatchString(table.stdout) ||
		!regexp.MustCompile(`(?m)^sample .* attached *$`).MatchString(table.stdout) {
		t.Errorf("%s", table.stdout)
	}

	if err := author.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := author.Wait(); err != nil {
		t.Error(err)
	}
	trellis(t, slices.Concat(attach, flags)...).want(t, 1, "PLUGIN_CRASHED", strconv.Quote(file))
}
