package replace

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func at(t *testing.T, path string) File {
	t.Helper()
	f, err := At(path, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

// holds checks what a file holds, and that nothing but it, and what else is named, is in its folder.
func holds(t *testing.T, path, want string, besides ...string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("%q, %v", got, err)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1+len(besides) {
		t.Errorf("%v, %v", entries, err)
	}
}

func TestWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	for _, want := range []string{"first", "second"} {
		if err := at(t, path).Write(text(want)); err != nil {
			t.Fatal(err)
		}
		holds(t, path, want)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("%v, %v", info, err)
	}
}

// Neither to ask nor to fail changes what is there.
func TestAFileStaysAsItWas(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	f := at(t, path)
	holds(t, path, "before")
	broken := errors.New("broken")
	err := f.Write(func(w io.Writer) error {
		_, err := io.WriteString(w, "half of")
		holds(t, path, "before", "the one that is written")
		return errors.Join(err, broken)
	})
	if !errors.Is(err, broken) {
		t.Error(err)
	}
	holds(t, path, "before")
}

func TestALinkStays(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "elsewhere", "f"), filepath.Join(dir, "link")
	if err := os.Mkdir(filepath.Dir(target), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(target, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Skipf("no links here: %v", err)
	}
	f := at(t, link)
	if err := f.Write(text("through")); err != nil {
		t.Fatal(err)
	}
	holds(t, target, "through")
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("%v, %v", info, err)
	}
	if want, _ := filepath.EvalSymlinks(target); f.Path() != want {
		t.Errorf("it is at %s, want %s", f.Path(), want)
	}
}

// What cannot be is said before any work, by names that people know.
func TestAt(t *testing.T) {
	dir := t.TempDir()
	none := filepath.Join(dir, "none")
	for path, want := range map[string]string{
		dir:                         dir + " is there, and is no file",
		filepath.Join(none, "f"):    "the folder " + none + ": ",
		filepath.Join(dir, "a\x00"): "invalid argument",
	} {
		if _, err := At(path, 0o600); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", path, err, want)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("%v, %v", entries, err)
	}
}
