package cli

import (
	"errors"
	"fmt"
	"io"
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

// replaceFile makes a file that only this user can read, or replaces one. It is there whole, or as it was before.
func replaceFile(name string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
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
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
