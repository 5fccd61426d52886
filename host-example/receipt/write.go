package receipt

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"

	"github.com/trellis-iam/trellis/host-example/replace"
)

// File is a file of receipts that is yet to be written.
type File struct {
	at replace.File
	// before are the receipts of the segments up to the page token that the list goes on from.
	before []Receipt
}

// mode leaves it to the umask who may read the file, as with the list itself: there is no secret in it.
const mode = 0o666

// Create makes sure, before a list begins, that its receipts can be written into a file of that name; a link is followed.
// token is the page token that the list begins with: where the file that is there tells of the segments up to it, these stay
// in it. Any other file of that name goes at once, so that a list whose program is killed has no receipt, and not the one of
// an earlier list.
func Create(path, token string) (*File, error) {
	at, err := replace.At(path, mode)
	if err != nil {
		return nil, err
	}
	f := &File{at: at}
	if token != "" {
		f.before = upTo(at.Path(), token)
	}
	if f.before != nil {
		return f, nil
	}
	if err := os.Remove(at.Path()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return f, nil
}

// upTo are the receipts of a file, if one of them ends where the token goes on.
func upTo(path, token string) []Receipt {
	all, err := Read(path)
	if err != nil || !slices.ContainsFunc(all, func(r Receipt) bool { return r.NextPageToken == token }) {
		return nil
	}
	return all
}

// Write writes the receipts, behind those before, in one step: a reader has all of them or none.
func (f *File) Write(receipts ...Receipt) error {
	var text []byte
	var err error
	for _, r := range slices.Concat(f.before, receipts) {
		if text, err = Append(text, r); err != nil {
			return err
		}
		text = append(text, '\n')
	}
	return f.at.Write(func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}
