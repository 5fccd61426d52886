package manager

import (
	"context"
	"time"
)

// crashed is told that a process has ended, by whoever notices first.
func (k *keeper) crashed(w *worker) {
	why := w.exit()
	k.mu.Lock()
	unexpected := w.end()
	if unexpected {
		k.restarts.failed(time.Now())
		k.err = why
	}
	k.mu.Unlock()
	if unexpected {
		k.m.tell(Event{Kind: Crashed, Connector: k.name, PID: w.PID(), SHA256: w.binary.sum(), Err: why})
		if free := func() { _ = w.Close() }; !k.m.owned.run(free) { // it is gone; this frees what it had here
			free()
		}
	}
}

// hung is told that a process does not answer. Its calls go on in the next one.
func (k *keeper) hung(w *worker) {
	k.mu.Lock()
	unexpected := w.end()
	if unexpected {
		k.restarts.failed(time.Now())
		k.err = errHung
	}
	k.mu.Unlock()
	if unexpected {
		k.m.tell(Event{Kind: Hung, Connector: k.name, PID: w.PID(), SHA256: w.binary.sum(), Err: errHung})
		w.evict(errHung)
		_ = w.Close() // it is killed; that it had to be is what the event says
	}
}

// idle is told that a process had no call for a while.
func (k *keeper) idle(w *worker) {
	k.m.owned.run(func() {
		k.mu.Lock()
		ended := len(w.leases) == 0 && w.end()
		k.mu.Unlock()
		if ended {
			k.m.tell(Event{Kind: Idle, Connector: k.name, PID: w.PID(), SHA256: w.binary.sum()})
			_ = w.discard()
		}
	})
}

// discard ends a process that was taken out of use.
func (w *worker) discard() error {
	err := w.Close()
	w.k.m.tell(Event{Kind: Stopped, Connector: w.k.name, PID: w.PID(), SHA256: w.binary.sum(), Err: err})
	return err
}

// replace loads the binary again, and has a process of it take the calls over.
func (k *keeper) replace(ctx context.Context) error {
	if err := k.take(ctx); err != nil {
		return err
	}
	defer func() { <-k.turn }()
	if k.m.open.Err() != nil {
		return errClosed(k.name)
	}
	fresh, err := k.m.load(k.name)
	if err != nil {
		return err
	}
	k.mu.Lock()
	old, before := k.current, k.binary
	k.mu.Unlock()
	if old != nil && fresh.sum() != "" && fresh.sum() == before.sum() {
		return fresh.close() // nothing is new
	}
	starting, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(k.m.open, cancel)()
	w, err := k.launch(starting, fresh)
	if err == nil {
		err = k.install(w)
	}
	if err != nil {
		_ = fresh.close() // what went wrong matters more
		return err
	}
	k.mu.Lock()
	k.restarts.forgive()
	k.mu.Unlock()
	k.m.tell(Event{Kind: Replaced, Connector: k.name, PID: w.PID(), SHA256: fresh.sum()})
	_ = before.close() // its processes go on
	if old != nil {
		k.retire(old)
	}
	return nil
}

// retire lets a process end its calls, and sends those elsewhere that take too long.
func (k *keeper) retire(w *worker) {
	k.mu.Lock()
	first := w.end()
	k.mu.Unlock()
	if !first {
		return // it has crashed by itself
	}
	if !k.m.owned.run(func() {
		patience := time.NewTimer(k.m.cfg.ReplaceTimeout)
		defer patience.Stop()
		select {
		case <-w.drained:
		case <-w.Done():
		case <-patience.C:
			w.evict(errMoved)
		case <-k.m.open.Done():
		}
		_ = w.discard()
	}) {
		_ = w.discard() // the manager was closed meanwhile, and nobody else knows of it
	}
}
