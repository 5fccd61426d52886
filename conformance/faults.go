package conformance

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Sizes of the lists that meet faults: nine pages, and the fault at the first or at one in the middle.
const (
	faultUsers    = 85
	faultPageSize = 10
	middlePage    = 4
)

// faultList is a list of users at a stand-in of the case's own.
type faultList struct {
	t       *trial
	s       *sandbox
	account *connectorv1.Account
	whole   map[string]item
}

// faulty readies a stand-in, whose users are those of a list that meets no fault.
func (t *trial) faulty(ctx context.Context) *faultList {
	t.needsUsers(ctx)
	l := &faultList{t: t, s: t.sandbox(ctx, faultUsers, firstSeed)}
	l.account = l.s.account()
	s := l.list(ctx, "")
	if s.failure != nil || s.receipt().GetEnd() != connectorv1.End_END_EXHAUSTED || len(s.items()) != faultUsers {
		t.notReached(firstBoundaries, "without a fault, ListUsers gives %d users of %d, and ends with %v", len(s.items()), faultUsers, s.failure)
	}
	l.whole = byID(s.items())
	return l
}

func (l *faultList) list(ctx context.Context, token string) *stream {
	return l.t.connector(ctx).list(ctx, users(), l.account, &connectorv1.ListOptions{PageSize: faultPageSize, PageToken: token})
}

// has ends the case where the sandbox cannot play a fault.
func (l *faultList) has(ctx context.Context, kind string) { l.t.must(l.s.can(ctx, kind)) }

// meets has lists and Authenticate meet a fault. Where each of them has to wait for long they do so beside each other, and each has
// a stand-in of its own.
func (t *trial) meets(ctx context.Context, row faultRow) {
	l := t.faulty(ctx)
	l.has(ctx, row.fault.Kind)
	parts := []func(*faultList){
		func(l *faultList) { l.meetsOn(ctx, row, 1) },
		func(l *faultList) { l.meetsOn(ctx, row, middlePage) },
		func(l *faultList) { l.authenticates(ctx, row) },
	}
	if !row.waits() {
		for _, part := range parts {
			part(l)
		}
		return
	}
	t.beside(
		func() { parts[0](l) },
		func() { parts[1](t.faulty(ctx)) },
		func() { parts[2](t.faulty(ctx)) },
	)
}

// waits reports whether a connector that meets the fault asks again several times, with growing pauses.
func (row *faultRow) waits() bool { return row.tries > 2 }

// meetsOn has a list meet a fault on a page.
func (l *faultList) meetsOn(ctx context.Context, row faultRow, page int) {
	if page == 1 && row.later {
		return
	}
	f := row.fault
	f.Times = row.times
	l.t.must(l.s.fail(ctx, l.s.at(page, faultPageSize, f)))
	got := l.list(ctx, "")
	what := fmt.Sprintf("ListUsers, with the fault %s on page %d", describeFault(row), page)
	if row.times > 0 {
		l.wantWhole(got, what)
		l.wantHits(ctx, what, 1)
		return
	}
	l.wantPart(ctx, row, page, got, what)
}

// authenticates has Authenticate meet a fault that lasts.
func (l *faultList) authenticates(ctx context.Context, row faultRow) {
	if row.listed || row.times > 0 {
		return
	}
	l.t.must(l.s.fail(ctx, row.fault))
	_, failed := l.t.connector(ctx).authenticate(ctx, l.account)
	l.t.wantAuthenticate(failed, "Authenticate, with the fault "+describeFault(row), row.reasons...)
}

// describeFault says a row's fault in a few words.
func describeFault(row faultRow) string {
	text := row.fault.Kind
	if row.fault.Status > 0 {
		text += fmt.Sprintf(" %d", row.fault.Status)
	}
	if row.times > 0 {
		text += fmt.Sprintf(", %d times", row.times)
	}
	return text
}

// wantWhole notes a list that is not all there is, each once.
func (l *faultList) wantWhole(got *stream, what string) {
	if got.failure != nil || got.receipt().GetEnd() != connectorv1.End_END_EXHAUSTED {
		l.t.failf("%s: the list should be whole, and after %d users comes %v", what, len(got.items()), got.failure)
		return
	}
	l.wantUnion(what, got.items())
}

// wantUnion notes items that are not all there are, each once and as they are.
func (l *faultList) wantUnion(what string, items []item) {
	seen := map[string]bool{}
	for _, one := range items {
		id := one.GetId()
		switch want := l.whole[id]; {
		case seen[id]:
			l.t.failf("%s: the user %s comes twice", what, id)
		case want == nil:
			l.t.failf("%s: nobody has the id %s", what, id)
		case !proto.Equal(want, one):
			l.t.failf("%s: the user %s is not as without the fault", what, id)
		}
		seen[id] = true
	}
	if len(seen) < len(l.whole) {
		l.t.failf("%s: %d users of %d came", what, len(seen), len(l.whole))
	}
}

// wantHits notes a fault that was met less often than it should be.
func (l *faultList) wantHits(ctx context.Context, what string, least int64) {
	faults, err := l.s.faults(ctx)
	l.t.must(err)
	hits := int64(0)
	for _, f := range faults {
		hits += f.Hits
	}
	if hits < least {
		l.t.failf("%s: it was met by %d requests, want at least %d", what, hits, least)
	}
}

// wantPart notes a list that does not end as one must that breaks off at a page: with the reason, what came before the page, no
// receipt, and a token from which the rest comes once the fault is gone.
func (l *faultList) wantPart(ctx context.Context, row faultRow, page int, got *stream, what string) {
	l.t.wantReason(got.failure, what, row.reasons...)
	if got.failure == nil {
		return
	}
	if got.receipt() != nil {
		l.t.failf("%s: a receipt came: %v", what, got.receipt())
	}
	before := (page - 1) * faultPageSize
	if n := len(got.items()); n != before && !row.cuts {
		l.t.failf("%s: %d users came before it, want %d", what, n, before)
	}
	if page > 1 && !row.cuts && !strings.Contains(got.failure.message, fmt.Sprintf("page %d", page)) {
		l.t.failf("%s: the message does not name the page: %q", what, clip(got.failure.message, 200))
	}
	l.wantHits(ctx, what, max(row.tries, 1))
	l.t.must(l.s.fail(ctx))
	token, upTo := got.lastToken()
	rest := l.list(ctx, token)
	if rest.failure != nil {
		l.t.failf("%s: once it is gone, the list does not go on: %v", what, rest.failure)
		return
	}
	l.wantUnion(what+", gone on from once it is gone", slices.Concat(upTo, rest.items()))
}

// isOneOf reports whether a failure has one of the reasons.
func isOneOf(f *failure, reasons ...connector.Reason) bool {
	return f.reason() != "" && slices.Contains(reasons, f.reason())
}
