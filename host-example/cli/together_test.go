package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// pagesWritten is a writer of numbers, a line for each write.
type pagesWritten struct {
	mu  sync.Mutex
	b   strings.Builder
	err error
}

func (w *pagesWritten) Items(items []int) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	fmt.Fprintln(&w.b, items)
	return w.err
}

func (w *pagesWritten) End() error { return w.Items(nil) }

func (w *pagesWritten) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.String()
}

func (w *pagesWritten) want(t *testing.T, want string) {
	t.Helper()
	if got := w.String(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// The first pages are written at once when each list has given one or has ended, and who is quicker waits.
func TestTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &pagesWritten{}
		all := newTogether(w)
		all.waitFor(3)
		quick, slow, empty := all.list(), all.list(), all.list()
		give := func(p *part[int], items ...int) {
			if err := p.page(t.Context(), items); err != nil {
				t.Error(err)
			}
		}
		give(quick, 1, 2)
		var next sync.WaitGroup
		next.Go(func() { give(quick, 3) })
		synctest.Wait()
		w.want(t, "")
		give(slow, 4)
		if err := empty.done(); err != nil {
			t.Error(err)
		}
		next.Wait()
		w.want(t, "[1 2 4]\n[3]\n")
		give(slow, 5)
		give(all.list(), 6) // one that begins later
		if err := all.end(); err != nil {
			t.Error(err)
		}
		w.want(t, "[1 2 4]\n[3]\n[5]\n[6]\n[]\n")
	})
}

// Nobody waits for long, nor once the command has ended; and that the output fails is told to all.
func TestTogetherIsPatientForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &pagesWritten{}
		all := newTogether(w)
		all.waitFor(2)
		quick, slow := all.list(), all.list()
		if err := quick.page(t.Context(), []int{1}); err != nil {
			t.Error(err)
		}
		enough := errors.New("enough")
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(enough)
		if err := quick.page(ctx, []int{2}); !errors.Is(err, enough) {
			t.Error(err)
		}
		w.want(t, "")
		time.Sleep(patience)
		synctest.Wait()
		w.want(t, "[1]\n")
		if err := slow.page(t.Context(), []int{3}); err != nil {
			t.Error(err)
		}
		w.want(t, "[1]\n[3]\n")

		full := errors.New("the disk is full")
		w = &pagesWritten{err: full}
		all = newTogether(w)
		all.waitFor(2)
		if err := all.list().page(t.Context(), []int{1}); err != nil { // it is held
			t.Error(err)
		}
		last := all.list()
		if err := last.page(t.Context(), []int{2}); err != nil && !errors.Is(err, full) {
			t.Error(err)
		}
		if err := errors.Join(last.done(), all.end()); !errors.Is(err, full) {
			t.Error(err)
		}
	})
}
