package main

import (
	"net"
	"strings"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
)

const usersPath = "/v1/users"

// once, thrice and forever say when a fault happens: at the n-th request for users, from there so often.
func once(n int64, r latticetest.Rule) []latticetest.Rule { return times(n, 1, r) }

func forever(n int64, r latticetest.Rule) []latticetest.Rule { return times(n, 0, r) }

func times(n, times int64, r latticetest.Rule) []latticetest.Rule {
	r.Path, r.From, r.Times = usersPath, n, times
	return []latticetest.Rule{r}
}

func everyTenth(r latticetest.Rule) []latticetest.Rule {
	r.Path, r.From, r.Every = usersPath, 10, 10
	return []latticetest.Rule{r}
}

func answered(status int) latticetest.Rule { return latticetest.Rule{Kind: "status", Status: status} }

func faultRows(t *testing.T) []faultRow {
	t.Helper()
	rows := passingFaults()
	rows = append(rows, lastingFaults()...)
	rows = append(rows, keyFaults()...)
	rows = append(rows, recordFaults()...)
	return append(rows, redirects(t)...)
}

// keyFaults: a key that is rejected is told from one that may not, and what came before stays.
func keyFaults() []faultRow {
	return []faultRow{
		{name: "401 on page 1", faults: forever(1, answered(401)), status: 3, requests: 1, stderr: []string{"CREDENTIALS_REJECTED", "--secret api_key"}},
		{
			name: "401 on page 40", faults: forever(40, answered(401)), status: 4, users: 3900, requests: 40,
			stderr: []string{"CREDENTIALS_REJECTED", "page 40", "partial: 3,900 users"},
		},
		{
			name: "403 on page 1", faults: forever(1, answered(403)), status: 3, requests: 1,
			stderr: []string{"PERMISSION_MISSING", "The key is valid"}, not: "CREDENTIALS_REJECTED",
		},
		{
			name: "403 on page 40", faults: forever(40, answered(403)), status: 4, users: 3900, requests: 40,
			stderr: []string{"PERMISSION_MISSING", "partial: 3,900 users"}, not: "CREDENTIALS_REJECTED",
		},
	}
}

// passingFaults: what passes is sat out, and the list is whole.
func passingFaults() []faultRow {
	limited := func(seconds int, date bool) latticetest.Rule {
		return latticetest.Rule{Kind: "rate_limit", RetryAfter: seconds, RetryAfterDate: date}
	}
	rows := []faultRow{
		{name: hangOnce, faults: once(5, latticetest.Rule{Kind: "hang"}), requests: 1, before: 6, waits: 30 * time.Second},
		{name: "429 in seconds, once", faults: once(5, limited(1, false)), requests: 1, before: 6, waits: time.Second},
		{name: "429 in seconds, thrice", faults: times(5, 3, limited(1, false)), requests: 3, before: 8, waits: time.Second},
		// By a clock of seconds, two of them are more than one.
		{name: "429 with a date, once", faults: once(5, limited(2, true)), requests: 1, before: 6, waits: time.Second},
		{name: "429 with a date, thrice", faults: times(5, 3, limited(2, true)), requests: 3, before: 8, waits: time.Second},
		{name: "429 on page 1", faults: once(1, limited(1, false)), requests: 1, before: 2, waits: time.Second},
		{name: "500 once", faults: once(5, answered(500)), requests: 1},
		{name: "502 with HTML, once", faults: once(5, latticetest.Rule{Kind: "html"}), requests: 1},
		{name: "503 once", faults: once(5, answered(503)), requests: 1},
		{
			name:   "503 with Retry-After, once",
			faults: once(5, latticetest.Rule{Kind: "status", Status: 503, RetryAfter: 1}), requests: 1, before: 6, waits: time.Second,
		},
		{name: "504 on page 1", faults: once(1, answered(504)), requests: 1},
		{name: "reset once", faults: once(5, latticetest.Rule{Kind: "reset"}), requests: 1},
		{name: "reset on page 1", faults: once(1, latticetest.Rule{Kind: "reset"}), requests: 1},
		{name: "reset thrice", faults: times(5, 3, latticetest.Rule{Kind: "reset"}), requests: 3},
		{name: "refused for a while", faults: once(5, latticetest.Rule{Kind: "refuse"}), requests: 1},
		{name: "truncated once", faults: once(5, latticetest.Rule{Kind: "truncate", Bytes: 9000}), requests: 1},
		{name: "not JSON, once", faults: once(5, latticetest.Rule{Kind: "not_json"}), requests: 1},
		{name: "slow", faults: times(5, 2, latticetest.Rule{Kind: "slow"})},
		{name: "late", faults: times(5, 2, latticetest.Rule{Kind: "delay"})},
		// Of 46 requests four fail.
		{name: "one in ten answers 503", faults: everyTenth(answered(503)), requests: 4},
		{name: "one in ten answers 429", faults: everyTenth(limited(1, false)), requests: 4},
	}
	for i := range rows {
		rows[i].users, rows[i].stderr = faultUsers, []string{": complete"}
		rows[i].requests += faultPages
	}
	return rows
}

