//go:build unix

package trust

import (
	"errors"
	"os"
	"syscall"
)

// guard waits until it has the file at path for itself. The file goes with the release; of a program that was killed the file
// stays, without a lock, and the next one takes it over.
func guard(path string) (release func(), err error) {
	for {
		// Only this user may open it, so that no other can make everyone wait.
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
		if err != nil {
			return nil, err
		}
		err = flock(f)
		there, statErr := os.Stat(path)
		own, ownErr := f.Stat()
		switch {
		case err != nil, ownErr != nil:
			_ = f.Close()
			return nil, errors.Join(err, ownErr)
		case statErr == nil && os.SameFile(there, own):
			return func() { // in this order nobody holds a file that is not there
				_ = os.Remove(path)
				_ = f.Close()
			}, nil
		}
		_ = f.Close() // whoever had it took it away
	}
}

func flock(f *os.File) error {
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
		if !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}
