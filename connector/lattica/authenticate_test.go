package lattica_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/lattica"
	"github.com/trellis-iam/trellis/connector/lattica/latticatest"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// The prefix of the key tells the environment; one task is asked for, and nothing else.
func TestAuthenticate(t *testing.T) {
	for key, want := range map[string]struct {
		environment connectorv1.Environment
		warnings    string
	}{
		latticatest.DefaultAPIKey:     {connectorv1.Environment_ENVIRONMENT_LIVE, "REACH_UNKNOWN EXPIRY_UNKNOWN"},
		latticatest.DefaultSandboxKey: {connectorv1.Environment_ENVIRONMENT_SANDBOX, "REACH_UNKNOWN EXPIRY_UNKNOWN SANDBOX_KEY"},
	} {
		s, c, a := setUp(t, latticatest.Config{Users: 3, Tasks: 3})
		var asked string
		s.SetFault(func(r *http.Request, _ int64) *resttest.Fault {
			asked = r.Method + " " + r.URL.RequestURI()
			return nil
		})
		a.Credentials["api_key"] = key
		auth, err := c.Authenticate(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		if s.Requests() != 1 || asked != "GET /v1/tasks?limit=1" {
			t.Errorf("asked %s, %d requests", asked, s.Requests())
		}
		var codes []string
		for _, w := range auth.GetWarnings() {
			codes = append(codes, w.GetCode())
		}
		if auth.GetEnvironment() != want.environment || strings.Join(codes, " ") != want.warnings || auth.GetExpiresAt() != nil {
			t.Errorf("%v", auth)
		}
		if len(auth.GetResources()) != 2 {
			t.Fatalf("%v", auth.GetResources())
		}
		for _, r := range auth.GetResources() {
			if r.GetAvailability() != connectorv1.Availability_AVAILABILITY_UNKNOWN || !strings.Contains(r.GetReason(), "assumed endpoint") ||
				r.GetVisibility() != connectorv1.Visibility_VISIBILITY_UNKNOWN {
				t.Errorf("%v", r)
			}
		}
	}
}

func TestAuthenticateFails(t *testing.T) {
	body := vendorError("some_code", "Some words.", "req_aB12cD")
	for name, c := range map[string]struct {
		fault  resttest.Fault
		reason connector.Reason
		said   string // by the suggestion
	}{
		"401":        {resttest.Fault{Status: 401, Body: body}, connector.CredentialsRejected, "Settings > API"},
		"403":        {resttest.Fault{Status: 403, Body: body}, connector.PermissionMissing, "entire workspace"},
		"404":        {resttest.Fault{Status: 404, Body: body}, connector.UpstreamRejected, ""},
		"500":        {resttest.Fault{Status: 500, Body: body}, connector.UpstreamUnavailable, ""},
		"login page": {resttest.Fault{Status: 200, Body: []byte("<html>sign in</html>")}, connector.UpstreamMalformed, ""},
		"no list":    {resttest.Fault{Status: 200, Body: []byte(`{"user":{}}`)}, connector.UpstreamMalformed, ""},
		"no end":     {resttest.Fault{Status: 200, Body: []byte(`{"data":[]}`)}, connector.UpstreamMalformed, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s, conn, a := setUp(t, latticatest.Config{})
			fail(t, s, "/v1/tasks", c.fault)
			_, err := conn.Authenticate(t.Context(), a)
			e := wantError(t, err, c.reason)
			if !strings.Contains(e.Suggestion, c.said) {
				t.Errorf("%q", e.Suggestion)
			}
			if c.fault.Status != 200 && (e.VendorRequestID != "req_aB12cD" || e.UpstreamExcerpt != "Some words." || !strings.HasSuffix(e.Message, ": some_code")) {
				t.Errorf("%+v", e)
			}
		})
	}
	s, c, a := setUp(t, latticatest.Config{Expired: true})
	_, err := c.Authenticate(t.Context(), a)
	if e := wantError(t, err, connector.CredentialsRejected); !strings.Contains(e.Suggestion, "expired") || !requestID.MatchString(e.VendorRequestID) {
		t.Errorf("%+v", e)
	}
	if s.Requests() != 1 {
		t.Errorf("an expired key was tried %d times", s.Requests())
	}
}

func TestConfigurationIsCheckedBeforeAnythingIsSent(t *testing.T) {
	key := func(v string) func(*connectorv1.Account) {
		return func(a *connectorv1.Account) { a.Credentials["api_key"] = v }
	}
	path := func(v string) func(*connectorv1.Account) {
		return func(a *connectorv1.Account) { a.Operator["users_path"] = v }
	}
	for name, c := range map[string]struct {
		change func(*connectorv1.Account)
		at     string
	}{
		"no key":               {key(""), "credentials.api_key"},
		"a key of nobody":      {key("0123456789abcdef"), "credentials.api_key"},
		"a key of a kind":      {key("lat_prod_0123456789"), "credentials.api_key"},
		"capitals":             {key("LAT_LIVE_0123456789"), "credentials.api_key"},
		"a space before":       {key(" lat_live_0123456789"), "credentials.api_key"},
		"two keys":             {key("lat_live_0123456789 lat_test_0"), "credentials.api_key"},
		"nothing behind":       {key("lat_live_"), "credentials.api_key"},
		"a path of a user":     {func(a *connectorv1.Account) { a.Settings = map[string]string{"users_path": "/v1/x"} }, "settings.users_path"},
		"a region":             {func(a *connectorv1.Account) { a.Settings = map[string]string{"region": "eu"} }, "settings.region"},
		"a relative path":      {path("v1/users"), "operator.users_path"},
		"a URL":                {path("https://elsewhere.example/v1/users"), "operator.users_path"},
		"another host":         {path("//elsewhere.example/v1/users"), "operator.users_path"},
		"a query":              {path("/v1/users?all=1"), "operator.users_path"},
		"a fragment":           {path("/v1/users#x"), "operator.users_path"},
		"dots":                 {path("/v1/../users"), "operator.users_path"},
		"a dot":                {path("/v1/./users"), "operator.users_path"},
		"escaped dots":         {path("/v1/%2e%2e/users"), "operator.users_path"},
		"a slash at the end":   {path("/v1/users/"), "operator.users_path"},
		"the other way around": {path(`/v1\users`), "operator.users_path"},
		"user info":            {path("/@elsewhere.example"), "operator.users_path"},
		"the other path":       {func(a *connectorv1.Account) { a.Operator["roles_path"] = "x" }, "operator.roles_path"},
	} {
		t.Run(name, func(t *testing.T) {
			s, checked, a := setUp(t, latticatest.Config{})
			c.change(a)
			for _, conn := range []connector.Connector{checked, lattica.New()} { // with and without the checks that hosts make
				_, err := conn.Authenticate(t.Context(), a)
				if connector.ReasonOf(err) != connector.InvalidConfig || !strings.Contains(err.Error(), c.at+": ") {
					t.Errorf("%v, want INVALID_CONFIG of %s", err, c.at)
				}
				if key := a.GetCredentials()["api_key"]; len(key) > len("lat_live_") && strings.Contains(err.Error(), key) {
					t.Errorf("the error holds the key: %v", err)
				}
			}
			if s.Requests() != 0 {
				t.Error("something was sent")
			}
		})
	}
}
