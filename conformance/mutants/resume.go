package mutants

import (
	"crypto/rand"

	"google.golang.org/protobuf/types/known/timestamppb"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// resumeMutants are wrong about how a list goes on.
func resumeMutants() []Mutant {
	return []Mutant{
		{"resume-skips-one", "leaves out the first item when it goes on", by("resume.union"),
			wrong{event: func(c *call, e *event) []*event {
				if c.resumed && c.pages == 0 && len(e.items) > 0 {
					e.items = e.items[1:]
				}
				c.pages++
				return one(e)
			}}},
		{"resume-repeats-page", "goes on a page too early", by("resume.union"),
			wrong{event: func(c *call, e *event) []*event {
				token := e.token()
				if token != "" && c.last != nil {
					e.info.NextPageToken = c.last.token() // by one page late
				}
				if token != "" {
					c.last = &event{info: &connectorv1.PageInfo{NextPageToken: token}}
				}
				return one(e)
			}}},
		{"resume-starts-over", "starts from the beginning when it is asked to go on", by("resume.union"),
			asked(func(_ *call, o *connectorv1.ListOptions) { o.PageToken = "" })},
		{"resume-ends", "says that there is no more when it is asked to go on", by("resume.union"),
			wrong{event: func(c *call, e *event) []*event {
				if c.resumed && e.info != nil {
					return nil
				}
				return one(e)
			}}},
		{"resume-limited-ends", "takes a page limit for the end when it goes on", by("resume.page-limits"),
			receipts(func(c *call, r *connectorv1.Receipt) {
				if c.resumed && r.GetEnd() == connectorv1.End_END_PAGE_LIMIT {
					r.End, r.NextPageToken = connectorv1.End_END_EXHAUSTED, ""
				}
			})},
		{"resume-filtered-skips", "leaves out the first item when it goes on with a filter", by("filters.in-pages"),
			wrong{event: func(c *call, e *event) []*event {
				if c.resumed && c.pages == 0 && len(c.list().GetFilters()) > 0 && len(e.items) > 0 {
					e.items = e.items[1:]
				}
				c.pages++
				return one(e)
			}}},
		{"resume-renames", "calls the listing by another name when it goes on", by("resume.listing"),
			receipts(func(c *call, r *connectorv1.Receipt) {
				if c.resumed {
					r.ListingId = rand.Text()
				}
			})},
		{"resume-starts-now", "says that the listing began when it went on", by("resume.listing"),
			receipts(func(c *call, r *connectorv1.Receipt) {
				if c.resumed {
					r.ListingStartedAt = timestamppb.Now()
				}
			})},
	}
}
