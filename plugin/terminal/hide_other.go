//go:build !linux && !darwin && !windows

package terminal

import (
	"os"

	"golang.org/x/term"
)

// hide does nothing but remember how the terminal is: it is not known here how to switch off echo without a read. What is typed
// between the prompt and the read is shown, and what is typed behind a secret is the next answer.
func hide(in *os.File) (show func() error, err error) {
	fd := int(in.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return nil, err
	}
	return func() error { return term.Restore(fd, before) }, nil
}

// readHidden reads a line without echo.
func readHidden(in *os.File) (string, error) {
	text, err := term.ReadPassword(int(in.Fd()))
	return string(text), err
}
