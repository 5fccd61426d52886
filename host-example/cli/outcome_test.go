package cli

import (
	"strings"
	"testing"
	"time"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Absence is evidence only where list.proto says so.
func TestSummary(t *testing.T) {
	full := &connectorv1.Receipt{End: connectorv1.End_END_EXHAUSTED, Visibility: connectorv1.Visibility_VISIBILITY_FULL}
	for _, tt := range []struct {
		name    string
		outcome outcome
		want    string
	}{
		{
			"evidence", outcome{progress: progress{items: 10000, pages: 100}, receipt: full, took: 412345 * time.Microsecond},
			"10,000 users from x in 100 pages, 412ms: complete; absence is evidence",
		},
		{
			"one", outcome{progress: progress{items: 1, pages: 1, rejected: 1, warned: 1200}, receipt: full},
			"1 user from x in 1 page, 0s: complete, 1 rejected, 1,200 with warnings; absence is evidence",
		},
		{
			"lists that drift", outcome{receipt: full, consistency: connectorv1.Consistency_CONSISTENCY_DRIFTS},
			"absence is evidence, to be confirmed by a second list",
		},
		{
			"nameless", outcome{progress: progress{rejected: 1, nameless: 1}, receipt: full},
			"absence proves nothing: some were rejected without an id",
		},
		{
			"visibility", outcome{receipt: &connectorv1.Receipt{End: connectorv1.End_END_EXHAUSTED}},
			"absence proves nothing: visibility is unknown",
		},
		{
			"drift", outcome{receipt: &connectorv1.Receipt{
				End: connectorv1.End_END_EXHAUSTED, Visibility: connectorv1.Visibility_VISIBILITY_PARTIAL, DriftObserved: true,
			}},
			"absence proves nothing: visibility is partial, the data moved meanwhile",
		},
		{
			"filter", outcome{receipt: full, options: &connectorv1.ListOptions{Filters: []*connectorv1.Filter{{Name: "a"}}}},
			"absence proves nothing: a filter is set",
		},
		{
			"part", outcome{receipt: full, options: &connectorv1.ListOptions{PageToken: "t"}},
			"complete from the page token on; absence proves nothing: this is a part of a list",
		},
		{
			"limit", outcome{
				receipt: &connectorv1.Receipt{End: connectorv1.End_END_PAGE_LIMIT, NextPageToken: "tok"},
				options: &connectorv1.ListOptions{PageSize: 7},
			},
			"stopped at the limit\nto go on, add to the same command: --page-size 7 --page-token tok",
		},
		{
			"cut within a page", outcome{progress: progress{items: 3, since: 3}},
			"stopped at the limit\nthere is no point to go on from: start the list again",
		},
	} {
		tt.outcome.what, tt.outcome.from.connector = "users", "x"
		if tt.outcome.consistency == connectorv1.Consistency_CONSISTENCY_UNSPECIFIED {
			tt.outcome.consistency = connectorv1.Consistency_CONSISTENCY_SNAPSHOT
		}
		if got := tt.outcome.summary(); !strings.HasSuffix(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// An account of the file is named before each line, and of several each goes on alone.
func TestSummaryOfAnAccount(t *testing.T) {
	o := outcome{what: "users", from: target{name: "acme", connector: "lattice", account: "acme"}, alone: true}
	o.token, o.items, o.pages = "t0", 3, 1
	const want = "acme: 3 users from lattice in 1 page, 0s: stopped at the limit\nacme: to go on, ask for this account alone: --account acme --page-token t0"
	if got := o.summary(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
