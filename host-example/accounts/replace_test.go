package accounts

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/plugin/exit"
)

// An account is replaced where it stands, and nothing else changes.
func TestReplace(t *testing.T) {
	const before = "# ours\naccounts:\n  a: # the first\n    connector: x\n\n  # what initech was\n  initech:\n    connector: lattice\n    secrets:\n      api_key: env:OLD\n\n  # the last\n  z: {connector: y}\n"
	for name, tt := range map[string]struct{ before, after string }{
		"in its lines": {before, "# ours\naccounts:\n  a: # the first\n    connector: x\n\n  # what initech was\n" + addedText + "\n  # the last\n  z: {connector: y}\n"},
		"at the end":   {"accounts:\n  a: {connector: x}\n  initech:\n    connector: lattice", "accounts:\n  a: {connector: x}\n" + addedText},
		"in braces":    {"accounts: {initech: {connector: x}, b: {connector: y}} # ours\n", ""},
		"in a block":   {"accounts:\n  initech:\n    connector: x\n    operator:\n      ca_pem: |\n        one\n        two\n  b:\n    connector: y # kept\n", ""},
		"not there":    {"accounts:\n  a: {connector: x}\n", "accounts:\n  a: {connector: x}\n" + addedText},
		"no file":      {"", "accounts:\n" + addedText},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "new", "accounts.yaml")
			if tt.before != "" {
				write(t, path, tt.before)
			}
			if err := Replace(path, added); err != nil {
				t.Fatal(err)
			}
			after, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if tt.after != "" && string(after) != tt.after {
				t.Errorf("it is\n%s\nwant\n%s", after, tt.after)
			}
			f, err := Load(path)
			if err != nil {
				t.Fatal(err)
			}
			if a, err := f.Account("initech"); err != nil || !same([]Account{a}, []Account{added}) {
				t.Errorf("%+v, %v", a, err)
			}
			for _, comment := range []string{"# ours", "# kept"} {
				if strings.Contains(tt.before, comment) && !strings.Contains(string(after), comment) {
					t.Errorf("the comment %q is lost:\n%s", comment, after)
				}
			}
		})
	}
	path := filepath.Join(t.TempDir(), "accounts.yaml")
	write(t, path, "accounts: [1]\n")
	if err := Replace(path, added); !errors.Is(err, exit.ErrUsage) {
		t.Errorf("in a file that is none: %v", err)
	}
}

func TestCheckName(t *testing.T) {
	for name, good := range map[string]bool{"acme": true, "acme.eu-1": true, "": false, "-x": false, "a b": false, "a\n": false, strings.Repeat("x", 65): false} {
		if err := CheckName(name); (err == nil) != good {
			t.Errorf("%q: %v", name, err)
		}
	}
}
