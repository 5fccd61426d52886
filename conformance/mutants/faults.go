package mutants

import (
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// swallows makes a mutant that takes a failure of a list for its end.
func swallows(of connector.Reason) wrong {
	return wrong{
		event: func(c *call, e *event) []*event {
			c.pages += len(e.items)
			return one(e)
		},
		end: func(c *call, err error) error {
			if e := failed(err); e == nil || e.Reason != of || c.list() == nil {
				return err
			}
			return c.send(&event{receipt: &connectorv1.Receipt{
				End: connectorv1.End_END_EXHAUSTED, Items: int64(c.pages), ListingId: "0123456789abcdef", ListingStartedAt: timestamppb.Now(),
				Visibility: connectorv1.Visibility_VISIBILITY_FULL,
			}})
		},
	}
}

// faultMutants are wrong about a vendor that fails.
func faultMutants() []Mutant {
	return []Mutant{
		{"stops-at-500", "takes a vendor that fails half way for the end of the list", by("faults.503"),
			swallows(connector.UpstreamUnavailable)},
		{"stops-at-malformed", "takes an answer that makes no sense for the end of the list", by("faults.not-json", "faults.truncated", "faults.no-cursor", "faults.all-rejected"),
			swallows(connector.UpstreamMalformed)},
		{"stops-at-empty-page", "takes an empty page for the end of the list", by("faults.empty-page"),
			swallows(connector.UpstreamLoop)},
		{"stops-at-403", "takes a lost permission for the end of the list", by("faults.403"),
			swallows(connector.PermissionMissing)},
		{"stops-at-429", "takes a rate limit for the end of the list", by("pace.max-wait"), swallows(connector.RateLimited)},
		{"goes-round", "asks for ever where a cursor comes again", by("faults.same-cursor"),
			wrong{
				event: func(c *call, e *event) []*event {
					if e.info != nil {
						c.last = e.clone()
					}
					return one(e)
				},
				end: func(c *call, err error) error {
					if e := failed(err); e == nil || e.Reason != connector.UpstreamLoop || c.last == nil {
						return err
					}
					for c.ctx.Err() == nil {
						if err := c.send(c.last); err != nil {
							return err
						}
					}
					return err
				},
			}},
		{"gives-up-at-once", "does not ask again where the vendor fails once", by("faults.500-once", "faults.html-once", "faults.reset-twice", "faults.refused-for-a-moment"),
			wrong{options: []rest.ServiceOption{rest.WithPolicy(rest.Policy{
				Timeout: 30 * time.Second, Tries: 1,
			})}}},
		{"believes-at-once", "fails at the first answer that makes no sense", by("faults.truncated-once", "faults.not-json-once"),
			wrong{event: func(c *call, e *event) []*event {
				seen := map[string]bool{}
				for _, x := range e.info.GetExchanges() { // one that was answered and asked for again
					if seen[x.GetUrl()] {
						c.refusal = connector.Errorf(connector.UpstreamMalformed, "the answer makes no sense")
					}
					seen[x.GetUrl()] = x.GetStatus() < 400
				}
				return one(e)
			}}},
		{"impatient", "gives an answer a fifth of a second", by("faults.slow"),
			wrong{options: []rest.ServiceOption{rest.WithPolicy(rest.Policy{
				Timeout: 200 * time.Millisecond, Tries: 2, Backoff: 10 * time.Millisecond, MaxBackoff: time.Second,
			})}}},
		{"crashes-at-page-three", "has a panic at the third page", by("listing.receipt"),
			pages(func(_ *call, n int, _ *event) {
				if n == 3 {
					go func() { panic("nil map") }()
					select {}
				}
			})},
	}
}

// waitMutants are wrong about waiting and ending.
func waitMutants() []Mutant {
	return []Mutant{
		{"does-not-wait", "fails at a rate limit instead of waiting", by("faults.429-once", "faults.429-date", "faults.429-bare", "faults.503-retry-after", "pace.retry-after", "pace.limited-vendor"),
			wrong{request: func(c *call) error {
				if a := c.account(); a != nil {
					if a.Operator == nil {
						a.Operator = map[string]string{}
					}
					a.Operator["max_wait"] = "1ms"
				}
				return nil
			}}},
		{"silent", "says nothing while it waits", by("pace.progress-rate-limit", "pace.progress-retry", "pace.progress-upstream"),
			wrong{event: func(_ *call, e *event) []*event {
				if e.progress != nil {
					return nil
				}
				return one(e)
			}}},
		{"progress-says-nothing", "does not say what it waits for", by("pace.progress-rate-limit"),
			wrong{event: func(_ *call, e *event) []*event {
				if e.progress != nil {
					e.progress = &connectorv1.Progress{}
				}
				return one(e)
			}}},
		{"max-wait-ignored", "takes no notice of max_wait", by("pace.max-wait"),
			wrong{request: func(c *call) error {
				delete(c.account().GetOperator(), "max_wait")
				return nil
			}}},
		{"limit-ignored", "takes no notice of the operator's limit", by("pace.requests-per-minute"),
			wrong{request: func(c *call) error {
				if o := c.account().GetOperator(); o["requests_per_minute"] != "" {
					o["requests_per_minute"] = "0"
				}
				return nil
			}}},
		{"burst-ignored", "takes no notice of the operator's burst", by("pace.burst"),
			wrong{request: func(c *call) error {
				delete(c.account().GetOperator(), "burst")
				return nil
			}}},
		{"hangs-on-cancel", "goes on when the call was cancelled", by("cancellation.list", "cancellation.waiting", "cancellation.deadline"),
			wrong{context: detached}},
		{"deadline-ignored", "takes no notice of the deadline", by("pace.deadline"), wrong{context: detached}},
	}
}
