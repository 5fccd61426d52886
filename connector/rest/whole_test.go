package rest

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trellis-iam/trellis/connector"
)

// Where pages alone have numbers, only whole ones are asked for. What a page holds back is not asked for again, and nothing else is
// lost by it.
func TestWholePages(t *testing.T) {
	atMost := func(n int) func(*series, int, int, int) row { // pages of a size of the vendor's
		return func(s *series, start, count, _ int) row {
			size := min(count, n)
			return s.right((start-1)/count*size+1, size)
		}
	}
	for name, c := range map[string]struct {
		items, requests, lost int
		answer                func(s *series, start, count, n int) row
	}{
		"rightly":  {95, 10, 0, nil},
		"capped":   {95, 14, 0, atMost(7)},
		"one page": {9, 1, 0, nil},
		"no total": {95, 11, 0, func(s *series, start, count, _ int) row { p := s.right(start, count); p.Total = Untold; return p }},
		"no total, all on the first": {9, 2, 0, func(s *series, start, count, _ int) row {
			p := s.right(start, count)
			p.Total = Untold
			return p
		}},
		"one held back": {95, 10, 1, func(s *series, start, count, _ int) row { return without(s.right(start, count), 55) }},
		"more than asked for": {95, 5, 0, func(s *series, start, count, _ int) row {
			return s.right((start-1)/count*20+1, 20)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSeries(c.items)
				s.took = 50 * time.Millisecond
				s.answer = func(s *series, start, count, n int) row {
					if (start-1)%count != 0 {
						t.Errorf("asked for %d items from %d on, which is no page", count, start)
					}
					p := s.right(start, count)
					if c.answer != nil {
						p = c.answer(s, start, count, n)
					}
					p.Start = 0 // pages do not say it
					return p
				}
				if err := s.walk(t.Context(), connect(t, s.vendor, nil), func(x *Indexed) { x.Whole = true }); err != nil {
					t.Fatal(err)
				}
				if distinct := slices.Compact(slices.Sorted(slices.Values(s.got))); len(s.got) != c.items-c.lost || len(distinct) != len(s.got) {
					t.Errorf("got %v", s.got)
				}
				if s.moved() != (c.lost > 0) {
					t.Errorf("moved: %v", s.moved())
				}
				if n := s.requests(); n != c.requests {
					t.Errorf("%d requests, want %d", n, c.requests)
				}
			})
		})
	}
}

// A vendor that takes no notice of the number is found out, with a total and without; so is an empty page that is none of the end.
func TestWholePagesThatDoNotTurn(t *testing.T) {
	for name, answer := range map[string]func(s *series, start, count, n int) row{
		"ignored":           func(s *series, _, count, _ int) row { return s.right(1, count) },
		"ignored, no total": func(s *series, _, count, _ int) row { p := s.right(1, count); p.Total = Untold; return p },
		"empty": func(s *series, start, count, _ int) row {
			p := s.right(start, count)
			if start == 21 {
				p.Items = nil
			}
			return p
		},
	} {
		s := newSeries(95)
		s.answer = func(s *series, start, count, n int) row {
			p := answer(s, start, count, n)
			p.Start = 0
			return p
		}
		err := s.walk(t.Context(), connect(t, s.vendor, nil), func(x *Indexed) { x.Whole = true })
		if connector.ReasonOf(err) != connector.UpstreamLoop {
			t.Errorf("%s: %v, got %v", name, err, s.got)
		}
	}
}