// lastingFaults: what lasts is tried a few times, and then told: as the vendor's failure where nothing came, else as a
// partial list. Each happens from page 1 on, and from page 20 on.
func lastingFaults() []faultRow {
	var rows []faultRow
	for _, f := range []struct {
		name   string
		fault  latticetest.Rule
		tries  int64 // of the page
		more   int64
		reason string
		args   []string
	}{
		{name: "500", fault: answered(500), tries: 4, reason: "UPSTREAM_UNAVAILABLE"},
		{name: "502 with HTML", fault: latticetest.Rule{Kind: "html"}, tries: 4, reason: "UPSTREAM_UNAVAILABLE"},
		{name: "503", fault: answered(503), tries: 4, reason: "UPSTREAM_UNAVAILABLE"},
		{name: "reset", fault: latticetest.Rule{Kind: "reset"}, tries: 4, more: 4, reason: "UPSTREAM_UNAVAILABLE"},
		{
			name: "refused", fault: latticetest.Rule{Kind: "refuse", For: latticetest.Duration(time.Minute)}, tries: 1,
			reason: "UPSTREAM_UNAVAILABLE",
		},
		{name: "truncated", fault: latticetest.Rule{Kind: "truncate", Bytes: 50}, tries: 2, reason: "UPSTREAM_MALFORMED"},
		{
			name: "429", fault: latticetest.Rule{Kind: "rate_limit", Headers: map[string]string{"Retry-After": "0.1"}}, tries: 21,
			reason: "RATE_LIMITED",
		},
		{
			name: "429 for an hour", fault: latticetest.Rule{Kind: "rate_limit", RetryAfter: 3600}, tries: 1,
			reason: "RATE_LIMITED", args: []string{"--operator", "max_wait=10s"},
		},
		{
			name: "429 beyond the time", fault: latticetest.Rule{Kind: "rate_limit", RetryAfter: 3600}, tries: 1,
			reason: "RATE_LIMITED", args: []string{"--timeout", "50s"},
		},
		{name: "not JSON", fault: latticetest.Rule{Kind: "not_json"}, tries: 2, reason: "UPSTREAM_MALFORMED"},
		{name: "wrong type for data", fault: latticetest.Rule{Kind: "wrong_type"}, tries: 2, reason: "UPSTREAM_MALFORMED"},
		{name: "2 GiB", fault: latticetest.Rule{Kind: "endless"}, tries: 2, reason: "UPSTREAM_MALFORMED"},
		{name: "the id is renamed", fault: latticetest.Rule{Kind: "renamed_id"}, tries: 2, more: 1, reason: "UPSTREAM_MALFORMED"},
		{name: "more without a cursor", fault: latticetest.Rule{Kind: "no_cursor"}, tries: 1, reason: "UPSTREAM_LOOP"},
		{name: "an empty page that goes on", fault: latticetest.Rule{Kind: "empty_page"}, tries: 1, more: 1, reason: "UPSTREAM_LOOP"},
	} {
		rows = append(rows, faultRow{
			name: f.name + ", from page 1", faults: forever(1, f.fault), args: f.args,
			status: 5, requests: f.tries, more: f.more, stderr: []string{f.reason, "page 1: "}, not: "--page-token",
		}, faultRow{
			name: f.name + ", from page 20", faults: forever(20, f.fault), args: f.args,
			status: 4, users: 1900, requests: 19 + f.tries, more: f.more, stderr: []string{f.reason, "page 20: ", "partial: 1,900 users"},
		})
	}
	return append(rows, faultRow{
		name: "the same cursor again", faults: forever(20, latticetest.Rule{Kind: "same_cursor"}),
		status: 4, users: 1900, requests: 20, more: 1, stderr: []string{"UPSTREAM_LOOP", "partial: 1,900 users"},
	}, faultRow{
		name: "hangs on page 1, --timeout", faults: forever(1, latticetest.Rule{Kind: "hang"}), args: []string{"--timeout", "1s"},
		status: 1, requests: 1, stderr: []string{"--timeout gives (1s)"},
	}, faultRow{
		name: "hangs on page 20, --timeout", faults: forever(20, latticetest.Rule{Kind: "hang"}), args: []string{"--timeout", "5s"},
		status: 4, users: 1900, requests: 20, stderr: []string{"--timeout gives (5s)", "partial: 1,900 users"},
	})
}

// recordFaults: one bad record costs nobody else's, and is counted.
func recordFaults() []faultRow {
	return []faultRow{
		{
			name: "a user with a bad date", differ: true, faults: once(3, latticetest.Rule{Kind: "bad_date", Index: 7}), users: faultUsers, requests: faultPages,
			stderr: []string{"complete, 1 with warnings"},
		},
		{
			name: "a user without an id", faults: once(3, latticetest.Rule{Kind: "missing_id", Index: 7}), users: faultUsers - 1,
			requests: faultPages, stderr: []string{"$.data[7].id", "the id is missing", "complete, 1 rejected", "some were rejected without an id"},
		},
		{
			name: "both", differ: true, users: faultUsers - 1, requests: faultPages,
			faults: append(once(3, latticetest.Rule{Kind: "missing_id"}), once(4, latticetest.Rule{Kind: "bad_date"})...),
			stderr: []string{"complete, 1 rejected, 1 with warnings"},
		},
	}
}

// redirects: the key goes to no other host and not in the clear; nobody there is even connected to.
func redirects(t *testing.T) []faultRow {
	t.Helper()
	elsewhere := silence(t)
	var rows []faultRow
	for name, to := range map[string]string{
		"http":         "http://" + elsewhere,
		"another host": "https://" + elsewhere,
		"another name": "https://" + strings.Replace(elsewhere, "127.0.0.1", "localhost", 1),
	} {
		r := latticetest.Rule{Kind: "redirect", Location: to + usersPath}
		rows = append(rows, faultRow{
			name: "redirect to " + name, faults: forever(1, r), status: 5, requests: 1, stderr: []string{"UPSTREAM_UNTRUSTED", "redirected"},
		}, faultRow{
			name: "redirect to " + name + " on page 20", faults: forever(20, r), status: 4, users: 1900, requests: 20,
			stderr: []string{"UPSTREAM_UNTRUSTED", "partial: 1,900 users"},
		})
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
