package trust

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// Image is a connector's binary as it was when it was loaded: any number of processes may be started from it, also at the same
// time. Its methods are for many goroutines.
type Image struct {
	path        string
	size        int64
	sha256      string
	interpreter string

	mu     sync.RWMutex // held for reading while a process is started or the content read
	kept   kept
	closed bool
}

// kept is where an image's content is.
type kept struct {
	file   *os.File // to read it
	exec   string   // to run it
	remove func()   // what is left when file is closed
}

// maxSize bounds binaries: the largest that are common, a whole Node.js with its program, have some 120 MiB, and an image
// takes as much memory.
const maxSize = 512 << 20

// Load reads the binary at an absolute path, which is opened once: what is hashed is what runs. A link is followed, and its
// target looked at. Errors are PLUGIN_UNTRUSTED and say what helps; nothing is left behind then.
func Load(path string) (*Image, error) {
	if !filepath.IsAbs(path) {
		return nil, untrusted("give the whole path, so that neither working folder nor PATH decides what is run",
			"the path of a connector must be absolute, and %q is not", path)
	}
	path = filepath.Clean(path)
	f, info, err := openFile(path, what)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	switch {
	case !runnable(info):
		return nil, untrusted("chmod +x "+shellWord(path), "%s %s may not be executed", what, path)
	case info.Size() == 0:
		return nil, untrusted("build or download it again", "%s %s is empty", what, path)
	case info.Size() > maxSize:
		return nil, untrusted("is it a connector? One file of a smaller size is needed",
			"%s %s has more than %d MiB", what, path, maxSize>>20)
	}
	i := &Image{path: path, size: info.Size()}
	if err := i.read(f, info); err != nil {
		return nil, i.failed(err)
	}
	return i, nil
}

const what = "the binary"

var errMoving = errors.New("it changed while it was read")

// failed is the error of a binary that could not be copied.
func (i *Image) failed(err error) error {
	switch {
	case isOwn(err):
		return err
	case errors.Is(err, errMoving):
		return untrusted("try again once it is in its place as a whole", "%s %s: %w", what, i.path, err)
	case errors.Is(err, errNoExec):
		return untrusted("set TMPDIR to a folder in which programs may run", "%s %s: %w", what, i.path, err)
	}
	if e, ok := errors.AsType[*fs.PathError](err); ok && e.Op == "read" {
		return unreadable(i.path, what, err)
	}
	return untrusted("make room in memory, or in the folder for temporary files (TMPDIR)",
		"%s %s cannot be copied: %w", what, i.path, err)
}

// Path is where the binary was loaded from, absolute.
func (i *Image) Path() string { return i.path }

// Size is the number of bytes.
func (i *Image) Size() int64 { return i.size }

// SHA256 is the checksum in lower-case hexadecimal.
func (i *Image) SHA256() string { return i.sha256 }

// Interpreter is what the first line of a script names to run it, with arguments ("/usr/bin/env node"), and empty for a binary
// that runs by itself. What is not printable in it is replaced.
func (i *Image) Interpreter() string { return i.interpreter }

// Exec is what to execute: the image, by a name that is good for this process and its children until Close. [Image.Use] is for
// those who do not know when that is.
func (i *Image) Exec() string { return i.kept.exec }

// Use calls run with what to execute, and keeps the image from being closed as long as it takes to start a process. Of a
// closed image the error is fs.ErrClosed.
func (i *Image) Use(run func(exec string) error) error {
	i.mu.RLock()
	defer i.mu.RUnlock()
	if i.closed {
		return fmt.Errorf("its image: %w", fs.ErrClosed)
	}
	return run(i.kept.exec)
}

// content is the whole image.
func (i *Image) content() ([]byte, error) {
	content := make([]byte, i.size)
	err := i.Use(func(string) error {
		_, err := io.ReadFull(io.NewSectionReader(i.kept.file, 0, i.size), content)
		return err
	})
	return content, err
}

// Close gives the image up, once nobody uses it. Processes that were started from a binary go on; a script that its
// interpreter has not read to the end may miss it. Close may be called again.
func (i *Image) Close() error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.closed {
		return nil
	}
	i.closed = true
	err := i.kept.file.Close()
	i.kept.remove()
	return err
}
