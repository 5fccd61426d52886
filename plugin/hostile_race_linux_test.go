//go:build race

package plugin_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// hostileBinary builds the programs without the race detector, once for them all: it is for their host's sake, and would
// take a third of a second to start in each of them.
func hostileBinary(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "hostile")
	cmd := exec.Command("go", "test", "-c", "-vet=off", "-o", path, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return path
}
