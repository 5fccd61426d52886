package connector

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"time"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// maxListingID bounds Receipt.listing_id, in bytes.
const maxListingID = 64

// maxTokens bounds the pages of one stream that can be gone on from: a list of a billion people, by the thousand. What repeats
// no token and never ends would else take memory without end from whoever looks for repetitions.
const maxTokens = 1 << 20

func checkedList[T Item](
	ctx context.Context, c *checked, operation string, kind connectorv1.ResourceKind, req ListRequest, sink Sink[T],
	list func(context.Context, ListRequest, Sink[T]) (*connectorv1.Receipt, error),
) (*connectorv1.Receipt, error) {
	d, err := c.describe(ctx)
	if err != nil {
		return nil, err
	}
	name := d.GetName()
	r, err := resource(d, kind, connectorv1.Operation_OPERATION_LIST)
	if err == nil {
		err = cmp.Or(CheckAccount(d, req.Account), CheckListOptions(r, req.Options))
	}
	if err != nil {
		return nil, within(err, name, operation)
	}
	s := &stream[T]{
		sink: sink, breach: c.breach, limit: int64(req.Options.GetPageLimit()),
		seed: maphash.MakeSeed(), tokens: map[uint64]struct{}{}, ids: map[string]struct{}{},
	}
	if token := req.Options.GetPageToken(); token != "" {
		s.tokens[maphash.String(s.seed, token)] = struct{}{}
	}
	receipt, err := call(name, operation, func() (*connectorv1.Receipt, error) { return list(ctx, req, s) })
	switch {
	case s.sinkErr != nil:
		return nil, s.sinkErr // the receiver's own word, whatever the connector made of it
	case s.broken != nil:
		return nil, within(s.broken, name, operation)
	case err != nil:
		return nil, err
	}
	if err := s.close(receipt); err != nil {
		return nil, within(err, name, operation)
	}
	return receipt, nil
}

// stream is the sink of a checked list: it stands between the connector and the receiver and keeps the sums that the
// receipt must agree with.
type stream[T Item] struct {
	sink   Sink[T]
	breach func(what error) *Error
	limit  int64 // page limit of the request

	seed   maphash.Seed
	tokens map[uint64]struct{} // of all pages so far, hashed: 100,000 pages are some 2 MiB
	last   string
	page   int64
	ids    map[string]struct{} // of the page at hand; its memory is used again

	sent            struct{ items, rejected int64 } // as the connector handed them in
	resumable       int64                           // pages with a token
	given           struct{ items, rejected, warned int64 }
	sinkErr, broken error
}

func (s *stream[T]) fail(format string, args ...any) error {
	s.broken = s.breach(fmt.Errorf(format, args...))
	return s.broken
}

// Progress passes a sign of life on, with its text cut to size.
func (s *stream[T]) Progress(p *connectorv1.Progress) error {
	if err := cmp.Or(s.sinkErr, s.broken); err != nil {
		return err
	}
	p.Message = clip(p.GetMessage(), MaxReasonSize)
	if !p.GetWaitUntil().IsValid() {
		p.WaitUntil = nil
	}
	return s.give(func() error { return s.sink.Progress(p) })
}

// Page checks a page, takes bad items out of it and passes it on.
func (s *stream[T]) Page(p Page[T]) error {
	if err := cmp.Or(s.sinkErr, s.broken); err != nil {
		return err
	}
	s.page++
	if err := s.token(p.Info.GetNextPageToken()); err != nil {
		return err
	}
	s.sent.items += int64(len(p.Items))
	s.sent.rejected += int64(len(p.Info.GetRejected()))
	for _, r := range p.Info.GetRejected() {
		r.Path, r.Reason = clip(r.GetPath(), MaxPathSize), clip(r.GetReason(), MaxReasonSize)
		r.Id = clip(r.GetId(), MaxIDSize)
	}
	had := len(p.Items)
	p = s.quarantine(p)
	if had > 1 && len(p.Items) == 0 {
		return s.fail("page %d: none of its %d items has a usable id of its own", s.page, had)
	}
	for _, item := range p.Items {
		settle(item)
		if len(item.GetSource().GetWarnings()) > 0 {
			s.given.warned++
		}
	}
	s.given.items += int64(len(p.Items))
	s.given.rejected += int64(len(p.Info.GetRejected()))
	return s.give(func() error { return s.sink.Page(p) })
}

