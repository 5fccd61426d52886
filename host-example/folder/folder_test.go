package folder

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/plugin/exit"
)

func folderOf(t *testing.T, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(dir, f), nil, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestList(t *testing.T) {
	dir := folderOf(t, "trellis-connector-lattice", "trellis-connector-lattice-scim", "trellis-connector-", "trellis-connector-Upper",
		"trellis-connector-a--b", "README.md", "connector-x", ".trellis-connector-hidden")
	if err := os.Mkdir(filepath.Join(dir, "trellis-connector-folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{
		"trellis-connector-linked": "README.md", "trellis-connector-dangling": "nothing", "trellis-connector-tofolder": ".",
	} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := List(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name)
		if !filepath.IsAbs(e.Path) {
			t.Errorf("%s is not absolute", e.Path)
		}
	}
	if diff := cmp.Diff([]string{"dangling", "lattice", "lattice-scim", "linked"}, names); diff != "" {
		t.Error(diff)
	}
}

func TestFind(t *testing.T) {
	dir := folderOf(t, "trellis-connector-lattice", "trellis-connector-sample")
	t.Chdir(dir) // a relative folder becomes absolute
	if e, err := Find(".", "sample"); err != nil || e.Path != filepath.Join(dir, "trellis-connector-sample") {
		t.Errorf("%+v, %v", e, err)
	}
	for _, tt := range []struct {
		dir, name, message, suggestion string
	}{
		{".", "latice", `no connector "latice" in ` + dir + "; there is lattice, sample", "did you mean lattice?"},
		{".", "../sample", `no connector "../sample" in `, "did you mean sample?"},
		{".", "/etc/passwd", `no connector "/etc/passwd" in `, "put the binary trellis-connector-<name> there"},
		{"gone", "sample", `no connector "sample": the folder ` + filepath.Join(dir, "gone") + " cannot be read: no such file", "put the binary"},
		{"trellis-connector-sample", "x", "cannot be read: not a directory", "--plugins or TRELLIS_PLUGINS"},
	} {
		_, err := Find(tt.dir, tt.name)
		e, ok := errors.AsType[*NotFoundError](err)
		if !ok || !errors.Is(err, exit.ErrUsage) {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if !strings.Contains(e.Error(), tt.message) || !strings.Contains(e.Suggestion(), tt.suggestion) {
			t.Errorf("%s: %v; %s", tt.name, e, e.Suggestion())
		}
	}
	if _, err := List("gone"); !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(err.Error(), "no connectors: the folder ") {
		t.Errorf("%v", err)
	}
	if e := (&NotFoundError{Name: "x", Dir: "/d"}).Error(); !strings.HasSuffix(e, "there is none at all") {
		t.Error(e)
	}
}

func TestNearest(t *testing.T) {
	names := []string{"lattica", "lattice", "lattice-scim", "sample"}
	for name, want := range map[string]string{
		"latice": "lattice", "Lattice": "lattice", "lattice_scim": "lattice-scim", "smaple": "sample", "asmple": "sample", "sam": "sample", "lattica2": "lattica",
		"": "", "okta": "", "x": "", strings.Repeat("a", 100): "",
	} {
		if got := Nearest(name, names); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", name, got, want)
		}
	}
	if got := Nearest("x", nil); got != "" {
		t.Errorf("of none: %q", got)
	}
}
