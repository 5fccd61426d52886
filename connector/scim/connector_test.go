package scim_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/connectortest"
	"github.com/trellis-iam/trellis/connector/coverage"
	"github.com/trellis-iam/trellis/connector/scim"
	"github.com/trellis-iam/trellis/connector/scim/scimtest"
	"github.com/trellis-iam/trellis/mappings/goldentest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

const (
	kindUser  = connectorv1.ResourceKind_RESOURCE_KIND_USER
	kindRole  = connectorv1.ResourceKind_RESOURCE_KIND_ROLE
	kindGroup = connectorv1.ResourceKind_RESOURCE_KIND_GROUP
)

func TestDescribe(t *testing.T) {
	c := scim.New(scim.Generic())
	d, err := c.Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := connector.CheckDescription(d); err != nil {
		t.Error(err)
	}
	if len(d.GetResources()) != 3 || len(d.GetRegions()) != 0 {
		t.Errorf("%v", d)
	}
}

// What Describe declares to fill is what the goldens hold, and what a list of the stand-in holds: no more, no less.
func TestCoverageIsTrue(t *testing.T) {
	_, c, a := setUp(t, scimtest.Config{Users: 500})
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
	const payloads = "../../testdata/scim"
	check("golden users", coverage.Compare(coverage.Of(d, kindUser), goldentest.Items[iamv1.User](t, payloads, "users-*", "users")))
	check("golden groups", coverage.Compare(coverage.Of(d, kindGroup), goldentest.Items[iamv1.Group](t, payloads, "groups-*", "groups")))
	check("listed users", coverage.Compare(coverage.Of(d, kindUser), listUsers(t, c, a, nil).Items))
	check("listed groups", coverage.Compare(coverage.Of(d, kindGroup), connectortest.Groups(t.Context(), c, a, nil).Items))
	check("listed roles", coverage.Compare(coverage.Of(d, kindRole), connectortest.Roles(t.Context(), c, a, nil).Items))
}

// An end user can neither leave the base URL to chance nor set it.
func TestTheBaseURLIsTheOperators(t *testing.T) {
	for name, change := range map[string]func(a *connectorv1.Account, url string){
		"missing":       func(a *connectorv1.Account, _ string) { delete(a.Operator, "base_url") },
		"an end user's": func(a *connectorv1.Account, url string) { a.Settings = map[string]string{"base_url": url} },
		"in the clear": func(a *connectorv1.Account, url string) {
			a.Operator["base_url"] = strings.Replace(url, "https", "http", 1)
		},
		"with credentials": func(a *connectorv1.Account, url string) {
			a.Operator["base_url"] = strings.Replace(url, "//", "//a:b@", 1)
		},
	} {
		s, c, a := setUp(t, scimtest.Config{Users: 1})
		change(a, s.URL)
		_, err := c.Authenticate(t.Context(), a)
		if e := wantError(t, err, connector.InvalidConfig); !strings.HasSuffix(e.Path, ".base_url") {
			t.Errorf("%s: %v", name, e)
		}
	}
}

