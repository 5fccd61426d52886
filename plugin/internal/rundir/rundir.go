// Package rundir makes the private folder in which a connector's process puts its socket, and clears away those that hosts
// left behind when they were killed.
//
// The folders of one user stand together in trellis-<uid> below the base folder, and beside each stands a file that its host
// keeps locked as long as it needs the folder. The file is there before the folder and goes after it, and the lock ends with
// the host, however it ends: so the next start knows what is stale, and can never take what a living host has.
package rundir

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

const (
	// maxSocket is the longest path of a socket: the smallest sun_path is macOS's, 104 bytes with its end; Linux has 108.
	maxSocket = 103
	// socketName is the room kept for a socket's own name. go-plugin's takes at most 17 bytes.
	socketName = 32
	// folderName is what os.CreateTemp adds, at most, and a slash.
	folderName = 11
	// fallback is a base that is short everywhere.
	fallback = "/tmp"
)

// lockSuffix makes the name of the lock of that of the folder.
const lockSuffix = ".lock"

// sweepLimit bounds what one start clears away, so that no start is slow.
const sweepLimit = 64

// Dir is one folder, mode 0700.
type Dir struct {
	path string

	once sync.Once
	lock *os.File
	err  error
}

// New makes a folder for a socket below base; an empty base is the system's folder for temporary files. A base that is too
// long for a socket's path is replaced by /tmp.
func New(base string) (*Dir, error) {
	parent, err := parentIn(base)
	if err != nil {
		return nil, err
	}
	if sockets && len(parent)+folderName+socketName > maxSocket {
		parent = filepath.Join(fallback, filepath.Base(parent))
	}
	return newIn(parent)
}

// NewForFiles makes a folder for files alone, which always stands below base, however long that is: whoever names a folder for
// temporary files knows which one has the room, and lets programs run.
func NewForFiles(base string) (*Dir, error) {
	parent, err := parentIn(base)
	if err != nil {
		return nil, err
	}
	return newIn(parent)
}

// parentIn is where the folders of this user stand, as a whole path: connectors work in another folder than their host.
func parentIn(base string) (string, error) {
	if base == "" {
		base = os.TempDir()
	}
	base, err := filepath.Abs(base)
	if err != nil {
		return "", fmt.Errorf("making a run folder: %w", err)
	}
	return filepath.Join(base, "trellis-"+owner()), nil
}

func newIn(parent string) (*Dir, error) {
	if err := private(parent); err != nil {
		// Someone else was here first: nothing can be shared, but the folder itself can be had.
		path, err2 := os.MkdirTemp(filepath.Dir(parent), "trellis-")
		if err2 != nil {
			return nil, fmt.Errorf("making a run folder: %w, and then %w", err, err2)
		}
		return &Dir{path: path}, nil
	}
	sweep(parent)
	lock, err := newLock(parent)
	if err != nil {
		return nil, fmt.Errorf("locking a run folder: %w", err)
	}
	d := &Dir{path: strings.TrimSuffix(lock.Name(), lockSuffix), lock: lock}
	if err := os.Mkdir(d.path, 0o700); err != nil {
		_ = d.Remove()
		return nil, fmt.Errorf("making a run folder: %w", err)
	}
	return d, nil
}

// owner names the user; Windows has no numbers for them, and a folder for temporary files for each.
func owner() string { return strconv.Itoa(max(0, os.Getuid())) }

// private makes sure that a folder is ours alone.
func private(path string) error {
	if err := os.Mkdir(path, 0o700); err == nil || !os.IsExist(err) {
		return err
	}
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return err
	case !info.IsDir() || !ours(info):
		return fmt.Errorf("%s is not a private folder of this user", path)
	}
	return nil
}

// newLock makes a lock file of a new name, and holds it. A sweep of another host may take the file before it is locked.
func newLock(parent string) (*os.File, error) {
	for {
		f, err := os.CreateTemp(parent, "*"+lockSuffix)
		if err != nil {
			return nil, err
		}
		held, err := hold(f)
		if held {
			return f, nil
		}
		_ = f.Close()
		if err != nil {
			_ = os.Remove(f.Name())
			return nil, err
		}
	}
}

// Path is the folder.
func (d *Dir) Path() string { return d.path }

// Remove takes the folder away with all that is in it. It may be called again.
func (d *Dir) Remove() error {
	d.once.Do(func() {
		d.err = os.RemoveAll(d.path)
		if d.lock != nil {
			unlock(d.lock)
		}
	})
	return d.err
}

// sweep clears away the folders of hosts that are gone. What cannot be cleared away now can be at the next start.
func sweep(parent string) {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	swept := 0
	for _, e := range entries {
		path, ok := strings.CutSuffix(filepath.Join(parent, e.Name()), lockSuffix)
		if !ok || swept == sweepLimit {
			continue
		}
		if lock := tryHold(path + lockSuffix); lock != nil {
			_ = os.RemoveAll(path)
			unlock(lock)
			swept++
		}
	}
}

// unlock takes a lock that is held away. In this order nobody can hold a lock that is not there.
func unlock(lock *os.File) {
	_ = os.Remove(lock.Name())
	_ = lock.Close()
}
