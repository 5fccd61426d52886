package conformance

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"strings"
	"sync"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// trial is one case under way: what it has to work with, and what it found. Methods that stop the case (fatalf, cannotRun,
// doesNotApply, and whatever needs something that may not be there) are for the check's own goroutine, and for parts that stand
// [trial.beside] each other.
type trial struct {
	id    string
	run   *run
	group *groupProcess

	mu      sync.Mutex
	seen    []string
	outcome Outcome // CouldNotRun or DoesNotApply, once that is known
	why     string
	first   string // the case to mend first, where this one was not reached
	after   []func()
}

// stop ends a check from within.
type stop struct{}

// Bounds of what is told of one case.
const (
	maxSeen     = 12
	maxSeenText = 2 << 10
)

// failf notes something that is wrong: what was seen, and where. The check goes on.
func (t *trial) failf(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case len(t.seen) < maxSeen:
		t.seen = append(t.seen, t.text(format, args...))
	case len(t.seen) == maxSeen:
		t.seen = append(t.seen, "... and more like that")
	}
}

// text is what is told, without secrets.
func (t *trial) text(format string, args ...any) string {
	return clip(t.run.redact(fmt.Sprintf(format, args...)), maxSeenText)
}

// fatalf notes something that is wrong and ends the check.
func (t *trial) fatalf(format string, args ...any) {
	t.failf(format, args...)
	panic(stop{})
}

// failed reports whether something wrong was noted.
func (t *trial) failed() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.seen) > 0
}

// cannotRun ends the check: it lacks something. What was noted before counts.
func (t *trial) cannotRun(format string, args ...any) { t.end(CouldNotRun, format, args...) }

// doesNotApply ends the check: the connector does not offer what it is about.
func (t *trial) doesNotApply(format string, args ...any) { t.end(DoesNotApply, format, args...) }

func (t *trial) end(o Outcome, format string, args ...any) {
	t.mu.Lock()
	if t.first == "" { // else there may be nothing because of that
		t.outcome, t.why = o, t.text(format, args...)
	}
	t.mu.Unlock()
	panic(stop{})
}

// cleanup has something done when the check is over, the last first.
func (t *trial) cleanup(f func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.after = append(t.after, f)
}

// perform runs the check to its end, whatever it does.
func (t *trial) perform(ctx context.Context, check func(context.Context, *trial)) {
	defer func() {
		for _, f := range slices.Backward(t.after) {
			f()
		}
	}()
	_ = t.guarded(func() { check(ctx, t) })
}

// guarded does a part of the check, and reports whether it came to its end: it may stop the check, or panic.
func (t *trial) guarded(part func()) (ended bool) {
	defer func() {
		v := recover()
		if v == nil || v == any(stop{}) {
			return
		}
		stack := make([]byte, maxSeenText/2)
		t.failf("the kit itself panicked, which is its bug: %v\n%s", v, stack[:runtime.Stack(stack, false)])
	}()
	part()
	return true
}

// beside does parts of the check that wait, side by side. Each may stop the check, which then ends when all of them are done.
func (t *trial) beside(parts ...func()) {
	ended := make([]bool, len(parts))
	together(len(parts), func(i int) { ended[i] = t.guarded(parts[i]) })
	if slices.Contains(ended, false) {
		panic(stop{})
	}
}

// connector is the process that the case shares. It is another one where the last one has gone.
func (t *trial) connector(ctx context.Context) *process {
	t.mustStart(t.run.startFailure)
	p, err := t.group.get(ctx, t.run.starts)
	t.mustStart(err)
	return p
}

// fresh is a process of the case's own.
func (t *trial) fresh(ctx context.Context) *process {
	t.mustStart(t.run.startFailure)
	p, err := t.run.starts.connector(ctx)
	t.mustStart(err)
	t.cleanup(p.close)
	return p
}

func (t *trial) mustStart(err error) {
	if err != nil {
		t.notReached(firstStarts, "the connector does not start: %v", err)
	}
}

// about is what the connector says of itself, and never nil. It may break any rule.
func (t *trial) about() *connectorv1.Description {
	if t.run.about == nil {
		t.notReached(firstDescribe, "Describe fails: %v", t.run.aboutFailure)
	}
	return t.run.about
}

// resource is what Describe says of a kind; nil where it is not offered.
func (t *trial) resource(k *kind) *connectorv1.Resource {
	for _, r := range t.about().GetResources() {
		if r.GetKind() == k.kind {
			return r
		}
	}
	return nil
}

// Operations of kinds.
const (
	opList = connectorv1.Operation_OPERATION_LIST
	opGet  = connectorv1.Operation_OPERATION_GET
)

// offers reports whether the connector describes an operation of a kind.
func (t *trial) offers(k *kind, o connectorv1.Operation) bool {
	return slices.Contains(t.resource(k).GetOperations(), o)
}

