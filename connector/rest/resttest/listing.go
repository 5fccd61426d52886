package resttest

import (
	"net/http"
	"net/url"
	"strconv"
)

// Answer answers a list of n records as the vendor does. write appends the record with an index. ok is false for a request that
// asks for what is not allowed, to which nothing is answered then.
func (p Pages) Answer(w http.ResponseWriter, r *http.Request, n int, write func(b []byte, i int) []byte) (ok bool) {
	query := r.URL.Query()
	size, ok := PageSize(query, p.Size, p.Default, p.Max)
	if !ok && (!p.Capped || size != p.Max) {
		return false
	}
	from, ok := p.from(query, size, n)
	if !ok {
		return false
	}
	records, more := PageOf(min(from, n), n, size, func(int) bool { return true })
	page := &Object{}
	if p.Total != "" {
		page.SetIn(p.Total, strconv.Itoa(n))
	}
	next := "null"
	if more && p.Asked != "" {
		next = Cursor(records[len(records)-1])
		if p.Links {
			next = p.nextURL(r, next)
		}
		if p.Links && p.Cursor == "" {
			w.Header().Set("Link", nextLink(next))
		}
		next = Quote(next)
	}
	p.next(page, more, next)
	Render(w, func(b []byte) []byte {
		if p.Items == "" {
			return AppendRecords(b, records, write)
		}
		page.SetIn(p.Items, string(AppendRecords(nil, records, write)))
		return append(b, page.String()...)
	})
	return true
}

// from is the index of the first record that a request wants.
func (p Pages) from(query url.Values, size, n int) (from int, ok bool) {
	if p.number() == "" {
		v := query.Get(p.Asked)
		if v == "" {
			return 0, true
		}
		from, ok = ParseCursor(v)
		return from + 1, ok && from < n
	}
	v := query.Get(p.number())
	if v == "" {
		return 0, true
	}
	number, err := strconv.Atoi(v)
	switch {
	case err != nil:
		return 0, false
	case p.Page != "":
		from = (number - 1) * size
	case p.Start != "":
		from = number - 1
	default:
		from = number
	}
	return from, from >= 0
}
