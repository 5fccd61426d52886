package conformance

import (
	"context"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func listingCases() Group {
	return Group{ID: "listing", About: "Lists: a receipt that is true, pages as they were asked for, everything exactly once.", Cases: []Case{
		{
			ID:       "listing.receipt",
			Sentence: "A list ends with exactly one receipt, after which nothing comes, and status OK.",
			Contract: says("list.proto", "## The stream", "ended by exactly one **receipt** and then status OK. After the receipt nothing comes."),
			Severity: Must, Needs: account, check: listingReceipt,
			Fix: "Send the receipt once, when all pages are sent, and return; without one a host takes the list for a partial one.",
		},
		{
			ID:       "listing.receipt-counts",
			Sentence: "The receipt counts the items, rejections and items with warnings that were in this stream's pages.",
			Contract: says("list.proto", "Receipt", "All counts are of **this stream**."),
			Severity: Must, Needs: account, check: listingCounts,
			Fix: "Count what was sent, when it is sent, and nothing else: not what the vendor says there is.",
		},
		{
			ID:       "listing.end",
			Sentence: "A list that was read to its end says EXHAUSTED, and has no token to go on from.",
			Contract: says("list.proto", "Receipt.next_page_token", "With EXHAUSTED: empty."),
			Severity: Must, Needs: account, check: listingEnd,
			Fix: "Set `end` to END_EXHAUSTED, and leave `next_page_token` empty, where the vendor said that this was the last page.",
		},
		{
			ID:       "listing.listing-id",
			Sentence: "Each listing has a name of its own, of at most 64 bytes, and says when it began.",
			Contract: says("list.proto", "Receipt.listing_id", "made at the empty token (at least 64 bits of randomness), at most 64 bytes"),
			Severity: Must, Needs: account, check: listingID,
			Fix: "Make `listing_id` of 8 random bytes or more, and `listing_started_at` of the clock, when a list begins without a token.",
		},
		{
			ID:       "listing.once",
			Sentence: "No id comes twice in one listing.",
			Contract: says("list.proto", "## Delivery", "the pages of one listing hold every item exactly once"),
			Severity: Must, Needs: account, check: listingOnce,
			Fix: "Ask for the next page with the vendor's cursor, and not with the last item again.",
		},
		{
			ID:       "listing.stable",
			Sentence: "Two lists of data that stands still are equal, field by field.",
			Contract: says("list.proto", "## Delivery", "While the vendor's data stands still, the pages of one listing hold every item exactly once"),
			Severity: Must, Needs: account, check: listingStable,
			Fix: "Make items of the vendor's record alone: no clock, nothing random, nothing of an earlier call.",
		},
		{
			ID:       "listing.page-size",
			Sentence: "No page has more items than were asked for.",
			Contract: says("list.proto", "ListOptions.page_size", "Items a page, at most"),
			Severity: Must, Needs: account, check: listingPageSize,
			Fix: "Ask the vendor for `page_size` items, lowered to the resource's `max_page_size`; split what is longer.",
		},
		{
			ID:       "listing.page-sizes-agree",
			Sentence: "The same items come whatever the page size.",
			Contract: says("list.proto", "## Delivery", "exactly once, however it is split into segments"),
			Severity: Must, Needs: account, check: listingPageSizes,
			Fix: "Look at what happens at the boundary of two pages, and at the last page.",
		},
		{
			ID:       "listing.page-limit",
			Sentence: "A page limit ends the stream after so many pages, with PAGE_LIMIT and the token of the last page.",
			Contract: says("list.proto", "ListOptions.page_limit", "the receipt then says PAGE_LIMIT and has a token"),
			Severity: Must, Needs: account, check: listingPageLimit,
			Fix: "After `page_limit` pages, and only there, end with END_PAGE_LIMIT and the last page's token. It is not EXHAUSTED: there may be more.",
		},
		{
			ID:       "listing.empty",
			Sentence: "A list of nothing is a receipt that says EXHAUSTED, and no error.",
			Contract: says("list.proto", "## The stream", "A list of nothing may be a receipt alone."),
			Severity: Must, Needs: stand, check: listingEmpty,
			Fix: "Take an empty first page for what it is: an application that has no users.",
		},
		{
			ID:       "listing.one-item",
			Sentence: "A list of one item is that item.",
			Contract: says("list.proto", "END_EXHAUSTED", "There is no more: the vendor said that this was the last page."),
			Severity: Must, Needs: stand, check: listingOne,
			Fix: "Look at what the connector makes of a page of one record.",
		},
		{
			ID:       "listing.page-boundaries",
			Sentence: "A list whose last page is exactly full, or holds one item, is whole.",
			Contract: says("list.proto", "ListOptions.page_size", "a short page is not the end"),
			Severity: Must, Needs: stand, check: listingBoundaries,
			Fix: "Let the vendor's cursor (or total) say whether there is another page, and not how full the last one was.",
		},
		{
			ID:       "listing.flow",
			Sentence: "Pages are sent as they are read.",
			Contract: says("connector.proto", "## Sizes", "so that slow consumers see steady progress"),
			Severity: Should, Needs: stand, slow: true, check: listingFlow,
			Fix: "Send each page when it is read, and keep none back until the last one is there.",
		},
		{
			ID:       "listing.message-size",
			Sentence: "No message is larger than 4 MiB.",
			Contract: says("connector.proto", "## Sizes", "A connector keeps every message under **4 MiB** (it splits pages)"),
			Severity: Must, Needs: account, check: listingMessageSize,
			Fix: "Split a page into several messages; the token and all else in `info` stand on the last one.",
		},
	}}
}

// inPages are options for several pages.
func (t *trial) inPages(ctx context.Context, k *kind) *connectorv1.ListOptions {
	return &connectorv1.ListOptions{PageSize: t.pageSize(ctx, k)}
}

// listed is a list of the account under test that must succeed: where it does not, that is noted, and it is nil.
func (t *trial) listed(ctx context.Context, p *process, k *kind, o *connectorv1.ListOptions) *stream {
	s := p.list(ctx, k, t.account(), o)
	if s.failure != nil || s.receipt() == nil {
		t.failf("%s fails: %v, after %d items", k.listCall, s.failure, len(s.items()))
		return nil
	}
	return s
}

func listingReceipt(ctx context.Context, t *trial) {
	for k := range t.kinds(opList) {
		if t.wantReceipt(t.list(ctx, k, nil)) {
			t.wantReceipt(t.list(ctx, k, t.inPages(ctx, k)))
		}
	}
}

// wantReceipt notes a stream that does not end as streams must.
func (t *trial) wantReceipt(s *stream) (ok bool) {
	receipts := 0
	for _, e := range s.events {
		if e.receipt != nil {
			receipts++
		}
	}
	switch n := len(s.events); {
	case s.failure != nil:
		t.failf("%s ends with %v, after %d messages", s.kind.listCall, s.failure, n)
	case receipts != 1:
		t.failf("%s: %d receipts", s.kind.listCall, receipts)
	case s.events[n-1].receipt == nil:
		t.failf("%s: something comes after the receipt", s.kind.listCall)
	default:
		return true
	}
	return false
}

func listingCounts(ctx context.Context, t *trial) {
	for k := range t.lists(ctx) {
		if s := t.paged(ctx, k); s != nil {
			t.wantCounts(s)
		}
	}
	if t.run.pool == nil {
		return
	}
	t.needsUsers(ctx)
	s := t.sandbox(ctx, standingUsers, firstSeed)
	path := s.about.Users.Path
	t.must(s.fail(ctx, fault{Path: path, Kind: "bad_date", Index: 1, From: 1, Times: 1}, fault{Path: path, Kind: "missing_id", Index: 2, From: 2, Times: 1}))
	t.wantCounts(t.connector(ctx).list(ctx, users(), s.account(), &connectorv1.ListOptions{PageSize: t.pageSize(ctx, users())}))
}

// wantCounts notes a receipt that does not agree with what came.
func (t *trial) wantCounts(s *stream) {
	r := s.receipt()
	if r == nil {
		t.failf("%s: no receipt: %v", s.kind.listCall, s.failure)
		return
	}
	var items, rejected, warned int64
	for _, p := range s.pages() {
		items += int64(len(p.items))
		rejected += int64(len(p.info.GetRejected()))
		for _, one := range p.items {
			if len(one.GetSource().GetWarnings()) > 0 {
				warned++
			}
		}
	}
	if r.GetItems() != items || r.GetRejected() != rejected || r.GetWarned() != warned {
		t.failf("%s: the receipt counts %d items, %d rejected and %d with warnings; %d, %d and %d came",
			s.kind.listCall, r.GetItems(), r.GetRejected(), r.GetWarned(), items, rejected, warned)
	}
}

func listingEnd(ctx context.Context, t *trial) {
	for k := range t.lists(ctx) {
		s := t.paged(ctx, k)
		if s == nil {
			continue
		}
		r := s.receipt()
		if r.GetEnd() != connectorv1.End_END_EXHAUSTED || r.GetNextPageToken() != "" {
			t.failf("%s: the receipt says %v, with a token of %d bytes", k.listCall, r.GetEnd(), len(r.GetNextPageToken()))
		}
	}
}

func listingID(ctx context.Context, t *trial) {
	seen := map[string]bool{}
	for k := range t.lists(ctx) {
		for range 2 {
			before := time.Now()
			s := t.paged(ctx, k)
			if s == nil {
				break
			}
			r := s.receipt()
			id := r.GetListingId()
			switch {
			case id == "" || len(id) > maxListingID:
				t.failf("%s: a listing_id of %d bytes", k.listCall, len(id))
			case seen[id]:
				t.failf("%s: two listings are called %q", k.listCall, id)
			}
			seen[id] = true
			if !around(r.GetListingStartedAt(), before, time.Now()) {
				t.failf("%s: the listing began at %v, says the receipt, and was asked for at %v", k.listCall, r.GetListingStartedAt().AsTime(), before.UTC())
			}
		}
	}
}

const (
	maxListingID = 64
	// clocks of one machine may be read with little precision
	clockSlack = 2 * time.Second
)

func around(at *timestamppb.Timestamp, from, to time.Time) bool {
	return at.IsValid() && at.AsTime().After(from.Add(-clockSlack)) && at.AsTime().Before(to.Add(clockSlack))
}

func listingOnce(ctx context.Context, t *trial) {
	for k := range t.lists(ctx) {
		s := t.paged(ctx, k)
		if s == nil {
			continue
		}
		seen := map[string]bool{}
		for _, id := range ids(s.items()) {
			if seen[id] {
				t.failf("%s: the id %q comes twice", k.listCall, clip(id, maxName))
			}
			seen[id] = true
		}
	}
}

func listingStable(ctx context.Context, t *trial) {
	for k := range t.lists(ctx) {
		whole := t.whole(ctx, k).items()
		for range 2 {
			if s := t.listed(ctx, t.connector(ctx), k, nil); s != nil {
				if d := difference(s.items(), whole); d != "" {
					t.failf("%s: the same list is another one: %s", k.listCall, d)
				}
			}
		}
	}
}

func listingMessageSize(ctx context.Context, t *trial) {
	for k := range t.lists(ctx) {
		for _, e := range t.list(ctx, k, &connectorv1.ListOptions{Raw: true}).events {
			if e.size > connector.MessageSize {
				t.failf("%s: a message of %d bytes", k.listCall, e.size)
			}
		}
	}
}
