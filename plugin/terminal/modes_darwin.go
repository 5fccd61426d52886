package terminal

import "golang.org/x/sys/unix"

// The requests of termios: those of tcgetattr, and of tcsetattr with TCSAFLUSH.
const (
	getModes        = unix.TIOCGETA
	setModesAndDrop = unix.TIOCSETAF
)
