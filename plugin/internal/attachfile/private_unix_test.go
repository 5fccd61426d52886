//go:build unix

package attachfile

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/trellis-iam/trellis/connector"
)

// TestFilesOfOthers: a file that anyone else could read or change is not used, and a pipe is not waited for.
func TestFilesOfOthers(t *testing.T) {
	for _, mode := range []os.FileMode{0o640, 0o604, 0o620, 0o601} {
		f := write(t, t.TempDir())
		if err := os.Chmod(f.Path, mode); err != nil {
			t.Fatal(err)
		}
		_, err := Read(f.Path)
		wantError(t, err, connector.PluginUntrusted, "others than its owner have access to it (mode 0", "BEGIN")
	}
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Read(pipe)
	wantError(t, err, connector.PluginUntrusted, "it is no regular file", "BEGIN")

	if os.Getuid() != 0 {
		t.Log("the file of another user was not tried: only root can make one")
		return
	}
	f := write(t, t.TempDir())
	if err := os.Chown(f.Path, 12345, -1); err != nil {
		t.Fatal(err)
	}
	_, err = Read(f.Path)
	wantError(t, err, connector.PluginUntrusted, "it belongs to another user", "BEGIN")
}
