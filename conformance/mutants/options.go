package mutants

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/proto"
)

// asked makes a mutant of lists that are asked for otherwise.
func asked(change func(*call, *connectorv1.ListOptions)) wrong {
	return wrong{request: func(c *call) error {
		if o := c.list(); o != nil {
			change(c, o)
		}
		return nil
	}}
}

// wanted makes a mutant that is asked for another raw or expand, by lists and by gets.
func wanted(change func(raw *bool, expand *[]string)) wrong {
	return wrong{request: func(c *call) error {
		if o := c.list(); o != nil {
			change(&o.Raw, &o.Expand)
		}
		if o := c.get(); o != nil {
			change(&o.Raw, &o.Expand)
		}
		return nil
	}}
}

// raws makes a mutant whose items have another raw; next is the raw of the page's next item.
func raws(change func(raw, next []byte) []byte) wrong {
	all := func(items []item) {
		for n, i := range items {
			if s := i.GetSource(); len(s.GetRaw()) > 0 {
				s.Raw = change(s.GetRaw(), items[(n+1)%len(items)].GetSource().GetRaw())
			}
		}
	}
	return wrong{
		event: func(_ *call, e *event) []*event {
			all(e.items)
			return one(e)
		},
		answer: func(_ *call, answer proto.Message) {
			if i := itemOf(answer); i != nil {
				all([]item{i})
			}
		},
	}
}

// optionMutants are wrong about filters, expand and raw.
func optionMutants() []Mutant {
	return []Mutant{
		{"filter-ignored", "takes no notice of a filter", by("filters.subset"),
			asked(func(_ *call, o *connectorv1.ListOptions) { o.Filters = nil })},
		{"filter-swapped", "lists the enabled where it is asked for the disabled", by("filters.subset"),
			asked(func(_ *call, o *connectorv1.ListOptions) {
				for _, f := range o.GetFilters() {
					if slices.Equal(f.GetValues(), []string{"disabled"}) {
						f.Values[0] = "enabled"
					}
				}
			})},
		{"filter-lets-unmapped-pass", "lists those of a status that it does not know as enabled", by("filters.meaning"),
			wrong{event: func(c *call, e *event) []*event {
				for _, u := range e.users() {
					if u.GetStatus() == iamv1.UserStatus_USER_STATUS_ENABLED && len(c.list().GetFilters()) > 0 {
						u.Status = iamv1.UserStatus_USER_STATUS_UNMAPPED
					}
				}
				return one(e)
			}}},
		{"unknown-filter-ignored", "takes no notice of a filter that it does not have", by("filters.unknown"),
			asked(func(_ *call, o *connectorv1.ListOptions) {
				o.Filters = slices.DeleteFunc(o.GetFilters(), func(f *connectorv1.Filter) bool { return f.GetName() != "status" })
			})},
		{"unknown-filter-value-ignored", "lists nobody for a value that a filter does not have", by("filters.value"),
			wrong{
				request: func(c *call) error {
					for _, f := range c.list().GetFilters() {
						if v := f.GetValues(); f.GetName() == "status" && len(v) == 1 && !slices.Contains([]string{"enabled", "disabled", "pending"}, v[0]) {
							f.Values[0] = "pending"
							c.all = []*event{}
						}
					}
					return nil
				},
				event: func(c *call, e *event) []*event {
					if c.all != nil && e.info != nil {
						return nil
					}
					return one(e)
				},
			}},
		{"unknown-filter-wrong-reason", "says of a filter that it does not have that the vendor refused it", by("filters.unknown"),
			reasons(connector.ReasonUnsupported, connector.UpstreamRejected)},
		{"filter-twice-accepted", "takes the first of a filter that is given twice", by("filters.twice"),
			asked(func(_ *call, o *connectorv1.ListOptions) {
				if len(o.GetFilters()) > 1 {
					o.Filters = o.GetFilters()[:1]
				}
			})},
		{"filter-of-nobody-fails", "fails where a filter matches nobody", by("filters.nobody"),
			wrong{event: func(c *call, e *event) []*event {
				if e.receipt.GetItems() == 0 && e.receipt != nil && len(c.list().GetFilters()) > 0 {
					return nil
				}
				return one(e)
			}}},
		{"filter-takes-the-first", "takes the first of several values", by("filters.several-values"),
			asked(func(_ *call, o *connectorv1.ListOptions) {
				for _, f := range o.GetFilters() {
					f.Values = f.GetValues()[:min(1, len(f.GetValues()))]
				}
			})},
		{"expand-ignored", "does not read what is to be expanded", by("expand.adds"),
			wanted(func(_ *bool, expand *[]string) {
				*expand = slices.DeleteFunc(*expand, func(e string) bool { return e == "groups" })
			})},
		{"expand-drops", "leaves out a field where something is to be expanded", by("expand.keeps"),
			wrong{event: func(c *call, e *event) []*event {
				for _, u := range e.users() {
					if len(c.list().GetExpand()) > 0 {
						u.Title = ""
					}
				}
				return one(e)
			}}},
		{"unknown-expand-ignored", "takes no notice of what it cannot expand", by("expand.unknown"),
			wanted(func(_ *bool, expand *[]string) {
				*expand = slices.DeleteFunc(*expand, func(e string) bool { return e != "groups" })
			})},
		{"raw-missing", "gives no raw", by("raw.asked"), wanted(func(raw *bool, _ *[]string) { *raw = false })},
		{"raw-always", "gives raw to who did not ask", by("raw.not-asked"),
			wanted(func(raw *bool, _ *[]string) { *raw = true })},
		{"raw-written-anew", "gives a raw that was read and written again", by("raw.verbatim"),
			raws(func(raw, _ []byte) []byte {
				var small bytes.Buffer
				_ = json.Compact(&small, raw)
				return small.Bytes()
			})},
		{"raw-of-another", "gives each item the raw of the next one", by("raw.own"),
			raws(func(_, next []byte) []byte { return next })},
		{"raw-no-json", "gives half of raw", by("raw.json"), raws(func(raw, _ []byte) []byte { return raw[:len(raw)/2] })},
		{"raw-changes-items", "leaves out a field where raw is asked for", by("raw.keeps"),
			wrong{event: func(c *call, e *event) []*event {
				for _, u := range e.users() {
					if c.list().GetRaw() {
						u.Title = ""
					}
				}
				return one(e)
			}}},
	}
}
