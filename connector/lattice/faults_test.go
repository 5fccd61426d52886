package lattice_test

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// What passes is sat out: the list is whole, each page is delivered once, and its exchanges tell what happened.
func TestFaultsThatPass(t *testing.T) {
	retryNow := &latticetest.Fault{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"0.01"}}}
	for name, c := range map[string]struct {
		faults   []*latticetest.Fault
		statuses []int32 // of the exchanges of the second page
	}{
		"500":       {[]*latticetest.Fault{nil, status(500, "oops")}, []int32{500, 200}},
		"502, 504":  {[]*latticetest.Fault{nil, status(502, ""), status(504, "")}, []int32{502, 504, 200}},
		"503 waits": {[]*latticetest.Fault{nil, {Status: 503, Header: http.Header{"Retry-After": {"0.01"}}}}, []int32{503, 200}},
		"429 waits": {[]*latticetest.Fault{nil, retryNow, retryNow, retryNow, retryNow}, []int32{429, 429, 429, 429, 200}},
		"429 bare":  {[]*latticetest.Fault{nil, status(429, "")}, []int32{429, 200}},
		// The first reset is of a used connection: net/http itself asks again then.
		"reset":        {[]*latticetest.Fault{nil, {Reset: true}, {Reset: true}}, []int32{0, 200}},
		"cut":          {[]*latticetest.Fault{nil, {Truncate: new(5000)}}, []int32{200, 200}},
		"cut at once":  {[]*latticetest.Fault{nil, {Truncate: new(0)}}, []int32{200, 200}},
		"no JSON":      {[]*latticetest.Fault{nil, status(200, "<html>")}, []int32{200, 200}},
		"empty":        {[]*latticetest.Fault{nil, status(204, "")}, []int32{204, 200}},
		"wrong shape":  {[]*latticetest.Fault{nil, status(200, `{"error":"not today"}`)}, []int32{200, 200}},
		"half a page":  {[]*latticetest.Fault{nil, status(200, `{"hasMore":true,"endingCursor":"x","data":[{"id":"a"}`)}, []int32{200, 200}},
		"all rejected": {[]*latticetest.Fault{nil, status(200, `{"hasMore":false,"data":[{},{}]}`)}, []int32{200, 200}},
	} {
		t.Run(name, func(t *testing.T) {
			s, conn, a := setUp(t, latticetest.Config{Users: 30})
			script(s, c.faults...)
			l := listUsers(t.Context(), conn, a, &connectorv1.ListOptions{PageSize: 10})
			if l.Err != nil || len(l.Items) != 30 || len(l.Pages) != 3 || l.Receipt.GetDriftObserved() {
				t.Fatalf("%d users in %d pages, %v", len(l.Items), len(l.Pages), l.Err)
			}
			var got []int32
			for _, e := range l.Pages[1].Info.GetExchanges() {
				got = append(got, e.GetStatus())
			}
			if len(got) != len(c.statuses) {
				t.Fatalf("statuses %v, want %v", got, c.statuses)
			}
			for i := range got {
				if got[i] != c.statuses[i] {
					t.Errorf("statuses %v, want %v", got, c.statuses)
				}
			}
		})
	}
}

