package accounts

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/exit"
	"github.com/trellis-iam/trellis/plugin/trust"
)

// Variable says which accounts file is used where no flag does.
const Variable = "TRELLIS_ACCOUNTS"

// maxFile bounds the file in bytes: some thousands of accounts.
const maxFile = 1 << 20

// Path is the accounts file: the one that a flag names, or the variable, or the user's own. It need not be there.
func Path(flag string, lookupEnv func(string) (string, bool)) (string, error) {
	if flag != "" {
		return filepath.Abs(flag)
	}
	if path, ok := lookupEnv(Variable); ok && path != "" {
		return filepath.Abs(path)
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", exit.Usagef("there is no folder for this user's configuration (%v): name the accounts file with --accounts or %s", err, Variable)
	}
	return filepath.Join(dir, "trellis", "accounts.yaml"), nil
}

// Load reads an accounts file. Errors are of usage: an [*Invalid], a [*MissingError], or an [*UnsafeError].
func Load(path string) (*File, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, exit.Usagef("the accounts file cannot be found: %v", err)
	}
	text, err := onDisk(path).Read()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &MissingError{Path: path}
	}
	if err != nil {
		return nil, unsafeFile(err)
	}
	return Parse(path, text)
}

// onDisk is the file as something that only few may change: whoever can decides which programs run as this user (command), and
// where secrets go (operator.base_url). So one that every user may write to is refused, as a connector's lock file is.
func onDisk(path string) trust.File {
	return trust.File{Path: path, What: "the accounts file", Most: maxFile, Mode: fileMode}
}

// fileMode is of a file that is made here. It holds no secret; whose accounts there are is nobody else's business all the same.
const fileMode fs.FileMode = 0o600

// MissingError is that there is no accounts file.
type MissingError struct{ Path string }

func (e *MissingError) Error() string { return fmt.Sprintf("there is no accounts file %s", e.Path) }

// Is makes it an error of usage, and fs.ErrNotExist.
func (e *MissingError) Is(target error) bool {
	return target == exit.ErrUsage || target == fs.ErrNotExist
}

// Suggestion is what to do about it.
func (*MissingError) Suggestion() string {
	return "link an account, which writes it (trellis connect), or name another with --accounts or " + Variable
}

// UnsafeError is an accounts file that is not used because of what it is on the disk.
type UnsafeError struct{ err error }

func unsafeFile(err error) error { return &UnsafeError{err} }

func (e *UnsafeError) Error() string { return e.err.Error() }

// Is makes it an error of usage.
func (e *UnsafeError) Is(target error) bool { return target == exit.ErrUsage }

// Suggestion is what to do about it.
func (e *UnsafeError) Suggestion() string {
	if c, ok := errors.AsType[*connector.Error](e.err); ok {
		return c.Suggestion
	}
	return "name another file with --accounts or " + Variable
}
