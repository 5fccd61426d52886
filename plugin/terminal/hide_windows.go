package terminal

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
	"golang.org/x/term"
)

// hide has the console show no more of what is typed, and drops what was typed by then. show is the way back: it drops what was
// typed and not read, and has the console be as it was.
func hide(in *os.File) (show func() error, err error) {
	console := windows.Handle(in.Fd())
	var before uint32
	if err := windows.GetConsoleMode(console, &before); err != nil {
		return nil, err
	}
	set := func(mode uint32) error {
		return errors.Join(windows.FlushConsoleInputBuffer(console), windows.SetConsoleMode(console, mode))
	}
	if err := set(before &^ windows.ENABLE_ECHO_INPUT); err != nil {
		return nil, err
	}
	return func() error { return set(before) }, nil
}

// readHidden reads a line of a console that is hidden. The library reads keys, and leaves the console as it found it.
func readHidden(in *os.File) (string, error) {
	text, err := term.ReadPassword(int(in.Fd()))
	return string(text), err
}