// What lasts ends the list with its reason, the page's number, and all that came before.
func TestFaultsThatLast(t *testing.T) {
	for name, c := range map[string]struct {
		fault    *latticetest.Fault
		reason   connector.Reason
		status   int
		requests int64 // 0: not asked
	}{
		"401":        {status(401, `{"error":"Unauthorized"}`), connector.CredentialsRejected, 401, 2},
		"403":        {status(403, ""), connector.PermissionMissing, 403, 2},
		"400":        {status(400, ""), connector.UpstreamRejected, 400, 2},
		"404":        {status(404, ""), connector.UpstreamRejected, 404, 2},
		"405":        {status(405, ""), connector.UpstreamRejected, 405, 2},
		"409":        {status(409, ""), connector.UpstreamRejected, 409, 2},
		"304":        {status(304, ""), connector.UpstreamRejected, 304, 2},
		"500":        {status(500, ""), connector.UpstreamUnavailable, 500, 4},
		"503":        {status(503, ""), connector.UpstreamUnavailable, 503, 4},
		"501":        {status(501, ""), connector.UpstreamUnavailable, 501, 2}, // it has no such thing: not asked for again
		"599":        {status(599, ""), connector.UpstreamUnavailable, 599, 4},
		"408":        {status(408, ""), connector.UpstreamTimeout, 408, 4},
		"reset":      {&latticetest.Fault{Reset: true}, connector.UpstreamUnavailable, 0, 0}, // net/http repeats some itself
		"cut":        {&latticetest.Fault{Truncate: new(100)}, connector.UpstreamMalformed, 200, 3},
		"no JSON":    {status(200, "<html>"), connector.UpstreamMalformed, 200, 3},
		"no hasMore": {status(200, `{"data":[]}`), connector.UpstreamMalformed, 200, 3},
		"no cursor":  {status(200, `{"hasMore":true,"endingCursor":null,"data":[{"id":"a"}]}`), connector.UpstreamLoop, 0, 2},
		"empty":      {status(200, `{"hasMore":true,"endingCursor":"x","data":[]}`), connector.UpstreamLoop, 0, 0},
		"too large":  {status(200, `{"hasMore":false,"data":[],"x":"`+strings.Repeat("x", 17<<20)+`"}`), connector.UpstreamMalformed, 200, 3},
	} {
		t.Run(name, func(t *testing.T) {
			s, conn, a := setUp(t, latticetest.Config{Users: 30})
			script(s, nil, c.fault, c.fault, c.fault, c.fault, c.fault, c.fault, c.fault, c.fault)
			l := listUsers(t.Context(), conn, a, &connectorv1.ListOptions{PageSize: 10})
			e := wantError(t, l.Err, c.reason)
			if e.UpstreamStatus != c.status || !strings.Contains(e.Message, "page 2: ") || l.Receipt != nil {
				t.Errorf("%+v, receipt %v", e, l.Receipt)
			}
			if name == "no hasMore" && e.Path != "$.hasMore" {
				t.Errorf("path %q", e.Path)
			}
			if len(l.Items) != 10 || len(l.Tokens()) != 1 {
				t.Errorf("%d users, %d tokens came before", len(l.Items), len(l.Tokens()))
			}
			if c.requests != 0 && s.Requests() != c.requests {
				t.Errorf("%d requests, want %d", s.Requests(), c.requests)
			}
			script(s)
			rest := listUsers(t.Context(), conn, a, &connectorv1.ListOptions{PageSize: 10, PageToken: l.Tokens()[0]})
			if rest.Err != nil || len(rest.Items) != 20 {
				t.Errorf("gone on with: %d users, %v", len(rest.Items), rest.Err)
			}
		})
	}
}

func TestLoopsEnd(t *testing.T) {
	page := func(id, cursor string) *latticetest.Fault {
		return status(200, `{"hasMore":true,"endingCursor":"`+cursor+`","data":[{"id":"`+id+`"}]}`)
	}
	for name, c := range map[string]struct {
		faults   []*latticetest.Fault
		requests int64
	}{
		"the same cursor":          {[]*latticetest.Fault{page("a", "1"), page("b", "1")}, 2},
		"a round":                  {[]*latticetest.Fault{page("a", "1"), page("b", "2"), page("c", "3"), page("d", "1")}, 4},
		"back to a cursor resumed": {[]*latticetest.Fault{page("a", "1"), page("b", "2"), page("c", "1")}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			s, conn, a := setUp(t, latticetest.Config{Users: 1})
			script(s, c.faults...)
			l := listUsers(t.Context(), conn, a, nil)
			wantReason(t, l.Err, connector.UpstreamLoop)
			if s.Requests() != c.requests || len(l.Pages) != len(c.faults)-1 {
				t.Errorf("%d requests, %d pages", s.Requests(), len(l.Pages))
			}
		})
	}
}

// The key goes to Lattice and nobody else, whatever Lattice answers.
func TestRedirectsNeverTakeTheKeyElsewhere(t *testing.T) {
	elsewhere, _, _ := setUp(t, latticetest.Config{Users: 1})
	for name, to := range map[string]string{
		"another host":  elsewhere.URL + "/v1/me",
		"http":          strings.Replace(elsewhere.URL, "https", "http", 1) + "/v1/me",
		"another name":  strings.Replace(elsewhere.URL, "127.0.0.1", "localhost", 1) + "/v1/me",
		"user info":     strings.Replace(elsewhere.URL, "https://", "https://a:b@", 1) + "/v1/me",
		"no authority":  "mailto:someone@example.com",
		"schemeless":    strings.TrimPrefix(elsewhere.URL, "https:") + "/v1/me",
		"not a URL":     "https://%zz/",
		"round and rou": "/v1/me",
	} {
		for _, code := range []int{301, 302, 303, 307, 308} {
			s, c, a := setUp(t, latticetest.Config{Users: 1})
			s.SetFault(func(*http.Request, int64) *latticetest.Fault {
				return &latticetest.Fault{Status: code, Header: http.Header{"Location": {to}}}
			})
			_, err := c.Authenticate(t.Context(), a)
			if name == "not a URL" {
				wantReason(t, err, connector.UpstreamUnavailable)
			} else {
				wantReason(t, err, connector.UpstreamUntrusted)
			}
			if got := s.WrongAuthorizations(); len(got) != 0 {
				t.Errorf("%s: %q", name, got)
			}
		}
	}
	if n := elsewhere.Requests(); n != 0 {
		t.Errorf("%d requests went elsewhere", n)
	}
}

