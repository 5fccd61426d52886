//go:build unix

package trust

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// openFlags: no link may have taken the file's place, and a pipe that did must not be waited for.
const openFlags = syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// maxLinks is how many links the kernel follows in one path.
const maxLinks = 40

func openToAll(info fs.FileInfo) bool { return info.Mode().Perm()&0o002 != 0 }

// runnable reports whether anybody may execute the file. A copy must not run in the place of a file that must not.
func runnable(info fs.FileInfo) bool { return info.Mode().Perm()&0o111 != 0 }

func chmod(f *os.File, mode fs.FileMode) error { return f.Chmod(mode) }

// resolve follows the links of an absolute path, and refuses folders in which everybody can put something else in place of
// what is next: those of the path, of links, and of where they lead. The last part of the path need not be there.
func resolve(path string) (string, error) {
	at, rest, links := "/", parts(path), 0
	for len(rest) > 0 {
		next := filepath.Join(at, rest[0]) // there is no link in at, so that ".." is what it says
		rest = rest[1:]
		info, err := os.Lstat(next)
		if err != nil && len(rest) > 0 {
			return "", err
		}
		if err := checkFolder(at, next, info); err != nil {
			return "", err
		}
		switch {
		case info == nil: // and the last
			return next, nil
		case info.Mode()&fs.ModeSymlink != 0:
			target, err := os.Readlink(next)
			if err != nil {
				return "", err
			}
			if links++; links > maxLinks {
				return "", syscall.ELOOP
			}
			if filepath.IsAbs(target) {
				at = "/"
			}
			rest = slices.Concat(parts(target), rest)
		case !info.IsDir() && len(rest) > 0:
			return "", syscall.ENOTDIR
		default:
			at = next
		}
	}
	return at, nil
}

func parts(path string) []string {
	return slices.DeleteFunc(strings.Split(path, "/"), func(s string) bool { return s == "" || s == "." })
}

// checkFolder looks whether everybody can replace what is next in a folder; next is nil if it is not there. The sticky bit
// keeps everybody from taking away what is another's, and not from putting something where nothing is: so it is good enough
// for folders on the way, if they are the host's own or root's, and not for the folder in which the file or a link is.
func checkFolder(folder, path string, next fs.FileInfo) error {
	info, err := os.Lstat(folder)
	if err != nil || !openToAll(info) {
		return err
	}
	if info.Mode()&fs.ModeSticky == 0 || next == nil || !next.IsDir() {
		return untrusted("chmod o-w "+shellWord(folder)+", or keep it in another folder",
			"%s can be replaced by every user of this machine: the folder %s is open to all", path, folder)
	}
	if s, ok := next.Sys().(*syscall.Stat_t); ok && s.Uid != 0 && int(s.Uid) != os.Geteuid() {
		return untrusted("keep it in a folder of this user's, or of root's",
			"%s is another user's, in the folder %s that is open to all", path, folder)
	}
	return nil
}
