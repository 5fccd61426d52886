package connect

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/trellis-iam/trellis/host-example/accounts"
)

// File is the place of secrets in files of their own, which their owner alone can read.
type File struct {
	// Folder is where the accounts file is; other files are named as seen from there.
	Folder string
}

// Choice is what people know it by.
func (File) Choice() Choice { return Choice{"file", "a file that only you can read"} }

// Unfit is nil: where a file cannot be made, making it shows.
func (File) Unfit(context.Context) error { return nil }

// Question proposes a file that is not there yet, in a folder beside the accounts file.
func (f File) Question(s Secret) Question {
	name := filepath.Join(f.Folder, "secrets", s.Account+"."+s.Key)
	path := name
	for n := 2; exists(path); n++ {
		path = fmt.Sprintf("%s-%d", name, n)
	}
	return Question{ID: "file." + s.Key, Label: "File to make", Required: true, Default: path}
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// Settle makes sure that no file is there.
func (f File) Settle(_ context.Context, s Secret, path string) (Kept, error) {
	path, err := atHome(path)
	if err != nil {
		return Kept{}, err
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(f.Folder, path)
	}
	if exists(path) {
		return Kept{}, fmt.Errorf("%s is there already, and stays as it is: name another", path)
	}
	ref := path
	if below, err := filepath.Rel(f.Folder, path); err == nil && filepath.IsLocal(below) {
		ref = filepath.ToSlash(below) // so that the whole folder can be moved
	}
	put := func() (func() error, error) { return writeSecret(path, s.Value) }
	return Kept{Secret: s, Where: accounts.Secret{Place: "file:" + ref}, put: put}, nil
}

// atHome is a path that a person typed, where `~/` is what it is to a shell.
func atHome(path string) (string, error) {
	rest, ok := strings.CutPrefix(path, "~"+string(filepath.Separator))
	if !ok {
		return path, nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, rest), err
}

// writeSecret makes a file that was not there, in a folder that is made if need be, both for their owner alone.
func writeSecret(path, value string) (undo func() error, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	undo = func() error { return os.Remove(path) }
	_, err = file.WriteString(value + "\n")
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return nil, errors.Join(err, undo())
	}
	return undo, nil
}