// give calls the receiver, and marks a panic of it as its own.
func (s *stream[T]) give(to func() error) error {
	defer func() {
		if v := recover(); v != nil {
			panic(receiverPanic{v})
		}
	}()
	s.sinkErr = to()
	return s.sinkErr
}

func (s *stream[T]) token(token string) error {
	s.last = token
	if token == "" {
		return nil
	}
	if !validToken(token) {
		return s.fail("page %d: its token is not URL-safe ASCII of at most %d bytes", s.page, MaxTokenSize)
	}
	key := maphash.String(s.seed, token)
	if _, ok := s.tokens[key]; ok {
		return s.fail("page %d: its token was there before, so that the list would never end", s.page)
	}
	if s.resumable == maxTokens {
		return s.fail("page %d: more than %d pages have a token; go on from the last one", s.page, maxTokens)
	}
	s.tokens[key] = struct{}{}
	s.resumable++
	return nil
}

// quarantine takes out of a page what a receiver could not upsert by id, and reports it as rejected.
func (s *stream[T]) quarantine(p Page[T]) Page[T] {
	kept := p.Items[:0]
	defer clear(s.ids) // ids are parts of items, which are not kept
	for i, item := range p.Items {
		var none T
		var why error
		if item == none {
			why = errors.New("the item is missing")
		} else if why = CheckID(item.GetId()); why == nil {
			if _, twice := s.ids[item.GetId()]; twice {
				why = errors.New("the id stood in this page before")
			}
		}
		if why == nil {
			s.ids[item.GetId()] = struct{}{}
			kept = append(kept, item)
			continue
		}
		if p.Info == nil {
			p.Info = &connectorv1.PageInfo{}
		}
		id := ""
		if item != none {
			id = clip(item.GetId(), MaxIDSize)
		}
		p.Info.Rejected = append(p.Info.Rejected, &connectorv1.RejectedItem{
			Index: int32(i), Id: id, Path: "id", Reason: why.Error(),
		})
	}
	clear(p.Items[len(kept):])
	p.Items = kept
	return p
}

// close checks the receipt against the stream, and makes its counts those of what the receiver was given.
func (s *stream[T]) close(r *connectorv1.Receipt) error {
	switch id := r.GetListingId(); {
	case r == nil:
		return s.fail("the list ended without a receipt")
	case r.GetItems() != s.sent.items || r.GetRejected() != s.sent.rejected:
		return s.fail("the receipt counts %d items and %d rejected, but %d and %d came",
			r.GetItems(), r.GetRejected(), s.sent.items, s.sent.rejected)
	case id == "" || len(id) > maxListingID || clip(id, maxListingID) != id:
		return s.fail("the receipt's listing_id has not 1 to %d bytes", maxListingID)
	case !r.GetListingStartedAt().IsValid() || r.GetListingStartedAt().AsTime().After(time.Now().Add(24*time.Hour)):
		return s.fail("the receipt's listing_started_at is no time in the past")
	}
	switch r.GetEnd() {
	case connectorv1.End_END_EXHAUSTED:
		if r.GetNextPageToken() != "" {
			return s.fail("the receipt says EXHAUSTED and has a token to go on from")
		}
	case connectorv1.End_END_PAGE_LIMIT:
		switch {
		case s.limit == 0:
			return s.fail("the receipt says PAGE_LIMIT, and there was none")
		case r.GetNextPageToken() == "" || r.GetNextPageToken() != s.last:
			return s.fail("the receipt says PAGE_LIMIT, and its token is not that of the last page")
		}
	default:
		return s.fail("the receipt says neither EXHAUSTED nor PAGE_LIMIT")
	}
	if s.limit > 0 && s.resumable > s.limit {
		return s.fail("%d pages came where %d were asked for", s.resumable, s.limit)
	}
	known(&r.Visibility, connectorv1.Visibility_name, connectorv1.Visibility_VISIBILITY_UNKNOWN)
	r.Items, r.Rejected, r.Warned = s.given.items, s.given.rejected, s.given.warned
	return nil
}
