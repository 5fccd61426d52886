package scaffold_test

import (
	"bytes"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/host-example/scaffold"
)

// clone is where these tests run: a clone of the repository.
func clone(t *testing.T) scaffold.Trellis {
	t.Helper()
	from, err := scaffold.FindTrellis("../..", "", "devel")
	if err != nil {
		t.Fatal(err)
	}
	return from
}

func planOf(t *testing.T, auth, paging string) scaffold.Plan {
	t.Helper()
	name := "acme-" + auth + "-" + paging
	return scaffold.Plan{
		Name: name, Title: scaffold.TitleOf(name), Auth: auth, Paging: paging, Module: scaffold.ModuleOf(name),
		Dir: filepath.Join(t.TempDir(), "new", name), Trellis: clone(t),
	}
}

// run runs the go command in a connector's folder, as its author does: in no module of ours, and without a network.
func run(t *testing.T, dir string, args ...string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "go", args...)
	// What is vetted is not vetted again before it is tested, and nobody debugs it.
	c.Dir, c.Env = dir, append(os.Environ(), "GOPROXY=off", "GOFLAGS=-vet=off -ldflags=-w", "GOWORK=off")
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// conforming are those of which the whole conformance test is run: each kind of key and each kind of paging once. The others differ
// from them by a line or two.
var conforming = map[string]bool{"acme-bearer-cursor": true, "acme-basic-offset": true, "acme-header-link": true}

// Whatever is chosen, what is written is formatted, builds, and passes its tests, before anybody has changed a byte.
func TestNewConnectorsPassTheirTests(t *testing.T) {
	for _, auth := range scaffold.Auths {
		for _, paging := range scaffold.Pagings {
			p := planOf(t, auth, paging)
			t.Run(p.Name, func(t *testing.T) {
				t.Parallel()
				if err := p.Write(); err != nil {
					t.Fatal(err)
				}
				isPleasant(t, p.Dir)
				run(t, p.Dir, "vet", "./...")
				run(t, p.Dir, "test", "./"+p.Package(), "./"+p.Package()+"test")
				run(t, p.Dir, "build", "./...")
				if conforming[p.Name] { // as linked, too
					run(t, p.Dir, "test", ".")
				}
			})
		}
	}
}

// isPleasant holds files to what people see first: formatted, short, and nothing left over of a template.
func isPleasant(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), "go.") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, left := range []string{"{{", "<no value>", "TODO", "\t\n", " \n", "\n\n\n"} {
			if bytes.Contains(text, []byte(left)) {
				t.Errorf("%s holds %q", path, left)
			}
		}
		if lines := bytes.Count(text, []byte("\n")); lines > 100 {
			t.Errorf("%s has %d lines", path, lines)
		}
		if filepath.Ext(path) == ".go" {
			if formatted, err := format.Source(text); err != nil || !bytes.Equal(formatted, text) {
				t.Errorf("%s is not formatted: %v", path, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
