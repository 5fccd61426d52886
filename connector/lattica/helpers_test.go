package lattica_test

import (
	"errors"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/lattica"
	"github.com/trellis-iam/trellis/connector/lattica/latticatest"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// setUp starts a stand-in, and a connector as hosts run it: behind the checks of the contract. The account's pace is what the
// stand-in's headers say.
func setUp(t *testing.T, config latticatest.Config) (*latticatest.Server, connector.Connector, *connectorv1.Account) {
	t.Helper()
	s, err := latticatest.NewServer(config)
	if err != nil {
		t.Fatal(err)
	}
	c := lattica.New(rest.WithPolicy(rest.Policy{
		Timeout: 10 * time.Second, Tries: 3, Backoff: time.Millisecond, MaxBackoff: 4 * time.Millisecond,
	}))
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		s.Close()
	})
	return s, connector.Checked(c), &connectorv1.Account{
		Id:          "acme",
		Operator:    map[string]string{"base_url": s.URL, "ca_pem": s.CAPEM()},
		Credentials: map[string]string{"api_key": s.APIKey},
	}
}

// users is what a list of users yielded.
type users struct {
	items   []*iamv1.User
	pages   []*connectorv1.PageInfo
	receipt *connectorv1.Receipt
}

func listUsers(t *testing.T, c connector.Connector, a *connectorv1.Account, o *connectorv1.ListOptions) (users, error) {
	t.Helper()
	var l users
	var err error
	l.receipt, err = c.ListUsers(t.Context(), connector.ListRequest{Account: a, Options: o}, connector.SinkFuncs[*iamv1.User]{
		OnPage: func(p connector.Page[*iamv1.User]) error {
			l.items, l.pages = append(l.items, p.Items...), append(l.pages, p.Info)
			return nil
		},
	})
	return l, err
}

func listRoles(t *testing.T, c connector.Connector, a *connectorv1.Account) ([]*iamv1.Role, error) {
	t.Helper()
	var roles []*iamv1.Role
	_, err := c.ListRoles(t.Context(), connector.ListRequest{Account: a}, connector.SinkFuncs[*iamv1.Role]{
		OnPage: func(p connector.Page[*iamv1.Role]) error {
			roles = append(roles, p.Items...)
			return nil
		},
	})
	return roles, err
}

var requestID = regexp.MustCompile(`^req_[0-9A-Za-z]{6}$`)

// wantError checks an error's reason, and what all errors must be.
func wantError(t *testing.T, err error, reason connector.Reason) *connector.Error {
	t.Helper()
	e, ok := errors.AsType[*connector.Error](err)
	if !ok || e.Reason != reason {
		t.Fatalf("got %v, want %s", err, reason)
	}
	if e.Connector != "lattica" || e.Operation == "" {
		t.Errorf("the error does not say where it is from: %+v", e)
	}
	if strings.Contains(e.Error()+e.Suggestion+e.UpstreamExcerpt+e.VendorRequestID, latticatest.DefaultAPIKey) {
		t.Errorf("the error holds the key: %+v", e)
	}
	return e
}

// fail has the requests for a path answered wrongly from now on.
func fail(t *testing.T, s *latticatest.Server, path string, f resttest.Fault) {
	t.Helper()
	s.SetFault(func(r *http.Request, _ int64) *resttest.Fault {
		if r.URL.Path != path {
			return nil
		}
		return &f
	})
}

func vendorError(code, message, id string) []byte {
	return []byte(`{"error":{"code":"` + code + `","message":"` + message + `","request_id":"` + id + `"}}`)
}
