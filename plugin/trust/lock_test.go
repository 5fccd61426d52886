package trust

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func sampleEntry(name string) Entry {
	return Entry{Name: name, Version: "1.2.0", Size: 12, SHA256: sum(name)}
}

// sampleLock has so many connectors: c0, c1, ...
func sampleLock(n int) *Lock {
	l := new(Lock)
	for i := range n {
		l.Set(sampleEntry(fmt.Sprintf("c%d", i)))
	}
	return l
}

func TestLockKeepsOrder(t *testing.T) {
	l := new(Lock)
	for _, name := range []string{"lattice-scim", "demo", "lattice", "demo"} {
		l.Set(sampleEntry(name))
	}
	newer := sampleEntry("lattice")
	newer.Version = "2.0.0"
	l.Set(newer)
	if want := []Entry{sampleEntry("demo"), newer, sampleEntry("lattice-scim")}; !slices.Equal(l.Connectors, want) {
		t.Errorf("%+v", l.Connectors)
	}
	if e, ok := l.Entry("lattice"); !ok || e != newer {
		t.Errorf("%+v, %v", e, ok)
	}
	if _, ok := l.Entry("lat"); ok || l.Remove("lat") {
		t.Error("what is not there was found")
	}
	if !l.Remove("demo") || l.Remove("demo") || len(l.Connectors) != 2 {
		t.Errorf("%+v", l.Connectors)
	}
}

// TestLockFile: the file is as it is documented, byte for byte, and reads as it was written.
func TestLockFile(t *testing.T) {
	path := filepath.Join(folder(t), LockName)
	l := new(Lock)
	l.Set(Entry{Name: "lattice", Version: "1.2.0", Size: 12345, SHA256: sum("lattice")})
	l.Set(Entry{
		Name: "demo", Version: "0.1.0", Size: 1, SHA256: sum("demo"),
		Interpreter: "/usr/bin/env node", Key: strings.Repeat("A", 43) + "=",
	})
	for range 2 { // the second replaces the first
		if err := l.Write(path); err != nil {
			t.Fatal(err)
		}
	}
	want := `{
  "version": 1,
  "connectors": [
    {
      "name": "demo",
      "version": "0.1.0",
      "size": 1,
      "sha256": "` + sum("demo") + `",
      "interpreter": "/usr/bin/env node",
      "key": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    },
    {
      "name": "lattice",
      "version": "1.2.0",
      "size": 12345,
      "sha256": "` + sum("lattice") + `"
    }
  ]
}
`
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("%s, %v", got, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode() != 0o644 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if left := filesIn(t, filepath.Dir(path)); !slices.Equal(left, []string{LockName}) {
		t.Errorf("left: %v", left)
	}
	read, err := ReadLock(path)
	if err != nil || !slices.Equal(read.Connectors, l.Connectors) {
		t.Errorf("%+v, %v", read, err)
	}
}

func TestNoLockFile(t *testing.T) {
	l, err := ReadLock(filepath.Join(folder(t), LockName))
	if err != nil || len(l.Connectors) != 0 {
		t.Errorf("%+v, %v", l, err)
	}
	l, err = ReadLock(filepath.Join(folder(t), "missing", LockName))
	if err != nil || len(l.Connectors) != 0 {
		t.Errorf("%+v, %v", l, err)
	}
}

// TestALinkedLockFile: what a link leads to is replaced, and not the link.
func TestALinkedLockFile(t *testing.T) {
	target, link := filepath.Join(folder(t), "target"), filepath.Join(folder(t), LockName)
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	for n := range 2 {
		if err := sampleLock(n + 1).Write(link); err != nil {
			t.Fatal(err)
		}
		if l, err := ReadLock(target); err != nil || len(l.Connectors) != n+1 {
			t.Errorf("%+v, %v", l, err)
		}
	}
	if _, err := os.Readlink(link); err != nil {
		t.Error(err)
	}
}

// TestWhoMayChangeTheLock: a file, or a folder, that everybody may change is neither read nor written.
func TestWhoMayChangeTheLock(t *testing.T) {
	dir := folder(t)
	path := filepath.Join(dir, LockName)
	refused := func(changed string, err error) { // by all of them
		t.Helper()
		wantUntrusted(t, err, "chmod o-w "+changed)
	}
	change := func(*Lock) error { return errors.New("it was read") }

	chmodTo(t, dir, 0o777)
	_, err := ReadLock(path)
	refused(dir, err)
	refused(dir, sampleLock(1).Write(path))
	refused(dir, Update(path, change))
	if left := filesIn(t, dir); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	chmodTo(t, dir, 0o755)
	if err := sampleLock(1).Write(path); err != nil {
		t.Fatal(err)
	}
	chmodTo(t, path, 0o646)
	_, err = ReadLock(path)
	refused(path, err)
	refused(path, Update(path, change))
}

func TestCheck(t *testing.T) {
	path := put(t, filepath.Join(folder(t), "trellis-connector-x"), "content")
	i := load(t, path)
	good := Entry{Name: "x", Version: "1.2.0", Size: 7, SHA256: sum("content")}
	for name, c := range map[string]struct {
		change func(*Entry)
		cause  error
		words  []string
	}{
		"trusted": {func(*Entry) {}, nil, nil},
		"unknown": {func(e *Entry) { e.Name = "y" }, ErrUnknown, []string{"x: ", "trellis connectors trust x", path}},
		"other bytes": {func(e *Entry) { e.SHA256 = sum("other") }, ErrChanged, []string{
			"if you know why it changed: trellis connectors trust x", "1.2.0", sum("other")[:12], sum("content")[:12], path,
		}},
		"another size":    {func(e *Entry) { e.Size = 8 }, ErrChanged, []string{"8 bytes", "7 bytes"}},
		"another version": {func(e *Entry) { e.Version = "9" }, nil, nil}, // who it is only it can say
	} {
		t.Run(name, func(t *testing.T) {
			l, e := new(Lock), good
			c.change(&e)
			l.Set(e)
			err := l.Check("x", i)
			if !errors.Is(err, c.cause) {
				t.Fatalf("%v, want %v", err, c.cause)
			}
			if err != nil {
				wantUntrusted(t, err, c.words...)
			}
		})
	}
}
