package trust

import (
	"errors"
	"io/fs"
)

// File is another file that a host relies on as it does on the lock file: whoever may change it decides which programs run,
// or where a secret goes. Its errors are PLUGIN_UNTRUSTED.
type File struct {
	Path string
	What string      // what people call it: "the accounts file"
	Most int64       // bytes that it may have
	Mode fs.FileMode // of one that is written
}

// Read reads the file. One that is not there is fs.ErrNotExist in the chain; one that everybody can change, by itself or by way
// of a folder on the way to it, is not read.
func (f File) Read() ([]byte, error) {
	path, err := absolute(f.Path, f.What)
	if err != nil {
		return nil, err
	}
	return readSmall(path, f.What, f.Most)
}

// Update changes the file as [Update] does the lock file: in one step, while no other Update does. change gets nil for a file
// that is not there; an error of it is Update's, and nothing is written then. The folder has to be there.
func (f File) Update(change func(text []byte) ([]byte, error)) error {
	return guarded(f.Path, f.What, func(target string) error {
		text, err := readSmall(target, f.What, f.Most)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if text, err = change(text); err != nil {
			return err
		}
		return unwritable(target, f.What, replace(target, text, f.Mode))
	})
}
