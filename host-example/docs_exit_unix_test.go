//go:build unix

package main

import (
	"strings"
	"testing"
)

// The script of the document tells a whole list from a part, and from none.
func TestExitStatusesDocument(t *testing.T) {
	block := shellBlock.FindStringSubmatch(document(t, "../docs/exit-statuses.md"))
	if block == nil {
		t.Fatal("there is no script")
	}
	script := "set +e\n" + block[1] // as scripts are that look at statuses
	run := shell(t)
	if stdout, _ := run(script); stdout != "complete\n" {
		t.Errorf("it says %q", stdout)
	}
	for flag, want := range map[string]string{
		"--filter status=enabled":                 "complete\n",
		"--filter status=nothing":                 "look at stderr\n",
		"--operator base_url=https://127.0.0.1:1": "look at stderr\n", // given twice
	} {
		if stdout, _ := run(strings.Replace(script, "-o ndjson", "-o ndjson "+flag, 1)); stdout != want {
			t.Errorf("with %s it says %q", flag, stdout)
		}
	}
}
