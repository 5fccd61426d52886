package scim_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/scim/scimtest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// What passes is sat out: the list is whole, and its exchanges tell what happened.
func TestFaultsThatPass(t *testing.T) {
	wait := http.Header{"Retry-After": {"0.01"}}
	for name, c := range map[string]struct {
		fault    scimtest.Fault
		statuses []int32 // of the exchanges of the page
	}{
		"500":         {*status(500, "oops"), []int32{500, 200}},
		"503 waits":   {scimtest.Fault{Status: 503, Header: wait}, []int32{503, 200}},
		"429 waits":   {scimtest.Fault{Status: 429, Header: wait}, []int32{429, 200}},
		"429 bare":    {*status(429, ""), []int32{429, 200}},
		"cut":         {scimtest.Fault{Truncate: new(500)}, []int32{200, 200}},
		"no JSON":     {*status(200, "<html>"), []int32{200, 200}},
		"no list":     {*status(200, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"detail":"not today"}`), []int32{200, 200}},
		"nobody":      {*status(204, ""), []int32{204, 200}},
		"all invalid": {*status(200, `{"totalResults":200,"Resources":[{},{}]}`), []int32{200, 200}},
	} {
		for _, start := range []string{"1", "11", "91"} {
			if name == "nobody" && start == "1" {
				continue // nothing says then that there is anybody
			}
			t.Run(name+" at "+start, func(t *testing.T) {
				s, conn, a := setUp(t, scimtest.Config{Users: 200})
				s.SetFault(once(start, &c.fault))
				l := listUsers(t, conn, a, &connectorv1.ListOptions{PageSize: 10})
				wantWhole(t, l, 200)
				var got []int32
				for _, p := range l.Pages {
					if len(p.Info.GetExchanges()) > 1 {
						for _, e := range p.Info.GetExchanges() {
							got = append(got, e.GetStatus())
						}
					}
				}
				if len(got) != 2 || got[0] != c.statuses[0] || got[1] != c.statuses[1] {
					t.Errorf("statuses %v, want %v", got, c.statuses)
				}
			})
		}
	}
}

// once is a fault that the first request for a page meets.
func once(start string, fault *scimtest.Fault) func(*http.Request, int64) *scimtest.Fault {
	met := make(chan struct{}, 1)
	return func(r *http.Request, _ int64) *scimtest.Fault {
		if r.URL.Query().Get("startIndex") != start {
			return nil
		}
		select {
		case met <- struct{}{}:
			return fault
		default:
			return nil
		}
	}
}

// What lasts ends the list with its reason, the page's number, and all that came before; and from there it can be gone on.
func TestFaultsThatLast(t *testing.T) {
	const body = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","scimType":"tooMany","detail":"Too many results"}`
	for name, c := range map[string]struct {
		fault  *scimtest.Fault
		reason connector.Reason
		status int
	}{
		"401":       {status(401, ""), connector.CredentialsRejected, 401},
		"403":       {status(403, ""), connector.PermissionMissing, 403},
		"400":       {status(400, body), connector.UpstreamRejected, 400},
		"404":       {status(404, ""), connector.UpstreamRejected, 404},
		"410":       {status(410, ""), connector.UpstreamRejected, 410},
		"500":       {status(500, ""), connector.UpstreamUnavailable, 500},
		"501":       {status(501, ""), connector.UpstreamUnavailable, 501},
		"408":       {status(408, ""), connector.UpstreamTimeout, 408},
		"reset":     {&scimtest.Fault{Reset: true}, connector.UpstreamUnavailable, 0},
		"cut":       {&scimtest.Fault{Truncate: new(100)}, connector.UpstreamMalformed, 200},
		"no JSON":   {status(200, "<html>"), connector.UpstreamMalformed, 200},
		"no list":   {status(200, `{}`), connector.UpstreamMalformed, 200},
		"no array":  {status(200, `{"totalResults":200,"Resources":"none"}`), connector.UpstreamMalformed, 200},
		"too large": {status(200, `{"totalResults":0,"x":"`+strings.Repeat("x", 17<<20)+`"}`), connector.UpstreamMalformed, 200},
		"empty":     {status(200, `{"totalResults":200,"Resources":[]}`), connector.UpstreamLoop, 0},
		"elsewhere": {status(200, `{"totalResults":200,"startIndex":1,"Resources":[{"id":"a"}]}`), connector.UpstreamLoop, 0},
		"many": {status(200, `{"totalResults":200,"Resources":[`+strings.Repeat(`{"id":"a"},`, 10_000)+`{"id":"b"}]}`),
			connector.UpstreamMalformed, 200},
	} {
		t.Run(name, func(t *testing.T) {
			s, conn, a := setUp(t, scimtest.Config{Users: 200})
			at(s, "91", c.fault)
			l := listUsers(t, conn, a, &connectorv1.ListOptions{PageSize: 10})
			e := wantError(t, l.Err, c.reason)
			if e.UpstreamStatus != c.status || !strings.Contains(e.Message, "page 10: ") || l.Receipt != nil {
				t.Errorf("%+v, receipt %v", e, l.Receipt)
			}
			if name == "400" && (!strings.Contains(e.Message, "tooMany") || e.UpstreamExcerpt != "Too many results") {
				t.Errorf("%+v", e)
			}
			if len(l.Items) != 90 || len(l.Tokens()) != 9 {
				t.Errorf("%d users, %d tokens came before", len(l.Items), len(l.Tokens()))
			}
			s.SetFault(nil)
			rest := listUsers(t, conn, a, &connectorv1.ListOptions{PageSize: 10, PageToken: l.Tokens()[8]})
			if rest.Err != nil || len(rest.Items) != 110 || rest.Receipt.GetDriftObserved() {
				t.Errorf("gone on with: %d users, %v", len(rest.Items), rest.Err)
			}
		})
	}
}

// A provider that takes no notice of startIndex is found out with its second page, whatever it says about it.
func TestIgnoredStartIndexIsALoop(t *testing.T) {
	for name, config := range map[string]scimtest.Config{
		"says so":       {IgnoreStart: true},
		"says another":  {IgnoreStart: true, SayStart: true},
		"says nothing":  {IgnoreStart: true, NoStart: true},
		"tells nothing": {IgnoreStart: true, NoStart: true, NoTotal: true},
	} {
		t.Run(name, func(t *testing.T) {
			config.Users = 10_000
			s, c, a := setUp(t, config)
			l := listUsers(t, c, a, nil)
			e := wantError(t, l.Err, connector.UpstreamLoop)
			if s.Requests() != 2 || len(l.Items) != 100 || e.Suggestion == "" {
				t.Errorf("%d requests, %d users, %v", s.Requests(), len(l.Items), e)
			}
		})
	}
	_, c, a := setUp(t, scimtest.Config{Users: 80, IgnoreStart: true}) // who fit one page have nothing to lose
	wantWhole(t, listUsers(t, c, a, nil), 80)
}

// A limit of the provider's is kept by waiting, all requests together.
func TestRateLimit(t *testing.T) {
	s, c, a := setUp(t, scimtest.Config{Users: 2000, Settings: scimtest.Settings{Rate: 15, Window: 300_000_000}})
	wantWhole(t, listUsers(t, c, a, &connectorv1.ListOptions{PageSize: 100}), 2000)
	a.Operator["requests_per_minute"] = "1"
	a.Operator["max_wait"] = "10ms"
	l := listUsers(t, c, a, &connectorv1.ListOptions{PageSize: 100})
	if e := wantError(t, l.Err, connector.RateLimited); e.RetryAfter <= 0 {
		t.Errorf("%+v", e)
	}
	if s.Requests() < 20 {
		t.Errorf("%d requests", s.Requests())
	}
}

// Whoever stops listening, or has no more time, ends everything that is under way: goleak sees to it.
func TestListsEndWithTheirCaller(t *testing.T) {
	s, c, a := setUp(t, scimtest.Config{Users: 10_000})
	enough := errors.New("enough")
	pages := 0
	_, err := c.ListUsers(t.Context(), connector.ListRequest{Account: a}, connector.SinkFuncs[*iamv1.User]{OnPage: func(connector.Page[*iamv1.User]) error {
		if pages++; pages == 20 {
			return enough
		}
		return nil
	}})
	if !errors.Is(err, enough) {
		t.Error(err)
	}
	if err := s.Configure(func(c *scimtest.Config) { c.Delay = 1e10 }); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	start := time.Now()
	if _, err := c.ListUsers(ctx, connector.ListRequest{Account: a}, connector.SinkFuncs[*iamv1.User]{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("took %v", took)
	}
}

// A key that is echoed does not come back out.
func TestEchoesOfTheTokenAreRedacted(t *testing.T) {
	s, c, a := setUp(t, scimtest.Config{Users: 1})
	token := scimtest.DefaultAPIKey
	for _, echo := range []string{token, strings.ToUpper(token), token[:20] + "..."} {
		script(s, status(401, `{"detail":"no such token: `+echo+` (request ok)","scimType":"`+echo+`"}`))
		_, err := c.Authenticate(t.Context(), a)
		e := wantError(t, err, connector.CredentialsRejected)
		shown := strings.ToLower(e.Error() + e.UpstreamExcerpt)
		for i := 0; i+8 <= len(token); i++ {
			if strings.Contains(shown, token[i:i+8]) {
				t.Errorf("%s: %q holds %q", echo, shown, token[i:i+8])
				break
			}
		}
		if !strings.Contains(e.UpstreamExcerpt, "request ok") {
			t.Errorf("nothing is left of %q", e.UpstreamExcerpt)
		}
	}
}
