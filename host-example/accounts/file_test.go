package accounts

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/plugin/exit"
)

func TestPath(t *testing.T) {
	env := map[string]string{}
	lookup := func(name string) (string, bool) { v, ok := env[name]; return v, ok }
	if runtime.GOOS == "linux" {
		t.Setenv("XDG_CONFIG_HOME", "/home/x/.config")
		if got, err := Path("", lookup); err != nil || got != "/home/x/.config/trellis/accounts.yaml" {
			t.Errorf("%s, %v", got, err)
		}
	}
	env[Variable] = "some.yaml"
	got, err := Path("", lookup)
	if err != nil || !filepath.IsAbs(got) || filepath.Base(got) != "some.yaml" {
		t.Errorf("%s, %v", got, err)
	}
	if got, err := Path("other.yaml", lookup); err != nil || !filepath.IsAbs(got) || filepath.Base(got) != "other.yaml" {
		t.Errorf("%s, %v", got, err)
	}
}

func TestLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "accounts.yaml")
	_, err := Load(path)
	if e, ok := errors.AsType[*MissingError](err); !ok || e.Suggestion() == "" || !errors.Is(err, exit.ErrUsage) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("not there: %v", err)
	}
	write(t, path, full)
	if f, err := Load(path); err != nil || len(f.Accounts) != 2 || f.Path != path {
		t.Errorf("%+v, %v", f, err)
	}
	write(t, path, strings.Repeat("#", maxFile+1))
	refused(t, "too long", path)
	refused(t, "a folder", filepath.Dir(path))
}

func refused(t *testing.T, name, path string) {
	t.Helper()
	_, err := Load(path)
	if e, ok := errors.AsType[*UnsafeError](err); !ok || e.Suggestion() == "" || !errors.Is(err, exit.ErrUsage) {
		t.Errorf("%s: %v", name, err)
	}
}

// Whoever may change the file runs programs as this user: so every user may not.
func TestWhoMayChangeIt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes say nothing of who may write there")
	}
	dir := filepath.Join(t.TempDir(), "open")
	path := filepath.Join(dir, "accounts.yaml")
	write(t, path, full)
	chmod := func(name string, mode os.FileMode) {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	chmod(path, 0o644) // who may read it does not matter
	if _, err := Load(path); err != nil {
		t.Error(err)
	}
	chmod(path, 0o646)
	refused(t, "a file that is open to all", path)
	chmod(path, 0o600)
	chmod(dir, 0o777)
	refused(t, "a folder that is open to all", path)
	if err := Add(path, added); err == nil {
		t.Error("it was added to")
	}
}
