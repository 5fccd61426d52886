package rest

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func TestIndexedDeliversEveryItemOnceAndInOrder(t *testing.T) {
	untold := func(page row) row { page.Total = Untold; return page }
	atMost := func(n int) func(*series, int, int, int) row {
		return func(s *series, start, count, _ int) row { return s.right(start, min(count, n)) }
	}
	shortly := func(every int) func(*series, int, int, int) row { // every so many requests gets less than it asks for
		return func(s *series, start, count, n int) row {
			if n%every == 0 {
				count = (count + 1) / 2
			}
			return s.right(start, count)
		}
	}
	for name, c := range map[string]struct {
		answer   func(s *series, start, count, n int) row
		requests int // for 95 items, ten a page; 0: not asked
	}{
		"rightly":           {nil, 10},
		"capped":            {atMost(7), 15},
		"capped to one":     {atMost(1), 95},
		"short second page": {shortly(2), 0},
		"short third pages": {shortly(3), 0},
		"no total":          {func(s *series, start, count, _ int) row { return untold(s.right(start, count)) }, 11},
		"no total, capped":  {func(s *series, start, count, _ int) row { return untold(s.right(start, min(count, 4))) }, 25},
		"no total, and 204": {func(s *series, start, count, _ int) row {
			if start > len(s.items) {
				return row{status: http.StatusNoContent}
			}
			return untold(s.right(start, count))
		}, 11},
		"no numbers of its own": {func(s *series, start, count, _ int) row { p := s.right(start, count); p.Start = 0; return p }, 10},
		"more than asked for":   {func(s *series, start, count, _ int) row { return s.right(start, count+5) }, 0},
		"everything at once":    {func(s *series, start, _, _ int) row { return s.right(start, 1000) }, 1},
		"cut once": {func(s *series, start, count, n int) row {
			return row{body: map[bool]string{true: "{"}[n == 5], Items: s.right(start, count).Items, Start: start, Total: 95}
		}, 11},
		"empty once": {func(s *series, start, count, n int) row {
			if n == 5 {
				return row{status: http.StatusNoContent}
			}
			return s.right(start, count)
		}, 11},
		"a failure that passes": {func(s *series, start, count, n int) row {
			p := s.right(start, count)
			if n == 5 {
				p.status = 500
			}
			return p
		}, 11},
		"a total that is the page's": {func(s *series, start, count, _ int) row {
			p := s.right(start, count)
			if start > 1 {
				p.Total = min(len(p.Items), 1)
			}
			return p
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSeries(95)
				s.answer, s.took = c.answer, 50*time.Millisecond
				if err := s.walk(t.Context(), connect(t, s.vendor, nil), nil); err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(s.got, s.items) {
					t.Errorf("got %v", s.got)
				}
				if moved := s.moved(); moved != (name == "a total that is the page's") {
					t.Errorf("moved: %v", moved)
				}
				if n := s.requests(); c.requests != 0 && n != c.requests {
					t.Errorf("%d requests, want %d", n, c.requests)
				}
				if last := s.places[len(s.places)-1]; last.Next != 0 {
					t.Errorf("the last place is %+v", last)
				}
			})
		})
	}
}

func TestIndexedOfFew(t *testing.T) {
	for _, n := range []int{0, 1, 9, 10, 11, 20} {
		s := newSeries(n)
		if err := s.walk(t.Context(), connect(t, s.vendor, nil), nil); err != nil || !slices.Equal(s.got, s.items) {
			t.Errorf("%d items: %v, %v", n, s.got, err)
		}
		want := max(1, (n+9)/10)
		if n == 10 { // a full page that says that it is all: see TestIndexedDoubtsAFullFirstPage
			want = 2
		}
		if s.requests() != want || len(s.places) != want {
			t.Errorf("%d items: %d requests, %d pages, want %d", n, s.requests(), len(s.places), want)
		}
	}
}

