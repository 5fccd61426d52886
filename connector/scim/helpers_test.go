package scim_test

import (
	"net/http"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/connectortest"
	"github.com/trellis-iam/trellis/connector/scim"
	"github.com/trellis-iam/trellis/connector/scim/scimtest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// setUp starts a stand-in, and a connector as hosts run it.
func setUp(t testing.TB, config scimtest.Config) (*scimtest.Server, connector.Connector, *connectorv1.Account) {
	t.Helper()
	s, err := scimtest.NewServer(config)
	if err != nil {
		t.Fatal(err)
	}
	c, a := connectortest.Link(t, scim.New(scim.Generic(), connectortest.Quick()), s.Server, "token")
	return s, c, a
}

func account(s *scimtest.Server) *connectorv1.Account {
	return connectortest.Account(s.Server, "token")
}

func listUsers(t testing.TB, c connector.Connector, a *connectorv1.Account, o *connectorv1.ListOptions) *connectortest.Listing[*iamv1.User] {
	t.Helper()
	return connectortest.Users(t.Context(), c, a, o)
}

func wantError(t *testing.T, err error, reason connector.Reason) *connector.Error {
	t.Helper()
	return connectortest.WantError(t, err, reason, "scim", scimtest.DefaultAPIKey)
}

// script answers the requests of a stand-in for its users one after the other: entry i is for the i-th, nil and what comes
// after the end is answered rightly.
func script(s *scimtest.Server, faults ...*scimtest.Fault) {
	var mu sync.Mutex
	next := 0
	s.SetFault(func(*http.Request, int64) *scimtest.Fault {
		mu.Lock()
		defer mu.Unlock()
		if next++; next <= len(faults) {
			return faults[next-1]
		}
		return nil
	})
}

// at is a fault of the page that begins at a number, as often as it is asked for.
func at(s *scimtest.Server, start string, fault *scimtest.Fault) {
	s.SetFault(func(r *http.Request, _ int64) *scimtest.Fault {
		if r.URL.Query().Get("startIndex") == start {
			return fault
		}
		return nil
	})
}

func status(code int, body string) *scimtest.Fault {
	return &scimtest.Fault{Status: code, Body: []byte(body)}
}
