package lattica_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/lattica/latticatest"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

func TestListsAreWholeAndGoOn(t *testing.T) {
	s, c, a := setUp(t, latticatest.Config{Users: 250, CustomRoles: 3})
	whole, err := listUsers(t, c, a, &connectorv1.ListOptions{PageSize: 100})
	if err != nil || len(whole.items) != 250 || len(whole.pages) != 3 || s.Requests() != 3 {
		t.Fatalf("%d users in %d pages, %d requests, %v", len(whole.items), len(whole.pages), s.Requests(), err)
	}
	r := whole.receipt
	if r.GetEnd() != connectorv1.End_END_EXHAUSTED || r.GetItems() != 250 || r.GetVisibility() != connectorv1.Visibility_VISIBILITY_UNKNOWN {
		t.Errorf("%v", r)
	}
	for i, p := range whole.pages {
		if rate := p.GetRate(); rate.Remaining == nil || rate.GetResetAt().AsTime().Before(time.Now().Add(-time.Minute)) {
			t.Errorf("page %d: rate %v", i, rate)
		}
		if e := p.GetExchanges(); len(e) != 1 || !strings.Contains(e[0].GetUrl(), "/v1/users?") || !strings.Contains(e[0].GetUrl(), "limit=100") {
			t.Errorf("page %d: %v", i, e)
		}
		token := p.GetNextPageToken()
		if (token == "") != (i == 2) {
			t.Errorf("page %d: token %q", i, token)
		}
		if token == "" {
			continue
		}
		rest, err := listUsers(t, c, a, &connectorv1.ListOptions{PageSize: 100, PageToken: token})
		if err != nil || len(rest.items) != 250-100*(i+1) || !proto.Equal(rest.items[0], whole.items[100*(i+1)]) {
			t.Errorf("gone on with after page %d: %d users, %v", i, len(rest.items), err)
		}
	}
	roles, err := listRoles(t, c, a)
	if err != nil || len(roles) != 7 {
		t.Fatalf("%d roles, %v", len(roles), err)
	}
	known := map[string]bool{}
	for _, r := range roles {
		known[r.GetId()] = true
	}
	for _, u := range whole.items {
		if held := u.GetRoles().GetValues(); len(held) != 1 || !known[held[0].GetRole().GetId()] {
			t.Errorf("%v", u)
		}
	}
}

// However a user's roles are written, they are read.
func TestFormsOfRoles(t *testing.T) {
	for _, form := range []latticatest.RoleForm{latticatest.RoleID, latticatest.RoleIDs, latticatest.RoleObjects} {
		_, c, a := setUp(t, latticatest.Config{Users: 40, RoleForm: form})
		l, err := listUsers(t, c, a, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range l.items {
			held := u.GetRoles().GetValues()
			if len(held) != 1 || !strings.HasPrefix(held[0].GetRole().GetId(), "role_") || (held[0].GetRole().GetName() != "") != (form == latticatest.RoleObjects) {
				t.Errorf("%s: %v", form, u)
			}
		}
	}
	_, c, a := setUp(t, latticatest.Config{Users: 40, AllNull: true, ExtraFields: true})
	l, err := listUsers(t, c, a, nil)
	for _, u := range l.items {
		if !proto.Equal(u, &iamv1.User{Id: u.GetId()}) {
			t.Errorf("%v", u)
		}
	}
	if err != nil || len(l.items) != 40 {
		t.Error(len(l.items), err)
	}
}

// A list that is not where it is assumed to be says so, with what to do; the operator's path leads to it.
func TestPathsAreAssumed(t *testing.T) {
	s, c, a := setUp(t, latticatest.Config{Users: 120, UsersPath: "/v2/workspace/people", RolesPath: "/v2/workspace/roles"})
	_, err := listUsers(t, c, a, nil)
	e := wantError(t, err, connector.ReasonUnsupported)
	if e.Path != "operator.users_path" || !strings.Contains(e.Suggestion, "users_path") || !strings.Contains(e.Message, "/v1/users") ||
		!strings.Contains(e.Message, "assumed") || e.UpstreamStatus != http.StatusNotFound || !requestID.MatchString(e.VendorRequestID) {
		t.Errorf("%+v", e)
	}
	_, err = listRoles(t, c, a)
	if e := wantError(t, err, connector.ReasonUnsupported); e.Path != "operator.roles_path" {
		t.Errorf("%+v", e)
	}
	a.Operator["users_path"], a.Operator["roles_path"] = "/v2/workspace/people", "/v2/workspace/roles"
	l, err := listUsers(t, c, a, nil)
	if err != nil || len(l.items) != 120 || s.RequestsByPath()["/v2/workspace/people"] != 2 {
		t.Fatalf("%d users, %v, %v", len(l.items), err, s.RequestsByPath())
	}
	if _, err := listRoles(t, c, a); err != nil {
		t.Error(err)
	}
	delete(a.Operator, "users_path") // a token is of the list at its path
	_, err = listUsers(t, c, a, &connectorv1.ListOptions{PageToken: l.pages[0].GetNextPageToken()})
	wantError(t, err, connector.BadPageToken)
}

// What lasts ends the list with its reason and the id that Lattica's support asks for.
func TestErrorsCarryTheRequestID(t *testing.T) {
	for status, reason := range map[int]connector.Reason{
		400: connector.UpstreamRejected, 401: connector.CredentialsRejected, 403: connector.PermissionMissing,
		404: connector.UpstreamRejected, 405: connector.UpstreamRejected, 409: connector.UpstreamRejected, 410: connector.UpstreamRejected,
		422: connector.UpstreamRejected, 429: connector.RateLimited, 500: connector.UpstreamUnavailable, 503: connector.UpstreamUnavailable,
	} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			s, c, a := setUp(t, latticatest.Config{Users: 30})
			a.Operator["max_wait"] = "100ms"
			s.SetFault(func(_ *http.Request, n int64) *resttest.Fault {
				if n == 1 { // a page came: the list is there
					return nil
				}
				return &resttest.Fault{
					Status: status, Header: http.Header{"Retry-After": {"60"}, "X-Request-Id": {"of-a-proxy"}},
					Body: vendorError("some_code", "Key "+latticatest.DefaultAPIKey+" may not.", fmt.Sprintf("req_aB12c%d", n)),
				}
			})
			l, err := listUsers(t, c, a, &connectorv1.ListOptions{PageSize: 10})
			e := wantError(t, err, reason)
			if !strings.HasPrefix(e.VendorRequestID, "req_aB12c") || e.UpstreamStatus != status || !strings.Contains(e.Message, "page 2: ") ||
				!strings.HasSuffix(e.Message, ": some_code") || e.UpstreamExcerpt != "Key REDACTED may not." || len(l.items) != 10 {
				t.Errorf("%+v after %d users", e, len(l.items))
			}
			if reason == connector.RateLimited && e.RetryAfter != time.Minute {
				t.Errorf("come back in %v", e.RetryAfter)
			}
		})
	}
}

