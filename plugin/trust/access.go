package trust

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/trellis-iam/trellis/connector"
)

// openFile opens a file that only few can change, by way of folders that only few can change. What is what in its errors:
// "the binary". A file that is not there is fs.ErrNotExist in the chain, after its folders were looked at.
func openFile(path, what string) (*os.File, fs.FileInfo, error) {
	target, err := resolve(path)
	if err != nil {
		return nil, nil, unreadable(path, what, err)
	}
	info, err := os.Lstat(target)
	if err != nil {
		return nil, nil, unreadable(path, what, err)
	}
	if err := checkFile(path, what, info); err != nil { // before it is opened: a device may do anything then
		return nil, nil, err
	}
	f, err := os.OpenFile(target, os.O_RDONLY|openFlags, 0)
	if err != nil {
		return nil, nil, unreadable(path, what, err)
	}
	info, err = f.Stat()
	if err != nil {
		err = unreadable(path, what, err)
	} else {
		err = checkFile(path, what, info) // what was opened may be another one
	}
	if err != nil {
		_ = f.Close()
		return nil, nil, err
	}
	return f, info, nil
}

func checkFile(path, what string, info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return untrusted("name the file", "%s %s is a folder", what, path)
	case !info.Mode().IsRegular():
		return untrusted("put a regular file in its place", "%s %s is no regular file", what, path)
	case openToAll(info):
		return untrusted("chmod o-w "+shellWord(path), "%s %s can be changed by every user of this machine", what, path)
	}
	return nil
}

// isOwn reports whether an error already says what helps.
func isOwn(err error) bool {
	_, ok := errors.AsType[*connector.Error](err)
	return ok
}

// unreadable is the error of what could not be looked at. Errors of this package stay as they are.
func unreadable(path, what string, err error) error {
	if isOwn(err) {
		return err
	}
	if cause, ok := errors.AsType[*fs.PathError](err); ok {
		err = cause.Err // the path is in the sentence already
	}
	return untrusted("look whether the file is there, and whether this user may read it",
		"%s %s cannot be read: %w", what, path, err)
}

// absolute is the whole path of a lock file or a key, which people may name from where they are.
func absolute(path, what string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", untrusted("give the whole path", "%s %s cannot be found: %w", what, path, err)
	}
	return abs, nil
}
