package byhand

import (
	"fmt"
	"strings"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// outcome is how a list went.
type outcome struct {
	what    string // "users"
	options *connectorv1.ListOptions
	receipt *connectorv1.Receipt // nil: the list was cut, by an error or within a page

	items, pages, rejected, warned int64
	// token is the last point to go on from, "" for the start, and since the items that were written after it: going on
	// from it brings them again.
	token string
	since int64
}

// summary is the receipt in a sentence, of a list that ended as it was asked to.
func (o *outcome) summary() string {
	end := "stopped at the limit"
	if o.receipt.GetEnd() == connectorv1.End_END_EXHAUSTED {
		end = "complete"
		if o.options.GetPageToken() != "" {
			end = "complete from the page token on"
		}
	}
	s := end + ": " + o.counts()
	if o.receipt != nil {
		s += ", visibility " + strings.ToLower(strings.TrimPrefix(o.receipt.GetVisibility().String(), "VISIBILITY_"))
		if o.receipt.GetDriftObserved() {
			s += ", the data moved meanwhile"
		}
	}
	if o.receipt.GetEnd() != connectorv1.End_END_EXHAUSTED {
		s += "; " + o.goOn()
	}
	return s
}

// partial tells how far a list came that did not end as it was asked to.
func (o *outcome) partial() string {
	return "partial, without a receipt: " + o.counts() + "; " + o.goOn()
}

func (o *outcome) counts() string {
	s := plural(o.items, o.what) + " in " + plural(o.pages, "pages")
	if o.rejected > 0 {
		s += fmt.Sprintf(", %d rejected", o.rejected)
	}
	if o.warned > 0 {
		s += fmt.Sprintf(", %d with warnings", o.warned)
	}
	return s
}

// goOn says with which flags the rest of the list can be had. The page size is among them where it is not the connector's
// own, because tokens are bound to it.
func (o *outcome) goOn() string {
	if o.token == "" {
		return "there is no point to go on from: start the list again"
	}
	again := ""
	if o.since > 0 {
		again = fmt.Sprintf(" (the last %d come again)", o.since)
	}
	flags := ""
	if size := o.options.GetPageSize(); size > 0 {
		flags = fmt.Sprintf(" --page-size %d", size)
	}
	return fmt.Sprintf("to go on%s, add%s --page-token %s", again, flags, o.token)
}

func plural(n int64, things string) string {
	if n == 1 {
		things = strings.TrimSuffix(things, "s")
	}
	return fmt.Sprintf("%d %s", n, things)
}
