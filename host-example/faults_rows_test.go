package main

import (
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
	"github.com/trellis-iam/trellis/host-example/words"
)

// once, times and forever say when a fault happens: at the n-th page, so often.
func once(page int64, r resttest.Rule) []resttest.Rule { return times(page, 1, r) }

func forever(page int64, r resttest.Rule) []resttest.Rule { return times(page, 0, r) }

func times(page, times int64, r resttest.Rule) []resttest.Rule {
	r.From, r.Times = page, times
	return []resttest.Rule{r}
}

func everyTenth(r resttest.Rule) []resttest.Rule {
	r.From, r.Every = 10, 10
	return []resttest.Rule{r}
}

func answered(status int) resttest.Rule { return resttest.Rule{Kind: "status", Status: status} }

func faultRows(t *testing.T, v *vendorFaults) []faultRow {
	t.Helper()
	return slices.Concat(v.passingFaults(), v.lastingFaults(), v.keyFaults(), v.recordFaults(), v.redirects(t))
}

// partial is a row of a list that breaks off at a page, after so many requests for it.
func (v *vendorFaults) partial(page, tries int64, row faultRow) faultRow {
	row.status, row.users = 4, before(int(page))
	row.requests, row.more = page-1+tries, row.more+v.ahead
	if row.fewer == 0 {
		row.stderr = append(row.stderr, "partial: "+words.Plural(int64(row.users), "users"))
	}
	return row
}

// keyFaults: a key that is rejected is told from one that may not, and what came before stays.
func (v *vendorFaults) keyFaults() []faultRow {
	return []faultRow{
		{name: "401 on page 1", faults: forever(1, answered(401)), status: 3, requests: 1, stderr: []string{"CREDENTIALS_REJECTED", "--secret " + v.key}},
		v.partial(40, 1, faultRow{name: "401 on page 40", faults: forever(40, answered(401)), stderr: []string{"CREDENTIALS_REJECTED", "page 40: "}}),
		{
			name: "403 on page 1", faults: forever(1, answered(403)), status: 3, requests: 1,
			stderr: []string{"PERMISSION_MISSING", v.forbidden}, not: "CREDENTIALS_REJECTED",
		},
		v.partial(40, 1, faultRow{
			name: "403 on page 40", faults: forever(40, answered(403)), stderr: []string{"PERMISSION_MISSING"}, not: "CREDENTIALS_REJECTED",
		}),
	}
}

// passingFaults: what passes is sat out, and the list is whole.
func (v *vendorFaults) passingFaults() []faultRow {
	limited := func(seconds int, date bool) resttest.Rule {
		return resttest.Rule{Kind: "rate_limit", RetryAfter: seconds, RetryAfterDate: date}
	}
	rows := []faultRow{
		{name: hangOnce, faults: once(5, resttest.Rule{Kind: "hang"}), requests: 1, waits: 30 * time.Second},
		{name: "429 in seconds, once", faults: once(5, limited(1, false)), requests: 1, waits: time.Second},
		{name: "429 in seconds, thrice", faults: times(5, 3, limited(1, false)), requests: 3, waits: time.Second},
		// By a clock of seconds, two of them are more than one.
		{name: "429 with a date, once", faults: once(5, limited(2, true)), requests: 1, waits: time.Second},
		{name: "429 with a date, thrice", faults: times(5, 3, limited(2, true)), requests: 3, waits: time.Second},
		{name: "429 on page 1", faults: once(1, limited(1, false)), requests: 1, waits: time.Second},
		{name: "500 once", faults: once(5, answered(500)), requests: 1},
		{name: "502 with HTML, once", faults: once(5, resttest.Rule{Kind: "html"}), requests: 1},
		{name: "503 once", faults: once(5, answered(503)), requests: 1},
		{
			name:   "503 with Retry-After, once",
			faults: once(5, resttest.Rule{Kind: "status", Status: 503, RetryAfter: 1}), requests: 1, waits: time.Second,
		},
		{name: "504 on page 1", faults: once(1, answered(504)), requests: 1},
		{name: "reset once", faults: once(5, resttest.Rule{Kind: "reset"}), requests: 1},
		{name: "reset on page 1", faults: once(1, resttest.Rule{Kind: "reset"}), requests: 1},
		{name: "reset thrice", faults: times(5, 3, resttest.Rule{Kind: "reset"}), requests: 3},
		// Whoever is under way then is cut off, too.
		{name: "refused for a while", faults: once(5, resttest.Rule{Kind: "refuse"}), requests: 1, more: v.ahead},
		{name: "truncated once", faults: once(5, resttest.Rule{Kind: "truncate", Bytes: 2000}), requests: 1},
		{name: "not JSON, once", faults: once(5, resttest.Rule{Kind: "not_json"}), requests: 1},
		{name: "slow", faults: times(5, 2, resttest.Rule{Kind: "slow"})},
		{name: "late", faults: times(5, 2, resttest.Rule{Kind: "delay"})},
		// Of 46 requests four fail.
		{name: "one in ten answers 503", faults: everyTenth(answered(503)), requests: (pagesOf(faultUsers) - 1) / 9},
		{name: "one in ten answers 429", faults: everyTenth(limited(1, false)), requests: (pagesOf(faultUsers) - 1) / 9},
	}
	for i := range rows {
		rows[i].users, rows[i].stderr = faultUsers, []string{": complete"}
		rows[i].requests += pagesOf(faultUsers)
	}
	return rows
}

// recordFaults: one bad record costs nobody else's, and is counted.
func (v *vendorFaults) recordFaults() []faultRow {
	rows := []faultRow{
		{
			name: "a user with a bad date", differ: true, faults: once(3, resttest.Rule{Kind: "bad_date", Index: 7}), users: faultUsers,
			stderr: []string{"complete, 1 with warnings"},
		},
		{
			name: "a user without an id", faults: once(3, resttest.Rule{Kind: "missing_id", Index: 7}), users: faultUsers - 1,
			stderr: []string{v.item(7) + ".id", "the id is missing", "complete, 1 rejected", "some were rejected without an id"},
		},
		{
			name: "both", differ: true, users: faultUsers - 1,
			faults: append(once(3, resttest.Rule{Kind: "missing_id"}), once(4, resttest.Rule{Kind: "bad_date"})...),
			stderr: []string{"complete, 1 rejected, 1 with warnings"},
		},
	}
	for i := range rows {
		rows[i].requests = pagesOf(faultUsers)
	}
	return rows
}

// redirects: the key goes to no other host and not in the clear; nobody there is even connected to.
func (v *vendorFaults) redirects(t *testing.T) []faultRow {
	t.Helper()
	elsewhere := silence(t)
	var rows []faultRow
	for name, to := range map[string]string{
		"http":         "http://" + elsewhere,
		"another host": "https://" + elsewhere,
		"another name": "https://" + strings.Replace(elsewhere, "127.0.0.1", "localhost", 1),
	} {
		r := resttest.Rule{Kind: "redirect", Location: to + v.users}
		rows = append(rows, faultRow{
			name: "redirect to " + name, faults: forever(1, r), status: 5, requests: 1, stderr: []string{"UPSTREAM_UNTRUSTED", "redirected"},
		}, v.partial(20, 1, faultRow{name: "redirect to " + name + " on page 20", faults: forever(20, r), stderr: []string{"UPSTREAM_UNTRUSTED"}}))
	}
	return rows
}

// silence is the address of a listener to which nobody connects, as the end of the test makes sure.
func silence(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if c, err := listener.Accept(); err == nil {
			_ = c.Close()
			t.Error("a redirect was followed to where it should not be")
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-ended
	})
	return listener.Addr().String()
}
