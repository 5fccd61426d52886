package diff

import (
	"cmp"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"os"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/trellis-iam/trellis/host-example/receipt"
	"github.com/trellis-iam/trellis/plugin/exit"
)

// Source is where a list is: a file of items, and one of receipts. "": the receipts are those in the items' file; where there
// are none, those in the file beside it that is named like it and [ReceiptSuffix], if it is there.
type Source struct{ Items, Receipts string }

// ReceiptSuffix is what the name of a list's file has behind it in that of its receipts' file.
const ReceiptSuffix = ".receipt"

// list is a list in a file.
type list struct {
	Source
	file *os.File
	// receipts are those of the whole list, added up, by account.
	receipts map[string]receipt.Receipt
	count    map[string]int64 // items, by account; an id that comes twice is two
}

// place is where an item stands in the file; a length of 0: nowhere.
type place struct {
	offset int64
	length int
	digest uint64
}

// open reads where items are, in the file's order.
func open(from Source, seed maphash.Seed, each func(account, id string, at place)) (_ *list, err error) {
	l := &list{Source: from, receipts: map[string]receipt.Receipt{}, count: map[string]int64{}}
	info, err := os.Stat(from.Items)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, exit.Usagef("there is no file %s", from.Items)
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular(): // items are read again
		return nil, exit.Usagef("%s is no file: write the list into one", from.Items)
	}
	if l.file, err = os.Open(from.Items); errors.Is(err, fs.ErrPermission) {
		return nil, exit.Usagef("%v: this user may not read it", err)
	}
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = l.file.Close()
		}
	}()
	within, err := scan(l.file, seed, func(f found) {
		l.count[f.account]++
		each(f.account, f.id, place{f.offset, f.length, f.digest})
	})
	if err != nil {
		return nil, explain(from.Items, l.file, err)
	}
	return l, l.prove(within)
}

// prove finds the receipts of the list, given those in its own file, and adds them up.
func (l *list) prove(within []receipt.Receipt) error {
	all, path := within, l.Items
	if l.Receipts != "" || len(within) == 0 {
		var err error
		path = cmp.Or(l.Receipts, l.Items+ReceiptSuffix)
		all, err = receipt.Read(path)
		switch missing := errors.Is(err, fs.ErrNotExist); {
		case missing && l.Receipts == "":
			return nil
		case missing:
			return exit.Usagef("there is no file %s", path)
		case err != nil:
			return fmt.Errorf("%w; it should be what --receipt has written", err)
		}
	}
	segments := map[string][]receipt.Receipt{}
	for _, r := range all {
		segments[r.Account] = append(segments[r.Account], r)
	}
	for account, s := range segments {
		sum, err := receipt.Join(s)
		if err != nil {
			return exit.Usagef("%s: account %q: %v", path, account, err)
		}
		l.receipts[account] = sum
	}
	return nil
}

// receiptOf is the receipt of an account's items. Items that do not say whose they are, are of the one account that there is.
func (l *list) receiptOf(account string) (receipt.Receipt, bool) {
	if account == "" && len(l.receipts) == 1 {
		for _, r := range l.receipts {
			return r, true
		}
	}
	r, ok := l.receipts[account]
	return r, ok
}

// named reports whether the items say of which account they are.
func (l *list) named() bool { return len(l.count) > 0 && l.count[""] == 0 }

// read reads an item again.
func (l *list) read(at place) (jsontext.Value, error) {
	v := make(jsontext.Value, at.length)
	if _, err := l.file.ReadAt(v, at.offset); err != nil {
		if errors.Is(err, io.EOF) {
			err = errChanged
		}
		return nil, fmt.Errorf("%s: %w", l.Items, err)
	}
	if !v.IsValid() {
		return nil, fmt.Errorf("%s: %w", l.Items, errChanged)
	}
	return v, nil
}

var errChanged = errors.New("the file changed while it was read")
