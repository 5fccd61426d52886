package trust

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// maxMemfdName is what the kernel allows.
const maxMemfdName = 249

// keepSealed keeps the content in a sealed file in memory. Where that cannot be had, the error is errNotSealed and
// nothing was read.
func keepSealed(name string, fill func(io.Writer) error) (kept, error) {
	w, r, err := memfd(name)
	if err != nil {
		return kept{}, fmt.Errorf("%w: %w", errNotSealed, err)
	}
	defer func() { _ = w.Close() }()
	if err = fill(w); err == nil {
		err = seal(w, unix.F_SEAL_WRITE|unix.F_SEAL_SHRINK|unix.F_SEAL_GROW|unix.F_SEAL_SEAL)
	}
	if err != nil {
		_ = r.Close()
		return kept{}, err
	}
	return kept{file: r, exec: descriptor(r), remove: func() {}}, nil
}

// memfd makes a file in memory that may be executed, to be written and to be read. A program cannot be executed while it is
// open for writing, and so is executed by the second.
func memfd(name string) (w, r *os.File, err error) {
	name = name[:min(len(name), maxMemfdName)]
	const flags = unix.MFD_CLOEXEC | unix.MFD_ALLOW_SEALING
	fd, err := unix.MemfdCreate(name, flags|unix.MFD_EXEC)
	if errors.Is(err, unix.EINVAL) { // before 6.3 every one may be executed
		fd, err = unix.MemfdCreate(name, flags)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("memfd_create: %w", err)
	}
	w = os.NewFile(uintptr(fd), name)
	// From now on no other process of this user opens it for writing, the connectors least of all.
	if err = w.Chmod(0o500); err == nil {
		r, err = os.Open(descriptor(w)) // which also tells whether there is a /proc to execute it by
	}
	if err == nil {
		if err = seal(w, 0); err == nil { // no seals yet: tells whether there are any
			return w, r, nil
		}
		_ = r.Close()
	}
	_ = w.Close()
	return nil, nil, err
}

func seal(f *os.File, seals int) error {
	if _, err := unix.FcntlInt(f.Fd(), unix.F_ADD_SEALS, seals); err != nil {
		return fmt.Errorf("sealing: %w", err)
	}
	return nil
}

// descriptor names an open file. A child has it under the same number up to the moment when it executes its program.
func descriptor(f *os.File) string { return "/proc/self/fd/" + strconv.Itoa(int(f.Fd())) }

// mayRun reports whether programs on the file's file system may be executed.
func mayRun(path string) bool { return unix.Access(path, unix.X_OK) == nil }
