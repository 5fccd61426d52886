package trust

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

func TestLoad(t *testing.T) {
	for name, content := range map[string]string{
		"small":         "x",
		"a chunk":       strings.Repeat("x", chunk),
		"more than one": strings.Repeat("xyz", chunk),
	} {
		t.Run(name, func(t *testing.T) {
			path := put(t, filepath.Join(folder(t), "connector"), content)
			i := load(t, path)
			if i.Path() != path || i.Size() != int64(len(content)) || i.SHA256() != sum(content) || i.Interpreter() != "" {
				t.Errorf("%s, %d bytes, %s, %q", i.Path(), i.Size(), i.SHA256(), i.Interpreter())
			}
			if got, err := i.content(); err != nil || string(got) != content {
				t.Errorf("%d bytes, %v", len(got), err)
			}
		})
	}
}

func TestLoadRefuses(t *testing.T) {
	dir := folder(t)
	empty := put(t, filepath.Join(dir, "empty"), "")
	large := put(t, filepath.Join(dir, "large"), "")
	if err := os.Truncate(large, maxSize+1); err != nil { // takes no room
		t.Fatal(err)
	}
	for _, c := range []struct {
		path  string
		cause error
		words []string
	}{
		{"connector", nil, []string{"must be absolute"}},
		{"", nil, []string{"must be absolute"}},
		{dir, nil, []string{"is a folder"}},
		{filepath.Join(dir, "missing"), fs.ErrNotExist, []string{"cannot be read", "whether the file is there"}},
		{filepath.Join(dir, "missing", "connector"), fs.ErrNotExist, nil},
		{empty, nil, []string{"is empty"}},
		{large, nil, []string{"more than 512 MiB"}},
	} {
		i, err := Load(c.path)
		if i != nil {
			t.Errorf("%s was loaded", c.path)
		}
		wantUntrusted(t, err, append(c.words, c.path)...)
		if c.cause != nil && !errors.Is(err, c.cause) {
			t.Errorf("%v is not %v", err, c.cause)
		}
	}
}

// TestClose: a closed image is an error to whoever would use it, and can be closed again.
func TestClose(t *testing.T) {
	i := load(t, put(t, filepath.Join(folder(t), "connector"), "content"))
	for range 2 {
		if err := i.Close(); err != nil {
			t.Error(err)
		}
	}
	err := i.Use(func(string) error {
		t.Error("it was used")
		return nil
	})
	if !errors.Is(err, fs.ErrClosed) {
		t.Error(err)
	}
}

// TestCopyHashedIsExact: a file that is not as long as it was said to be was changed meanwhile.
func TestCopyHashedIsExact(t *testing.T) {
	for name, c := range map[string]struct {
		has, said int
		want      error
	}{
		"as said":             {10, 10, nil},
		"shorter":             {9, 10, errMoving},
		"longer":              {11, 10, errMoving},
		"as said, a chunk":    {chunk, chunk, nil},
		"shorter by a chunk":  {chunk, 2 * chunk, errMoving},
		"longer by a chunk":   {2 * chunk, chunk, errMoving},
		"longer by one there": {chunk + 1, chunk, errMoving},
	} {
		t.Run(name, func(t *testing.T) {
			content := strings.Repeat("x", c.has)
			var copied bytes.Buffer
			got, err := copyHashed(&copied, iotest.HalfReader(strings.NewReader(content)), int64(c.said))
			if !errors.Is(err, c.want) {
				t.Fatalf("%v, want %v", err, c.want)
			}
			if err == nil && (got != sum(content) || copied.String() != content) {
				t.Errorf("%s of %d bytes", got, copied.Len())
			}
		})
	}
	t.Run("errors", func(t *testing.T) {
		broken := errors.New("broken")
		if _, err := copyHashed(new(bytes.Buffer), iotest.ErrReader(broken), 1); !errors.Is(err, broken) {
			t.Error(err)
		}
		if _, err := copyHashed(brokenWriter{broken}, strings.NewReader("x"), 1); !errors.Is(err, broken) {
			t.Error(err)
		}
	})
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

func TestInterpreter(t *testing.T) {
	for head, want := range map[string]string{
		"":                                    "",
		"\x7fELF":                             "",
		"# comment":                           "",
		"#!/bin/sh\necho":                     "/bin/sh",
		"#! \t/usr/bin/env\tnode \r\nconsole": "/usr/bin/env node \uFFFD",
		"#!/bin/sh -e":                        "/bin/sh -e",
		"#!/bin/\x1b[31m\nx":                  "/bin/\uFFFD[31m",
		"#!/bin/\xff\nx":                      "/bin/\uFFFD",
	} {
		if got := interpreter([]byte(head)); got != want {
			t.Errorf("%q: %q, want %q", head, got, want)
		}
	}
}

// BenchmarkLoad is what a cold start pays for knowing what it runs: 20 MB are a connector that was not stripped.
func BenchmarkLoad(b *testing.B) {
	const size = 20_000_000
	path := put(b, filepath.Join(folder(b), "connector"), strings.Repeat("0123456789", size/10))
	b.SetBytes(size)
	for b.Loop() {
		i, err := Load(path)
		if err != nil {
			b.Fatal(err)
		}
		if err := i.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
