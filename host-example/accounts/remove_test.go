package accounts

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/trellis-iam/trellis/plugin/exit"
)

// An account is taken out, and all else stays byte for byte.
func TestRemove(t *testing.T) {
	const mine = "  initech:   # quite gone\n    connector: lattice\n\n    # region: emea\n    operator:\n      ca_pem: |\n        one\n\n        # two\n    secrets:\n      api_key: keyring:initech.api_key\n      # more of it\n"
	for name, tt := range map[string]struct{ before, after string }{
		"in the middle": {
			"# ours\naccounts:\n  a: # the first\n    connector:   x\n\n  # what initech was\n" + mine + "\n  # the last\n  z: {connector: y}   # kept\n# end\n",
			"# ours\naccounts:\n  a: # the first\n    connector:   x\n\n  # what initech was\n\n  # the last\n  z: {connector: y}   # kept\n# end\n",
		},
		"the first":           {"accounts:\n" + mine + "  z: {connector: 'y'}\n", "accounts:\n  z: {connector: 'y'}\n"},
		"the last":            {"accounts:\n  z: {connector: y}\n" + mine, "accounts:\n  z: {connector: y}\n"},
		"the last, unended":   {"accounts:\n  z: {connector: y}\n" + strings.TrimSuffix(mine, "\n"), "accounts:\n  z: {connector: y}\n"},
		"the only one":        {"# ours\naccounts: # all\n" + mine + "# end\n", "# ours\naccounts: # all\n# end\n"},
		"a text at its end":   {"accounts:\n  initech:\n    connector: x\n    operator:\n      ca_pem: |\n        one\n\n        two\n\n  b:\n    connector: y\n", "accounts:\n\n  b:\n    connector: y\n"},
		"in quotes":           {"accounts:\n  \"initech\":\n    connector: x\n    settings:\n      note: \"one\n        two\"\n  b: {connector: y}\n", "accounts:\n  b: {connector: y}\n"},
		"braces on lines":     {"accounts:\n  initech: {connector: x,\n    settings: {a: b},\n    }\n  b: {connector: y}\n", "accounts:\n  b: {connector: y}\n"},
		"on Windows":          {strings.ReplaceAll("accounts:\n"+mine+"  z: {connector: y}\n", "\n", "\r\n"), "accounts:\r\n  z: {connector: y}\r\n"},
		"further in":          {"accounts:\n" + deeper(mine) + "    # of z\n    z: {connector: y}\n", "accounts:\n    # of z\n    z: {connector: y}\n"},
		"in braces":           {"accounts: {initech: {connector: x}, b: {connector: y}} # ours\n", "accounts: {b: {connector: y}} # ours\n"},
		"alone in braces":     {"# ours\naccounts: {initech: {connector: x}}\n", "# ours\naccounts: {}\n"},
		"another's beginning": {"accounts:\n  initech-2:\n    connector: x\n  initech:\n    connector: x\n", "accounts:\n  initech-2:\n    connector: x\n"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "accounts.yaml")
			write(t, path, tt.before)
			before, err := Load(path)
			if err != nil {
				t.Fatal(err)
			}
			want, err := before.Account("initech")
			if err != nil {
				t.Fatal(err)
			}
			removed, err := Remove(path, "initech")
			if err != nil || !same([]Account{removed}, []Account{want}) {
				t.Errorf("it gives %+v, %v", removed, err)
			}
			if after, err := os.ReadFile(path); err != nil || string(after) != tt.after {
				t.Errorf("it is\n%s\nwant\n%s\n%v", after, tt.after, err)
			}
			if _, err := Load(path); err != nil {
				t.Errorf("it cannot be read again: %v", err)
			}
		})
	}
}

// What is not there is not removed, and nothing changes or is made.
func TestRemoveRefuses(t *testing.T) {
	dir := t.TempDir()
	none := filepath.Join(dir, "new", "accounts.yaml")
	if _, err := Remove(none, "a"); !errors.Is(err, exit.ErrUsage) || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("of no file: %v", err)
	}
	if _, err := os.Stat(filepath.Dir(none)); err == nil {
		t.Error("a folder was made for it")
	}
	path := filepath.Join(dir, "accounts.yaml")
	refused := func(text, name, why string) {
		t.Helper()
		write(t, path, text)
		if _, err := Remove(path, name); !errors.Is(err, exit.ErrUsage) || !strings.Contains(err.Error(), why) {
			t.Errorf("%v, want %q", err, why)
		}
		if after, err := os.ReadFile(path); err != nil || string(after) != text {
			t.Errorf("it was written: %s, %v", after, err)
		}
	}
	refused(full, "acm", `no account "acm" in `+path+"; there is acme")
	refused("accounts:\n", "acme", "there is none at all")
	refused("accounts: [1]\n", "acme", "accounts.yaml:1:11: accounts: this is a list")
	if runtime.GOOS == "windows" {
		return // modes say nothing of who may write there
	}
	if err := os.Chmod(path, 0o606); err != nil {
		t.Fatal(err)
	}
	refused("accounts:\n  acme: {connector: x}\n", "acme", "can be changed by every user")
}

// Programs that remove and add at the same time lose nothing of each other's.
func TestRemoveAtTheSameTime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "accounts.yaml")
	names := []string{"a", "b", "c", "d"}
	for _, name := range names {
		if err := Add(path, Account{Name: name, Connector: "x"}); err != nil {
			t.Fatal(err)
		}
	}
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Go(func() {
			if _, err := Remove(path, name); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			if err := Add(path, Account{Name: name + "2", Connector: "x"}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	f, err := Load(path)
	if err != nil || len(f.Accounts) != len(names) {
		t.Fatalf("%+v, %v", f, err)
	}
	for _, name := range f.Names() {
		if !strings.HasSuffix(name, "2") {
			t.Errorf("%s is still there", name)
		}
	}
}
