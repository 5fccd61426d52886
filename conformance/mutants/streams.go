package mutants

import (
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// one sends a message as it is.
func one(e *event) []*event { return []*event{e} }

// receipts makes a mutant of lists whose receipts are changed.
func receipts(change func(*call, *connectorv1.Receipt)) wrong {
	return wrong{event: func(c *call, e *event) []*event {
		if e.receipt != nil {
			change(c, e.receipt)
		}
		return one(e)
	}}
}

// streamMutants are wrong about how a list ends.
func streamMutants() []Mutant {
	return []Mutant{
		{"no-receipt", "ends a list without a receipt", by("listing.receipt"),
			wrong{event: func(_ *call, e *event) []*event {
				if e.receipt != nil {
					return nil
				}
				return one(e)
			}}},
		{"two-receipts", "sends the receipt twice", by("listing.receipt"),
			wrong{event: func(_ *call, e *event) []*event {
				if e.receipt != nil {
					return []*event{e, e.clone()}
				}
				return one(e)
			}}},
		{"page-after-receipt", "sends the last page after the receipt", by("listing.receipt"),
			wrong{event: func(c *call, e *event) []*event {
				if e.receipt != nil && c.last != nil {
					e.receipt.Items += int64(len(c.last.items))
					return []*event{e, c.last}
				}
				last := c.last
				c.last = e
				return one(last)
			}}},
		{"receipt-counts-one-more", "counts one item more than it sent", by("listing.receipt-counts"),
			receipts(func(_ *call, r *connectorv1.Receipt) { r.Items++ })},
		{"receipt-counts-rejected", "counts a rejected item where there is none", by("listing.receipt-counts"),
			receipts(func(_ *call, r *connectorv1.Receipt) { r.Rejected++ })},
		{"receipt-counts-no-warnings", "counts no item that carries a warning", by("listing.receipt-counts"),
			receipts(func(_ *call, r *connectorv1.Receipt) { r.Warned = 0 })},
		{"receipt-counts-the-listing", "counts the pages before the token, too", by("resume.receipt-counts"),
			receipts(func(c *call, r *connectorv1.Receipt) {
				if c.resumed {
					r.Items += 10
				}
			})},
		{"end-not-told", "does not say why a list ends", by("listing.end"),
			receipts(func(_ *call, r *connectorv1.Receipt) { r.End = 0 })},
		{"exhausted-at-page-limit", "says EXHAUSTED where the page limit ended the list", by("listing.page-limit"),
			receipts(func(_ *call, r *connectorv1.Receipt) {
				r.End, r.NextPageToken = connectorv1.End_END_EXHAUSTED, ""
			})},
		{"page-limit-without-token", "says PAGE_LIMIT without a token to go on from", by("listing.page-limit"),
			receipts(func(_ *call, r *connectorv1.Receipt) { r.NextPageToken = "" })},
		{"token-at-the-end", "gives a token with EXHAUSTED", by("listing.end"),
			wrong{event: func(c *call, e *event) []*event {
				if e.info.GetNextPageToken() != "" {
					c.last = e.clone()
				}
				if e.receipt.GetEnd() == connectorv1.End_END_EXHAUSTED {
					e.receipt.NextPageToken = c.last.token()
				}
				return one(e)
			}}},
		{"listing-id-fixed", "calls all listings by one name", by("listing.listing-id"),
			receipts(func(_ *call, r *connectorv1.Receipt) { r.ListingId = "harbor-listing-1" })},
		{"listing-id-missing", "does not name the listing", by("listing.listing-id"),
			receipts(func(_ *call, r *connectorv1.Receipt) { r.ListingId = "" })},
		{"started-never", "says that a listing began in 1970", by("listing.listing-id"),
			receipts(func(_ *call, r *connectorv1.Receipt) { r.ListingStartedAt = &timestamppb.Timestamp{} })},
		{"empty-listing-fails", "fails where there is nobody to list", by("listing.empty"),
			wrong{event: func(c *call, e *event) []*event {
				if e.receipt != nil && e.receipt.GetItems() == 0 && !c.resumed {
					return nil
				}
				return one(e)
			}}},
		{"changes-ignored", "ignores a change token", by("unsupported.changes"),
			asked(func(_ *call, o *connectorv1.ListOptions) { o.ChangeToken = "" })},
		{"changes-announced", "gives a token for changes", by("unsupported.reserved"),
			receipts(func(_ *call, r *connectorv1.Receipt) { r.NextChangeToken = "from-here" })},
		{"all-at-once", "keeps the pages back until it has all of them", by("listing.flow", "faults.hang"),
			wrong{event: func(c *call, e *event) []*event {
				c.all = append(c.all, e)
				if e.receipt == nil {
					return nil
				}
				for _, p := range c.all {
					e.receipt.Items += int64(len(p.items))
				}
				return c.all
			}}},
		{"too-large", "sends a message above 4 MiB", by("listing.message-size"),
			wrong{event: func(_ *call, e *event) []*event {
				for _, i := range e.items[:min(1, len(e.items))] {
					set(i, "name", string(make([]byte, 5<<20)))
				}
				return one(e)
			}}},
	}
}

// token is the page's.
func (e *event) token() string {
	if e == nil {
		return ""
	}
	return e.info.GetNextPageToken()
}

// cloneItem is a second copy.
func cloneItem(i item) item { return proto.CloneOf(i) }
