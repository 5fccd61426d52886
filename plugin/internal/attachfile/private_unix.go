//go:build unix

package attachfile

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// private says why others could have read or made a file, and nil when they could not.
func private(info os.FileInfo) error {
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return fmt.Errorf("others than its owner have access to it (mode %04o), and with it to the connector", mode)
	}
	if s, ok := info.Sys().(*syscall.Stat_t); !ok || int(s.Uid) != os.Getuid() {
		return errors.New("it belongs to another user")
	}
	return nil
}
