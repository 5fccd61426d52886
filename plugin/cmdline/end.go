package cmdline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/trellis-iam/trellis/connector"
)

// UntilInterrupt is a context that the first interrupt (Ctrl-C, SIGTERM) ends. By then signals do again what they did
// before, so that a second one is never lost: signal.NotifyContext has no such order. stop releases the signals.
func UntilInterrupt(parent context.Context) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	var wg sync.WaitGroup
	wg.Go(func() {
		select {
		case s := <-signals:
			signal.Stop(signals)
			cancel(fmt.Errorf("%v signal received", s))
		case <-ctx.Done():
			signal.Stop(signals)
		}
	})
	return ctx, func() {
		cancel(nil)
		wg.Wait()
	}
}

// WithTimeout bounds a command's time by the flag --timeout; 0 is no bound.
func WithTimeout(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	if timeout <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeoutCause(ctx, timeout, timeoutError(timeout))
}

// timeoutError is the end of the time that the flag gives.
type timeoutError time.Duration

func (e timeoutError) Error() string {
	return fmt.Sprintf("the time that --timeout gives (%v) is over", time.Duration(e))
}

func (timeoutError) Unwrap() error { return context.DeadlineExceeded }

// Suggestion is what to do about it.
func (timeoutError) Suggestion() string { return "give it more time, or leave --timeout out" }

// Ended is the error that people should see of a call that ended: what ended the command itself, if that is what it was.
func Ended(ctx context.Context, err error) error {
	if connector.ReasonOf(err) != "" {
		return err
	}
	// The other end of a call may see the deadline pass a moment before this one does.
	if at, ok := ctx.Deadline(); ok && errors.Is(err, context.DeadlineExceeded) && time.Until(at) < time.Second {
		<-ctx.Done()
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}
