package diff

import (
	"cmp"
	"hash/maphash"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Kind is what became of an item.
type Kind string

// What can become of an item.
const (
	Came    Kind = "came"    // it is not in the old list, which would have had it
	New     Kind = "new"     // it is not in the old list, which proves nothing
	Gone    Kind = "gone"    // it is not in the new list, which would have had it
	Missing Kind = "missing" // it is not in the new list, which proves nothing
	Changed Kind = "changed" // fields of it are others
)

// Kinds are all of them, in the order of reports.
func Kinds() []Kind { return []Kind{Came, New, Gone, Missing, Changed} }

// Entry is an item that is not the same in both lists.
type Entry struct {
	Kind        Kind
	Account, ID string
	// Item is the item as the new list has it; as the old one has it where it is gone or missing.
	Item    jsontext.Value
	Changes []Change // by field
	// ToConfirm: it came or is gone if a second list says so, too.
	ToConfirm bool
	// Rejected: the other list has it, and its record could not be used.
	Rejected bool
}

// Diff is the difference of two lists. It reads from their files until it is closed.
type Diff struct {
	old, new *list
	skip     map[string]bool
	rows     map[key]int32
	pairs    []pair
	keys     []key // of those that differ, in order
	accounts []string
	evidence map[string]*Evidence
	summary  Summary
}

// key is what is compared bytewise.
type key struct{ account, id string }

func (k key) compare(o key) int {
	return cmp.Or(strings.Compare(k.account, o.account), strings.Compare(k.id, o.id))
}

type pair struct{ old, new place }

// Open compares two lists. skip are fields that are not compared. Lists of different things are an error of usage.
func Open(before, after Source, skip ...string) (*Diff, error) {
	d := &Diff{rows: map[key]int32{}, skip: map[string]bool{}, evidence: map[string]*Evidence{}}
	for _, field := range skip {
		d.skip[field] = true
	}
	seed := maphash.MakeSeed()
	var err error
	d.old, err = open(before, seed, func(account, id string, at place) { d.pair(account, id).old = at })
	if err == nil {
		d.new, err = open(after, seed, func(account, id string, at place) { d.pair(account, id).new = at })
	}
	if err == nil {
		err = d.comparable()
	}
	if err == nil {
		d.judge()
		err = d.settle()
	}
	if err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// Close closes the files.
func (d *Diff) Close() {
	for _, l := range []*list{d.old, d.new} {
		if l != nil {
			_ = l.file.Close()
		}
	}
}

func (d *Diff) pair(account, id string) *pair {
	k := key{account, id}
	i, ok := d.rows[k]
	if !ok {
		i = int32(len(d.pairs))
		d.rows[k] = i
		d.pairs = append(d.pairs, pair{})
	}
	return &d.pairs[i]
}

// Evidence is what the lists prove, account by account.
func (d *Diff) Evidence() []*Evidence {
	all := make([]*Evidence, len(d.accounts))
	for i, account := range d.accounts {
		all[i] = d.evidence[account]
	}
	return all
}
