package trust

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector"
)

const oneEntry = `{"name": "a", "version": "1", "size": 1, "sha256": "` + zeros + `"}`

const zeros = "0000000000000000000000000000000000000000000000000000000000000000"

// lockText is a lock file with one entry, of which something was replaced.
func lockText(old, replacement string) string {
	return strings.Replace(`{"version": 1, "connectors": [`+oneEntry+`]}`, old, replacement, 1)
}

// TestMalformedLocks: each says where, what, and what to do.
func TestMalformedLocks(t *testing.T) {
	const repair = "trellis connectors trust --all"
	for name, c := range map[string]struct {
		text  string
		words []string
	}{
		"empty":                {"", []string{"line 1, column 1", repair}},
		"not JSON":             {"{\n  \"version\": 1,\n  oops\n}", []string{"line 3, column 3", repair}},
		"cut off":              {lockText("]}", ""), []string{"line 1", repair}},
		"something after it":   {lockText("]}", "]}\nx"), []string{"line 2, column 1", repair}},
		"another value after":  {lockText("]}", "]}{}"), []string{"more than one value", repair}},
		"a field twice":        {lockText(`"size": 1`, `"size": 2, "size": 1`), []string{"line 1, column", "duplicate", repair}},
		"not UTF-8":            {lockText(`"a"`, "\"\xff\""), []string{"line 1, column", repair}},
		"not an object":        {`[]`, []string{repair}},
		"null":                 {`null`, []string{"version", repair}},
		"no version":           {lockText(`"version": 1, `, ""), []string{"the field version is not 1", repair}},
		"version 0":            {lockText(`"version": 1, `, `"version": 0, `), []string{"the field version is not 1", repair}},
		"a later version":      {`{"version": 2, "unheard": "of"}`, []string{"version 2", "upgrade trellis"}},
		"version is text":      {lockText(`"version": 1, `, `"version": "1", `), []string{"version", repair}},
		"an unknown field":     {lockText(`"size"`, `"only_on": "tuesdays", "size"`), []string{"only_on", repair}},
		"a field in capitals":  {lockText(`"size"`, `"Size"`), []string{"Size", "unknown field", repair}},
		"all in capitals":      {lockText(`"connectors"`, `"CONNECTORS"`), []string{"CONNECTORS", "unknown field", repair}},
		"two that look alike":  {lockText(`"sha256"`, `"SHA256": "`+zeros+`", "sha256"`), []string{"SHA256", "unknown field", repair}},
		"one with a long name": {lockText(`"size"`, `"`+strings.Repeat("x", 1<<19)+`": 1, "size"`), []string{"unknown field", repair}},
		"of the wrong type":    {lockText(`"size": 1`, `"size": "1"`), []string{"line 1, column", "size", "string", repair}},
		"a name":               {lockText(`"a"`, `"../a"`), []string{"connectors[0].name", "../a", repair}},
		"a long name":          {lockText(`"a"`, `"`+strings.Repeat("a", 65)+`"`), []string{"connectors[0].name", repair}},
		"no name":              {lockText(`"name": "a", `, ""), []string{"connectors[0].name", repair}},
		"a name twice":         {lockText("[", "["+oneEntry+","), []string{"a is there twice", repair}},
		"no release":           {lockText(`"version": "1"`, `"version": ""`), []string{"connectors[0].version", repair}},
		"an odd release":       {lockText(`"version": "1"`, `"version": "\u001b"`), []string{"connectors[0].version", repair}},
		"no size":              {lockText(`"size": 1, `, ""), []string{"connectors[0].size", repair}},
		"size is a fraction":   {lockText(`"size": 1`, `"size": 1.5`), []string{"size", repair}},
		"a short sum":          {lockText(zeros, zeros[1:]), []string{"connectors[0].sha256", "64", repair}},
		"an upper-case sum":    {lockText("0000", "ABCD"), []string{"connectors[0].sha256", repair}},
		"an interpreter":       {lockText(`"size"`, `"interpreter": "\n", "size"`), []string{"connectors[0].interpreter", repair}},
		"a key":                {lockText(`"size"`, `"key": "AAAA", "size"`), []string{"connectors[0].key", repair}},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(folder(t), LockName)
			if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := ReadLock(path)
			wantUntrusted(t, err, append(c.words, path)...)
			if len(err.Error()) > connector.MaxStatusSize/2 {
				t.Errorf("the error has %d bytes", len(err.Error()))
			}
			if strings.ContainsAny(err.Error(), "\x1b\n") {
				t.Errorf("%q has control characters", err)
			}
		})
	}
}

func TestAHugeLock(t *testing.T) {
	path := filepath.Join(folder(t), LockName)
	if err := os.WriteFile(path, bytes.Repeat([]byte(" "), maxLock+1), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := ReadLock(path)
	wantUntrusted(t, err, "more than 1048576 bytes")
}

// TestWriteRefuses what could not be read again, and keeps what is there.
func TestWriteRefuses(t *testing.T) {
	path := filepath.Join(folder(t), LockName)
	if err := sampleLock(1).Write(path); err != nil {
		t.Fatal(err)
	}
	for what, l := range map[string]*Lock{
		"a bad entry": {Connectors: []Entry{{Name: "x"}}},
		"one twice":   {Connectors: []Entry{sampleEntry("x"), sampleEntry("x")}},
		"too many":    sampleLock(7000),
	} {
		if err := l.Write(path); err == nil {
			t.Errorf("%s was written", what)
		}
	}
	if l, err := ReadLock(path); err != nil || len(l.Connectors) != 1 {
		t.Errorf("%+v, %v", l, err)
	}
	if err := sampleLock(1).Write(filepath.Join(path, "below")); err == nil {
		t.Error("it was written below a file")
	}
}

// FuzzLock: whatever is in a lock file, it is refused with one bounded error, or written as it was read.
func FuzzLock(f *testing.F) {
	f.Add([]byte(""))
	f.Add([]byte(lockText("", "")))
	f.Add([]byte(lockText("[", "["+strings.Replace(oneEntry, `"a"`, `"b-1"`, 1)+",")))
	f.Add([]byte(lockText(`"size"`, `"interpreter": "/bin/sh", "SIZE": 3, "size"`)))
	f.Add([]byte(lockText(`"size"`, `"key": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "size"`)))
	f.Add([]byte(`{"version": 2}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		l, err := parseLock("/lock", text)
		if err != nil {
			e, ok := errors.AsType[*connector.Error](err)
			if !ok || e.Reason != connector.PluginUntrusted || e.Suggestion == "" || l != nil {
				t.Fatalf("%v, %v", l, err)
			}
			if len(err.Error()) > connector.MaxStatusSize/2 {
				t.Errorf("the error has %d bytes", len(err.Error()))
			}
			return
		}
		written, err := l.encode("/lock")
		if err != nil {
			t.Fatal(err)
		}
		again, err := parseLock("/lock", written)
		if err != nil || !slices.Equal(again.Connectors, l.Connectors) {
			t.Errorf("%+v, then %+v, %v", l, again, err)
		}
		if !slices.IsSortedFunc(l.Connectors, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) }) {
			t.Errorf("%+v", l.Connectors)
		}
		for i, e := range l.Connectors {
			if flaw, ok := e.valid(); !ok {
				t.Error(fmt.Sprint(i, flaw))
			}
		}
	})
}
