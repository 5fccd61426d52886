package diff

import (
	"slices"

	"github.com/trellis-iam/trellis/host-example/receipt"
)

// Summary is what a difference comes to.
type Summary struct {
	Old, New int64          // items of each list, an id once
	Kinds    map[Kind]int64 // how many there are of each kind
	// NotCompared are fields, by name, that an item has in one list only, and of which it is not known that the other list read
	// them.
	NotCompared []string
}

// Summary is what the difference comes to.
func (d *Diff) Summary() Summary { return d.summary }

// Each tells, by account and id, of the items of some kinds. An error of tell ends it.
func (d *Diff) Each(tell func(Entry) error, kinds ...Kind) error {
	for _, k := range d.keys {
		e := d.entry(k)
		if !slices.Contains(kinds, e.Kind) {
			continue
		}
		if err := d.fill(&e, func(string) {}); err != nil {
			return err
		}
		if err := tell(e); err != nil {
			return err
		}
	}
	return nil
}

// settle looks at all items whose texts differ, keeps those that differ in what they say, and sums up.
func (d *Diff) settle() (err error) {
	s := &d.summary
	s.Kinds = map[Kind]int64{}
	for _, p := range d.pairs {
		if p.old.length > 0 {
			s.Old++
		}
		if p.new.length > 0 {
			s.New++
		}
	}
	notCompared := func(field string) {
		if i, there := slices.BinarySearch(s.NotCompared, field); !there {
			s.NotCompared = slices.Insert(s.NotCompared, i, field)
		}
	}
	d.keys = slices.DeleteFunc(d.keys, func(k key) bool {
		e := d.entry(k)
		if err == nil && e.Kind == Changed {
			if err = d.fill(&e, notCompared); len(e.Changes) == 0 {
				return true
			}
		}
		s.Kinds[e.Kind]++
		return false
	})
	return err
}

// entry is what became of an item, if it is not the same, without what has to be read for it.
func (d *Diff) entry(k key) Entry {
	e := Entry{Kind: Changed, Account: k.account, ID: k.id}
	p, evidence := d.pairs[d.rows[k]], d.evidence[k.account]
	switch {
	case p.old.length == 0:
		e.absent(&evidence.Old, Came, New)
	case p.new.length == 0:
		e.absent(&evidence.New, Gone, Missing)
	}
	return e
}

// absent says what it means that an item is not in a list. That of which the record was rejected was there.
func (e *Entry) absent(from *receipt.Receipt, proven, unproven Kind) {
	e.Rejected = slices.Contains(from.RejectedIDs, e.ID)
	e.Kind = unproven
	if from.AbsenceIsEvidence && !e.Rejected {
		e.Kind, e.ToConfirm = proven, from.ToConfirm()
	}
}

// fill reads what there is to tell of an item.
func (d *Diff) fill(e *Entry, notCompared func(string)) (err error) {
	p := d.pairs[d.rows[key{e.Account, e.ID}]]
	if p.new.length == 0 {
		e.Item, err = d.old.read(p.old)
		return err
	}
	if e.Item, err = d.new.read(p.new); err != nil || p.old.length == 0 {
		return err
	}
	before, err := d.old.read(p.old)
	if err != nil {
		return err
	}
	e.Changes = fieldsOf(before, e.Item, d.sameReading(e.Account), d.skip, notCompared)
	return nil
}

// sameReading reports whether both lists are known to have read the same fields.
func (d *Diff) sameReading(account string) bool {
	e := d.evidence[account]
	return e.Old.Format == receipt.Format && e.New.Format == receipt.Format && e.Old.SameReading(&e.New)
}