func TestAuthenticate(t *testing.T) {
	const (
		available   = connectorv1.Availability_AVAILABILITY_AVAILABLE
		unavailable = connectorv1.Availability_AVAILABILITY_UNAVAILABLE
		unknown     = connectorv1.Availability_AVAILABILITY_UNKNOWN
	)
	onGroups := func(f *scimtest.Rule) []scimtest.Rule { f.Path = "/Groups"; return []scimtest.Rule{*f} }
	types := func(body string) []scimtest.Rule {
		return []scimtest.Rule{{Path: "/ResourceTypes", Kind: "status", Status: 200, Body: body}}
	}
	for name, c := range map[string]struct {
		config        scimtest.Config
		rules         []scimtest.Rule
		roles, groups connectorv1.Availability
		warnings      string
		because       string // in the reason of groups
	}{
		"whole":        {scimtest.Config{}, nil, available, available, "", ""},
		"no groups":    {scimtest.Config{NoGroups: true}, nil, available, unavailable, "", "ResourceTypes"},
		"no discovery": {scimtest.Config{Discovery: 404}, nil, available, available, "NO_SERVICE_PROVIDER_CONFIG NO_RESOURCE_TYPES", ""},
		"forbidden":    {scimtest.Config{Discovery: 403}, nil, available, available, "NO_SERVICE_PROVIDER_CONFIG NO_RESOURCE_TYPES", ""},
		"unauthorized": {scimtest.Config{Discovery: 401}, nil, available, available, "NO_SERVICE_PROVIDER_CONFIG NO_RESOURCE_TYPES", ""},
		"failing":      {scimtest.Config{Discovery: 500}, nil, available, available, "NO_SERVICE_PROVIDER_CONFIG NO_RESOURCE_TYPES", ""},
		"neither":      {scimtest.Config{Discovery: 404, NoGroups: true}, nil, available, unavailable, "NO_SERVICE_PROVIDER_CONFIG NO_RESOURCE_TYPES", "404"},
		"no filters":   {scimtest.Config{NoFilter: true}, nil, available, available, "FILTERS_UNSUPPORTED", ""},
		"HTML":         {scimtest.Config{}, []scimtest.Rule{{Path: "/ServiceProviderConfig", Kind: "html", Status: 200}}, available, available, "NO_SERVICE_PROVIDER_CONFIG", ""},
		"no JSON":      {scimtest.Config{}, []scimtest.Rule{{Path: "/ResourceTypes", Kind: "not_json"}}, available, available, "NO_RESOURCE_TYPES", ""},
		"cut":          {scimtest.Config{}, []scimtest.Rule{{Path: "/ResourceTypes", Kind: "truncate"}}, available, available, "NO_RESOURCE_TYPES", ""},
		"some types": {
			scimtest.Config{}, types(`{"totalResults":2,"Resources":[{"name":"User"}]}`), available, available, "NO_RESOURCE_TYPES", "",
		},
		"another name": {
			scimtest.Config{}, types(`{"totalResults":2,"Resources":[{"name":"User"},{"name":"Team","endpoint":"/Groups"}]}`), available, available, "", "",
		},
		"groups forbidden":   {scimtest.Config{}, onGroups(&scimtest.Rule{Kind: "status", Status: 403}), available, unavailable, "", "may not"},
		"groups not built":   {scimtest.Config{}, onGroups(&scimtest.Rule{Kind: "status", Status: 501}), available, unavailable, "", "501"},
		"groups failing":     {scimtest.Config{}, onGroups(&scimtest.Rule{Kind: "status", Status: 500}), available, unknown, "", "500"},
		"no roles on user 0": {scimtest.Config{Records: map[int]string{0: `{"id":"0"}`}}, nil, unknown, available, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			c.config.Users = 10
			s, conn, a := setUp(t, c.config)
			if err := s.SetRules(c.rules...); err != nil {
				t.Fatal(err)
			}
			auth, err := conn.Authenticate(t.Context(), a)
			if err != nil {
				t.Fatal(err)
			}
			var codes []string
			for _, w := range auth.GetWarnings() {
				codes = append(codes, w.GetCode())
			}
			if got := strings.Join(codes, " "); got != c.warnings {
				t.Errorf("warnings %q", got)
			}
			got := map[connectorv1.ResourceKind]*connectorv1.ResourceAccess{}
			for _, r := range auth.GetResources() {
				got[r.GetKind()] = r
				if (r.GetReason() == "") != (r.GetAvailability() == available) {
					t.Errorf("%v", r)
				}
			}
			if len(auth.GetResources()) != 3 || got[kindUser].GetAvailability() != available || got[kindRole].GetAvailability() != c.roles ||
				got[kindGroup].GetAvailability() != c.groups || !strings.Contains(got[kindGroup].GetReason(), c.because) {
				t.Errorf("resources %v", auth.GetResources())
			}
		})
	}
}

