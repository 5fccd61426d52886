package trust

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/trellis-iam/trellis/connector"
)

// TestFile: another file is as hard to change for others, and changed as safely, as the lock file.
func TestFile(t *testing.T) {
	f := File{Path: filepath.Join(folder(t), "other.yaml"), What: "the other file", Most: 8, Mode: 0o600}
	if _, err := f.Read(); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	add := func(more string) func([]byte) ([]byte, error) {
		return func(text []byte) ([]byte, error) { return append(text, more...), nil }
	}
	for _, more := range []string{"ab", "cd"} {
		if err := f.Update(add(more)); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := f.Read(); err != nil || string(text) != "abcd" {
		t.Errorf("%q, %v", text, err)
	}
	info, err := os.Stat(f.Path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	refused := errors.New("no")
	if err := f.Update(func([]byte) ([]byte, error) { return nil, refused }); !errors.Is(err, refused) {
		t.Error(err)
	}
	if left := filesIn(t, filepath.Dir(f.Path)); runtime.GOOS != "windows" && !slices.Equal(left, []string{"other.yaml"}) {
		t.Errorf("left: %v", left)
	}
	if err := f.Update(add("efghi")); err != nil { // whoever changes it knows the bound
		t.Fatal(err)
	}
	if _, err := f.Read(); !errors.Is(err, connector.PluginUntrusted) {
		t.Errorf("too long: %v", err)
	}
	if runtime.GOOS == "windows" {
		return // modes say nothing of who may write
	}
	f.Most = 100
	if err := os.Chmod(f.Path, 0o606); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Read(); !errors.Is(err, connector.PluginUntrusted) {
		t.Errorf("open to all: %v", err)
	}
	if err := f.Update(add("j")); !errors.Is(err, connector.PluginUntrusted) {
		t.Errorf("open to all: %v", err)
	}
}
