package cli

import (
	"cmp"
	"fmt"
	"os"
	"slices"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/host-example/receipt"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// proof is the receipts of a command's lists, for programs: in the JSON of -o json, and in the file of --receipt.
type proof struct {
	*app
	lists  []ending
	fields map[string]string // expressions
	raw    bool              // records are shown, and not only asked for
	// several is whether there may be several lists: the form of what is written does not depend on how many there are.
	several bool
	file    *receipt.File // nil: none was asked for
}

// ending is a list that has ended, and with which error.
type ending struct {
	*outcome
	err error
}

// open makes sure, when nothing else can be wrong any more and before anyone is asked for a list, that the receipts can be
// written to a file; "": none is asked for.
func (p *proof) open(path, token string) (err error) {
	switch {
	case path == "":
		return nil
	case path == "-":
		return usagef("--receipt takes a file; -o json has the receipt behind the list")
	case p.writesTo(path):
		return usagef("--receipt takes another file than the list itself: %s", path)
	}
	if p.file, err = receipt.Create(path, token); err != nil {
		return usagef("--receipt: there is no writing to that file: %v", err)
	}
	return nil
}

// writesTo reports whether stdout is that file.
func (a *app) writesTo(path string) bool {
	out, ok := a.Stdout.(*os.File)
	if !ok {
		return false
	}
	is, err := out.Stat()
	if err != nil {
		return false
	}
	named, err := os.Stat(path)
	return err == nil && os.SameFile(is, named)
}

// add adds a list that has ended, with err.
func (p *proof) add(o *outcome, err error) { p.lists = append(p.lists, ending{o, err}) }

// fail says that the output could not be ended, so that no list in it is whole.
func (p *proof) fail(err error) {
	for i := range p.lists {
		p.lists[i].err = cmp.Or(p.lists[i].err, err)
	}
}

func (p *proof) receipts() []receipt.Receipt {
	all := make([]receipt.Receipt, len(p.lists))
	for i, l := range p.lists {
		all[i] = l.proven(l.err)
		all[i].Fields, all[i].Raw = p.fields, p.raw
		if e := all[i].Error; e != nil {
			e.Message = p.secrets.redact(e.Message)
		}
	}
	return all
}

// members are those of -o json behind the items. Where there are several lists, no one page follows on them.
func (p *proof) members() (text []byte, err error) {
	all := p.receipts()
	if !p.several {
		text = append(text, `"next":`...)
		if next := all[0].NextPageToken; next == "" {
			text = append(text, "null"...)
		} else {
			text = output.AppendString(text, next)
		}
		return receipt.Append(append(text, ",\n\"receipt\":"...), all[0])
	}
	text = append(text, `"receipts":[`...)
	for i, r := range all {
		if i > 0 {
			text = append(text, ',')
		}
		if text, err = receipt.Append(append(text, '\n'), r); err != nil {
			return nil, err
		}
	}
	return append(text, ']'), nil
}

// write writes the file, if one was asked for.
func (p *proof) write() error {
	if p.file == nil {
		return nil
	}
	if err := p.file.Write(p.receipts()...); err != nil {
		return fmt.Errorf("the receipt cannot be written, and there is none: %w", err)
	}
	return nil
}

// proven is the outcome as a receipt, given the error that the list ended with.
func (o *outcome) proven(err error) receipt.Receipt {
	r := receipt.Receipt{
		Format:    receipt.Format,
		Connector: o.from.connector, ConnectorVersion: o.version, Account: cmp.Or(o.from.account, o.account), Resource: o.what,
		Filters: filtersOf(o.options), Expand: slices.Sorted(slices.Values(o.options.GetExpand())),
		End: receipt.ItemLimit, Items: o.items,
		Rejected: o.rejected, RejectedWithoutID: o.nameless, RejectedIDs: o.refused, Warned: o.warned,
		Consistency:   code(o.consistency.String(), "CONSISTENCY_"),
		DriftObserved: o.receipt.GetDriftObserved(), ListingID: o.receipt.GetListingId(),
		FinishedAt: o.finished, PageToken: o.options.GetPageToken(), NextPageToken: o.goOnToken(), ItemsAgain: o.since,
	}
	if t := o.receipt.GetListingStartedAt(); t != nil {
		r.ListingStartedAt = t.AsTime()
	}
	if o.receipt != nil {
		r.Visibility = visibility(o.receipt.GetVisibility())
	}
	switch {
	case err != nil:
		r.End, r.Error = receipt.Partial, &receipt.Error{Reason: string(connector.ReasonOf(err)), Message: err.Error()}
	case o.receipt.GetEnd() == connectorv1.End_END_EXHAUSTED:
		r.End, r.NextPageToken, r.ItemsAgain = receipt.Exhausted, "", 0
	case o.receipt.GetEnd() == connectorv1.End_END_PAGE_LIMIT:
		r.End = receipt.PageLimit
	}
	r.Judge()
	return r
}

func filtersOf(o *connectorv1.ListOptions) map[string][]string {
	all := map[string][]string{}
	for _, f := range o.GetFilters() {
		all[f.GetName()] = slices.Sorted(slices.Values(f.GetValues()))
	}
	return all
}
