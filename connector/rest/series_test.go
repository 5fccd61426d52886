package rest

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// series is a list whose pages are addressed by numbers, as a vendor has it and as a test reads it.
type series struct {
	*vendor
	items []int
	took  time.Duration
	// answer makes the page of a request, the n-th; nil: rightly.
	answer func(s *series, start, count, n int) row

	flying, most int // requests under way

	got      []int
	places   []Place
	progress []*connectorv1.Progress
}

// row is a page of a series.
type row struct {
	Items []int
	Start int
	Total int
	// More and Last: the page says in another way that it goes on, or that it does not.
	More, Last bool
	status     int    // 0: 200
	body       string // instead
}

func newSeries(n int) *series {
	s := &series{}
	for i := range n {
		s.items = append(s.items, i)
	}
	s.vendor = &vendor{answers: func(r *http.Request, n int) (*http.Response, error) {
		start, _ := strconv.Atoi(r.URL.Query().Get("start"))
		count, _ := strconv.Atoi(r.URL.Query().Get("count"))
		s.mu.Lock()
		s.flying++
		s.most = max(s.most, s.flying)
		page := s.right(start, count)
		if s.answer != nil {
			page = s.answer(s, start, count, n)
		}
		s.mu.Unlock()
		defer func() { s.mu.Lock(); s.flying--; s.mu.Unlock() }()
		select {
		case <-time.After(s.took):
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
		body := page.body
		if body == "" && page.status != http.StatusNoContent {
			text, err := json.Marshal(page)
			if err != nil {
				return nil, err
			}
			body = string(text)
		}
		return respond(cmp.Or(page.status, 200), body), nil
	}}
	return s
}

// right is the page that a vendor without faults gives.
func (s *series) right(start, count int) row {
	from := min(max(start-1, 0), len(s.items))
	return row{Items: s.items[from:min(from+count, len(s.items))], Start: start, Total: len(s.items)}
}

func (s *series) walk(ctx context.Context, c *Client, change func(*Indexed)) error {
	var page row
	x := Indexed{
		Client: c, Start: 1, Total: Untold, Size: 10,
		Request: func(start, count int) Request {
			return Request{Query: url.Values{"start": {strconv.Itoa(start)}, "count": {strconv.Itoa(count)}}}
		},
		Decode: func(a *Answer) (Span, error) {
			page = row{Total: Untold}
			if a.Status != http.StatusNoContent {
				if err := json.Unmarshal(a.Body, &page); err != nil {
					return Span{}, err
				}
			}
			span := Span{Start: page.Start, Total: page.Total, More: page.More, Last: page.Last}
			for _, i := range page.Items {
				id := ""
				if i >= 0 { // else it has none that is usable
					id = strconv.Itoa(i)
				}
				span.IDs = append(span.IDs, id)
			}
			return span, nil
		},
		Deliver: func(_ *connectorv1.PageInfo, at Place) (bool, error) {
			if !at.Repeats {
				s.got = append(s.got, page.Items...)
			}
			s.places = append(s.places, at)
			return false, nil
		},
		Progress: func(p *connectorv1.Progress) error {
			s.progress = append(s.progress, p)
			return nil
		},
	}
	if change != nil {
		change(&x)
	}
	return x.Walk(ctx)
}

func (s *series) moved() bool {
	return slices.ContainsFunc(s.places, func(p Place) bool { return p.Moved })
}

// without is a page that holds one item back, and counts it.
func without(p row, item int) row {
	p.Items = slices.DeleteFunc(slices.Clone(p.Items), func(i int) bool { return i == item })
	return p
}

// end is a page, and 204 behind so many items.
func end(p row, n int) row {
	if p.Start > n {
		return row{status: http.StatusNoContent}
	}
	return p
}
