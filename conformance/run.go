package conformance

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"google.golang.org/protobuf/proto"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// run is what the cases of one run share.
type run struct {
	target Target
	starts *starter

	about        *connectorv1.Description // nil: Describe fails
	aboutFailure error
	startFailure error    // why it cannot be started: then nobody waits for that again
	started      *process // the first process that was started, for how that went; nil: it was not
	first, other *connectorv1.Account
	overlap      bool
	access       *connectorv1.Authentication // nil: not known
	pool         *pool                       // nil: no sandbox
	standing     []*sandbox                  // where the accounts are

	ctx     context.Context //nolint:containedctx // it is the run's, under which what all cases share is read
	own     groupProcess    // what all cases share comes from it, asked as hosts ask: Describe, Authenticate, then the lists
	reading sync.WaitGroup
	mu      sync.Mutex
	lists   map[string]*sharedList
	secrets *strings.Replacer

	trying sync.Mutex
	tries  *bool // whether Authenticate refuses wrong credentials; nil: nobody has tried

	provoking sync.Mutex
	provoked  []provoked
}

// standingUsers is how many users the accounts of sandboxes have: five pages of the size that the cases ask for.
const standingUsers = 230

// seeds of the people of the two accounts.
const (
	firstSeed  = 0
	secondSeed = 7
)

// start readies what the cases share. The problems are those of the sandbox: without it, little can be tried. end must be
// called in any case.
func (r *run) start(ctx context.Context, cases []Case) (end func(), problem error) {
	r.starts = newStarter(r.target.Path)
	r.ctx, r.lists = ctx, map[string]*sharedList{}
	r.first, r.other, r.overlap = r.target.Account, r.target.Second, r.target.Overlap
	end = func() {
		r.reading.Wait()
		r.own.close()
		for _, s := range r.standing {
			s.close()
		}
		if r.pool != nil {
			r.pool.close()
		}
	}
	if r.target.Sandbox {
		problem = r.stand(ctx, slices.ContainsFunc(cases, func(c Case) bool { return slices.Contains(c.Needs, NeedsSecond) }))
	}
	r.hide(r.first, r.other)
	r.meet(ctx)
	return end, problem
}

// stand starts the stand-ins of the accounts, the second one only where somebody needs it.
func (r *run) stand(ctx context.Context, second bool) error {
	seeds := []uint64{firstSeed}
	if second {
		seeds = append(seeds, secondSeed)
	}
	for _, seed := range seeds {
		s, err := r.starts.sandbox(ctx, standingUsers, seed)
		if err != nil {
			return fmt.Errorf("the sandbox cannot be used: %w", err)
		}
		r.standing = append(r.standing, s)
	}
	r.pool = &pool{starts: r.starts}
	r.first = r.standing[0].account()
	if second {
		r.other = r.standing[1].account()
		r.other.Id = accountID + "-other"
	}
	return nil
}

// meet asks the connector what it is, once.
func (r *run) meet(ctx context.Context) {
	p, err := r.own.get(ctx, r.starts)
	if err != nil {
		r.aboutFailure, r.startFailure = err, err
		return
	}
	r.started = p
	about, f := p.describe(ctx)
	switch {
	case f != nil:
		r.aboutFailure = errors.New(f.String())
	case about == nil:
		r.aboutFailure = errors.New("the answer is empty")
	default:
		r.about = about
	}
	if r.first != nil {
		r.access, _ = p.authenticate(ctx, r.first)
	}
	r.own.greet = r.greet // where it has to be started again
}

// unavailable reports whether the account under test cannot read a kind, as Authenticate says.
func (r *run) unavailable(k *kind) bool {
	for _, a := range r.access.GetResources() {
		if a.GetKind() == k.kind {
			return a.GetAvailability() == connectorv1.Availability_AVAILABILITY_UNAVAILABLE
		}
	}
	return false
}

// hide keeps the credentials of accounts out of what is told.
func (r *run) hide(accounts ...*connectorv1.Account) {
	var pairs []string
	for _, a := range accounts {
		for name, value := range a.GetCredentials() {
			if value != "" {
				pairs = append(pairs, value, "<"+name+">")
			}
		}
	}
	r.secrets = strings.NewReplacer(pairs...)
}

func (r *run) redact(text string) string { return r.secrets.Replace(text) }

// sharedList is a list that is read once, for all cases that want it.
type sharedList struct {
	done   chan struct{} // closed when it was read
	stream *stream
	err    error // why it could not be asked for
}

// once is a list of the account under test, which the first who asks has read. It is read in the run's own time: a case that ends
// while it waits ends alone, and the others have the list.
func (r *run) once(ctx context.Context, k *kind, how string, o *connectorv1.ListOptions) (*stream, error) {
	if r.first == nil {
		return nil, errNoAccount
	}
	r.mu.Lock()
	one := r.lists[k.name+how]
	if one == nil {
		one = &sharedList{done: make(chan struct{})}
		r.lists[k.name+how] = one
		r.reading.Go(func() {
			defer close(one.done)
			one.stream, one.err = r.read(k, o)
		})
	}
	r.mu.Unlock()
	select {
	case <-one.done:
		return one.stream, one.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// read reads a list in the run's own process, in no more time than a case has.
func (r *run) read(k *kind, o *connectorv1.ListOptions) (*stream, error) {
	ctx, cancel := bounded(r.ctx, caseTimeout, fmt.Errorf("%s was not done within %v", k.listCall, caseTimeout))
	defer cancel()
	p, err := r.own.get(ctx, r.starts)
	if err != nil {
		return nil, err
	}
	return p.list(ctx, k, proto.CloneOf(r.first), o), nil
}

// groupProcess is the process that the cases of some groups share, while any of them is left.
type groupProcess struct {
	// greet does what hosts do before they list; nil: nothing.
	greet func(context.Context, *process)

	mu    sync.Mutex
	left  int
	p     *process
	fails error // why it cannot be started: tried once
}

// greet authenticates, as hosts should before they list. A connector that needs that is wrong, which is for one case to find.
func (r *run) greet(ctx context.Context, p *process) {
	if r.access != nil {
		_, _ = p.authenticate(ctx, r.first) // how it ends is for other cases
	}
}

func (g *groupProcess) get(ctx context.Context, starts *starter) (*process, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.fails != nil {
		return nil, g.fails
	}
	if g.p != nil && g.p.gone() {
		g.p.close()
		g.p = nil
	}
	if g.p == nil {
		p, err := starts.connector(ctx)
		if err != nil {
			if ctx.Err() == nil {
				g.fails = err
			}
			return nil, err
		}
		g.p = p
		if g.greet != nil {
			g.greet(ctx, p)
		}
	}
	return g.p, nil
}

// tellEnd has a case that failed say that the process has ended, where it has: that explains much.
func (g *groupProcess) tellEnd(t *trial) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.p != nil {
		if end := g.p.end(); end != "" {
			t.failf("the connector's process has ended: %s", end)
		}
	}
}

// leave is called when a case of the group is over; after the last one the process ends.
func (g *groupProcess) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.left--; g.left == 0 {
		g.end()
	}
}

// close ends the process.
func (g *groupProcess) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.end()
}

func (g *groupProcess) end() {
	if g.p != nil {
		g.p.close()
		g.p = nil
	}
}
