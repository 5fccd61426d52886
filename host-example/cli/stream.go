package cli

import (
	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// progress is how far a list came.
type progress struct {
	items, pages, rejected, warned int64
	// nameless are the rejected ones of which not even the id is known.
	nameless int64
	// refused are the ids of the others.
	refused []string
	// token is the last point to go on from, "" for the start, and since the items that were written after it: going on
	// from it brings them again.
	token string
	since int64
}

// stream is where a list's pages go: each is written before the next one is taken.
type stream[T connector.Item] struct {
	*app
	progress
	from  target
	watch *watch
	limit int64 // 0: none
	part  bool  // it goes on from a token
	write func(items []T) error
}

// maxRejectedShown is how many rejected items are told one by one; the summary counts all.
const maxRejectedShown = 10

// maxRefused is how many ids of rejected items are kept. Any more count as if they were not known, which proves less.
const maxRefused = 1000

// Page writes a page.
func (s *stream[T]) Page(p connector.Page[T]) error {
	items := p.Items
	cut := s.limit > 0 && int64(len(items)) > s.limit-s.items
	if cut {
		items = items[:s.limit-s.items]
	}
	if err := s.write(items); err != nil {
		return err
	}
	s.count(items)
	if cut {
		return errEnough
	}
	for _, r := range p.Info.GetRejected() {
		if r.GetId() != "" && len(s.refused) < maxRefused {
			s.refused = append(s.refused, r.GetId())
		} else {
			s.nameless++
		}
		if s.rejected++; s.rejected <= maxRejectedShown {
			s.log.Warn("an item could not be used", append(s.from.about(), "path", r.GetPath(), "id", r.GetId(), "reason", r.GetReason())...)
		}
	}
	if t := p.Info.GetNextPageToken(); t != "" {
		s.token, s.since = t, 0
	}
	s.watch.page(s.progress, len(items))
	return nil
}

func (s *stream[T]) count(items []T) {
	s.pages++
	s.items += int64(len(items))
	s.since += int64(len(items))
	for _, item := range items {
		if len(item.GetSource().GetWarnings()) > 0 {
			s.warned++
		}
	}
}

// Progress shows what is being waited for.
func (s *stream[T]) Progress(p *connectorv1.Progress) error {
	s.watch.to.waits(p, s.total(p))
	return nil
}

// total is how many items there will be, as far as the vendor tells; 0: it is not known.
func (s *stream[T]) total(p *connectorv1.Progress) int64 {
	total := p.GetTotalItems()
	switch {
	case s.part: // of which nobody knows how much came before
		return 0
	case s.limit > 0:
		return min(total, s.limit)
	}
	return total
}
