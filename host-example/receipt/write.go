package receipt

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// File is a file of receipts that is yet to be written.
type File struct {
	path string
	// before are the receipts of the segments up to the page token that the list goes on from.
	before []Receipt
}

// Create makes sure, before a list begins, that its receipts can be written into a file of that name; a link is followed.
// token is the page token that the list begins with: where the file that is there tells of the segments up to it, these stay
// in it. Any other file of that name goes at once, so that a list whose program is killed has no receipt, and not the one of
// an earlier list.
func Create(path, token string) (*File, error) {
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is there, and is no file", path)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	f := &File{path: path}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		f.path = target
	}
	temp, err := f.temp()
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return nil, fmt.Errorf("the folder %s: %w", filepath.Dir(f.path), e.Err) // the name of e is of our making
	}
	if err != nil {
		return nil, err
	}
	if err := cmp.Or(temp.Close(), os.Remove(temp.Name())); err != nil {
		return nil, err
	}
	if token != "" {
		f.before = upTo(f.path, token)
	}
	if f.before != nil {
		return f, nil
	}
	if err := os.Remove(f.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return f, nil
}

// upTo are the receipts of a file, if one of them ends where the token goes on.
func upTo(path, token string) []Receipt {
	all, err := Read(path)
	if err != nil || !slices.ContainsFunc(all, func(r Receipt) bool { return r.NextPageToken == token }) {
		return nil
	}
	return all
}

// temp makes the file that takes the place of the one that is there. Who may read it is for the umask to say, as with the
// list itself: there is no secret in it.
func (f *File) temp() (*os.File, error) {
	name := filepath.Join(filepath.Dir(f.path), "."+filepath.Base(f.path)+"."+rand.Text())
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666) //nolint:gosec // see above
}

// Write writes the receipts, behind those before, in one step: a reader has all of them or none.
func (f *File) Write(receipts ...Receipt) error {
	var text []byte
	var err error
	for _, r := range slices.Concat(f.before, receipts) {
		if text, err = Append(text, r); err != nil {
			return err
		}
		text = append(text, '\n')
	}
	temp, err := f.temp()
	if err != nil {
		return err
	}
	_, err = temp.Write(text)
	err = cmp.Or(err, temp.Sync())
	if err = cmp.Or(err, temp.Close()); err == nil {
		err = os.Rename(temp.Name(), f.path)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
	}
	return err
}
