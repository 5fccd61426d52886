package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/trellis-iam/trellis/host-example/report"
)

// writeReport writes a report to stdout, or to a file.
func (a *app) writeReport(r *report.Report, write func(io.Writer, *report.Report) error, file string) error {
	if file == "" {
		return outputFailed(write(a.Stdout, r))
	}
	if err := replaceFile(file, func(w io.Writer) error { return write(w, r) }); err != nil {
		return fmt.Errorf("the report cannot be written: %w", err)
	}
	return nil
}

// canReplace makes sure, before anything is read, that a file of that name can be written. What is there and is no file is
// left alone: to put one in its place is nobody's wish.
func canReplace(name string) error {
	info, err := os.Stat(name)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return fmt.Errorf("%s is there, and is no file", name)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	f, err := besides(name)
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("the folder %s: %w", filepath.Dir(name), e.Err) // the name of e is of our making
	}
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// besides makes the file that takes the place of another one.
func besides(name string) (*os.File, error) {
	return os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
}

// replaceFile makes a file that only this user can read, or replaces one. It is there whole, or as it was before.
func replaceFile(name string, write func(io.Writer) error) (err error) {
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target // the file changes, and the link to it stays
	}
	f, err := besides(name)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if err := write(f); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
