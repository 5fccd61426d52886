package cli

import (
	"context"
	"errors"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	"github.com/trellis-iam/trellis/plugin/exit"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"golang.org/x/sync/errgroup"
)

// maxLists is how many lists run at the same time. Each holds a page in memory and waits for its vendor most of the time; so
// many keep the processor busy, and are as many as the manager starts connectors for at once.
const maxLists = 8

// ran is how the list of one of several targets went.
type ran struct {
	target
	end     *outcome // nil: nothing was asked
	cut     error    // what ended it early
	err     error    // the same, for people
	status  int
	skipped bool // its connector does not offer the list
	stopped bool // it ended because the command did
}

// runSeveral lists several targets at the same time. Each is told of when it ends, all of them at the end. None stops the others,
// but for the output that fails: there is nothing to list for then.
func runSeveral[T connector.Item](ctx context.Context, l *listing[T], targets []target, to sheet[T]) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	askFirst(ctx, l, targets)
	results := make([]ran, len(targets))
	var lists errgroup.Group
	lists.SetLimit(maxLists)
	for i, t := range targets {
		lists.Go(func() error {
			results[i] = l.one(ctx, t, to, stop)
			return nil
		})
	}
	_ = lists.Wait() // each has its own error
	return l.toldOf(ctx, results, to)
}

// askFirst reads the accounts that people are asked for, one after the other, while nothing else writes to their terminal.
func askFirst[T connector.Item](ctx context.Context, l *listing[T], targets []target) {
	for i, t := range targets {
		if !t.asks || ctx.Err() != nil {
			continue
		}
		of, err := l.prepare(ctx, t)
		targets[i].read = func(context.Context) (*connectorv1.Account, error) { return of.account, err }
	}
}

// one lists one of several targets, and tells how that went.
func (l *listing[T]) one(ctx context.Context, t target, to sheet[T], stop context.CancelCauseFunc) ran {
	p := to.of(ctx, t)
	of, err := l.prepare(ctx, t)
	if errors.Is(err, errNotOffered) {
		l.noteWith(t.lines(t.connector+" does not list "+l.name+": left out"), append(t.about(), "of", l.name, "offered", false)...)
		return ran{target: t, skipped: true, err: p.done()}
	}
	var end *outcome
	if err == nil {
		end, err = l.run(ctx, t, of, p.items)
	}
	err = ended(err, p.done)
	if broken, ok := errors.AsType[*outputError](err); ok {
		stop(broken)
	}
	err = cmdline.Ended(ctx, err)
	cut := err
	if end != nil {
		err = l.tell(t, end, p.remarks(), err)
	}
	r := ran{target: t, end: end, cut: cut, err: t.failed(err), status: statusOf(err)}
	r.stopped = err != nil && ctx.Err() != nil && errors.Is(err, context.Cause(ctx))
	switch {
	case r.stopped: // which is told once, for all
		l.tellPartial(r.err)
	case err != nil:
		l.failed(r.err)
	}
	return r
}

// failed tells of an error, and gives its exit status.
func (a *app) failed(err error) int {
	status := statusOf(err)
	a.report(err, "exit_status", status)
	a.tellPartial(err)
	return status
}

// tellPartial tells how far a list came that ended early, if something came of it.
func (a *app) tellPartial(err error) {
	if e, ok := partial(err); ok {
		a.noteWith(e.partial(), e.about()...)
	}
}

// toldError is the end of a command whose errors are told already.
type toldError struct{ status int }

func (*toldError) Error() string { return "not all lists went well" }

// toldOf ends the output, and tells of all lists together.
func (l *listing[T]) toldOf(ctx context.Context, results []ran, to sheet[T]) error {
	statuses := make([]int, 0, len(results)+2) // and of the output
	var items int64
	whole, stopped, skipped := false, false, 0 // whether a list is whole; whether one ended with the command; how many are left out
	for _, r := range results {
		statuses = append(statuses, r.status)
		stopped = stopped || r.stopped
		if r.skipped {
			skipped++
			continue
		}
		whole = whole || r.err == nil
		if r.end == nil { // that it is not there is to be seen, too
			r.end = &outcome{what: l.name, from: r.target, account: r.name, finished: time.Now().UTC()}
		}
		items += r.end.items
		to.proof.add(r.end, r.cut)
	}
	if skipped == len(results) {
		return usagef("no connector of these accounts lists %s; trellis connectors says what each does", l.name)
	}
	cause := context.Cause(ctx)
	if stopped {
		l.report(cause, "exit_status", exit.ListStatus(items, cause))
	}
	if whole || items > 0 { // nothing at all would be a list of none
		if err := ended(cause, to.end); err != nil && err != cause { //nolint:errorlint // whether it is another one
			to.proof.fail(err)
			l.report(err)
			statuses = append(statuses, exit.ListStatus(items, err))
		}
	}
	if err := to.proof.write(); err != nil {
		l.report(err)
		statuses = append(statuses, exit.Failure)
	}
	status := exit.Worst(statuses...)
	l.tellAll(results, status)
	if status == exit.OK {
		return nil
	}
	return &toldError{status}
}