// Some vendors say of each page that it is all there is. A full first page that says so is not believed; whatever a vendor
// answers past the end of a list that is one page indeed, the list ends, and has not moved.
func TestIndexedDoubtsAFullFirstPage(t *testing.T) {
	for name, c := range map[string]struct {
		items, requests int
		answer          func(s *series, start, count, n int) row
	}{
		"a total of each page": {95, 11, func(s *series, start, count, _ int) row {
			p := s.right(start, count)
			p.Total = len(p.Items)
			return p
		}},
		"a page size for a total": {95, 11, func(s *series, start, count, _ int) row {
			p := s.right(start, count)
			p.Total = 10
			return p
		}},
		"empty past the end": {10, 2, nil},
		"204 past the end":   {10, 2, func(s *series, start, count, _ int) row { return end(s.right(start, count), 10) }},
		"400 past the end": {10, 2, func(s *series, start, count, _ int) row {
			p := s.right(start, count)
			if start > 10 {
				p.status = http.StatusBadRequest
			}
			return p
		}},
		"anew past the end": {10, 2, func(s *series, _, count, _ int) row { return s.right(1, count) }},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSeries(c.items)
			s.answer = c.answer
			if err := s.walk(t.Context(), connect(t, s.vendor, nil), nil); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(s.got, s.items) || s.moved() {
				t.Errorf("got %v, moved %v", s.got, s.moved())
			}
			if n := s.requests(); n != c.requests {
				t.Errorf("%d requests, want %d", n, c.requests)
			}
			if last := s.places[len(s.places)-1]; last.Next != 0 || !s.places[0].Unsure {
				t.Errorf("the places are %+v", s.places)
			}
		})
	}
	s := newSeries(10)
	s.answer = func(s *series, start, count, request int) row {
		if request == 2 {
			s.items = append(s.items, 10, 11)
		}
		return s.right(start, count)
	}
	if err := s.walk(t.Context(), connect(t, s.vendor, nil), nil); err != nil || len(s.got) != 12 || !s.moved() {
		t.Errorf("grown meanwhile: %v, moved %v, %v", s.got, s.moved(), err)
	}
}

// The first page is waited for, and the second, which shows that numbers count; then twice as many at each turn.
func TestIndexedReadsManyPagesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSeries(1000)
		s.took = 50 * time.Millisecond
		start := time.Now()
		if err := s.walk(t.Context(), connect(t, s.vendor, nil), nil); err != nil || !slices.Equal(s.got, s.items) {
			t.Fatal(err)
		}
		// 1+1+2+4+8+16 pages in six turns, and the other 68 in five.
		if turns := time.Since(start) / s.took; turns > 11 || s.requests() != 100 {
			t.Errorf("%d requests in the time of %d", s.requests(), turns)
		}
		if s.most != maxConns {
			t.Errorf("%d requests at once, want %d", s.most, maxConns)
		}
	})
}

func TestIndexedKeepsThePace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSeries(1000)
		start := time.Now()
		if err := s.walk(t.Context(), connect(t, s.vendor, paced(Pace{PerMinute: 30})), nil); err != nil || len(s.got) != 1000 {
			t.Fatal(err)
		}
		if took := time.Since(start); took < 3*time.Minute || took > 3*time.Minute+time.Second || len(s.progress) == 0 {
			t.Errorf("100 requests at 30 a minute took %v, with %d signs of life", took, len(s.progress))
		}
		if total := s.progress[0].GetTotalItems(); total != 1000 {
			t.Errorf("progress tells of %d items", total)
		}
	})
}

// What changes while it is listed is said to have moved, and the list goes by what is told last.
func TestIndexedSeesTheListMove(t *testing.T) {
	after := func(n int, change func(*series)) func(*series, int, int, int) row {
		return func(s *series, start, count, request int) row {
			if request == n {
				change(s)
			}
			return s.right(start, count)
		}
	}
	grow := func(s *series) {
		for i := range 10 {
			s.items = append(s.items, 100+i)
		}
	}
	for name, c := range map[string]struct {
		answer func(*series, int, int, int) row
		items  int // delivered
	}{
		"grows at the end":     {after(4, grow), 105},
		"shrinks at the end":   {after(4, func(s *series) { s.items = s.items[:60] }), 60},
		"shrinks at the front": {after(4, func(s *series) { s.items = s.items[10:] }), 85},
		"one in, one out":      {after(4, func(s *series) { s.items = slices.Insert(s.items[:94:94], 0, 1000) }), 95},
		"shrinks to a 204":     {func(s *series, start, count, _ int) row { return end(s.right(start, count), 60) }, 60},
		"shrinks, and begins anew past the end": {func(s *series, start, count, request int) row {
			if request == 4 {
				s.items = s.items[:60]
			}
			if start > len(s.items) {
				p := s.right(1, count)
				p.Start = start
				return p
			}
			return s.right(start, count)
		}, 60},
		"never gives one":       {func(s *series, start, count, _ int) row { return without(s.right(start, count), 33) }, 94},
		"never gives the last":  {func(s *series, start, count, _ int) row { return without(s.right(start, count), 94) }, 94},
		"never gives the first": {func(s *series, start, count, _ int) row { return without(s.right(start, count), 0) }, 94},
		"never gives most of the first": {func(s *series, start, count, _ int) row {
			p := s.right(start, count)
			for i := 2; i < 10; i++ {
				p = without(p, i)
			}
			return p
		}, 87},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSeries(95)
			s.answer = c.answer
			if err := s.walk(t.Context(), connect(t, s.vendor, nil), nil); err != nil || !s.moved() {
				t.Fatalf("moved: %v, %v", s.moved(), err)
			}
			if len(s.got) != c.items {
				t.Errorf("%d items, want %d: %v", len(s.got), c.items, s.got)
			}
			for i, place := range s.places {
				if place.Next == 34 && !place.Unsure { // in a slot of which one is missing
					t.Errorf("place %d: %+v", i, place)
				}
			}
		})
	}
}

