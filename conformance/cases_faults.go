package conformance

import (
	"cmp"
	"context"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

func faultsCases() Group {
	g := Group{ID: "faults", About: "Whatever the vendor does, a call ends as the contract says: what came is right, what did not is said, and the list goes on from its last token."}
	for _, row := range faultTable() {
		g.Cases = append(g.Cases, Case{
			ID: "faults." + row.id, Sentence: row.sentence, Contract: row.place, Severity: cmp.Or(row.severity, Must), Needs: stand, Fix: row.fix,
			slow:  row.waits(),
			check: func(ctx context.Context, t *trial) { t.meets(ctx, row) },
		})
	}
	g.Cases = append(g.Cases, ownFaultCases()...)
	return g
}

// faultRow is a fault of the vendor's, and how calls that meet it end.
type faultRow struct {
	id, sentence, fix string
	place             Place
	severity          Severity // empty: Must
	fault             fault

	// times is how often it happens, for one that passes: the list is whole then. 0: it lasts.
	times int64
	// reasons are what a call fails with that meets one that lasts.
	reasons []connector.Reason
	// tries is how often a connector must ask, at least.
	tries int64
	// later: the first page cannot have it. listed: Authenticate cannot. cuts: it meets whatever is under way.
	later, listed, cuts bool
}

// Places that several rows are from.
var (
	retried = says("connector.proto", "## Talking to the vendor", "A reset, a refused connection, a 429 or a 5xx is tried again, at least twice")
	pauses  = says("connector.proto", "## Talking to the vendor", "Without `Retry-After` the pauses SHOULD add up to a second or more, so that a vendor that is gone for a moment is waited for.")
	again   = says("connector.proto", "## Talking to the vendor", "an answer that makes no sense is asked for once more")
	noSense = says("error.proto", "ErrorReason.ERROR_REASON_UPSTREAM_MALFORMED", "The vendor's answer ended too early, was not JSON, of the wrong shape or too large, after one retry.")
	loops   = says("error.proto", "ErrorReason.ERROR_REASON_UPSTREAM_LOOP", "The vendor's paging does not end: a cursor came twice, more was announced without a cursor, or an empty page goes on.")
	refusal = says("error.proto", "ErrorReason.ERROR_REASON_UPSTREAM_REJECTED", "The vendor refused the request for another reason: 400, 405, 409, 410, 422 and the like.")
	failed  = says("error.proto", "ErrorReason.ERROR_REASON_UPSTREAM_UNAVAILABLE", "The vendor could not be reached or failed (5xx, reset, refused, DNS), after retries.")
)

// What authors do about rows that are alike.
const (
	sitOut     = "Ask again, at least twice, with growing pauses or as Retry-After says, before the call fails; go on where it stopped."
	askAgain   = "Check that the whole answer came and can be read; ask once more; then fail with UPSTREAM_MALFORMED."
	fixTable   = "Map the status to the reason of error.proto's table."
	guardLoops = "Remember the cursor that was asked with; a page that leads back to it, or to nowhere, is UPSTREAM_LOOP."
)

// aMomentAway is how long a vendor takes no connections: a third of what the contract has a connector wait in all, which leaves
// the rest to a stand-in that listens again late, on a busy machine.
const aMomentAway = 333 * time.Millisecond

func faultTable() []faultRow {
	return append(append(passingFaults(), lastingFaults()...), pagingFaults()...)
}

func answers(status int) fault { return fault{Kind: "status", Status: status} }

func passingFaults() []faultRow {
	return []faultRow{
		{id: "500-once", sentence: "One 500 is sat out: the list is whole.", place: retried, fix: sitOut, fault: answers(500), times: 1},
		{id: "503-retry-after", sentence: "A 503 with Retry-After is sat out for as long as it says.", place: retried, fix: sitOut, fault: fault{Kind: "status", Status: 503, RetryAfter: 1}, times: 1},
		{id: "429-once", sentence: "A 429 with Retry-After in seconds is sat out.", place: retried, fix: sitOut, fault: fault{Kind: "rate_limit", RetryAfter: 1}, times: 1},
		{id: "429-date", sentence: "A 429 with Retry-After as a date is sat out.", place: retried, fix: sitOut, fault: fault{Kind: "rate_limit", RetryAfter: 2, RetryAfterDate: true}, times: 1},
		{id: "429-bare", sentence: "A 429 that does not say for how long is sat out.", place: retried, fix: sitOut, fault: fault{Kind: "rate_limit"}, times: 1},
		{id: "html-once", sentence: "A gateway's 502 in HTML is sat out.", place: retried, fix: sitOut, fault: fault{Kind: "html"}, times: 1},
		{id: "reset-twice", sentence: "A connection that is reset twice is made again.", place: retried, fix: sitOut, fault: fault{Kind: "reset"}, times: 2},
		{id: "refused-for-a-moment", sentence: "A vendor that takes no connections for a third of a second is waited for.", place: pauses, severity: Should, fix: "Let the pauses between the tries add up to a second or more: half a second, then twice as long.",
			fault: fault{Kind: "refuse", For: resttest.Duration(aMomentAway)}, times: 1, cuts: true},
		{id: "truncated-once", sentence: "An answer that ends too early is asked for once more.", place: again, fix: askAgain, fault: fault{Kind: "truncate", Bytes: 900}, times: 1},
		{id: "not-json-once", sentence: "An answer that is no JSON is asked for once more.", place: again, fix: askAgain, fault: fault{Kind: "not_json"}, times: 1},
		{id: "slow", sentence: "An answer that comes piece by piece is waited for.", place: retried, fix: "Bound the time of a request, not that of its single bytes; a second is nothing.", fault: fault{Kind: "slow"}, times: 2},
	}
}

func lastingFaults() []faultRow {
	unavailable, malformed := []connector.Reason{connector.UpstreamUnavailable}, []connector.Reason{connector.UpstreamMalformed}
	rejected := []connector.Reason{connector.UpstreamRejected}
	return []faultRow{
		{id: "401", sentence: "A 401 is CREDENTIALS_REJECTED (CREDENTIALS_EXPIRED of an access token), on whatever page.", fault: answers(401), fix: fixTable,
			place: says("account.proto", "Account.credentials", "A 401 is CREDENTIALS_EXPIRED for an `access_token`"), reasons: []connector.Reason{connector.CredentialsRejected, connector.CredentialsExpired}},
		{id: "403", sentence: "A 403 is PERMISSION_MISSING, on whatever page.", fault: answers(403), fix: fixTable,
			place: says("error.proto", "ErrorReason.ERROR_REASON_PERMISSION_MISSING", "The vendor answered 403: the credentials are valid and lack a privilege; the message says which."), reasons: []connector.Reason{connector.PermissionMissing}},
		{id: "404", sentence: "A 404 on the whole collection is UPSTREAM_REJECTED (or UNSUPPORTED, where the vendor has no such thing), and not NOT_FOUND.", fault: answers(404), fix: fixTable, listed: true,
			place: says("connector.proto", "ConnectorService.GetUser", "a 404 on the whole collection is not NOT_FOUND but UPSTREAM_REJECTED"), reasons: []connector.Reason{connector.UpstreamRejected, connector.ReasonUnsupported}},
		{id: "400", sentence: "A 400 is UPSTREAM_REJECTED.", place: refusal, fix: fixTable, fault: answers(400), reasons: rejected},
		{id: "422", sentence: "A 422 is UPSTREAM_REJECTED.", place: refusal, fix: fixTable, fault: answers(422), reasons: rejected},
		{id: "500", sentence: "500 without end is UPSTREAM_UNAVAILABLE, after at least three tries.", place: failed, fix: sitOut, fault: answers(500), reasons: unavailable, tries: 3},
		{id: "503", sentence: "503 without end is UPSTREAM_UNAVAILABLE, after at least three tries.", place: failed, fix: sitOut, fault: answers(503), reasons: unavailable, tries: 3},
		{id: "html", sentence: "A gateway's 502 in HTML without end is UPSTREAM_UNAVAILABLE.", place: failed, fix: sitOut, fault: fault{Kind: "html"}, reasons: unavailable, tries: 3},
		{id: "reset", sentence: "Resets without end are UPSTREAM_UNAVAILABLE.", place: failed, fix: sitOut, fault: fault{Kind: "reset"}, reasons: unavailable, tries: 3},
		{id: "truncated", sentence: "Answers that end too early are UPSTREAM_MALFORMED, after one retry.", place: noSense, fix: askAgain, fault: fault{Kind: "truncate", Bytes: 50}, reasons: malformed, tries: 2},
		{id: "not-json", sentence: "Answers that are no JSON are UPSTREAM_MALFORMED, after one retry.", place: noSense, fix: askAgain, fault: fault{Kind: "not_json"}, reasons: malformed, tries: 2},
		{id: "html-with-200", sentence: "An HTML page with status 200 is UPSTREAM_MALFORMED.", place: noSense, fix: askAgain, fault: fault{Kind: "html", Status: 200}, reasons: malformed, tries: 2},
		{id: "wrong-type", sentence: "A page whose list is no list is UPSTREAM_MALFORMED.", place: noSense, fix: askAgain, fault: fault{Kind: "wrong_type"}, reasons: malformed, tries: 2, listed: true},
		{id: "endless", sentence: "An answer without end is UPSTREAM_MALFORMED: what is in an answer is bounded.", fix: "Read at most some megabytes of an answer.", fault: fault{Kind: "endless"}, reasons: malformed, tries: 1,
			place: says("connector.proto", "## Talking to the vendor", "What is in an answer is data: bounded, and never trusted.")},
		{id: "all-rejected", sentence: "A page of which every item has lost its id is UPSTREAM_MALFORMED: the vendor's schema has moved.", fix: "Where a page of two items or more has none that can be used, fail instead of rejecting them.",
			place: says("list.proto", "## Bad data", "When a vendor page has two items or more and every one of them is rejected, the vendor's schema has moved: UPSTREAM_MALFORMED, not a page of rejections."),
			fault: fault{Kind: "renamed_id"}, reasons: malformed, listed: true},
	}
}

func pagingFaults() []faultRow {
	loop := []connector.Reason{connector.UpstreamLoop}
	return []faultRow{
		{id: "same-cursor", sentence: "A cursor that was there before is UPSTREAM_LOOP.", place: loops, fix: guardLoops, fault: fault{Kind: "same_cursor"}, reasons: loop, later: true, listed: true},
		{id: "ignored-number", sentence: "The first page again, whatever is asked for, is UPSTREAM_LOOP.", place: loops, fix: guardLoops, fault: fault{Kind: "ignored_start"}, reasons: loop, later: true, listed: true},
		{id: "no-cursor", sentence: "A page that announces more, and not where, ends no list.", place: loops, fix: guardLoops, fault: fault{Kind: "no_cursor"}, reasons: []connector.Reason{connector.UpstreamLoop, connector.UpstreamMalformed}, listed: true},
		{id: "empty-page", sentence: "An empty page that goes on is UPSTREAM_LOOP, after at most one request too many.", place: loops, fix: guardLoops, fault: fault{Kind: "empty_page"}, reasons: loop, listed: true},
	}
}
