package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"

	"github.com/trellis-iam/trellis/connector/coverage"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

var update = flag.Bool("update", false, "write what is compared with, instead of comparing: docs/coverage.md, files in scripts")

const (
	coverageFile = "../docs/coverage.md"
	coverageHead = `# What each connector fills

Which normalized fields a connector fills, as it says itself (` + "`trellis describe <connector>`" + `):

- **native**: the vendor has such a field;
- **derived**: computed from something else that the vendor tells;
- **assumed**: taken from a field or an endpoint that the vendor does not document;
- in brackets: declared of the field above as a whole, not of this part of it;
- –: never filled.

A test of each connector proves it on the vendor's payloads below ` + "`testdata/`" + `: what is declared is filled by some item, and what
is not is filled by none.

This page is generated from the connectors' binaries: ` + "`make docs`" + ` writes it, and a test compares.

`
)

// descriptions are what all connectors that there are say of themselves.
func descriptions(t *testing.T) []*connectorv1.Description {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(built, "plugins", "trellis-connector-*"))
	if err != nil {
		t.Fatal(err)
	}
	var all []*connectorv1.Description
	for _, file := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "trellis-connector-"), ".exe")
		var d connectorv1.Description
		if err := protojson.Unmarshal([]byte(trellis(t, "describe", name, "-o", "json").want(t, 0).stdout), &d); err != nil {
			t.Fatal(err)
		}
		all = append(all, &d)
	}
	return all
}

func TestCoverageDocument(t *testing.T) {
	got := coverageHead + coverage.Markdown(descriptions(t))
	if *update {
		if err := os.WriteFile(coverageFile, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(coverageFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Error("docs/coverage.md is not what the connectors say: run make docs")
	}
}