func TestReachOfTheKey(t *testing.T) {
	_, c, a := setUp(t, latticatest.Config{Users: 30, Reach: latticatest.ProjectsRefused})
	_, err := listUsers(t, c, a, nil)
	if e := wantError(t, err, connector.PermissionMissing); !strings.Contains(e.Suggestion, "entire workspace") || !requestID.MatchString(e.VendorRequestID) {
		t.Errorf("%+v", e)
	}
	_, c, a = setUp(t, latticatest.Config{Users: 30, Reach: latticatest.ProjectsPartial})
	l, err := listUsers(t, c, a, nil)
	if err != nil || len(l.items) != 20 || l.receipt.GetVisibility() != connectorv1.Visibility_VISIBILITY_UNKNOWN {
		t.Errorf("%d users, %v, %v", len(l.items), l.receipt, err)
	}
}

// Nothing that an author of lists would stumble over does harm: the end must be said, and cursors lead on.
func TestEndsAndLoops(t *testing.T) {
	for body, reason := range map[string]connector.Reason{
		`{"data":[{"id":"usr_1"}]}`:                     connector.UpstreamMalformed,
		`{"data":[{"id":"usr_1"}],"next_cursor":""}`:    connector.UpstreamMalformed,
		`{"data":null,"next_cursor":null}`:              connector.UpstreamMalformed,
		`{"data":[{},{}],"next_cursor":null}`:           connector.UpstreamMalformed,
		`{"data":[],"next_cursor":"on"}`:                connector.UpstreamLoop,
		`{"data":[{"id":"usr_1"}],"next_cursor":"on"}`:  connector.UpstreamLoop,
		`{"error":{"code":"x","request_id":"req_1234"}`: connector.UpstreamMalformed,
	} {
		s, c, a := setUp(t, latticatest.Config{})
		fail(t, s, "/v1/users", resttest.Fault{Status: 200, Body: []byte(body)})
		_, err := listUsers(t, c, a, nil)
		if e := wantError(t, err, reason); reason == connector.UpstreamLoop && e.Suggestion == "" {
			t.Errorf("%+v", e)
		}
	}
	s, c, a := setUp(t, latticatest.Config{Users: 30})
	l, err := listUsers(t, c, a, &connectorv1.ListOptions{PageSize: 10})
	if err != nil {
		t.Fatal(err)
	}
	fail(t, s, "/v1/users", resttest.Fault{Status: 400, Body: vendorError("invalid_cursor", "no", "req_aB12cD")})
	_, err = listUsers(t, c, a, &connectorv1.ListOptions{PageSize: 10, PageToken: l.pages[0].GetNextPageToken()})
	if e := wantError(t, err, connector.PageTokenExpired); e.VendorRequestID != "req_aB12cD" {
		t.Errorf("%+v", e)
	}
}

// A list that is longer than the limit's burst uses what it may, and is never refused, whatever the unit of reset is.
func TestTheAllowanceIsKept(t *testing.T) {
	for _, config := range []latticatest.Config{
		{ResetForm: latticatest.ResetUnix}, {ResetForm: latticatest.ResetDelta},
		{ResetForm: latticatest.ResetUnix, ResetNext: true}, {ResetForm: latticatest.ResetDelta, ResetNext: true},
	} {
		t.Run(fmt.Sprintf("%s/%v", config.ResetForm, config.ResetNext), func(t *testing.T) {
			t.Parallel()
			config.Users, config.Plan = 150, latticatest.Free
			config.Window = resttest.Duration(time.Second) // 60 a second, 120 at once
			_, c, a := setUp(t, config)
			start := time.Now()
			l, err := listUsers(t, c, a, &connectorv1.ListOptions{PageSize: 1})
			if err != nil || len(l.items) != 150 {
				t.Fatalf("%d users, %v", len(l.items), err)
			}
			for _, p := range l.pages {
				if len(p.GetExchanges()) != 1 {
					t.Errorf("%v", p.GetExchanges())
				}
			}
			// Half a second at best. Reset is told in whole seconds: at worst the bucket is full after two, told as three, and
			// one more passes because it may have been rounded the other way.
			if took := time.Since(start); took < 400*time.Millisecond || took > 6*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}
