package scaffold_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/host-example/scaffold"
	"github.com/trellis-iam/trellis/plugin/exit"
)

func TestCheck(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*scaffold.Plan)
		says   string // "": all is well
	}{
		"as it is":           {func(*scaffold.Plan) {}, ""},
		"hyphens":            {func(p *scaffold.Plan) { p.Name = "acme-desk-2" }, ""},
		"an odd title":       {func(p *scaffold.Plan) { p.Title = "Acme & Söhne's <3"[:15] }, ""},
		"no name":            {func(p *scaffold.Plan) { p.Name = "" }, "acme-desk"},
		"capitals":           {func(p *scaffold.Plan) { p.Name = "Acme" }, "no name of a connector"},
		"a digit first":      {func(p *scaffold.Plan) { p.Name = "3com" }, "no name of a connector"},
		"a hyphen last":      {func(p *scaffold.Plan) { p.Name = "acme-" }, "no name of a connector"},
		"two hyphens":        {func(p *scaffold.Plan) { p.Name = "acme--desk" }, "no name of a connector"},
		"a path":             {func(p *scaffold.Plan) { p.Name = "../acme" }, "no name of a connector"},
		"far too long":       {func(p *scaffold.Plan) { p.Name = strings.Repeat("a", 41) }, "no name of a connector"},
		"there already":      {func(p *scaffold.Plan) { p.Name = "lattice" }, "there is a connector lattice already"},
		"a word of Go":       {func(p *scaffold.Plan) { p.Name = "type" }, "type-app"},
		"hidden word":        {func(p *scaffold.Plan) { p.Name = "fall-through" }, "cannot be called fallthrough"},
		"a package":          {func(p *scaffold.Plan) { p.Name = "rest" }, "cannot be called rest"},
		"a word of Go's":     {func(p *scaffold.Plan) { p.Name = "init" }, "cannot be called init"},
		"passed over by Go":  {func(p *scaffold.Plan) { p.Name = "documentation" }, "cannot be called documentation"},
		"passed over by Git": {func(p *scaffold.Plan) { p.Name = "bin" }, "cannot be called bin"},
		"an auth":            {func(p *scaffold.Plan) { p.Auth = "oauth" }, `--auth is bearer, basic or header, not "oauth"`},
		"a paging":           {func(p *scaffold.Plan) { p.Paging = "pages" }, `--paging is cursor, offset or link, not "pages"`},
		"a module":           {func(p *scaffold.Plan) { p.Module = "a b" }, "no path of a Go module"},
		"a module's line":    {func(p *scaffold.Plan) { p.Module = "a\nreplace x => y" }, "no path of a Go module"},
		"no title":           {func(p *scaffold.Plan) { p.Title = "" }, "a title has"},
		"a title that ends":  {func(p *scaffold.Plan) { p.Title = `Acme", Version: "` }, "a title has"},
	} {
		t.Run(name, func(t *testing.T) {
			p := scaffold.Plan{Name: "acme", Title: "Acme", Auth: "bearer", Paging: "cursor", Module: "example.com/acme"}
			c.change(&p)
			err := p.Check([]string{"lattice"})
			if c.says == "" && err != nil || c.says != "" && (!errors.Is(err, exit.ErrUsage) || !strings.Contains(err.Error(), c.says)) {
				t.Errorf("got %v, want %q", err, c.says)
			}
		})
	}
	if title := scaffold.TitleOf("acme-desk"); title != "Acme Desk" {
		t.Error(title)
	}
}

// A release is required by its version; a clone by where it is, with all that it requires itself.
func TestFindTrellis(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ given, executable, version string }{
		"given":             {"../..", "/nowhere/trellis", "v1.2.3"},
		"beside":            {"", filepath.Join(root, "host-example", "main.go"), "devel"},
		"beside, a release": {"", filepath.Join(root, "go.mod"), "v1.2.3"},
	} {
		if got, err := scaffold.FindTrellis(c.given, c.executable, c.version); err != nil || got.Clone != root {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	elsewhere := filepath.Join(t.TempDir(), "trellis")
	if err := os.WriteFile(elsewhere, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, version := range []string{"v1.2.3", "v1.2.3-rc.1"} {
		if got, err := scaffold.FindTrellis("", elsewhere, version); err != nil || got != (scaffold.Trellis{Version: version}) {
			t.Errorf("%s: %+v, %v", version, got, err)
		}
	}
	for _, version := range []string{"devel", "", "v0.0.0-20261124150000-0123456789ab", "v1.2.3+dirty"} {
		if _, err := scaffold.FindTrellis("", elsewhere, version); !errors.Is(err, exit.ErrUsage) || !strings.Contains(err.Error(), "--trellis DIR") {
			t.Errorf("%q: %v", version, err)
		}
	}
	if _, err := scaffold.FindTrellis(t.TempDir(), elsewhere, "v1.2.3"); !errors.Is(err, exit.ErrUsage) {
		t.Errorf("a folder that is no clone: %v", err)
	}
}

func TestReleaseIsRequiredByItsVersion(t *testing.T) {
	p := planOf(t, "bearer", "cursor")
	p.Trellis = scaffold.Trellis{Version: "v1.2.3"}
	files, err := p.Files()
	if err != nil {
		t.Fatal(err)
	}
	if want := "module " + p.Module + "\n\ngo 1.26.0\n\nrequire github.com/trellis-iam/trellis v1.2.3\n"; files["go.mod"] != want {
		t.Errorf("%q", files["go.mod"])
	}
	if _, ok := files["go.sum"]; ok {
		t.Error("there are sums of nobody knows what")
	}
}

// What is in a folder already stays as it is.
func TestWriteNeedsAnEmptyFolder(t *testing.T) {
	p := planOf(t, "bearer", "cursor")
	p.Dir = t.TempDir()
	kept := filepath.Join(p.Dir, "main.go")
	if err := os.WriteFile(kept, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := p.Write(); !errors.Is(err, exit.ErrUsage) || !strings.Contains(err.Error(), "is not empty") {
		t.Error(err)
	}
	entries, err := os.ReadDir(p.Dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
	p.Dir = kept
	if err := p.Write(); err == nil || !strings.Contains(err.Error(), "--dir") {
		t.Errorf("a file in place of the folder: %v", err)
	}
	p.Dir = t.TempDir() // which is there, and empty
	if err := p.Write(); err != nil {
		t.Error(err)
	}
}
