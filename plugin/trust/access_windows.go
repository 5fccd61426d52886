package trust

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

const openFlags = 0

// openToAll cannot be told: the mode that Windows gives files says nothing of who may write them.
func openToAll(fs.FileInfo) bool { return false }

// runnable: Windows goes by the name.
func runnable(fs.FileInfo) bool { return true }

// chmod: there are no modes.
func chmod(*os.File, fs.FileMode) error { return nil }

// resolve follows links. Folders are not looked at.
func resolve(path string) (string, error) {
	target, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		return path, nil // whoever opens it finds out
	}
	return target, err
}
