package lattice_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/coverage"
	"github.com/trellis-iam/trellis/connector/lattice"
	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	"github.com/trellis-iam/trellis/mappings/goldentest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

func TestDescribe(t *testing.T) {
	c := lattice.New()
	d, err := c.Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := connector.CheckDescription(d); err != nil {
		t.Error(err)
	}
	d.Name = "changed"
	if again, _ := c.Describe(t.Context()); again.GetName() != "lattice" {
		t.Error("a change of one answer shows in the next")
	}
}

// What Describe declares to fill is what the goldens hold, and what a list of the stand-in holds: no more, no less.
func TestCoverageIsTrue(t *testing.T) {
	_, c, a := setUp(t, latticetest.Config{Users: 500})
	d, err := c.Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	check := func(name string, got coverage.Difference) {
		t.Helper()
		if !got.None() {
			t.Errorf("%s: %+v", name, got)
		}
	}
	users := coverage.Of(d, connectorv1.ResourceKind_RESOURCE_KIND_USER)
	groups := coverage.Of(d, connectorv1.ResourceKind_RESOURCE_KIND_GROUP)
	roles := coverage.Of(d, connectorv1.ResourceKind_RESOURCE_KIND_ROLE)
	const payloads = "../../testdata/lattice"
	var golden []*iamv1.User
	for _, kind := range []string{"users-*", "expand-*", "attributes*"} {
		golden = append(golden, goldentest.Items[iamv1.User](t, payloads, kind, "users")...)
	}
	check("golden users", coverage.Compare(users, golden))
	check("golden groups", coverage.Compare(groups, goldentest.Items[iamv1.Group](t, payloads, "departments*", "groups")))
	expanded := &connectorv1.ListOptions{Expand: []string{"groups", "custom_attributes"}}
	check("listed users", coverage.Compare(users, listUsers(t.Context(), c, a, expanded).Items))
	check("listed groups", coverage.Compare(groups, listGroups(t, c, a, nil).Items))
	check("listed roles", coverage.Compare(roles, listRoles(t, c, a).Items))
}

func listGroups(t *testing.T, c connector.Connector, a *connectorv1.Account, o *connectorv1.ListOptions) *listing[*iamv1.Group] {
	t.Helper()
	l := &listing[*iamv1.Group]{}
	l.Receipt, l.Err = c.ListGroups(t.Context(), connector.ListRequest{Account: a, Options: o}, l)
	return l
}

func listRoles(t *testing.T, c connector.Connector, a *connectorv1.Account) *listing[*iamv1.Role] {
	t.Helper()
	l := &listing[*iamv1.Role]{}
	l.Receipt, l.Err = c.ListRoles(t.Context(), connector.ListRequest{Account: a}, l)
	return l
}

func TestAuthenticate(t *testing.T) {
	for _, member := range []bool{false, true} {
		s, c, a := setUp(t, latticetest.Config{Users: 10, OwnerIsMember: member})
		auth, err := c.Authenticate(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		if s.Requests() != 1 || s.RequestsByPath()["/v1/me"] != 1 {
			t.Errorf("requests %v", s.RequestsByPath())
		}
		if i := auth.GetIdentity(); i.GetId() == "" || i.GetName() == "" || i.GetEmail() != "user0@example.com" {
			t.Errorf("identity %v", i)
		}
		codes, want := []string{}, "KEY_DIES_WITH_OWNER"
		visibility := connectorv1.Visibility_VISIBILITY_UNKNOWN
		if member {
			want, visibility = "KEY_DIES_WITH_OWNER OWNER_NOT_ADMIN", connectorv1.Visibility_VISIBILITY_PARTIAL
		}
		for _, w := range auth.GetWarnings() {
			codes = append(codes, w.GetCode())
		}
		if strings.Join(codes, " ") != want {
			t.Errorf("member %v: warnings %v", member, codes)
		}
		if r := auth.GetResources(); len(r) != 3 || r[0].GetVisibility() != visibility || r[2].GetVisibility() != visibility ||
			r[1].GetVisibility() != connectorv1.Visibility_VISIBILITY_PARTIAL {
			t.Errorf("member %v: resources %v", member, r)
		}
	}
}

func TestAuthenticateFails(t *testing.T) {
	for name, c := range map[string]struct {
		fault  *latticetest.Fault
		reason connector.Reason
	}{
		"403":        {status(403, `{"error":"Forbidden"}`), connector.PermissionMissing},
		"404":        {status(404, ""), connector.UpstreamRejected},
		"login page": {status(200, "<html>sign in</html>"), connector.UpstreamMalformed},
		"no user":    {status(200, `{"data":{}}`), connector.UpstreamMalformed},
		"no usable":  {status(200, `{"id":[]}`), connector.UpstreamMalformed},
		"a list":     {status(200, `[]`), connector.UpstreamMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			s, conn, a := setUp(t, latticetest.Config{Users: 1})
			s.SetFault(func(*http.Request, int64) *latticetest.Fault { return c.fault })
			_, err := conn.Authenticate(t.Context(), a)
			wantReason(t, err, c.reason)
		})
	}
	s, conn, a := setUp(t, latticetest.Config{Users: 1})
	a.Credentials["api_key"] = "a-key-that-is-not-the-right-one"
	_, err := conn.Authenticate(t.Context(), a)
	if e := wantError(t, err, connector.CredentialsRejected); e.Suggestion == "" || e.UpstreamStatus != http.StatusUnauthorized ||
		e.Path != "credentials.api_key" {
		t.Errorf("%+v", e)
	}
	if s.Requests() != 1 {
		t.Errorf("a wrong key was tried %d times", s.Requests())
	}
}

