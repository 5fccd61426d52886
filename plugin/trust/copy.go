package trust

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"github.com/trellis-iam/trellis/plugin/internal/rundir"
)

// read makes the copy that is run, and hashes it.
func (i *Image) read(f *os.File, before fs.FileInfo) error {
	head := make([]byte, min(i.size, maxHead))
	if _, err := io.ReadFull(f, head); err != nil {
		return ended(err)
	}
	i.interpreter = interpreter(head)
	fill := func(w io.Writer) (err error) {
		i.sha256, err = copyHashed(w, io.MultiReader(bytes.NewReader(head), f), i.size)
		return err
	}
	name := filepath.Base(i.path)
	err := errNotSealed
	if i.interpreter == "" {
		i.kept, err = keepSealed(name, fill)
	}
	if errors.Is(err, errNotSealed) {
		i.kept, err = keepPrivate(name, fill)
	}
	if err != nil {
		return err
	}
	after, err := f.Stat()
	if err == nil && (after.Size() != before.Size() || !after.ModTime().Equal(before.ModTime())) {
		err = errMoving
	}
	if err != nil {
		_ = i.Close()
	}
	return err
}

// chunk is how much is read at a time: enough that starting a goroutine for each is nothing.
const chunk = 1 << 20

// copyHashed copies exactly size bytes and returns their SHA-256. Hashing and writing take about the same time, and are done
// side by side: 20 MB take 17 ms on two cores that have nothing else to do, and 22 ms on one; hashing alone takes 13 ms.
func copyHashed(w io.Writer, r io.Reader, size int64) (string, error) {
	sum := sha256.New()
	buffer := make([]byte, min(chunk, size+1)) // one more tells that the file has grown
	for done := int64(0); ; {
		n, err := io.ReadFull(r, buffer)
		done += int64(n)
		last := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		switch {
		case err != nil && !last:
			return "", err
		case done > size || last && done < size:
			return "", errMoving
		}
		var writing sync.WaitGroup
		writing.Go(func() { _, err = w.Write(buffer[:n]) })
		sum.Write(buffer[:n])
		writing.Wait()
		if err != nil {
			return "", err
		}
		if last {
			return hex.EncodeToString(sum.Sum(nil)), nil
		}
	}
}

// ended takes the end of a file that should go on for its change.
func ended(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errMoving
	}
	return err
}

var (
	errNotSealed = errors.New("there are no sealed files in memory")
	errNoExec    = errors.New("the folder for temporary files does not let programs run")
)

// keepPrivate keeps the content in a file that only this user can open, in a folder that goes with this process: what it does
// not remove itself the next start sweeps away.
func keepPrivate(name string, fill func(io.Writer) error) (k kept, err error) {
	dir, err := rundir.NewForFiles("")
	if err != nil {
		return kept{}, err
	}
	remove := func() { _ = dir.Remove() }
	defer func() {
		if err != nil {
			remove()
		}
	}()
	path := filepath.Join(dir.Path(), name)
	if _, err := resolve(path); err != nil { // it is run by its path
		return kept{}, err
	}
	if err := writePrivate(path, fill); err != nil {
		return kept{}, err
	}
	if !mayRun(path) {
		return kept{}, fmt.Errorf("%w: %s", errNoExec, dir.Path())
	}
	f, err := os.Open(path)
	if err != nil {
		return kept{}, err
	}
	return kept{file: f, exec: path, remove: remove}, nil
}

// writePrivate writes the file while nothing is forked: a child would have it open for writing until it executes its own
// program, and nobody can execute a file that is open for writing.
func writePrivate(path string, fill func(io.Writer) error) error {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o500) //nolint:gosec // it is there to be executed
	if err != nil {
		return err
	}
	return cmp.Or(fill(f), f.Close())
}
