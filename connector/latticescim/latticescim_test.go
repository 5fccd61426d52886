package latticescim_test

import (
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/connectortest"
	"github.com/trellis-iam/trellis/connector/coverage"
	"github.com/trellis-iam/trellis/connector/latticescim"
	"github.com/trellis-iam/trellis/connector/scim"
	"github.com/trellis-iam/trellis/connector/scim/scimtest"
	"github.com/trellis-iam/trellis/mappings/goldentest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func setUp(t *testing.T, config scimtest.Config) (*scimtest.Server, connector.Connector, *connectorv1.Account) {
	t.Helper()
	config.Lattice = true
	s, err := scimtest.NewServer(config)
	if err != nil {
		t.Fatal(err)
	}
	c, a := connectortest.Link(t, scim.New(latticescim.Profile(), connectortest.Quick()), s.Server, "api_key")
	return s, c, a
}

func TestDescribe(t *testing.T) {
	d, err := scim.New(latticescim.Profile()).Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := connector.CheckDescription(d); err != nil {
		t.Error(err)
	}
	guide := strings.Join(d.GetAuthMethods()[0].GetGuide().GetSteps(), "\n")
	if !strings.Contains(guide, "Enable SCIM") || !strings.Contains(guide, "super admin") || len(d.GetResources()) != 1 ||
		len(d.GetRateLimits()) != 0 || len(d.GetRegions()) != 1 {
		t.Errorf("%v", d)
	}
}

// Lattice is as its help centre shows it, and where that says nothing, in all the ways that it may be.
func TestUsers(t *testing.T) {
	for name, config := range map[string]scimtest.Config{
		"by the RFC":     {},
		"as seen":        {NoTotal: true, NoStart: true, NoContent: true},
		"without an end": {NoTotal: true, NoStart: true},
	} {
		t.Run(name, func(t *testing.T) {
			config.Users = 1000
			s, c, a := setUp(t, config)
			l := connectortest.Users(t.Context(), c, a, nil)
			if l.Err != nil || len(l.Items) != 1000 || l.Receipt.GetDriftObserved() || l.Receipt.GetWarned() != 0 {
				t.Fatalf("%d users, %v, %v", len(l.Items), l.Receipt, l.Err)
			}
			if got := s.RequestsByPath(); len(got) != 1 || got["/scim/v2/Users"] < 10 || got["/scim/v2/Users"] > 11 {
				t.Errorf("requests %v", got)
			}
			u := l.Items[4]
			fields := u.GetCustomFields().AsMap()
			if u.GetRoles() != nil || u.GetGroups() != nil || len(fields) != 1 || fields["T-shirt size (EU)"] != "M" || u.GetManager().GetName() == "" {
				t.Errorf("%v", u)
			}
			coverageIsTrue(t, c, l.Items)
		})
	}
}

func coverageIsTrue(t *testing.T, c connector.Connector, listed []*iamv1.User) {
	t.Helper()
	d, err := c.Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	declared := d.GetResources()[0].GetCoverage()
	if got := coverage.Compare(declared, listed); !got.None() {
		t.Errorf("listed: %+v", got)
	}
	golden := goldentest.Items[iamv1.User](t, "../../testdata/scim", "lattice-*", "users")
	if got := coverage.Compare(declared, golden); !got.None() {
		t.Errorf("golden: %+v", got)
	}
}

func TestAuthenticate(t *testing.T) {
	s, c, a := setUp(t, scimtest.Config{Users: 10})
	auth, err := c.Authenticate(t.Context(), a)
	if err != nil || len(auth.GetResources()) != 1 || len(auth.GetWarnings()) != 1 || s.Requests() != 1 {
		t.Errorf("%v, %v, %d requests", auth, err, s.Requests())
	}
	a.Credentials["api_key"] = "not the key of this company"
	if _, err = c.Authenticate(t.Context(), a); connector.ReasonOf(err) != connector.InvalidConfig { // it has spaces
		t.Error(err)
	}
	a.Credentials["api_key"] = "not-the-key-of-this-company"
	_, err = c.Authenticate(t.Context(), a)
	if e := connectortest.WantError(t, err, connector.CredentialsRejected, "lattice-scim", a.GetCredentials()["api_key"]); !strings.Contains(e.Suggestion, "super admin") {
		t.Errorf("%+v", e)
	}
}

func TestFiltersAndWhatIsNotOffered(t *testing.T) {
	_, c, a := setUp(t, scimtest.Config{Users: 100})
	l := connectortest.Users(t.Context(), c, a, &connectorv1.ListOptions{
		Filters: []*connectorv1.Filter{{Name: "email", Values: []string{"user7@example.com"}}},
	})
	if l.Err != nil || len(l.Items) != 1 || l.Items[0].GetPrimaryEmail() != "user7@example.com" {
		t.Errorf("%v, %v", l.Items, l.Err)
	}
	for _, err := range []error{
		connectortest.Groups(t.Context(), c, a, nil).Err, connectortest.Roles(t.Context(), c, a, nil).Err,
		func() error { _, err := c.GetGroup(t.Context(), connector.GetRequest{Account: a, ID: "1"}); return err }(),
	} {
		connectortest.WantError(t, err, connector.ReasonUnsupported, "lattice-scim", a.GetCredentials()["api_key"])
	}
}
