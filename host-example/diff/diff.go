package diff

import (
	"cmp"
	"fmt"
	"hash/maphash"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/trellis-iam/trellis/host-example/receipt"
	"github.com/trellis-iam/trellis/plugin/exit"
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

// Evidence is what a list proves of an account: the receipt of all its segments, with every doubt that there is.
type Evidence struct {
	Account  string
	Old, New receipt.Receipt
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

// comparable refuses lists of different things, as far as there are receipts.
func (d *Diff) comparable() error {
	if len(d.old.receipts) == 1 && len(d.new.receipts) == 1 {
		a, _ := d.old.receiptOf("")
		b, _ := d.new.receiptOf("")
		return refuse(a, b)
	}
	for account, a := range d.old.receipts {
		if b, ok := d.new.receipts[account]; ok {
			if err := refuse(a, b); err != nil {
				return err
			}
		}
	}
	return nil
}

func refuse(a, b receipt.Receipt) error {
	what := a.Comparable(&b)
	if what == "" {
		return nil
	}
	shown := func(r receipt.Receipt) string {
		return map[string]string{
			"connector": r.Connector, "account": r.Account, "resource": r.Resource, "filters": fmt.Sprint(r.Filters),
		}[what]
	}
	return exit.Usagef("these are lists of different things: the %s of the old one is %s, that of the new one %s",
		what, shown(a), shown(b))
}

// judge sorts out who may differ, and what the lists prove of each account.
func (d *Diff) judge() {
	common := map[string]bool{}
	for k, i := range d.rows {
		p := d.pairs[i]
		if p.old.length > 0 && p.new.length > 0 {
			common[k.account] = true
		}
		if p.old.length == 0 || p.new.length == 0 || p.old.digest != p.new.digest {
			d.keys = append(d.keys, k)
		}
	}
	slices.SortFunc(d.keys, key.compare)
	accounts := map[string]bool{}
	for _, l := range []*list{d.old, d.new} {
		for account := range l.count {
			accounts[account] = true
		}
		if len(l.receipts) > 1 {
			for account := range l.receipts {
				accounts[account] = true
			}
		}
	}
	if len(accounts) == 0 { // two empty lists
		accounts[""] = true
	}
	d.accounts = slices.Sorted(maps.Keys(accounts))
	for _, account := range d.accounts {
		d.evidence[account] = d.weigh(account, common[account])
	}
}

// weigh adds to the receipts of an account what only both lists together tell.
func (d *Diff) weigh(account string, common bool) *Evidence {
	e := &Evidence{Account: account}
	dated := true
	for _, side := range []struct {
		*list
		to *receipt.Receipt
	}{{d.old, &e.Old}, {d.new, &e.New}} {
		r, ok := side.receiptOf(account)
		*side.to = r
		switch {
		case !ok:
			side.to.Add(receipt.NoReceipt)
			dated = false
		case r.Items != side.count[account]:
			side.to.Add(receipt.Miscounted)
		}
	}
	switch {
	case !dated:
		if len(e.New.Doubts) == 0 {
			e.New.Add(receipt.Undated)
		}
	case e.Old.FinishedAt.After(e.New.ListingStartedAt):
		e.New.Add(receipt.Overlap)
	}
	if !common && d.old.count[account] > 0 && d.new.count[account] > 0 {
		e.Old.Add(receipt.Strangers)
		e.New.Add(receipt.Strangers)
	}
	return e
}

// Evidence is what the lists prove, account by account.
func (d *Diff) Evidence() []*Evidence {
	all := make([]*Evidence, len(d.accounts))
	for i, account := range d.accounts {
		all[i] = d.evidence[account]
	}
	return all
}
