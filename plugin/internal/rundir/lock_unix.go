//go:build unix

package rundir

import (
	"cmp"
	"os"
	"syscall"
)

// sockets says that connectors listen on sockets in the folder.
const sockets = true

func ours(info os.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(s.Uid) == os.Getuid() && info.Mode().Perm()&0o077 == 0
}

// hold locks a file until it is closed or the process ends. It reports false when a sweep has taken the file away.
func hold(f *os.File) (bool, error) {
	if err := flock(f, syscall.LOCK_EX); err != nil {
		return false, err
	}
	there, err := os.Stat(f.Name())
	if os.IsNotExist(err) {
		return false, nil
	}
	own, err2 := f.Stat()
	return os.SameFile(there, own), cmp.Or(err, err2)
}

// tryHold locks a file that nobody holds, and is still there.
func tryHold(path string) *os.File {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	if flock(f, syscall.LOCK_EX|syscall.LOCK_NB) == nil {
		if held, _ := hold(f); held {
			return f
		}
	}
	_ = f.Close()
	return nil
}

func flock(f *os.File, how int) error {
	for {
		err := syscall.Flock(int(f.Fd()), how)
		if err != syscall.EINTR {
			return err
		}
	}
}