// A walk can be gone on with at each of its places, with the same total in hand.
func TestIndexedGoesOn(t *testing.T) {
	whole := newSeries(95)
	if err := whole.walk(t.Context(), connect(t, whole.vendor, nil), nil); err != nil {
		t.Fatal(err)
	}
	for i, place := range whole.places {
		if place.Next == 0 {
			continue
		}
		for _, grown := range []bool{false, true} {
			s := newSeries(95)
			if grown {
				s.items = append(s.items, 95)
			}
			err := s.walk(t.Context(), connect(t, s.vendor, nil), func(x *Indexed) {
				x.Start, x.Total, x.Before = place.Next, place.Total, place.Mark
			})
			if err != nil || !slices.Equal(s.got, s.items[(i+1)*10:]) || s.moved() != grown {
				t.Errorf("after page %d, grown %v: %v, moved %v, %v", i+1, grown, s.got, s.moved(), err)
			}
		}
	}
}

func TestIndexedAsksForNoPageInVain(t *testing.T) {
	for limit := 1; limit <= 9; limit++ {
		s := newSeries(1000)
		err := s.walk(t.Context(), connect(t, s.vendor, nil), func(x *Indexed) {
			deliver := x.Deliver
			x.Limit = limit
			x.Deliver = func(i *connectorv1.PageInfo, at Place) (bool, error) {
				_, err := deliver(i, at)
				return len(s.places) == limit, err
			}
		})
		if err != nil || s.requests() != limit || len(s.got) != 10*limit {
			t.Errorf("limit %d: %d requests, %d items, %v", limit, s.requests(), len(s.got), err)
		}
	}
}

// However a walk ends, nothing is left under way when it returns: goleak and the bubble see to that.
func TestIndexedEndsAtOnce(t *testing.T) {
	enough := errors.New("enough")
	for name, change := range map[string]func(*series, *Indexed){
		"deliver": func(s *series, x *Indexed) {
			x.Deliver = func(*connectorv1.PageInfo, Place) (bool, error) {
				if s.places = append(s.places, Place{}); len(s.places) == 20 {
					return false, enough
				}
				return false, nil
			}
		},
		"progress": func(s *series, x *Indexed) {
			s.took = 20 * time.Second
			x.Progress = func(*connectorv1.Progress) error { return enough }
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newSeries(1000)
			s.took = time.Second
			err := s.walk(t.Context(), connect(t, s.vendor, nil), func(x *Indexed) { change(s, x) })
			if err != enough || s.flying != 0 {
				t.Errorf("%s: %v, %d requests under way", name, err, s.flying)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		s := newSeries(1000)
		s.took = time.Second
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(5500*time.Millisecond, cancel)
		err := s.walk(ctx, connect(t, s.vendor, nil), nil)
		if !errors.Is(err, context.Canceled) || s.flying != 0 || len(s.places) == 0 {
			t.Errorf("%v, %d requests under way, %d pages", err, s.flying, len(s.places))
		}
	})
	s := newSeries(1000)
	s.answer = func(s *series, start, count, _ int) row {
		if start == 301 {
			return row{status: 400}
		}
		return s.right(start, count)
	}
	e := wantError(t, s.walk(t.Context(), connect(t, s.vendor, nil), nil), connector.UpstreamRejected)
	if len(s.got) != 300 || e.Message != "page 31: api.vendor.example answered 400 Bad Request" {
		t.Errorf("%d items before %v", len(s.got), e)
	}
}

// Answers that are large are not held in numbers.
func TestIndexedHoldsLittle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSeries(400)
		s.took = time.Second
		s.answer = func(s *series, start, count, _ int) row {
			p := s.right(start, count)
			text, _ := json.Marshal(p)
			p.body = string(text) + strings.Repeat(" ", maxHeld/4)
			return p
		}
		if err := s.walk(t.Context(), connect(t, s.vendor, nil), nil); err != nil || len(s.got) != 400 {
			t.Fatal(err)
		}
		if s.most > 4 {
			t.Errorf("%d answers of a quarter of the bound at once", s.most)
		}
	})
}
