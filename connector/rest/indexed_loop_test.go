package rest

import (
	"testing"

	"github.com/trellis-iam/trellis/connector"
)

func TestIndexedNeverLoops(t *testing.T) {
	for name, c := range map[string]struct {
		answer func(*series, int, int, int) row
		pages  int // delivered before
	}{
		"ignores the number": {func(s *series, _, count, _ int) row { p := s.right(1, count); p.Start = 0; return p }, 1},
		"and says so":        {func(s *series, _, count, _ int) row { return s.right(1, count) }, 1},
		"and grows":          {func(s *series, _, count, n int) row { p := s.right(1, count); p.Start, p.Total = 0, 95+n; return p }, 1},
		"and has no total":   {func(s *series, _, count, _ int) row { p := s.right(1, count); p.Start, p.Total = 0, Untold; return p }, 1},
		"and the first has no id": {func(s *series, _, count, _ int) row {
			p := s.right(1, count)
			p.Items = append([]int{-1}, p.Items[1:]...)
			p.Start, p.Total = 0, Untold
			return p
		}, 1},
		"nobody has an id": {func(*series, int, int, int) row { return row{Items: []int{-1}, Total: Untold} }, maxAgain},
		"goes in a circle, and grows": {func(s *series, start, count, n int) row {
			p := s.right((start-1)%30+1, count)
			p.Start, p.Total = 0, 95+10*n
			return p
		}, 3 + maxAgain},
		"repeats itself from a point on": {func(s *series, start, count, _ int) row {
			p := s.right(min(start, 51), count)
			p.Start = 0
			return p
		}, 6},
		"other items each time": {func(_ *series, start, _, n int) row { return row{Items: []int{1000 + n}, Start: start + 1, Total: 95} }, 0},
		"empty, with more":      {func(_ *series, _, _, _ int) row { return row{Total: 95} }, 0},
		"empty in the middle": {func(s *series, start, count, _ int) row {
			if start == 31 {
				return row{Total: 95}
			}
			return s.right(start, count)
		}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSeries(95)
			s.answer = c.answer
			e := wantError(t, s.walk(t.Context(), connect(t, s.vendor, nil), nil), connector.UpstreamLoop)
			if len(s.places) != c.pages || e.Message == "" {
				t.Errorf("%d pages came before %v", len(s.places), e)
			}
			if s.requests() > c.pages+maxConns {
				t.Errorf("%d requests", s.requests())
			}
		})
	}
}

// A vendor that takes no notice of numbers is found out by the next walk too, where each is for one page.
func TestIndexedNeverLoopsOverWalks(t *testing.T) {
	ignorant := func(s *series, _, count, _ int) row { p := s.right(1, count); p.Start = 0; return p }
	one := newSeries(95)
	one.answer = ignorant
	_ = one.walk(t.Context(), connect(t, one.vendor, nil), nil) // ends with the second page
	place := one.places[0]
	next := newSeries(95)
	next.answer = ignorant
	err := next.walk(t.Context(), connect(t, next.vendor, nil), func(x *Indexed) { x.Start, x.Total, x.Before = place.Next, place.Total, place.Mark })
	if wantReason(t, err, connector.UpstreamLoop); len(next.got) != 0 {
		t.Errorf("%v came twice", next.got)
	}
}
