package conformance

import (
	"context"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func listingPageSize(ctx context.Context, t *trial) {
	tried := 0
	for k := range t.lists(ctx) {
		r := t.resource(k)
		if r.GetDefaultPageSize() <= 0 {
			continue // everything comes in one page
		}
		tried++
		most := max(r.GetMaxPageSize(), r.GetDefaultPageSize())
		for size, want := range map[int32]int32{0: r.GetDefaultPageSize(), t.pageSize(ctx, k): t.pageSize(ctx, k), connector.MaxPageSize: most} {
			for _, p := range t.list(ctx, k, &connectorv1.ListOptions{PageSize: size}).pages() {
				if len(p.items) > int(want) {
					t.failf("%s with page_size %d: a page of %d items, where %d are the most", k.listCall, size, len(p.items), want)
				}
			}
		}
	}
	if tried == 0 {
		t.doesNotApply("Describe says that pages do not apply")
	}
}

func listingPageSizes(ctx context.Context, t *trial) {
	for k := range t.lists(ctx) {
		whole := t.whole(ctx, k).items()
		for _, size := range []int32{t.pageSize(ctx, k), t.pageSize(ctx, k)/2 + 1, 1000} {
			s := t.listed(ctx, t.connector(ctx), k, &connectorv1.ListOptions{PageSize: size})
			if s == nil {
				continue
			}
			if d := difference(s.items(), whole); d != "" {
				t.failf("%s with page_size %d differs from the list in pages of the default size: %s", k.listCall, size, d)
			}
		}
	}
}

// limitTried is a page limit that ends a list of several pages early.
const limitTried = 2

func listingPageLimit(ctx context.Context, t *trial) {
	tried := 0
	for k := range t.lists(ctx) {
		o, whole := t.inPages(ctx, k), t.paged(ctx, k)
		if whole == nil || len(whole.tokens()) <= limitTried {
			continue
		}
		tried++
		o.PageLimit = limitTried
		s := t.listed(ctx, t.connector(ctx), k, o)
		if s == nil {
			continue
		}
		r, tokens := s.receipt(), s.tokens()
		switch {
		case r.GetEnd() != connectorv1.End_END_PAGE_LIMIT:
			t.failf("%s with page_limit %d, of more pages: the receipt says %v", k.listCall, limitTried, r.GetEnd())
		case len(tokens) == 0 || len(tokens) > limitTried:
			t.failf("%s with page_limit %d: %d pages that can be gone on from", k.listCall, limitTried, len(tokens))
		case r.GetNextPageToken() != tokens[len(tokens)-1]:
			t.failf("%s with page_limit %d: the receipt's token is not the last page's", k.listCall, limitTried)
		}
	}
	if tried == 0 {
		t.cannotRun("no list has more than %d pages", limitTried)
	}
}

// users lists those of a sandbox of its own, and wants so many, each once.
func (t *trial) wantUsers(ctx context.Context, n int, o *connectorv1.ListOptions) {
	s := t.sandbox(ctx, n, firstSeed)
	got := t.connector(ctx).list(ctx, users(), s.account(), o)
	if got.failure != nil || got.receipt().GetEnd() != connectorv1.End_END_EXHAUSTED {
		t.failf("ListUsers of %d users with page_size %d: %v, the receipt says %v", n, o.GetPageSize(), got.failure, got.receipt().GetEnd())
		return
	}
	if distinct := len(byID(got.items())); len(got.items()) != n || distinct != n {
		t.failf("ListUsers of %d users with page_size %d: %d came, %d of them different", n, o.GetPageSize(), len(got.items()), distinct)
	}
}

// needsUsers ends a check that is about the users of a sandbox, where users are not read, or not even where nothing is the
// matter.
func (t *trial) needsUsers(ctx context.Context) {
	for k := range t.kinds(opList) {
		if k.kind == connectorv1.ResourceKind_RESOURCE_KIND_USER {
			_ = t.whole(ctx, k)
			return
		}
	}
	t.doesNotApply("the connector does not list users")
}

func listingEmpty(ctx context.Context, t *trial) {
	t.needsUsers(ctx)
	t.wantUsers(ctx, 0, nil)
}

func listingOne(ctx context.Context, t *trial) {
	t.needsUsers(ctx)
	t.wantUsers(ctx, 1, nil)
}

func listingBoundaries(ctx context.Context, t *trial) {
	t.needsUsers(ctx)
	size := t.pageSize(ctx, users())
	if size < 2 {
		t.doesNotApply("Describe says that pages do not apply")
	}
	for _, n := range []int32{size - 1, size, size + 1, 2 * size, 2*size + 1} {
		t.wantUsers(ctx, int(n), &connectorv1.ListOptions{PageSize: size})
	}
}

// The second page is answered late, so that a page which is sent when it is read comes early: with time to spare, which a busy
// machine takes.
const (
	lateBy = 3 * time.Second
	early  = 500 * time.Millisecond
)

func listingFlow(ctx context.Context, t *trial) {
	t.needsUsers(ctx)
	size := t.pageSize(ctx, users())
	if size < 2 {
		t.doesNotApply("Describe says that pages do not apply")
	}
	s := t.sandbox(ctx, int(3*size), firstSeed)
	late := s.at(2, int(size), fault{Kind: "delay", For: resttest.Duration(lateBy), Times: 1})
	t.must(s.fail(ctx, late))
	got := t.connector(ctx).list(ctx, users(), s.account(), &connectorv1.ListOptions{PageSize: size})
	if got.failure != nil {
		t.fatalf("ListUsers fails: %v", got.failure)
	}
	for _, e := range got.events {
		if e.page != nil {
			if got.took-e.at < early {
				t.failf("the first page came %v before the end of a list whose second page the vendor kept back for %v", (got.took - e.at).Round(roundTo), lateBy)
			}
			return
		}
	}
	t.failf("no page came")
}
