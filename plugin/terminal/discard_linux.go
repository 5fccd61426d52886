package terminal

import "golang.org/x/sys/unix"

// discard drops what was typed and not read yet.
func discard(fd int) error { return unix.IoctlSetInt(fd, unix.TCFLSH, unix.TCIFLUSH) }
