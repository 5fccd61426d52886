package conformance

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"
)

// caseTimeout bounds one case: some take a dozen seconds, most of which the connector waits, and a busy machine multiplies that.
const caseTimeout = time.Minute

// Check runs the cases against a connector. Whatever the connector does, it ends, and nothing of it is left. The error is of the
// target, or the context's own; then the report has what was done until then.
func Check(ctx context.Context, target Target, options Options) (*Report, error) {
	target, err := target.complete()
	if err != nil {
		return nil, err
	}
	caller := ctx
	timeout := cmp.Or(options.Timeout, runTimeout)
	ctx, cancel := bounded(ctx, timeout, fmt.Errorf("%w: %v are over", errRunTimeout, timeout))
	defer cancel()
	report := &Report{Path: target.Path, Started: time.Now()}
	cases := selected(options)
	r := &run{target: target}
	end, problem := r.start(ctx, cases)
	defer end()
	if problem != nil {
		report.Problems = append(report.Problems, r.redact(problem.Error()))
	}
	report.Connector, report.Version = r.about.GetName(), r.about.GetVersion()
	report.Results = r.all(ctx, cases, options)
	for more := missing(report.Results); len(more) > 0; more = missing(report.Results) {
		report.Results = inOrder(slices.Concat(report.Results, r.all(ctx, more, options)))
	}
	if r.startFailure != nil && caller.Err() == nil {
		report.Problems = append(report.Problems, r.redact("the connector does not start: "+r.startFailure.Error()))
	}
	if cause := context.Cause(ctx); errors.Is(cause, errRunTimeout) {
		report.Problems = append(report.Problems, cause.Error())
	}
	if r.pool != nil {
		report.Problems = append(report.Problems, r.pool.problems()...)
	}
	report.Problems = append(report.Problems, options.Expected.unknown()...)
	report.Took = time.Since(report.Started)
	return report, caller.Err()
}

var errRunTimeout = errors.New("the whole run took too long")

// bounded is a context that is cancelled after a while. It has no deadline, which gRPC would tell the connector: one that sees
// that a wait would outlast it rightly fails at once, and would be accused of that.
func bounded(ctx context.Context, d time.Duration, cause error) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	timer := time.AfterFunc(d, func() { cancel(cause) })
	return ctx, func() {
		timer.Stop()
		cancel(nil)
	}
}

// selected are the cases that are asked for.
func selected(o Options) (all []Case) {
	for _, c := range Cases() {
		if o.Run == nil || o.Run.MatchString(c.ID) {
			all = append(all, c)
		}
	}
	return all
}

// all runs the cases: side by side those that can be, then one by one those that measure.
func (r *run) all(ctx context.Context, cases []Case, o Options) []Result {
	processes := r.processes(cases)
	results := make([]Result, len(cases))
	var telling sync.Mutex
	one := func(i int) {
		g := processes[cases[i].Group()]
		defer g.leave()
		results[i] = o.Expected.judge(r.one(ctx, cases[i], g))
		if o.Done != nil {
			telling.Lock()
			defer telling.Unlock()
			o.Done(results[i])
		}
	}
	var wg sync.WaitGroup
	waiting, working := make(chan struct{}, 8*runtime.GOMAXPROCS(0)), make(chan struct{}, 2*runtime.GOMAXPROCS(0))
	for i, c := range cases {
		slots := working
		switch {
		case c.alone:
			continue
		case c.slow: // it does nothing most of the time, and should not keep those that do from it
			slots = waiting
		}
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			one(i)
		})
	}
	wg.Wait()
	for i, c := range cases {
		if c.alone {
			one(i)
		}
	}
	return results
}

// sharing is how many processes the groups share, at most. A start is dear, most of all of a program that is compiled while it
// runs, and few work at the same time. But where a case makes one crash, whatever else is under way there fails, too.
const sharing = 4

// processes are those that cases have calls answered by, by their groups. Where there is one group, the run's own is enough.
func (r *run) processes(cases []Case) map[string]*groupProcess {
	by := map[string]*groupProcess{}
	shared := make([]*groupProcess, min(sharing, max(2, runtime.GOMAXPROCS(0))))
	for i := range shared {
		shared[i] = &groupProcess{greet: r.greet}
	}
	for _, c := range cases {
		if by[c.Group()] == nil {
			by[c.Group()] = shared[len(by)%len(shared)]
		}
		by[c.Group()].left++
	}
	if len(by) == 1 {
		for group := range by {
			by[group] = &r.own
			r.own.left = len(cases) + 1 // the run is not done with it when they are
		}
	}
	return by
}

// inOrder are results in the order of [Cases].
func inOrder(results []Result) []Result {
	place := map[string]int{}
	for i, c := range Cases() {
		place[c.ID] = i
	}
	slices.SortFunc(results, func(a, b Result) int { return place[a.Case.ID] - place[b.Case.ID] })
	return results
}

// one runs a case.
func (r *run) one(ctx context.Context, c Case, g *groupProcess) Result {
	result := Result{Case: c, Outcome: CouldNotRun}
	if result.Why = r.lacks(c); result.Why != "" {
		return result
	}
	if ctx.Err() != nil {
		result.Why = context.Cause(ctx).Error()
		return result
	}
	start := time.Now()
	within, cancel := bounded(ctx, caseTimeout, fmt.Errorf("the case was not done within %v", caseTimeout))
	defer cancel()
	t := &trial{id: c.ID, run: r, group: g}
	t.perform(within, c.check)
	if t.failed() {
		g.tellEnd(t)
	}
	result.Took = time.Since(start)
	switch {
	case ctx.Err() != nil: // whatever was seen then, was seen because of that
		result.Why = context.Cause(ctx).Error()
	case t.failed():
		result.Outcome, result.Seen = Failed, t.seen
		if c.Severity == Should {
			result.Outcome = FailedShould
		}
	case within.Err() != nil:
		result.Why = context.Cause(within).Error()
	case t.outcome != "":
		result.Outcome, result.Why, result.First = t.outcome, t.why, t.first
	default:
		result.Outcome = Passed
	}
	return result
}

// lacks is what a case needs and the run does not have.
func (r *run) lacks(c Case) string {
	for _, n := range c.Needs {
		if !r.has(n) {
			return "it needs " + string(n)
		}
	}
	return ""
}

func (r *run) has(n Need) bool {
	switch n {
	case NeedsAccount:
		return r.first != nil
	case NeedsSecond:
		return r.other != nil
	case NeedsSandbox:
		return r.pool != nil
	case NeedsProc:
		return runtime.GOOS == "linux"
	}
	return true
}