// A provider that has nobody yet is no failure, however it says so.
func TestAuthenticateWithNobodyThere(t *testing.T) {
	for _, config := range []scimtest.Config{{}, {NoContent: true}, {NoResources: true}} {
		_, c, a := setUp(t, config)
		if _, err := c.Authenticate(t.Context(), a); err != nil {
			t.Error(err)
		}
		if l := listUsers(t, c, a, nil); l.Err != nil || len(l.Items) != 0 || l.Receipt.GetDriftObserved() {
			t.Errorf("%+v: %v", config, l)
		}
	}
}

func TestAuthenticateFails(t *testing.T) {
	const denied = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"403","scimType":"sensitive","detail":"Not for you"}`
	for name, c := range map[string]struct {
		fault  *scimtest.Fault
		reason connector.Reason
	}{
		"401":     {status(401, `{"detail":"Who are you?"}`), connector.CredentialsRejected},
		"403":     {status(403, denied), connector.PermissionMissing},
		"404":     {status(404, "<html>"), connector.UpstreamRejected},
		"500":     {status(500, ""), connector.UpstreamUnavailable},
		"HTML":    {status(200, "<html>"), connector.UpstreamMalformed},
		"no list": {status(200, `{"hello":"world"}`), connector.UpstreamMalformed},
	} {
		s, conn, a := setUp(t, scimtest.Config{Users: 1})
		script(s, c.fault, c.fault, c.fault)
		_, err := conn.Authenticate(t.Context(), a)
		e := wantError(t, err, c.reason)
		if name == "403" && (e.UpstreamExcerpt != "Not for you" || !strings.Contains(e.Message, "sensitive")) {
			t.Errorf("%+v", e)
		}
		if slices.Contains([]string{"401", "403", "HTML"}, name) && e.Suggestion == "" {
			t.Errorf("%s: there is no suggestion", name)
		}
	}
}

func TestGet(t *testing.T) {
	s, c, a := setUp(t, scimtest.Config{Users: 10})
	users := listUsers(t, c, a, nil).Items
	u, err := c.GetUser(t.Context(), connector.GetRequest{Account: a, ID: users[3].GetId(), Options: &connectorv1.GetOptions{Raw: true}})
	if err != nil || u.GetName() != users[3].GetName() || !strings.Contains(string(u.GetSource().GetRaw()), `"userName"`) {
		t.Errorf("%v, %v", u, err)
	}
	groups := connectortest.Groups(t.Context(), c, a, nil).Items
	g, err := c.GetGroup(t.Context(), connector.GetRequest{Account: a, ID: groups[0].GetId()})
	if err != nil || len(g.GetMembers().GetUserIds()) != 10 {
		t.Errorf("%v, %v", g, err)
	}
	for _, id := range []string{"nobody", "..", ".", "a/b", "%2e%2e", "Me", "?filter=x", strings.Repeat("x", 512)} {
		_, err := c.GetUser(t.Context(), connector.GetRequest{Account: a, ID: id})
		wantError(t, err, connector.NotFound)
		_, err = c.GetGroup(t.Context(), connector.GetRequest{Account: a, ID: id})
		wantError(t, err, connector.NotFound)
	}
	_, err = c.GetRole(t.Context(), connector.GetRequest{Account: a, ID: "trellis:role:admin"})
	wantError(t, err, connector.ReasonUnsupported)
	if wrong := s.WrongAuthorizations(); len(wrong) != 0 {
		t.Errorf("%q", wrong)
	}
}

// That all of SCIM is not there, or groups are not, is not that somebody is gone.
func TestGetWhereNothingIs(t *testing.T) {
	s, c, a := setUp(t, scimtest.Config{Users: 10, NoGroups: true})
	_, err := c.GetGroup(t.Context(), connector.GetRequest{Account: a, ID: "x"})
	wantError(t, err, connector.ReasonUnsupported)
	a.Operator["base_url"] = s.URL + "/elsewhere"
	_, err = c.GetUser(t.Context(), connector.GetRequest{Account: a, ID: "x"})
	if e := wantError(t, err, connector.UpstreamRejected); e.UpstreamStatus != 404 || e.Suggestion == "" {
		t.Errorf("%+v", e)
	}
}
