package rest

import (
	"slices"
	"testing"
)

// A vendor that says both how many items there are and whether a page is the last one may contradict itself: whoever is not shown
// is counted, or the count ends at some number. What it says of the page at hand is believed.
func TestIndexedBelievesWhatIsSaidOfThePage(t *testing.T) {
	for name, c := range map[string]struct {
		total int
		moved bool
	}{
		"rightly":                {95, false},
		"a total that is capped": {50, false},
		"a total that is none":   {0, false},
		"a total of more":        {120, true},
		"a total of one more":    {96, true},
	} {
		for _, items := range []int{95, 90} { // the last page is short, or full
			for _, whole := range []bool{false, true} {
				s := newSeries(items)
				s.answer = func(s *series, start, count, _ int) row {
					p := s.right(start, count)
					p.Start, p.Total = 0, c.total
					if name == "rightly" {
						p.Total = items
					}
					p.More = start+count <= items
					p.Last = !p.More
					return p
				}
				err := s.walk(t.Context(), connect(t, s.vendor, nil), func(x *Indexed) { x.Whole = whole })
				if err != nil || !slices.Equal(s.got, s.items) || s.moved() != c.moved {
					t.Errorf("%s, %d items, whole pages %v: %d came, moved %v, %v", name, items, whole, len(s.got), s.moved(), err)
				}
			}
		}
	}
}
