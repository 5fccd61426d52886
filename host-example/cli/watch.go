package cli

import (
	"fmt"
	"sync"

	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/plugin/manager"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// display shows people how lists go, while they do. Its methods are called from the goroutines of several lists at once.
type display interface {
	// page: so much of the target's list has come by now.
	page(t target, p progress)
	// waits: the list waits, and for what. The text is foreign.
	waits(t target, message string)
	// resumed: the target's connector died, and its call goes on in another process; page is 0 where it is not a list.
	resumed(t target, page int64)
	// done: the list has ended. Its outcome is told apart from this.
	done(t target)
}

// watch is one list that goes on, as the display and the manager's events need it.
type watch struct {
	target
	to display

	mu    sync.Mutex
	first int64 // the first page that is still to come in whole, should the connector die
	shown string
}

// watches are the lists that go on, by whom they ask.
type watches struct {
	mu sync.Mutex
	of map[asked]*watch
}

// asked is who is asked: events of the manager name them so.
type asked struct{ connector, account string }

// watch begins to watch a list of a target, until done.
func (a *app) watch(t target, account *connectorv1.Account) (w *watch, done func()) {
	w = &watch{target: t, to: a.display(), first: 1}
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
		w.to.done(t)
	}
}

// page takes note of a page that was written.
func (w *watch) page(p progress) {
	w.mu.Lock()
	if p.since == 0 {
		w.first = p.pages + 1
	}
	w.shown = ""
	w.mu.Unlock()
	w.to.page(w.target, p)
}

// waits shows what is being waited for, once as long as it is the same.
func (w *watch) waits(message string) {
	w.mu.Lock()
	again := message == "" || message == w.shown
	w.shown = message
	w.mu.Unlock()
	if !again {
		w.to.waits(w.target, message)
	}
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
		a.display().resumed(target{name: e.Connector, connector: e.Connector}, 0)
		return
	}
	w.mu.Lock()
	first := w.first
	w.mu.Unlock()
	w.to.resumed(w.target, first)
}

// display is how lists are shown: as notes on stderr, where people watch it.
func (a *app) display() display { return notes{a} }

// notes are a display of lines, each of which stays.
type notes struct{ *app }

func (notes) page(target, progress) {}
func (notes) done(target)           {}

func (n notes) waits(t target, message string) { n.tell(t, message) }

func (n notes) resumed(t target, page int64) {
	if page == 0 {
		n.tell(t, "asking again")
		return
	}
	n.tell(t, fmt.Sprintf("going on from page %d", page))
}

func (n notes) tell(t target, text string) {
	if n.watched() {
		n.note("%s: %s", output.Printable(t.name), output.Printable(text))
	}
}
