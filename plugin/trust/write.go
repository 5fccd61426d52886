package trust

import (
	"cmp"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Write replaces the lock file in one step: whoever reads it, and a machine that loses its power, has the old one or the new
// one. A link is followed. After an error (PLUGIN_UNTRUSTED: a full disk, a folder that everybody can change, an entry that
// [ReadLock] would refuse) the old one is there, and nothing besides.
//
// It does not know of others that write at the same time; [Update] does.
func (l *Lock) Write(path string) error {
	path, err := absolute(path, theLock)
	if err != nil {
		return err
	}
	text, err := l.encode(path)
	if err != nil {
		return err
	}
	target, err := resolve(path)
	if err == nil {
		err = replace(target, text, lockMode)
	}
	return unwritable(path, theLock, err)
}

// encode writes entries by name, and nothing that could not be read again.
func (l *Lock) encode(path string) ([]byte, error) {
	file := lockFile{Version: lockVersion, Connectors: append([]Entry{}, l.Connectors...)} // never null
	slices.SortFunc(file.Connectors, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
	text, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return nil, unwritable(path, theLock, err)
	}
	if text = append(text, '\n'); len(text) > maxLock {
		return nil, untrusted("remove connectors that are gone", "the lock file %s would have more than %d bytes", path, maxLock)
	}
	if _, err := parseLock(path, text); err != nil {
		return nil, err
	}
	return text, nil
}

func unwritable(path, what string, err error) error {
	if err == nil || isOwn(err) {
		return err
	}
	return untrusted("look whether there is room, and whether this user may write to the folder",
		"%s %s cannot be written, and is as it was: %w", what, path, err)
}

// lockMode is for hosts of other users to read it: what it says is no secret.
const lockMode = 0o644

// replace writes a file beside the target and puts it in its place.
func replace(target string, text []byte, mode fs.FileMode) (err error) {
	f, err := os.CreateTemp(filepath.Dir(target), "."+filepath.Base(target)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = f.Write(text)
	err = cmp.Or(err, chmod(f, mode), f.Sync())
	if err = cmp.Or(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), target); err != nil {
		return err
	}
	syncFolder(filepath.Dir(target))
	return nil
}

// syncFolder makes the new name last. Some file systems, and Windows, cannot: there it lasts when it does.
func syncFolder(path string) {
	if f, err := os.Open(path); err == nil {
		_ = f.Sync()
		_ = f.Close()
	}
}