func TestRedirectsOnTheSameHostAreFollowed(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 1})
	script(s, &latticetest.Fault{Status: 308, Header: http.Header{"Location": {"/v1/me?again=1"}}})
	if _, err := c.Authenticate(t.Context(), a); err != nil || s.Requests() != 2 || len(s.WrongAuthorizations()) != 0 {
		t.Errorf("%v, %d requests, %q", err, s.Requests(), s.WrongAuthorizations())
	}
}

func TestNobodyElsesCertificateIsTrusted(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 1})
	other, _, _ := setUp(t, latticetest.Config{})
	for name, ca := range map[string]string{"another authority": other.CAPEM(), "the system's": ""} {
		a.Operator["ca_pem"] = ca
		_, err := c.Authenticate(t.Context(), a)
		e := wantError(t, err, connector.UpstreamUntrusted)
		if !strings.Contains(e.Message, "certificate") || s.Requests() != 0 {
			t.Errorf("%s: %v, %d requests", name, err, s.Requests())
		}
		if e.Path != "operator.ca_pem" || !strings.Contains(e.Suggestion, "give its certificates with operator.ca_pem") {
			t.Errorf("%s: it is about %q; to do: %s", name, e.Path, e.Suggestion)
		}
	}
	a.Operator["ca_pem"] = s.CAPEM()
	a.Operator["base_url"] = strings.Replace(s.URL, "127.0.0.1", "127.0.0.2", 1) // not in the certificate
	_, err := c.Authenticate(t.Context(), a)
	if reason := connector.ReasonOf(err); reason != connector.UpstreamUntrusted && reason != connector.UpstreamUnavailable { // where only 127.0.0.1 is there
		t.Error(err)
	}
	if e, ok := errors.AsType[*connector.Error](err); !ok || e.Path != "" {
		t.Errorf("a certificate of another host is not mended by another authority: %+v", err)
	}
}

// A vendor that echoes the key, whole or in part, cannot make it appear in an error.
func TestEchoesOfTheKeyAreRedacted(t *testing.T) {
	key := latticetest.DefaultAPIKey
	for _, echo := range []string{
		key, "Bearer " + key, strings.ToUpper(key), key[:12] + "...", strconv.Quote(key), "key=" + key[4:20] + "&x=1",
	} {
		s, c, a := setUp(t, latticetest.Config{Users: 1})
		script(s, &latticetest.Fault{
			Status: 401, Body: []byte(`{"error":"no such key: ` + echo + ` (request ok)"}`), Header: http.Header{"X-Request-Id": {echo}},
		})
		_, err := c.Authenticate(t.Context(), a)
		e := wantError(t, err, connector.CredentialsRejected)
		shown := strings.ToLower(e.UpstreamExcerpt + e.VendorRequestID + e.Error())
		for i := 0; i+8 <= len(key); i++ {
			if strings.Contains(shown, key[i:i+8]) {
				t.Errorf("%s: %q holds %q", echo, shown, key[i:i+8])
			}
		}
		if !strings.Contains(e.UpstreamExcerpt, "no such key") || !strings.Contains(e.UpstreamExcerpt, "request ok") {
			t.Errorf("nothing is left of %q", e.UpstreamExcerpt)
		}
	}
}

func TestExchangesTellNoSecret(t *testing.T) {
	_, c, a := setUp(t, latticetest.Config{Users: 30})
	l := listUsers(t.Context(), c, a, &connectorv1.ListOptions{PageSize: 10})
	if len(l.Exchanges()) != 3 {
		t.Fatalf("%d exchanges", len(l.Exchanges()))
	}
	for _, e := range l.Exchanges() {
		if e.GetMethod() != "GET" || e.GetStatus() != 200 || e.GetDuration().AsDuration() <= 0 ||
			!strings.Contains(e.GetUrl(), "/v1/users?limit=10&") || strings.Contains(e.GetUrl(), a.GetCredentials()["api_key"]) {
			t.Errorf("exchange %v", e)
		}
	}
}
