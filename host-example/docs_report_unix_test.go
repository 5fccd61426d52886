//go:build unix

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/host-example/accounts"
)

const reportDocument = "../docs/report.md"

// The commands of the document work, and it knows every finding and every member of a report.
func TestReportDocument(t *testing.T) {
	file, environ := reportAccounts(t, 30, "")
	run := shellIn(t, t.TempDir(), nil, append(environ, accounts.Variable+"="+file))
	doc := document(t, reportDocument)
	blocks := shellBlock.FindAllStringSubmatch(doc, -1)
	if len(blocks) != 3 {
		t.Fatalf("%d blocks of commands", len(blocks))
	}
	for _, block := range blocks {
		if _, stderr := run(block[1]); strings.Count(stderr, ": complete") != strings.Count(block[1], "trellis report") {
			t.Errorf("%s\n%s", block[1], stderr)
		}
	}
	text, _ := run("cat report.json")
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &members); err != nil {
		t.Fatal(err)
	}
	for name := range members {
		if !strings.Contains(doc, "`"+name+"`") {
			t.Errorf("the document lacks the member %s", name)
		}
	}
	var findings []struct{ ID string }
	if err := json.Unmarshal(members["findings"], &findings); err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		if !strings.Contains(doc, "| `"+f.ID+"` |") {
			t.Errorf("the document lacks the finding %s", f.ID)
		}
	}
	picture, err := os.Stat(filepath.Join(filepath.Dir(reportDocument), "report.png"))
	if err != nil || picture.Size() > 150_000 {
		t.Errorf("the picture: %v, %v", picture, err)
	}
}
