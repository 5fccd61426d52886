package cli

import (
	"context"
	"sync"
	"time"

	"github.com/trellis-iam/trellis/host-example/output"
)

// together writes the pages of several lists, each in one write, in the order in which they come.
//
// A table has its layout from what is written first. So that it fits all lists, and not only the quickest, their first pages are
// held back until each has given one or has ended, and are then written at once. Lists do not get further than that meanwhile,
// so no more is held than a page of each; and nobody waits for longer than patience.
type together[T any] struct {
	w output.Writer[T]

	mu      sync.Mutex
	missing int // lists of which neither a page nor the end has come; below 1 all is written as it comes
	held    []T
	timer   *time.Timer   // from the first page that is held
	begun   chan struct{} // closed when what was held is written
	err     error         // of what was held
}

// patience is how long a table is put off for lists that are slow to begin: longer than most vendors take for a page, and
// shorter than people wait for anything at all.
const patience = 5 * time.Second

func newTogether[T any](w output.Writer[T]) *together[T] {
	return &together[T]{w: w, begun: make(chan struct{})}
}

// waitFor holds back the first pages of so many lists.
func (t *together[T]) waitFor(lists int) { t.missing = lists }

// part is one of the lists.
type part[T any] struct {
	*together[T]
	counted bool // a page or the end has come
}

func (t *together[T]) list() *part[T] { return &part[T]{together: t} }

func (p *part[T]) page(ctx context.Context, items []T) error {
	if p.hold(items) {
		return p.failure()
	}
	if !p.open() {
		select {
		case <-p.begun:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil {
		return p.err
	}
	return p.w.Items(items)
}

// done says that no more of this list comes.
func (p *part[T]) done() error {
	p.hold(nil)
	return p.failure()
}

// failure is why what was held could not be written.
func (t *together[T]) failure() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.err
}

// open reports whether pages are written as they come.
func (t *together[T]) open() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.missing < 1
}

// hold keeps the first page of a list back, if there is something to wait for. It is what is missing that is written then.
func (p *part[T]) hold(items []T) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.counted || p.missing < 1 {
		return false
	}
	p.counted = true
	p.held = append(p.held, items...)
	if p.missing--; p.missing == 0 {
		p.begin()
	} else if p.timer == nil {
		p.timer = time.AfterFunc(patience, func() {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.begin()
		})
	}
	return true
}

// begin writes what was held, once. The mutex is held.
func (t *together[T]) begin() {
	t.missing = 0
	select {
	case <-t.begun:
		return
	default:
	}
	if t.timer != nil {
		t.timer.Stop()
	}
	if len(t.held) > 0 {
		t.err = t.w.Items(t.held)
		t.held = nil
	}
	close(t.begun)
}

// end ends what was written, after all lists.
func (t *together[T]) end() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.begin()
	if t.err != nil {
		return t.err
	}
	return t.w.End()
}
