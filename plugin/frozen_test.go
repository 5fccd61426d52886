package plugin_test

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// contractV1 has the frozen copy of v1's generated code.
const contractV1 = "../testdata/contract-v1"

// TestTheFirstContractIsFrozen: no file of the frozen copy is changed, added or removed: edited until it fits, it would prove
// nothing.
func TestTheFirstContractIsFrozen(t *testing.T) {
	sums, err := os.Open(filepath.Join(contractV1, "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	defer sums.Close()
	want := map[string]string{}
	for lines := bufio.NewScanner(sums); lines.Scan(); {
		sum, name, ok := strings.Cut(lines.Text(), "  ")
		if !ok {
			t.Fatalf("%q is no line of sha256sum", lines.Text())
		}
		want[name] = sum
	}
	if len(want) == 0 {
		t.Fatal("nothing is frozen")
	}
	err = filepath.WalkDir(filepath.Join(contractV1, "trellis"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(contractV1, path)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		if name = filepath.ToSlash(name); hex.EncodeToString(sum[:]) != want[name] {
			t.Errorf("%s is not what was frozen", name)
		}
		delete(want, name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range want {
		t.Errorf("%s is gone", name)
	}
}
