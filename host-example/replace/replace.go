// Package replace writes files in one step: who reads one has it whole, or as it was before, whenever the program that writes it is
// stopped.
//
//	f, err := replace.At("report.html", 0o600) // before any work, of which nothing could be kept otherwise
//	...
//	err = f.Write(func(w io.Writer) error { return page.Execute(w, report) })
package replace

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// File is a file that can be written.
type File struct {
	path string
	mode fs.FileMode
}

// At makes sure that a file of that name can be made, or replaced: a link is followed, and stays. What is there and is no file is left
// alone, because to put one in its place is nobody's wish. mode is the file's, less the umask.
func At(path string, mode fs.FileMode) (File, error) {
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return File{}, fmt.Errorf("%s is there, and is no file", path)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return File{}, err
	}
	f := File{path, mode}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		f.path = target
	}
	next, err := f.beside()
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return File{}, fmt.Errorf("the folder %s: %w", filepath.Dir(f.path), e.Err) // the name of e is of our making
	}
	if err != nil {
		return File{}, err
	}
	return f, errors.Join(next.Close(), os.Remove(next.Name()))
}

// Path is where the file is.
func (f File) Path() string { return f.path }

// beside makes the file that takes the place of the one that is there. A rename is a step only within a folder.
func (f File) beside() (*os.File, error) {
	name := filepath.Join(filepath.Dir(f.path), "."+filepath.Base(f.path)+"."+rand.Text())
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, f.mode)
}

// Write puts what write writes into the file's place. After an error the file is as it was, and nothing is left beside it.
func (f File) Write(write func(io.Writer) error) (err error) {
	next, err := f.beside()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(next.Name()))
		}
	}()
	if err := write(next); err != nil {
		return errors.Join(err, next.Close())
	}
	if err := errors.Join(next.Sync(), next.Close()); err != nil {
		return err
	}
	return os.Rename(next.Name(), f.path)
}