// kinds are those that the connector offers an operation for, and the account under test can read. Where there is none, the
// case does not apply.
func (t *trial) kinds(o connectorv1.Operation) iter.Seq[*kind] {
	offered := slices.DeleteFunc(kinds(), func(k *kind) bool {
		return !t.offers(k, o) || t.run.unavailable(k)
	})
	if len(offered) == 0 {
		t.doesNotApply("Describe offers %v for nothing that this account can read", o)
	}
	return slices.Values(offered)
}

// account is a copy of the account under test.
func (t *trial) account() *connectorv1.Account {
	if t.run.first == nil {
		t.cannotRun("there is no account")
	}
	return proto.CloneOf(t.run.first)
}

// second is a copy of another customer's account.
func (t *trial) second() *connectorv1.Account {
	if t.run.other == nil {
		t.cannotRun("there is no second account")
	}
	return proto.CloneOf(t.run.other)
}

// sandbox is a stand-in of the case's own, with so many users. Seed 0 makes the people of the account under test; other seeds
// make others.
func (t *trial) sandbox(ctx context.Context, users int, seed uint64) *sandbox {
	if t.run.pool == nil {
		t.cannotRun("there is no sandbox")
	}
	s, err := t.run.pool.lease(ctx, users, seed)
	t.must(err)
	t.cleanup(func() { t.run.pool.giveBack(s) })
	return s
}

// must ends the check where something fails that is the kit's or the sandbox's, and not the connector's. A fault that the
// sandbox does not have is none: its vendor cannot have it either.
func (t *trial) must(err error) {
	var missing *noSuchFaultError
	switch {
	case err == nil:
		return
	case errors.As(err, &missing):
		t.doesNotApply("the vendor cannot have it: %v", err)
	case t.run.pool != nil && !errors.Is(err, context.Canceled): // which is the case's own end
		t.run.pool.note(err)
	}
	t.cannotRun("the sandbox does not work: %v", err)
}

// knownToAuthenticate ends a check of what Authenticate does in some other way, where it fails at the usual one.
func (t *trial) knownToAuthenticate() {
	if t.run.access == nil {
		t.notReached(firstAuthenticate, "Authenticate fails")
	}
}

// list reads a list of the account under test, in the process of the group.
func (t *trial) list(ctx context.Context, k *kind, o *connectorv1.ListOptions) *stream {
	return t.connector(ctx).list(ctx, k, t.account(), o)
}

// whole is the list of a kind with no options at all, which is read once for all cases. It succeeded, or the case is not reached.
func (t *trial) whole(ctx context.Context, k *kind) *stream {
	s := t.plain(ctx, k)
	if s.failure != nil || s.receipt() == nil {
		t.notReached(firstList, "%s", s.notWhole())
	}
	return s
}

// everything is the list of a kind with all expands, which is read once for all cases. It succeeded, or the case is not
// reached.
func (t *trial) everything(ctx context.Context, k *kind) *stream {
	expands := t.resource(k).GetExpands()
	if len(expands) == 0 {
		return t.whole(ctx, k)
	}
	o := &connectorv1.ListOptions{}
	for _, e := range expands {
		o.Expand = append(o.Expand, e.GetName())
	}
	s := t.once(ctx, k, "with all expands", o)
	if s.failure != nil || s.receipt() == nil {
		_ = t.whole(ctx, k) // or that is what is wrong
		t.notReached(firstExpand, "%s with all expands fails", k.listCall)
	}
	return s
}

// once is a list that is read once for all cases, however it ended.
func (t *trial) once(ctx context.Context, k *kind, how string, o *connectorv1.ListOptions) *stream {
	t.mustStart(t.run.startFailure)
	s, err := t.run.once(ctx, k, how, o)
	if err != nil {
		t.cannotRun("%s %s cannot be asked for: %v", k.listCall, how, err)
	}
	return s
}

// pageSize is one that makes about five pages of the account's items of a kind, the last of them not full; at most what the
// connector takes. Where pages do not apply, it is 0.
func (t *trial) pageSize(ctx context.Context, k *kind) int32 {
	r := t.resource(k)
	most := max(r.GetDefaultPageSize(), r.GetMaxPageSize())
	if most <= 0 {
		return 0
	}
	return max(1, min(most, int32(len(t.whole(ctx, k).items())/5+1)))
}

// wantReason notes a failure that is not for one of the reasons. What says what was tried.
func (t *trial) wantReason(f *failure, what string, reasons ...connector.Reason) {
	if f.reason() != "" && slices.Contains(reasons, f.reason()) {
		return
	}
	names := make([]string, len(reasons))
	for i, r := range reasons {
		names[i] = string(r)
	}
	t.failf("%s: want %s, got %v", what, strings.Join(names, " or "), f)
}

var errNoAccount = errors.New("there is no account to list")

// clip cuts a text.
func clip(s string, n int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "..."
}
