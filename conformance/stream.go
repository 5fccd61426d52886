package conformance

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"google.golang.org/protobuf/proto"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// event is one message of a list: a page, a progress, a receipt, or, where it is none of these, something unknown.
type event struct {
	page     *page
	progress *connectorv1.Progress
	receipt  *connectorv1.Receipt

	size int           // of the message, in bytes
	at   time.Duration // when it came, since the call
}

type page struct {
	items []item
	info  *connectorv1.PageInfo
}

// stream is a list as it came, all of it.
type stream struct {
	kind    *kind
	options *connectorv1.ListOptions
	events  []event
	failure *failure // nil: the status was OK
	took    time.Duration
}

// maxSilence ends a list that says nothing: what the contract allows, and a margin for a busy machine.
const (
	maxSilence = 10 * time.Second
	margin     = 5 * time.Second
)

// maxEvents bounds a list that never ends.
const maxEvents = 10_000

// list reads a list to its end. It never fails: how it ended is part of it. A silence that is against the contract ends it.
func (p *process) list(ctx context.Context, k *kind, a *connectorv1.Account, o *connectorv1.ListOptions) *stream {
	return p.listUntil(ctx, k, a, o, func(event) bool { return true })
}

// listUntil is list, cancelled by its caller when more says so of an event.
func (p *process) listUntil(
	ctx context.Context, k *kind, a *connectorv1.Account, o *connectorv1.ListOptions, more func(event) bool,
) *stream {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	watchdog := time.AfterFunc(maxSilence+margin, func() { cancel(errSilent) })
	defer watchdog.Stop()
	s := &stream{kind: k, options: proto.CloneOf(o)}
	start := time.Now()
	next, err := k.list(ctx, p.client, a, o)
	for err == nil {
		var e event
		if e, err = next(); err != nil {
			break
		}
		watchdog.Reset(maxSilence + margin)
		e.at = time.Since(start)
		s.events = append(s.events, e)
		switch {
		case !more(e):
			cancel(errEnough)
		case len(s.events) > maxEvents:
			cancel(errEndless)
		}
	}
	s.took = time.Since(start)
	if !errors.Is(err, io.EOF) {
		s.failure = failureOf(err, context.Cause(ctx))
	}
	return s
}

var (
	errSilent  = errors.New("nothing came for 15 s, where something must come every 10 s")
	errEnough  = errors.New("the kit has seen enough")
	errEndless = errors.New("10,000 messages came, and no end")
)

// pages are those of the stream.
func (s *stream) pages() (all []*page) {
	for _, e := range s.events {
		if e.page != nil {
			all = append(all, e.page)
		}
	}
	return all
}

// items are those of all pages.
func (s *stream) items() (all []item) {
	for _, p := range s.pages() {
		all = append(all, p.items...)
	}
	return all
}

// tokens are those of the pages, in order.
func (s *stream) tokens() (all []string) {
	for _, p := range s.pages() {
		if token := p.info.GetNextPageToken(); token != "" {
			all = append(all, token)
		}
	}
	return all
}

// lastToken is the token that a list can be gone on from, and the items before it.
func (s *stream) lastToken() (token string, before []item) {
	var all []item
	n := 0
	for _, p := range s.pages() {
		all = append(all, p.items...)
		if next := p.info.GetNextPageToken(); next != "" {
			token, n = next, len(all)
		}
	}
	return token, all[:n:n]
}

// receipt is the last receipt that came; nil where there is none.
func (s *stream) receipt() *connectorv1.Receipt {
	for _, e := range slices.Backward(s.events) {
		if e.receipt != nil {
			return e.receipt
		}
	}
	return nil
}

// exchanges are those behind all pages.
func (s *stream) exchanges() (all []*connectorv1.Exchange) {
	for _, p := range s.pages() {
		all = append(all, p.info.GetExchanges()...)
	}
	return all
}

// silence is the longest time in which nothing came, waiting for the end included.
func (s *stream) silence() time.Duration {
	var longest, last time.Duration
	for _, e := range s.events {
		longest, last = max(longest, e.at-last), e.at
	}
	return max(longest, s.took-last)
}

// ids are those of items, in order.
func ids(items []item) []string {
	all := make([]string, len(items))
	for i, one := range items {
		all[i] = one.GetId()
	}
	return all
}

// byID are items by their ids; of several with one id, the last.
func byID(items []item) map[string]item {
	all := make(map[string]item, len(items))
	for _, one := range items {
		all[one.GetId()] = one
	}
	return all
}
