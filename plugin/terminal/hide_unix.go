//go:build linux || darwin

package terminal

import (
	"os"

	"golang.org/x/sys/unix"
)

// hide has the terminal show no more of what is typed, and drops what was typed by then. show is the way back: it drops what
// was typed and not read, and has the terminal be as it was.
func hide(in *os.File) (show func() error, err error) {
	fd := int(in.Fd())
	before, err := unix.IoctlGetTermios(fd, getModes)
	if err != nil {
		return nil, err
	}
	hidden := *before
	hidden.Lflag &^= unix.ECHO
	hidden.Lflag |= unix.ICANON | unix.ISIG // lines are edited, and Ctrl-C is a signal, whatever was there before
	hidden.Iflag |= unix.ICRNL
	if err := unix.IoctlSetTermios(fd, setModesAndDrop, &hidden); err != nil {
		return nil, err
	}
	return func() error { return unix.IoctlSetTermios(fd, setModesAndDrop, before) }, nil
}

// readHidden reads a line of a terminal that is hidden.
func readHidden(in *os.File) (string, error) { return readLine(in) }
