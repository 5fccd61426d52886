package mutants

import (
	"strings"
	"sync/atomic"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// pages makes a mutant of lists whose pages are changed; n counts them from 1.
func pages(change func(c *call, n int, e *event)) wrong {
	return wrong{event: func(c *call, e *event) []*event {
		if e.info != nil {
			c.pages++
			change(c, c.pages, e)
		}
		return one(e)
	}}
}

// pageMutants are wrong about what is in the pages.
func pageMutants() []Mutant {
	var calls atomic.Int64
	return []Mutant{
		{"drops-last-page", "leaves out the last page where there are several", by("listing.page-sizes-agree"),
			wrong{event: func(c *call, e *event) []*event {
				switch {
				case e.info == nil || e.token() != "":
					c.pages++
					return one(e)
				case c.pages > 0:
					return nil
				}
				return one(e)
			}}},
		{"drops-first-of-second-page", "leaves out the first item of each page but the first", by("listing.page-sizes-agree"),
			pages(func(c *call, n int, e *event) {
				if (n > 1 || c.resumed) && len(e.items) > 0 {
					e.items = e.items[1:]
				}
			})},
		{"repeats-at-boundary", "begins each page with the last item of the one before", by("listing.once"),
			wrong{event: func(c *call, e *event) []*event {
				if e.info == nil {
					return one(e)
				}
				if c.last != nil && len(c.last.items) > 0 {
					e.items = append([]item{cloneItem(c.last.items[len(c.last.items)-1])}, e.items...)
				}
				c.last = e
				return one(e)
			}}},
		{"repeats-in-page", "sends an item twice in one page", by("listing.once"),
			pages(func(_ *call, n int, e *event) {
				if n == 1 && len(e.items) > 0 {
					e.items = append(e.items, cloneItem(e.items[0]))
				}
			})},
		{"off-by-one-at-full-page", "takes a full last page for one that has another behind it", by("listing.page-boundaries"),
			wrong{event: func(c *call, e *event) []*event {
				if size := int(c.list().GetPageSize()); e.info != nil && e.token() == "" && size > 0 && len(e.items) == size {
					e.items = e.items[:size-1]
				}
				return one(e)
			}}},
		{"one-item-lost", "takes a list of one item for an empty one", by("listing.one-item"),
			wrong{event: func(c *call, e *event) []*event {
				if e.info != nil && !c.resumed && c.pages == 0 && e.token() == "" && len(e.items) == 1 {
					e.items = nil
				}
				if e.info != nil {
					c.pages++
				}
				return one(e)
			}}},
		{"page-size-ignored", "takes no notice of the page size", by("listing.page-size"),
			asked(func(_ *call, o *connectorv1.ListOptions) { o.PageSize = 0 })},
		{"page-size-unchecked", "takes a page size that is none", by("configuration.options"),
			asked(func(_ *call, o *connectorv1.ListOptions) { o.PageSize = min(max(o.GetPageSize(), 0), 1000) })},
		{"page-limit-ignored", "takes no notice of the page limit", by("listing.page-limit"),
			asked(func(_ *call, o *connectorv1.ListOptions) { o.PageLimit = 0 })},
		{"page-limit-late", "sends one page more than the limit", by("listing.page-limit"),
			asked(func(_ *call, o *connectorv1.ListOptions) { o.PageLimit += min(o.GetPageLimit(), 1) })},
		{"forgets-one", "leaves out an item now and then", by("listing.stable"),
			wrong{event: func(_ *call, e *event) []*event {
				if e.info != nil && calls.Add(1)%2 == 0 && len(e.items) > 1 {
					e.items = e.items[:len(e.items)-1]
				}
				return one(e)
			}}},
		{"fields-come-and-go", "leaves out a field now and then", by("listing.stable"),
			wrong{event: func(_ *call, e *event) []*event {
				if e.info != nil && calls.Add(1)%2 == 0 {
					for _, i := range e.items {
						set(i, "name", "")
					}
				}
				return one(e)
			}}},
		{"active-only", "lists enabled users alone unless it is asked for others", by("filters.subset"),
			asked(func(c *call, o *connectorv1.ListOptions) {
				if c.operation == "ListUsers" && len(o.GetFilters()) == 0 {
					o.Filters = []*connectorv1.Filter{{Name: "status", Values: []string{"enabled"}}}
				}
			})},
		{"rejects-in-silence", "does not tell which items it rejected", by("faults.missing-id"),
			pages(func(_ *call, _ int, e *event) { e.info.Rejected = nil })},
		{"rejects-for-a-bad-date", "leaves out an item that has a field which cannot be used", by("faults.bad-field"),
			pages(func(_ *call, _ int, e *event) {
				kept := e.items[:0]
				for _, i := range e.items {
					if len(i.GetSource().GetWarnings()) == 0 {
						kept = append(kept, i)
					}
				}
				e.items = kept
			})},
		{"warns-of-nothing", "does not tell which fields it could not use", by("faults.bad-field"),
			pages(func(_ *call, _ int, e *event) {
				for _, i := range e.items {
					if s := i.GetSource(); s != nil {
						s.Warnings = nil
					}
				}
			})},
		{"exchanges-tell-values", "shows the values of a request's parameters", by("secrets.answers"),
			pages(func(c *call, _ int, e *event) {
				for _, x := range e.info.GetExchanges() {
					x.Url = strings.TrimSuffix(x.GetUrl(), "#") + "&api_key=" + c.key()
				}
			})},
	}
}
