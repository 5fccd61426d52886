package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector/sample"
)

var goBlock = regexp.MustCompile("(?s)<!-- program -->\n```go\n(.*?)```")

// The program of the document is built as a reader would build it, in a module of its own, and prints what is shown.
func TestEmbeddingDocument(t *testing.T) {
	const path = "../docs/embedding.md"
	program := goBlock.FindStringSubmatch(document(t, path))
	if program == nil {
		t.Fatal("there is no program")
	}
	dir := outsideModule(t)
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(program[1]), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"vet", "."}, {"build", "-o", "host", "."}} {
		c := exec.CommandContext(t.Context(), "go", args...)
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	c := exec.CommandContext(t.Context(), filepath.Join(dir, "host"), filepath.Join(built, "plugins"))
	c.Env = append(os.Environ(), "ORCHARD_TOKEN="+sample.Token)
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	shows(t, path, "printed", string(out), false)
}

// outsideModule is a folder with a module that is not ours, and takes ours from where it lies; its other dependencies are
// those that ours has, at the same versions.
func outsideModule(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	module := document(t, "../go.mod")
	module = strings.Replace(module, "module github.com/trellis-iam/trellis\n", "module example.com/host\n", 1)
	module += "\nrequire github.com/trellis-iam/trellis v0.0.0\n\nreplace github.com/trellis-iam/trellis => " + root + "\n"
	for name, text := range map[string]string{"go.mod": module, "go.sum": document(t, "../go.sum")} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
