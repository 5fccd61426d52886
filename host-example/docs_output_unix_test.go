//go:build unix

package main

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/host-example/receipt"
)

const outputDocument = "../docs/output-formats.md"

// The commands of the document work, one after the other in one folder, and print what it shows.
func TestOutputFormatsDocument(t *testing.T) {
	run := shell(t)
	blocks := shellBlock.FindAllStringSubmatch(document(t, outputDocument), -1)
	if len(blocks) != 4 {
		t.Fatalf("%d blocks of commands", len(blocks))
	}
	export := "export TOKEN=sample-orchard\n"
	for i, mark := range []string{"table", "", "", "diff"} {
		stdout, stderr := run(export + blocks[i][1])
		if mark != "" {
			shows(t, outputDocument, mark, stdout, false)
		}
		if mark == "diff" && !strings.Contains(stderr, "100 in the old list, 98 in the new one: 2 gone") {
			t.Error(stderr)
		}
	}
}

var codeWord = regexp.MustCompile("`([a-z_]+)`")

// documented are the words in the first cells of the tables below a heading.
func documented(t *testing.T, heading string) []string {
	t.Helper()
	_, text, found := strings.Cut(document(t, outputDocument), "\n"+heading+"\n")
	if !found {
		t.Fatalf("there is no heading %s", heading)
	}
	text, _, _ = strings.Cut(text, "\n#")
	var all []string
	for line := range strings.Lines(text) {
		if cell, ok := strings.CutPrefix(line, "| `"); ok {
			cell, _, _ = strings.Cut("`"+cell, "|")
			for _, m := range codeWord.FindAllStringSubmatch(cell, -1) {
				all = append(all, m[1])
			}
		}
	}
	return all
}

// Every member of a receipt is in the document, in its order.
func TestReceiptIsDocumented(t *testing.T) {
	var members []string
	for f := range reflect.TypeFor[receipt.Receipt]().Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		members = append(members, name)
	}
	slices.Sort(members)
	got := documented(t, "## The receipt")
	slices.Sort(got)
	if !slices.Equal(got, members) {
		t.Errorf("the document has %q, and a receipt %q", got, members)
	}
}

// Every doubt is in the document, with its text and what dispels it.
func TestDoubtsAreDocumented(t *testing.T) {
	text := document(t, outputDocument)
	for _, d := range receipt.Doubts() {
		if !strings.Contains(text, "| `"+d.Code+"` | "+d.Text) || !strings.Contains(text, "| "+d.Need()+" |") {
			t.Errorf("%+v (%s) is not in the document", d, d.Need())
		}
	}
	if all := slices.Concat(documented(t, "### What it proves"), documented(t, "## What changed")); len(all) != len(receipt.Doubts()) {
		t.Errorf("the document has the doubts %q", all)
	}
}
