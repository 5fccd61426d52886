package conformance

import (
	"context"
	"slices"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func resumeCases() Group {
	return Group{ID: "resume", About: "Going on from a page token: nothing is lost, and nothing comes twice.", Cases: []Case{
		{
			ID:       "resume.union",
			Sentence: "From each token on comes exactly what came after it.",
			Contract: says("list.proto", "PageInfo.next_page_token", "The list can be resumed here, after this page."),
			Severity: Must, Needs: account, check: resumeUnion,
			Fix: "Put into a page's token the cursor that leads behind this page: not the one that it was asked for with, nor the next but one.",
		},
		{
			ID:       "resume.fresh-process",
			Sentence: "A token works in a process that has seen no call before.",
			Contract: says("list.proto", "## Page tokens", "works in another process, on another machine"),
			Severity: Must, Needs: account, check: resumeFresh,
			Fix: "Keep in the token all that it takes to go on, and nothing of it in memory.",
		},
		{
			ID:       "resume.listing",
			Sentence: "All segments of a listing carry its `listing_id`, and when it began.",
			Contract: says("list.proto", "Receipt.listing_started_at", "at the empty token; carried through tokens"),
			Severity: Must, Needs: account, check: resumeListing,
			Fix: "Put both into the tokens; a host joins segments by them.",
		},
		{
			ID:       "resume.receipt-counts",
			Sentence: "The receipt of a list that went on counts this stream alone.",
			Contract: says("list.proto", "## When may a host call someone gone?", "a receipt counts its own stream only"),
			Severity: Must, Needs: account, check: resumeCounts,
			Fix: "Begin counting at each call; the host adds the segments up.",
		},
		{
			ID:       "resume.page-limits",
			Sentence: "A list that is read in segments of one page, each from the receipt's token of the one before, is the whole list.",
			Contract: says("list.proto", "Receipt.next_page_token", "With PAGE_LIMIT: the token of the last page."),
			Severity: Must, Needs: account, check: resumeLimits,
			Fix: "Make the receipt's token the one of the last page, and take it under another page limit, too.",
		},
	}}
}

// continued is a list from a token on.
func continued(o *connectorv1.ListOptions, token string) *connectorv1.ListOptions {
	return &connectorv1.ListOptions{
		PageToken: token, PageSize: o.GetPageSize(), Filters: o.GetFilters(), Expand: o.GetExpand(), Raw: o.GetRaw(),
	}
}

// resumed goes on from each token of each list in turn, and hands over what came before and after it.
func resumed(ctx context.Context, t *trial, most int, in func(n int) *process, judge func(first, rest *stream, before []item)) {
	tried := 0
	for k := range t.lists(ctx) {
		o := t.inPages(ctx, k)
		first := t.listed(ctx, t.connector(ctx), k, o)
		if first == nil {
			continue
		}
		var before []item
		n := 0
		for _, p := range first.pages() {
			before = append(before, p.items...)
			token := p.info.GetNextPageToken()
			if token == "" || n == most {
				continue
			}
			n++
			tried++
			if rest := t.listed(ctx, in(n), k, continued(o, token)); rest != nil {
				judge(first, rest, before)
			}
		}
	}
	if tried == 0 && !t.failed() {
		t.cannotRun("no list has a second page")
	}
}

// allTokens bounds how many tokens of a list are tried.
const allTokens = 10

func resumeUnion(ctx context.Context, t *trial) {
	resumed(ctx, t, allTokens, func(int) *process { return t.connector(ctx) }, func(first, rest *stream, before []item) {
		t.wantUnion(first, rest, before)
	})
}

func (t *trial) wantUnion(first, rest *stream, before []item) {
	if d := difference(slices.Concat(before, rest.items()), first.items()); d != "" {
		t.failf("%s: the items up to a token (%d) and those from it on (%d) are not the whole list (%d): %s",
			first.kind.listCall, len(before), len(rest.items()), len(first.items()), d)
	}
}

// freshTokens is how many tokens of each list are tried in a process of their own.
const freshTokens = 2

func resumeFresh(ctx context.Context, t *trial) {
	var fresh []*process // the n-th is for the n-th token of each list, of which it then knows nothing
	resumed(ctx, t, freshTokens, func(n int) *process {
		if n > len(fresh) {
			fresh = append(fresh, t.fresh(ctx))
		}
		return fresh[n-1]
	}, func(first, rest *stream, before []item) {
		t.wantUnion(first, rest, before)
	})
}

func resumeListing(ctx context.Context, t *trial) {
	resumed(ctx, t, allTokens, func(int) *process { return t.connector(ctx) }, func(first, rest *stream, _ []item) {
		a, b := first.receipt(), rest.receipt()
		if a.GetListingId() != b.GetListingId() {
			t.failf("%s: the listing is called %q, and %q where it went on", first.kind.listCall, a.GetListingId(), b.GetListingId())
		}
		if !a.GetListingStartedAt().AsTime().Equal(b.GetListingStartedAt().AsTime()) {
			t.failf("%s: the listing began at %v, and at %v where it went on", first.kind.listCall,
				a.GetListingStartedAt().AsTime(), b.GetListingStartedAt().AsTime())
		}
	})
}

func resumeCounts(ctx context.Context, t *trial) {
	resumed(ctx, t, allTokens, func(int) *process { return t.connector(ctx) }, func(_, rest *stream, _ []item) { t.wantCounts(rest) })
}

func resumeLimits(ctx context.Context, t *trial) {
	tried := 0
	for k := range t.lists(ctx) {
		o := t.inPages(ctx, k)
		whole := t.whole(ctx, k).items()
		var got []item
		token := ""
		for range len(whole) + 1 {
			next := continued(o, token)
			next.PageLimit = 1
			s := t.listed(ctx, t.connector(ctx), k, next)
			if s == nil {
				break
			}
			got = append(got, s.items()...)
			if token = s.receipt().GetNextPageToken(); token == "" {
				break
			}
			tried++
		}
		if d := difference(got, whole); d != "" && !t.failed() {
			t.failf("%s in segments of a page each is not the whole list: %s", k.listCall, d)
		}
	}
	if tried == 0 && !t.failed() {
		t.cannotRun("no list has a second page")
	}
}
