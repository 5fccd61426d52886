package byhand

import (
	"context"
	"errors"
	"fmt"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// errEnough ends a list whose pages have no end to stop at.
var errEnough = errors.New("the limit is reached")

func runList[T connector.Item](ctx context.Context, a *app, r resource[T], args []string) error {
	var call call
	var list cmdline.List
	about := "Lists the " + r.many() + " of an account, page by page as they come."
	if done, err := a.parse(r.many(), about, args, call.add, list.Add); done || err != nil {
		return err
	}
	options, err := list.Options()
	if err != nil {
		return err
	}
	if err := list.Fit(r.about, options); err != nil {
		return err
	}
	ctx, cancel, account, err := a.open(ctx, call)
	if err != nil {
		return err
	}
	defer cancel()

	s := &stream[T]{app: a, one: r.one, limit: list.Limit}
	s.outcome = outcome{what: r.many(), options: options, token: options.GetPageToken()}
	s.receipt, err = r.list(ctx, connector.ListRequest{Account: account, Options: options}, s)
	if err != nil && !errors.Is(err, errEnough) {
		return &partialError{cmdline.Ended(ctx, err), s.outcome}
	}
	a.note("%s", s.summary())
	return nil
}

// partialError is a list that ended early.
type partialError struct {
	err     error
	outcome outcome
}

func (e *partialError) Error() string { return e.err.Error() }
func (e *partialError) Unwrap() error { return e.err }

// stream is where a list's pages go: each is written before the next one is taken.
type stream[T connector.Item] struct {
	*app
	outcome

	one   string
	limit int64  // 0: none
	shown string // the last progress message
}

// Page writes a page.
func (s *stream[T]) Page(p connector.Page[T]) error {
	items := p.Items
	cut := s.limit > 0 && int64(len(items)) > s.limit-s.items
	if cut {
		items = items[:s.limit-s.items]
	}
	s.pages++
	for _, item := range items {
		if err := s.line(item); err != nil {
			return err
		}
		s.items++
		s.since++
		if warn(s.app, s.one, item) {
			s.warned++
		}
	}
	if cut {
		return errEnough
	}
	for _, r := range p.Info.GetRejected() {
		s.rejected++
		id := "without an id"
		if r.GetId() != "" {
			id = r.GetId()
		}
		s.note("rejected %s %s: %s: %s", s.one, id, r.GetPath(), r.GetReason())
	}
	if t := p.Info.GetNextPageToken(); t != "" {
		s.token, s.since = t, 0
	}
	s.shown = ""
	return nil
}

// Progress shows what is being waited for, once as long as it is the same.
func (s *stream[T]) Progress(p *connectorv1.Progress) error {
	if m := p.GetMessage(); m != "" && m != s.shown {
		s.shown = m
		s.note("%s", m)
	}
	return nil
}

// warn tells which fields of an item could not be used, and reports whether there are any.
func warn[T connector.Item](a *app, one string, item T) bool {
	for _, w := range item.GetSource().GetWarnings() {
		a.note("warning: %s", fmt.Sprintf("%s %s: %s: %s", one, item.GetId(), w.GetPath(), w.GetReason()))
	}
	return len(item.GetSource().GetWarnings()) > 0
}
