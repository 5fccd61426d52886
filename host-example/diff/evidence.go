package diff

import (
	"maps"
	"slices"
	"strings"

	"github.com/trellis-iam/trellis/host-example/receipt"
	"github.com/trellis-iam/trellis/plugin/exit"
)

// Evidence is what a list proves of an account: the receipt of all its segments, with every doubt that there is.
type Evidence struct {
	Account  string
	Old, New receipt.Receipt
}

// comparable refuses lists of different things, as far as there are receipts.
func (d *Diff) comparable() error {
	if d.old.named() != d.new.named() && len(d.old.count) > 0 && len(d.new.count) > 0 {
		return exit.Usagef("the items of one list say whose they are, and those of the other do not: compare lists of the same accounts")
	}
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
			"connector": r.Connector, "account": r.Account, "resource": r.Resource, "filters": filters(r.Filters),
		}[what]
	}
	return exit.Usagef("these are lists of different things: the %s of the old one is %q, that of the new one %q",
		what, shown(a), shown(b))
}

// filters are those of a list as people give them.
func filters(of map[string][]string) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(of)) {
		all = append(all, name+"="+strings.Join(of[name], ","))
	}
	return strings.Join(all, " ")
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
	began := e.New.ListingStartedAt
	if began.IsZero() { // it broke: who is in it was there by then
		began = e.New.FinishedAt
	}
	for _, r := range []*receipt.Receipt{&e.Old, &e.New} {
		switch {
		case !dated && len(r.Doubts) == 0:
			r.Add(receipt.Undated)
		case dated && e.Old.FinishedAt.After(began):
			r.Add(receipt.Overlap)
		}
		if !common && d.old.count[account] > 0 && d.new.count[account] > 0 {
			r.Add(receipt.Strangers)
		}
	}
	return e
}
