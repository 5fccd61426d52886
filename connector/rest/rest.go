// Package rest is the one HTTP client of all connectors: how Trellis talks to a vendor.
//
// # What it promises
//
// Requests go to one host, over HTTPS (TLS 1.2 or later), with the credential added at one place, the
// last step before the connection, which refuses any other host or scheme. Redirects are followed on that host only. There are no cookies, and
// no proxy is taken from the environment: a connector's environment is an allow list, and an operator who needs a proxy
// names it as base URL. Bodies are bounded. Nothing that the package returns (errors, excerpts, exchanges) holds the
// credential or a part of it, even where the vendor echoes it.
//
// Every failure is a [connector.Error] with the reason that error.proto gives it; a caller's own cancellation or deadline
// passes through as the context's error.
//
// # What it does by itself
//
//   - Paces requests before the vendor has to throttle them, for each credential and host, over all calls of the process
//     that share a [Pool]: by a limit that is known ([Pace]), and by what the vendor's answers tell ([RateHeaders]).
//   - Waits for a 429, or a 503 that says until when, as Retry-After asks, within the deadline and max_wait; retries other
//     5xx (but not 501), resets and timeouts with growing, jittered pauses ([Policy]); asks once more for an answer that was cut or
//     makes no sense. All requests are GET: retrying is safe.
//   - Says what it is waiting for, so that a list is never silent ([Flight]); logs each request that fails, once, with the
//     vendor's id of it.
//   - Shows the key as the vendor wants it: as a bearer token, by HTTP Basic, or in a header of its own ([Scheme]).
//   - Follows cursors, and links of which only the query is used ([Client.NextQuery]), asking for the next page as soon as its cursor is known, guarded against loops ([Pages]); reads pages
//     that have numbers several at a time, and sees what a vendor makes of the numbers ([Indexed]).
//
// # How a connector uses it
//
//	settings, err := rest.ReadSettings(account, rest.Settings{BaseURL: ..., Pace: rest.Pace{PerMinute: 240}})
//	client := pool.Client(rest.Options{Settings: settings, Credential: rest.Bearer(key), ...})
//	err = client.Read(ctx, rest.Request{Path: "/v1/me"}, func(body []byte) error { return decode(&me, body) })
//
// A [Pool] lives as long as the connector. A [Client] is made for each call, costs nothing, and belongs to one account.
package rest

import (
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/trellis-iam/trellis/connector"
)

// MaxBody bounds a vendor's answer, as the contract bounds messages. A page of 100 users is some 0.1 MiB; no honest page
// comes near.
const MaxBody = 16 << 20

// Policy is how patient a client is.
type Policy struct {
	// Timeout is for one request, from its first byte to the answer's last.
	Timeout time.Duration
	// Tries bounds how often a request is sent that fails for a passing reason.
	Tries int
	// Backoff is the pause after the first failure; it doubles with each further one, up to MaxBackoff, and is varied by a
	// quarter so that clients that failed together do not come back together.
	Backoff, MaxBackoff time.Duration
}

// DefaultPolicy gives a vendor 30 s an answer and, over four tries, some 4 s to come back: a restart or a failover passes,
// and what lasts longer is told while someone is still waiting for it.
func DefaultPolicy() Policy {
	return Policy{Timeout: 30 * time.Second, Tries: 4, Backoff: 500 * time.Millisecond, MaxBackoff: 20 * time.Second}
}

// Options is what a Client is made of.
type Options struct {
	Settings
	Credential Credential
	// CredentialPath is where the credential stands in the account: "credentials.api_key".
	CredentialPath string
	// UserAgent names the connector and its version.
	UserAgent string
	// Accept is the media type asked for; empty: application/json.
	Accept string
	// ReadError reads the vendor's own error out of the body of an answer that is no success, whatever that body is: it may
	// be cut, or an HTML page. nil: the beginning of the body is the error's excerpt.
	ReadError func(body []byte) ErrorBody
	// Log takes a line for each request that fails; nil: nothing is logged.
	Log *slog.Logger
	// Suggest is what to tell people for a reason, in the words of this vendor. For CredentialsRejected and
	// PermissionMissing it should be set: which key, made where, by whom.
	Suggest map[connector.Reason]string
}

// Request is one GET.
type Request struct {
	// Path below the base URL, escaped: "/v1/user/a%2Fb".
	Path  string
	Query url.Values
	// Public names the query parameters whose values may be shown in exchanges; all others are REDACTED.
	Public []string
	// Item is set where the path names one item, so that a 404 is NOT_FOUND. On a collection it is UPSTREAM_REJECTED.
	Item bool
}

// Segment is an id as one segment of a path, escaped. ok is false for "", "." and "..": they would name another resource,
// and are no id of anything.
func Segment(id string) (segment string, ok bool) {
	return url.PathEscape(id), id != "" && id != "." && id != ".."
}

// Credential is added to each request, and to nothing else. It formats as REDACTED.
type Credential struct {
	header, value string
	secrets       []string // what must never be shown
}

// Bearer is a token in the Authorization header (RFC 6750).
func Bearer(token string) Credential {
	return Credential{header: "Authorization", value: "Bearer " + token, secrets: []string{token}}
}

// String hides the credential.
func (Credential) String() string { return redacted }

// GoString hides the credential from %#v.
func (Credential) GoString() string { return redacted }

func (c Credential) apply(h http.Header) {
	if c.header != "" {
		h.Set(c.header, c.value)
	}
}
