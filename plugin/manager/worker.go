package manager

import (
	"context"
	"errors"
	"time"

	"github.com/trellis-iam/trellis/plugin"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// worker is a process and the calls that it has. Everything below Process is guarded by its keeper's mutex.
type worker struct {
	Process

	k       *keeper
	binary  *binary
	about   *connectorv1.Description
	started time.Time
	suspect chan struct{} // has one when someone doubts that the process is alive

	leases  map[*lease]struct{}
	idle    *time.Timer   // runs while there are no leases
	ending  bool          // its end is no crash any more
	drained chan struct{} // once ending: closed when there are no leases
}

// lease is a call's right to a process. Its context is the call's own, and besides ends when the process is taken away; the
// cause tells.
type lease struct {
	w      *worker
	ctx    context.Context
	cancel context.CancelCauseFunc
}

// errMoved is why a call is ended in a process that was replaced, and errHung in one that answers no more. It goes on in
// another.
var (
	errMoved = errors.New("the connector was replaced by another version")
	errHung  = errors.New("the connector's process did not answer any more")
)

// lend gives a call to the process. The keeper's mutex is held.
func (w *worker) lend(ctx context.Context) *lease {
	l := &lease{w: w}
	l.ctx, l.cancel = context.WithCancelCause(ctx)
	w.leases[l] = struct{}{}
	if w.idle != nil {
		w.idle.Stop()
	}
	return l
}

// release ends the lease.
func (l *lease) release() {
	l.cancel(nil)
	k := l.w.k
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(l.w.leases, l)
	l.w.settle()
}

// settle looks at a process that may have nothing to do. The keeper's mutex is held.
func (w *worker) settle() {
	switch {
	case len(w.leases) > 0:
	case w.ending:
		close(w.drained)
	default:
		w.rest(w.k.m.cfg.IdleTimeout)
	}
}

// rest lets the process go after a while without calls. The keeper's mutex is held.
func (w *worker) rest(wait time.Duration) {
	if w.k.m.cfg.IdleTimeout > 0 {
		w.idle = time.AfterFunc(wait, func() { w.k.idle(w) })
	}
}

// end takes the process out of use; calls that it has go on. It returns false when that was done already. The keeper's mutex
// is held.
func (w *worker) end() bool {
	if w.ending {
		return false
	}
	w.ending = true
	if w.k.current == w {
		w.k.current = nil
	}
	if w.idle != nil {
		w.idle.Stop()
	}
	if len(w.leases) == 0 {
		close(w.drained)
	}
	return true
}

// evict ends the calls that the process has, and they go on elsewhere.
func (w *worker) evict(why error) {
	w.k.mu.Lock()
	defer w.k.mu.Unlock()
	for l := range w.leases {
		l.cancel(why)
	}
}

// gone reports whether the process is.
func (w *worker) gone() bool {
	select {
	case <-w.Done():
		return true
	default:
		return false
	}
}

// exit is how the process ended, where it tells.
func (w *worker) exit() error {
	if p, ok := w.Process.(interface{ Exit() *plugin.ExitError }); ok {
		if e := p.Exit(); e != nil {
			return e
		}
	}
	return errors.New("its process has ended")
}

// doubt has the process probed. One at a breakpoint does not answer, and is not in doubt.
func (w *worker) doubt() {
	if w.k.m.cfg.Attach[w.k.name] != "" {
		return
	}
	select {
	case w.suspect <- struct{}{}:
	default: // it is about to be
	}
}

// watch sees a process through to its end.
func (w *worker) watch() {
	cfg := w.k.m.cfg
	var tick <-chan time.Time
	if cfg.ProbeInterval > 0 && cfg.Attach[w.k.name] == "" {
		t := time.NewTicker(cfg.ProbeInterval)
		defer t.Stop()
		tick = t.C
	}
	for {
		select {
		case <-w.Done():
			w.k.crashed(w)
			return
		case <-w.k.m.over:
			return // it could not be killed
		case <-tick:
		case <-w.suspect:
		}
		if !w.probe() {
			w.k.hung(w)
			return
		}
	}
}

// probe asks the process whether it is alive. One that is gone, or is asked to end, is not hung.
func (w *worker) probe() bool {
	ctx, cancel := context.WithTimeout(w.k.m.open, w.k.m.cfg.ProbeTimeout)
	defer cancel()
	return w.Ping(ctx) == nil || w.gone() || w.k.m.open.Err() != nil || errors.Is(context.Cause(ctx), context.Canceled)
}
