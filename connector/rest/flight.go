package rest

import (
	"context"
	"sync"
	"time"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// progressEvery is how often a waiting list says so: half of the silence that the contract allows, so that one late tick
// is no hang.
const progressEvery = 5 * time.Second

// longWait is from where a wait is worth telling at once.
const longWait = time.Second / 2

// Flight is a request that was sent ahead, by a goroutine that Wait or Stop ends.
type Flight struct {
	cancel context.CancelFunc
	doing  *activity
	done   chan struct{} // closed when answer and err are set
	answer *Answer
	err    error
}

// Start sends a request. Wait or Stop must follow.
func (c *Client) Start(ctx context.Context, r Request) *Flight {
	ctx, cancel := context.WithCancel(ctx)
	f := &Flight{cancel: cancel, doing: newActivity(), done: make(chan struct{})}
	go func() {
		defer close(f.done)
		f.answer, f.err = c.send(ctx, r, f.doing)
	}()
	return f
}

// Wait waits for the answer, and calls progress meanwhile: every few seconds, and at once when a longer wait begins. An
// error of progress stops the request, and is returned as it is.
func (f *Flight) Wait(progress func(*connectorv1.Progress) error) (*Answer, error) {
	defer f.Stop() // also where progress panics
	tick := time.NewTicker(progressEvery)
	defer tick.Stop()
	for {
		select {
		case <-f.done:
			return f.answer, f.err
		case <-f.doing.longer:
		case <-tick.C:
		}
		if err := progress(f.doing.progress()); err != nil {
			return nil, err
		}
	}
}

// forPage is Wait for the answer that is a page: errors name it, but for those of progress.
func (f *Flight) forPage(number int, progress func(*connectorv1.Progress) error) (*Answer, error) {
	fromProgress := false
	answer, err := f.Wait(func(p *connectorv1.Progress) error {
		err := progress(p)
		fromProgress = err != nil
		return err
	})
	if err != nil && !fromProgress {
		err = ofPage(number, err)
	}
	return answer, err
}

// Exchanges are the requests that were made, once Wait or Stop has returned: also where they led to an error.
func (f *Flight) Exchanges() []*connectorv1.Exchange { return f.doing.exchanges }

// Stop ends the request, if it is still under way, and waits for its goroutine. It may be called more than once, and after
// Wait.
func (f *Flight) Stop() {
	f.cancel()
	<-f.done
}

// activity is what a request is waiting for, told by one goroutine and read by another.
type activity struct {
	mu     sync.Mutex
	now    *connectorv1.Progress
	longer chan struct{} // has an entry when a longer wait began

	exchanges []*connectorv1.Exchange // of the goroutine that sends, until it has ended
}

func newActivity() *activity {
	return &activity{now: &connectorv1.Progress{}, longer: make(chan struct{}, 1)}
}

// made notes a request that was made.
func (a *activity) made(e *connectorv1.Exchange) { a.exchanges = append(a.exchanges, e) }

func (a *activity) set(what connectorv1.Activity, message string, until time.Time, attempt int) {
	p := &connectorv1.Progress{Activity: what, Message: message, Attempt: int32(attempt)}
	if !until.IsZero() {
		p.WaitUntil = timestamppb.New(until)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.now = p
	if !until.IsZero() && time.Until(until) >= longWait {
		select {
		case a.longer <- struct{}{}:
		default:
		}
	}
}

// progress is a message of its own: the receiver may keep it.
func (a *activity) progress() *connectorv1.Progress {
	a.mu.Lock()
	defer a.mu.Unlock()
	return &connectorv1.Progress{
		Activity: a.now.GetActivity(), Message: a.now.GetMessage(), WaitUntil: a.now.GetWaitUntil(), Attempt: a.now.GetAttempt(),
	}
}
