package accounts

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/trellis-iam/trellis/plugin/exit"
)

var added = Account{
	Name: "initech", Connector: "scim", Operator: map[string]string{"requests_per_minute": "0", "base_url": "https://idp.example.com/scim"},
	Settings: map[string]string{"strict": "true", "note": "a: b # c"},
	Secrets:  map[string]Secret{"token": {Place: "keyring:initech"}, "other": {Command: []string{"op", "read", "a b", "1"}}},
}

const addedText = `  initech:
    connector: scim
    settings:
      note: 'a: b # c'
      strict: "true"
    operator:
      base_url: https://idp.example.com/scim
      requests_per_minute: "0"
    secrets:
      other: {command: [op, read, a b, "1"]}
      token: keyring:initech
`

// An account is added without a change of what is there.
func TestAdd(t *testing.T) {
	for name, tt := range map[string]struct{ before, after string }{
		"no file":        {"", "accounts:\n" + addedText},
		"comments":       {"# ours\n", "# ours\naccounts:\n" + addedText},
		"no accounts":    {"accounts:\n", "accounts:\n" + addedText},
		"some":           {full, full + addedText},
		"no line end":    {strings.TrimSuffix(full, "\n"), full + addedText},
		"further in":     {"accounts:\n    a:\n        connector: x\n\n    # the end\n", "accounts:\n    a:\n        connector: x\n\n    # the end\n" + deeper(addedText)},
		"Windows":        {"accounts:\r\n  a:\r\n    connector: x\r\n", "accounts:\r\n  a:\r\n    connector: x\r\n" + strings.ReplaceAll(addedText, "\n", "\r\n")},
		"none in braces": {"accounts: {} # ours\n", "accounts: # ours\n" + addedText},
		"some in braces": {"accounts: {a: {connector: x}}\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "new", "accounts.yaml")
			if tt.before != "" {
				write(t, path, tt.before)
			}
			if err := Add(path, added); err != nil {
				t.Fatal(err)
			}
			after, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if tt.after != "" && string(after) != tt.after {
				t.Errorf("%s", after)
			}
			f, err := Load(path)
			if err != nil {
				t.Fatal(err)
			}
			last := f.Accounts[len(f.Accounts)-1]
			if !same([]Account{last}, []Account{added}) {
				t.Errorf("%+v\n%s", last, after)
			}
			if err := Add(path, added); !errors.Is(err, exit.ErrUsage) || !strings.Contains(err.Error(), "has an account initech already") {
				t.Errorf("a second time: %v", err)
			}
			if again, err := os.ReadFile(path); err != nil || string(again) != string(after) {
				t.Errorf("it changed: %v", err)
			}
		})
	}
}

// deeper is a text with all its blanks twice.
func deeper(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		rest := strings.TrimLeft(line, " ")
		b.WriteString(strings.Repeat("  ", len(line)-len(rest)) + rest)
	}
	return b.String()
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAddMakesWhatIsPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes say nothing of who may read there")
	}
	path := filepath.Join(t.TempDir(), "trellis", "accounts.yaml")
	if err := Add(path, added); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
}

// What could not be read again is not written, and a file that is not understood is not touched.
func TestAddRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "accounts.yaml")
	for want, a := range map[string]Account{
		"the name of an account":           {Name: "-", Connector: "x"},
		"must be the name of a connector":  {Name: "a"},
		"this does not say where":          {Name: "a", Connector: "x", Secrets: map[string]Secret{"k": {Place: hidden}}},
		"a key here has small letters":     {Name: "a", Connector: "x", Settings: map[string]string{"A": ""}},
		"a program and its arguments are ": {Name: "a", Connector: "x", Secrets: map[string]Secret{"k": {Command: []string{""}}}},
	} {
		for _, before := range []string{"", full} {
			if before != "" {
				write(t, path, before)
			}
			err := Add(path, a)
			if !errors.Is(err, exit.ErrUsage) || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), hidden) {
				t.Errorf("%v, want %q", err, want)
			}
			if text, _ := os.ReadFile(path); string(text) != before {
				t.Errorf("%q was written", text)
			}
			_ = os.Remove(path)
		}
	}
	write(t, path, "account:\n")
	if err := Add(path, added); err == nil || !strings.Contains(err.Error(), "accounts.yaml:1:1: account: the file has no such key") {
		t.Error(err)
	}
}

// Programs that add at the same time lose nothing of each other's.
func TestAddAtTheSameTime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "accounts.yaml")
	var wg sync.WaitGroup
	const writers = 8
	for i := range writers {
		wg.Go(func() {
			if err := Add(path, Account{Name: fmt.Sprintf("a%d", i), Connector: "x"}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if f, err := Load(path); err != nil || len(f.Accounts) != writers {
		t.Errorf("%+v, %v", f, err)
	}
}