func TestConfigurationIsCheckedBeforeAnythingIsSent(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*connectorv1.Account)
		path   string
	}{
		"no key":           {func(a *connectorv1.Account) { delete(a.Credentials, "api_key") }, "credentials.api_key"},
		"a short key":      {func(a *connectorv1.Account) { a.Credentials["api_key"] = "short" }, "credentials.api_key"},
		"a key in two":     {func(a *connectorv1.Account) { a.Credentials["api_key"] = "one-half-of-it and-the-other" }, "credentials.api_key"},
		"a key of lines":   {func(a *connectorv1.Account) { a.Credentials["api_key"] = "0123456789abcdef\r\nX: y" }, "credentials.api_key"},
		"a curly key":      {func(a *connectorv1.Account) { a.Credentials["api_key"] = "“0123456789abcdef”" }, "credentials.api_key"},
		"key in settings":  {func(a *connectorv1.Account) { a.Settings = map[string]string{"api_key": "x"} }, "settings.api_key"},
		"host in settings": {func(a *connectorv1.Account) { a.Settings = map[string]string{"base_url": "x"} }, "settings.base_url"},
		"region":           {func(a *connectorv1.Account) { a.Settings = map[string]string{"region": "moon"} }, "settings.region"},
		"http":             {func(a *connectorv1.Account) { a.Operator["base_url"] = "http://127.0.0.1:1" }, "operator.base_url"},
		"query":            {func(a *connectorv1.Account) { a.Operator["base_url"] += "?x=1" }, "operator.base_url"},
		"ca":               {func(a *connectorv1.Account) { a.Operator["ca_pem"] = "nothing" }, "operator.ca_pem"},
		"pace":             {func(a *connectorv1.Account) { a.Operator["requests_per_minute"] = "-1" }, "operator.requests_per_minute"},
		"wait":             {func(a *connectorv1.Account) { a.Operator["max_wait"] = "soon" }, "operator.max_wait"},
	} {
		t.Run(name, func(t *testing.T) {
			s, checked, a := setUp(t, latticetest.Config{Users: 1})
			c.change(a)
			// With and without the checks that hosts make.
			for _, conn := range []connector.Connector{checked, lattice.New()} {
				_, err := conn.Authenticate(t.Context(), a)
				if connector.ReasonOf(err) != connector.InvalidConfig || !strings.Contains(err.Error(), c.path+": ") {
					t.Errorf("%v, want INVALID_CONFIG of %s", err, c.path)
				}
				if key := a.GetCredentials()["api_key"]; key != "" && strings.Contains(err.Error(), key) {
					t.Errorf("the error holds the key: %v", err)
				}
			}
			if s.Requests() != 0 {
				t.Error("something was sent")
			}
		})
	}
}

func TestGetUser(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 20})
	for _, want := range listUsers(t.Context(), c, a, nil).Items {
		got, err := c.GetUser(t.Context(), connector.GetRequest{Account: a, ID: want.GetId()})
		if err != nil || !proto.Equal(got, want) {
			t.Errorf("%v, want %v, %v", got, want, err)
		}
	}
	id := listUsers(t.Context(), c, a, nil).Items[3].GetId()
	u, err := c.GetUser(t.Context(), connector.GetRequest{Account: a, ID: id, Options: &connectorv1.GetOptions{Raw: true}})
	if err != nil || !json.Valid(u.GetSource().GetRaw()) || !strings.Contains(string(u.GetSource().GetRaw()), `"customAttributes"`) {
		t.Errorf("raw: %v, %v", u.GetSource(), err)
	}
	before := s.Requests()
	for _, id := range []string{"nobody", "../users", "a/b", "%2e%2e", "?x=1", "#", "é", ".", "..", "me/"} {
		_, err := c.GetUser(t.Context(), connector.GetRequest{Account: a, ID: id})
		wantReason(t, err, connector.NotFound)
	}
	if n := s.RequestsByPath()["/v1/users"]; n != 2 {
		t.Errorf("an id led to the list of users: %v", s.RequestsByPath())
	}
	if s.Requests()-before != 8 { // none for . and ..
		t.Errorf("%d requests", s.Requests()-before)
	}
}

