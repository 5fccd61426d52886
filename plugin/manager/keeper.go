package manager

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
)

// keeper keeps one connector: its binary, its process, and the starts of it.
type keeper struct {
	m         *Manager
	name      string
	admission *admission
	turn      chan struct{} // held by who loads or starts

	mu       sync.Mutex
	binary   *binary  // nil: not loaded yet
	current  *worker  // takes calls; nil: there is no process for them
	starting *attempt // nil: none
	until    time.Time
	restarts restarts
	err      error // of the last start or crash; nil after a start
}

// attempt is a start that any number of calls wait for.
type attempt struct {
	done chan struct{}
	err  error // set before done is closed
}

func newKeeper(m *Manager, name string) *keeper {
	return &keeper{
		m: m, name: name, admission: newAdmission(m.cfg.Calls, m.cfg.AccountCalls), turn: make(chan struct{}, 1),
		restarts: newRestarts(m.cfg),
	}
}

// acquire gives a call its process, starting one if there is none. A start goes on when its call gives up: the next one will
// want it.
func (k *keeper) acquire(ctx context.Context) (*lease, error) {
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		k.mu.Lock()
		if k.m.open.Err() != nil {
			k.mu.Unlock()
			return nil, errClosed(k.name)
		}
		if w := k.current; w != nil && w.gone() { // and nobody has noticed yet
			k.mu.Unlock()
			k.crashed(w)
			continue
		} else if w != nil {
			l := w.lend(ctx)
			k.mu.Unlock()
			return l, nil
		}
		a := k.starting
		if a == nil {
			a = &attempt{done: make(chan struct{})}
			if !k.m.owned.run(func() { k.attempt(a) }) {
				k.mu.Unlock()
				return nil, errClosed(k.name)
			}
			k.starting = a
		}
		k.mu.Unlock()
		select {
		case <-a.done:
			if a.err != nil {
				return nil, a.err
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// attempt starts a process, unless a replacement just has.
func (k *keeper) attempt(a *attempt) {
	ctx := k.m.open
	err := k.take(ctx)
	if err == nil {
		k.mu.Lock()
		there := k.current != nil
		k.mu.Unlock()
		if !there {
			err = k.start(ctx)
		}
		<-k.turn
	}
	if ctx.Err() != nil {
		err = errClosed(k.name)
	}
	k.mu.Lock()
	k.starting, k.until, a.err = nil, time.Time{}, err
	k.mu.Unlock()
	close(a.done)
}

// take waits for the turn to load or start something.
func (k *keeper) take(ctx context.Context) error {
	select {
	case k.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// start starts a process of the binary that is loaded, or first loads it, when it may.
func (k *keeper) start(ctx context.Context) error {
	if err := k.mayStart(ctx); err != nil {
		return err
	}
	b, err := k.loaded()
	if err != nil {
		return err
	}
	w, err := k.launch(ctx, b)
	if err != nil {
		k.mu.Lock()
		defer k.mu.Unlock()
		if ctx.Err() == nil {
			k.restarts.failed(time.Now())
		}
		k.err = err
		return err
	}
	return k.install(w)
}

// load loads the binary, if that is still to be done.
func (k *keeper) load(ctx context.Context) error {
	if err := k.take(ctx); err != nil {
		return err
	}
	defer func() { <-k.turn }()
	if k.m.open.Err() != nil {
		return errClosed(k.name)
	}
	_, err := k.loaded()
	return err
}

// loaded is the binary, which is loaded the first time. The turn is held.
func (k *keeper) loaded() (*binary, error) {
	k.mu.Lock()
	b := k.binary
	k.mu.Unlock()
	if b != nil {
		return b, nil
	}
	b, err := k.m.load(k.name)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.m.open.Err() != nil { // nobody would close it any more
		_ = b.close()
		return nil, errClosed(k.name)
	}
	if err != nil {
		k.err = err
		return nil, err
	}
	k.binary = b
	return b, nil
}

// mayStart waits until the connector may be started after it failed, or says that it failed too often.
func (k *keeper) mayStart(ctx context.Context) error {
	k.mu.Lock()
	at, ok := k.restarts.next(time.Now())
	k.until = at
	err := k.err
	k.mu.Unlock()
	if !ok {
		return k.tooOften(at, err)
	}
	select {
	case <-time.After(time.Until(at)):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// tooOften is the error of a connector that is not started for a while.
func (k *keeper) tooOften(until time.Time, last error) error {
	how := last.Error()
	if exit, ok := errors.AsType[*plugin.ExitError](last); ok {
		how = plugin.BinaryPrefix + k.name + " " + exit.Version + ": " + exit.Report()
	}
	e := connector.Errorf(cmp.Or(connector.ReasonOf(last), connector.PluginCrashed), "it failed %d times within %v, and is not started before %s: %s",
		k.m.cfg.Restarts+1, k.m.cfg.RestartWindow, until.Format(time.TimeOnly), how)
	e.Connector, e.RetryAfter, e.Err = k.name, time.Until(until), last
	e.Suggestion = "look at why it fails; it is tried again by the first call after that time"
	return e
}

// firstRest is how long a new process waits at least for its first call: the one that it was started for is on its way.
const firstRest = time.Second

// install gives the calls to a process. The one that had them ends when they have.
func (k *keeper) install(w *worker) error {
	k.mu.Lock()
	if k.m.open.Err() != nil {
		k.mu.Unlock()
		_ = w.discard() // that the manager is closed matters more
		return errClosed(k.name)
	}
	k.current, k.binary, k.err = w, w.binary, nil
	w.rest(max(k.m.cfg.IdleTimeout, firstRest))
	k.mu.Unlock()
	if !k.m.owned.run(w.watch) {
		return errClosed(k.name) // close finds it, and ends it
	}
	return nil
}

// close ends the process.
func (k *keeper) close() error {
	k.mu.Lock()
	w := k.current
	if w != nil {
		w.end()
	}
	k.mu.Unlock()
	if w == nil {
		return nil
	}
	return w.discard()
}

// status is how the connector is.
func (k *keeper) status() Status {
	k.mu.Lock()
	defer k.mu.Unlock()
	s := Status{Connector: k.name, State: StateStopped, SHA256: k.binary.sum(), Restarts: k.restarts.total, Err: k.err}
	s.Version = k.binary.about().GetVersion()
	at, ok := k.restarts.next(time.Now())
	switch w := k.current; {
	case w != nil:
		s.State, s.PID, s.Since, s.Calls, s.Version = StateRunning, w.PID(), w.started, len(w.leases), w.about.GetVersion()
	case !ok:
		s.State, s.Until = StateFailed, at
	case k.starting != nil && time.Now().Before(k.until):
		s.State, s.Until = StateWaiting, k.until
	case k.starting != nil:
		s.State = StateStarting
	}
	return s
}
