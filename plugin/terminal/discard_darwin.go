package terminal

import "golang.org/x/sys/unix"

// discard drops what was typed and not read yet.
func discard(fd int) error {
	const input = 1 // FREAD of sys/fcntl.h
	return unix.IoctlSetPointerInt(fd, unix.TIOCFLUSH, input)
}