func TestGetUserOfAnotherID(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 1})
	for body, reason := range map[string]connector.Reason{
		`{"id":"someone-else"}`: connector.NotFound,
		`{"id":null}`:           connector.UpstreamMalformed,
		`{}`:                    connector.UpstreamMalformed,
		`null`:                  connector.UpstreamMalformed,
	} {
		s.SetFault(func(*http.Request, int64) *latticetest.Fault { return status(200, body) })
		_, err := c.GetUser(t.Context(), connector.GetRequest{Account: a, ID: "me"})
		wantReason(t, err, reason)
	}
}

func TestDepartments(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 20, Departments: 23})
	l := listGroups(t, c, a, &connectorv1.ListOptions{PageSize: 10, Raw: true})
	if l.Err != nil || len(l.Items) != 23 || len(l.Pages) != 3 || s.Requests() != 3 {
		t.Fatalf("%d groups in %d pages, %v", len(l.Items), len(l.Pages), l.Err)
	}
	for _, token := range l.Tokens() {
		if r := listGroups(t, c, a, &connectorv1.ListOptions{PageSize: 10, Raw: true, PageToken: token}); r.Err != nil || len(r.Items)%10 != 3 {
			t.Errorf("resumed: %d, %v", len(r.Items), r.Err)
		}
	}
	for _, want := range l.Items {
		if !json.Valid(want.GetSource().GetRaw()) || want.GetType() != iamv1.GroupType_GROUP_TYPE_DEPARTMENT {
			t.Errorf("group %v", want)
		}
		want.Source = nil
		got, err := c.GetGroup(t.Context(), connector.GetRequest{Account: a, ID: want.GetId()})
		if err != nil || !proto.Equal(got, want) {
			t.Errorf("%v, want %v, %v", got, want, err)
		}
	}
	groups := map[string]bool{}
	for _, g := range l.Items {
		groups[g.GetId()] = true
	}
	for _, u := range listUsers(t.Context(), c, a, nil).Items {
		for _, m := range u.GetGroups().GetValues() {
			if !groups[m.GetGroup().GetId()] {
				t.Errorf("a membership in a group that is not listed: %v", m)
			}
		}
	}
	_, err := c.GetGroup(t.Context(), connector.GetRequest{Account: a, ID: "none"})
	wantReason(t, err, connector.NotFound)
}

func TestRolesNeedNoRequest(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 200})
	l := listRoles(t, c, a)
	if l.Err != nil || len(l.Items) != 2 || l.Receipt.GetVisibility() != connectorv1.Visibility_VISIBILITY_PARTIAL {
		t.Fatalf("%v, %v, %v", l.Items, l.Receipt, l.Err)
	}
	roles := map[string]*iamv1.Role{}
	for _, r := range l.Items {
		got, err := c.GetRole(t.Context(), connector.GetRequest{Account: a, ID: r.GetId()})
		if err != nil || !proto.Equal(got, r) {
			t.Errorf("%v, %v", got, err)
		}
		roles[r.GetId()] = r
	}
	_, err := c.GetRole(t.Context(), connector.GetRequest{Account: a, ID: "trellis:owner"})
	wantReason(t, err, connector.NotFound)
	if s.Requests() != 0 {
		t.Errorf("%d requests", s.Requests())
	}
	for _, u := range listUsers(t.Context(), c, a, nil).Items {
		for _, held := range u.GetRoles().GetValues() {
			r := roles[held.GetRole().GetId()]
			if r == nil || r.GetName() != held.GetRole().GetName() || r.GetType() != held.GetRole().GetType() ||
				r.GetTypeSourceValue() != held.GetRole().GetTypeSourceValue() {
				t.Errorf("%v is not the role that is listed: %v", held, r)
			}
		}
	}
}

// Accounts share nothing: with the wrong key nothing is read, though a connection of the right one is at hand.
func TestAccountsAreNotMixed(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 5})
	if _, err := c.Authenticate(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	b := account(s)
	b.Id, b.Credentials["api_key"] = "other", "another-key-entirely"
	_, err := c.Authenticate(t.Context(), b)
	wantReason(t, err, connector.CredentialsRejected)
	if got := s.WrongAuthorizations(); len(got) != 1 || got[0] != "Bearer another-key-entirely" {
		t.Errorf("%q", got)
	}
}
