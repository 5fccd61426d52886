package conformance

import (
	"context"
	"iter"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
)

// The cases that others rest on: what those see under faults, side by side or as the first call is of no meaning where the same
// call fails without any of that. Such a case is not reached: it says what fails, and which case is to be mended first.
const (
	firstStarts       = "process.starts"
	firstDescribe     = "describe.static"
	firstAuthenticate = "authenticate.good"
	firstWrongKey     = "authenticate.wrong"
	firstList         = "listing.receipt"
	firstPageSizes    = "listing.page-sizes-agree"
	firstBoundaries   = "listing.page-boundaries"
	firstGet          = "get.listed"
	firstCall         = "concurrency.first-call"
	firstExpand       = "expand.adds"
)

// notReached ends the check, because something fails that another case is about. What was noted before counts.
func (t *trial) notReached(first, format string, args ...any) {
	t.leaveOut(first, format, args...)
	panic(stop{})
}

// leaveOut notes that a part of the check was not reached, because something fails that another case is about. The check goes on
// with the rest: where that is wrong, the case has failed; where it is not, it could not run. In the very case that it is about, it
// is what is wrong.
func (t *trial) leaveOut(first, format string, args ...any) {
	if t.id == first {
		t.failf(format, args...)
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.first == "" {
		t.first, t.outcome, t.why = first, CouldNotRun, t.text("not reached: "+format+"; fix "+first+" first", args...)
	}
}

// lists are the kinds that are listed, as [trial.kinds] has them, and whose plain lists come to their end. The others are left out.
func (t *trial) lists(ctx context.Context) iter.Seq[*kind] {
	kinds := t.kinds(opList)
	return func(yield func(*kind) bool) {
		for k := range kinds {
			if s := t.plain(ctx, k); s.failure != nil || s.receipt() == nil {
				t.leaveOut(firstList, "%s", s.notWhole())
			} else if !yield(k) {
				return
			}
		}
	}
}

// notWhole says how a plain list ends that does not as it must.
func (s *stream) notWhole() string {
	if s.failure != nil {
		return s.kind.listCall + " fails without a fault"
	}
	return s.kind.listCall + " ends without a receipt"
}

// plain is the list of a kind with no options at all, which is read once for all cases, however it ended.
func (t *trial) plain(ctx context.Context, k *kind) *stream { return t.once(ctx, k, "", nil) }

// paged is a list in several pages. Where it does not come to its end it is left out, and nil.
func (t *trial) paged(ctx context.Context, k *kind) *stream {
	s := t.list(ctx, k, t.inPages(ctx, k))
	if s.failure != nil || s.receipt() == nil {
		t.leaveOut(firstList, "%s in pages of %d does not come to its end", k.listCall, s.options.GetPageSize())
		return nil
	}
	return s
}

// undisturbed reports whether a list in several pages, read with nothing beside it, is the plain one. Where not it is left out.
func (t *trial) undisturbed(ctx context.Context, k *kind) bool {
	s := t.paged(ctx, k)
	if s == nil {
		return false
	}
	if difference(s.items(), t.whole(ctx, k).items()) != "" {
		t.leaveOut(firstPageSizes, "%s in pages of %d is another list", k.listCall, s.options.GetPageSize())
		return false
	}
	return true
}

// wantAuthenticate notes how Authenticate ended, where that is not for one of the reasons, and where Authenticate is right else.
func (t *trial) wantAuthenticate(f *failure, what string, reasons ...connector.Reason) {
	switch {
	case t.run.access == nil: // then it is of no meaning even where it ends as it should
		t.leaveOut(firstAuthenticate, "Authenticate fails without a fault")
	case isOneOf(f, reasons...):
	case t.id != firstWrongKey && !t.run.triesKeys(t):
		t.leaveOut(firstWrongKey, "Authenticate takes a wrong key, so that it asks nobody")
	default:
		t.wantReason(f, what, reasons...)
	}
}

// triesKeys reports whether Authenticate refuses wrong credentials, which is tried once.
func (r *run) triesKeys(t *trial) bool {
	r.trying.Lock()
	defer r.trying.Unlock()
	if r.tries == nil {
		a := proto.CloneOf(r.first)
		for key, good := range a.GetCredentials() {
			a.Credentials[key], _ = t.wrong(key, good)
		}
		p, err := r.own.get(r.ctx, r.starts)
		t.mustStart(err)
		_, f := p.authenticate(r.ctx, a)
		refuses := f != nil || len(a.GetCredentials()) == 0
		r.tries = &refuses
	}
	return *r.tries
}

// missing are the cases that were not asked for, and that some of the results say are to be mended first.
func missing(results []Result) (all []Case) {
	there, first := map[string]bool{}, map[string]bool{}
	for _, r := range results {
		there[r.Case.ID], first[r.First] = true, true
	}
	for _, c := range Cases() {
		if first[c.ID] && !there[c.ID] {
			all = append(all, c)
		}
	}
	return all
}
