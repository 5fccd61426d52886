package cli

import (
	"sync"

	"github.com/trellis-iam/trellis/plugin/manager"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// display shows people how a list goes, while it does. Its methods are called from one goroutine after another.
type display interface {
	// page: a page with so many items has come.
	page(items int)
	// waits: the list waits, for what the connector says; total is how many items there will be, and 0 where nobody knows. It
	// is told over and over.
	waits(p *connectorv1.Progress, total int64)
	// resumed: the connector died, and its call goes on in another process; page is 0 where it is not a list.
	resumed(page int64)
	// done: the list has ended. Its outcome is told apart from this.
	done()
}

// watch is one list that goes on, as the display and the manager's events need it.
type watch struct {
	to display

	mu    sync.Mutex
	first int64 // the first page that is still to come in whole, should the connector die
}

// watches are the lists that go on, by whom they ask.
type watches struct {
	mu sync.Mutex
	of map[asked]*watch
}

// asked is who is asked: events of the manager name them so.
type asked struct{ connector, account string }

// watch begins to watch a list of things of a target, until done.
func (a *app) watch(t target, account *connectorv1.Account, things string) (w *watch, done func()) {
	w = &watch{to: a.display(t, things), first: 1}
	who := asked{t.connector, account.GetId()}
	a.watches.mu.Lock()
	defer a.watches.mu.Unlock()
	if a.watches.of == nil {
		a.watches.of = map[asked]*watch{}
	}
	a.watches.of[who] = w
	return w, func() {
		a.watches.mu.Lock()
		delete(a.watches.of, who)
		a.watches.mu.Unlock()
		w.to.done()
	}
}

// page takes note of a page that was written, with so many items.
func (w *watch) page(p progress, items int) {
	w.mu.Lock()
	if p.since == 0 {
		w.first = p.pages + 1
	}
	w.mu.Unlock()
	w.to.page(items)
}

// event tells people who watch how a list or another call goes on after a death. That a process has died, and of what, is one
// warning in the log, which the wall itself writes; and the last death, after which nothing goes on, is in the error.
func (a *app) event(e manager.Event) {
	if e.Kind != manager.Resumed || e.PID == 0 { // without a process nothing has died: it is another try to start one
		return
	}
	a.watches.mu.Lock()
	w := a.watches.of[asked{e.Connector, e.Account}]
	a.watches.mu.Unlock()
	if w == nil {
		(&notes{app: a, name: e.Connector}).resumed(0)
		return
	}
	w.mu.Lock()
	first := w.first
	w.mu.Unlock()
	w.to.resumed(first)
}
