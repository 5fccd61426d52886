package main

import (
	"slices"
	"time"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// lastingFault is what is tried a few times, and then told.
type lastingFault struct {
	name   string
	fault  resttest.Rule
	tries  int64 // of the page
	more   int64 // and so many more requests at most, for each that can be under way
	reason string
	args   []string
	later  bool // the first page cannot have it
	cuts   bool // it meets all that is under way
}

// fromPage stands between the name of a lasting fault and the page that has it.
const fromPage = ", from page "

var lastingFaults = []lastingFault{
	{name: "500", fault: answered(500), tries: 4, reason: "UPSTREAM_UNAVAILABLE"},
	{name: "502 with HTML", fault: resttest.Rule{Kind: "html"}, tries: 4, reason: "UPSTREAM_UNAVAILABLE"},
	{name: "503", fault: answered(503), tries: 4, reason: "UPSTREAM_UNAVAILABLE"},
	{name: "reset", fault: resttest.Rule{Kind: "reset"}, tries: 4, more: 4, reason: "UPSTREAM_UNAVAILABLE"},
	{name: "refused", fault: resttest.Rule{Kind: "refuse", For: resttest.Duration(time.Minute)}, tries: 1, reason: "UPSTREAM_UNAVAILABLE", cuts: true},
	{name: "truncated", fault: resttest.Rule{Kind: "truncate", Bytes: 50}, tries: 2, reason: "UPSTREAM_MALFORMED"},
	{
		name: "429", fault: resttest.Rule{Kind: "rate_limit", Headers: map[string]string{"Retry-After": "0.1"}}, tries: 21,
		reason: "RATE_LIMITED",
	},
	{
		name: "429 for an hour", fault: resttest.Rule{Kind: "rate_limit", RetryAfter: 3600}, tries: 1,
		reason: "RATE_LIMITED", args: []string{"--operator", "max_wait=10s"},
	},
	{
		name: "429 beyond the time", fault: resttest.Rule{Kind: "rate_limit", RetryAfter: 3600}, tries: 1,
		reason: "RATE_LIMITED", args: []string{"--timeout", "50s"},
	},
	{name: "not JSON", fault: resttest.Rule{Kind: "not_json"}, tries: 2, reason: "UPSTREAM_MALFORMED"},
	{name: "wrong type for the list", fault: resttest.Rule{Kind: "wrong_type"}, tries: 2, reason: "UPSTREAM_MALFORMED"},
	{name: "2 GiB", fault: resttest.Rule{Kind: "endless"}, tries: 2, reason: "UPSTREAM_MALFORMED"},
	{name: "the id is renamed", fault: resttest.Rule{Kind: "renamed_id"}, tries: 2, more: 1, reason: "UPSTREAM_MALFORMED"},
	{name: "more without a cursor", fault: resttest.Rule{Kind: "no_cursor"}, tries: 1, reason: "UPSTREAM_LOOP"},
	{name: "an empty page that goes on", fault: resttest.Rule{Kind: "empty_page"}, tries: 1, more: 1, reason: "UPSTREAM_LOOP"},
	{name: "the same cursor again", fault: resttest.Rule{Kind: "same_cursor"}, tries: 1, more: 1, reason: "UPSTREAM_LOOP", later: true},
}

// lastingFaults: as the vendor's failure where nothing came, else as a partial list. Each happens on page 1, and on page 20.
func (v *vendorFaults) lastingFaults() []faultRow {
	var rows []faultRow
	for _, f := range v.allLasting() {
		if !f.later {
			rows = append(rows, faultRow{
				name: f.name + fromPage + "1", faults: forever(1, f.fault), args: f.args,
				status: 5, requests: f.tries, more: f.more, stderr: []string{f.reason, "page 1: "}, not: "--page-token",
			})
		}
		row := faultRow{
			name: f.name + fromPage + "20", faults: forever(20, f.fault), args: f.args, more: f.more * (1 + v.ahead), stderr: []string{f.reason},
		}
		if f.cuts {
			row.fewer = v.ahead
		}
		if row.fewer == 0 {
			row.stderr = append(row.stderr, "page 20: ")
		}
		rows = append(rows, v.partial(20, f.tries, row))
	}
	hang := resttest.Rule{Kind: "hang"}
	return append(rows, faultRow{
		name: "hangs on page 1, --timeout", faults: forever(1, hang), args: []string{"--timeout", "5s"}, // in which the connector starts, too
		status: 1, requests: 1, stderr: []string{"--timeout gives (5s)"},
	}, v.partial(20, 1, faultRow{
		name: hangLate, faults: forever(20, hang), args: []string{"--timeout", "15s"}, stderr: []string{"--timeout gives (15s)"},
	}))
}

// allLasting are the lasting faults of all vendors, as they are of this one, and its own.
func (v *vendorFaults) allLasting() []lastingFault {
	all := slices.Clone(lastingFaults)
	for _, own := range v.lasting {
		i := slices.IndexFunc(all, func(f lastingFault) bool { return f.name == own.name })
		if i < 0 {
			all = append(all, own)
			continue
		}
		all[i] = own
	}
	return all
}
