package lattice_test

import (
	"context"
	"net/http"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/connectortest"
	"github.com/trellis-iam/trellis/connector/lattice"
	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// setUp starts a stand-in, and a connector as hosts run it. The account has no pace to keep.
func setUp(t testing.TB, config latticetest.Config) (*latticetest.Server, connector.Connector, *connectorv1.Account) {
	t.Helper()
	s, err := latticetest.NewServer(config)
	if err != nil {
		t.Fatal(err)
	}
	c, _ := connectortest.Link(t, lattice.New(connectortest.Quick()), s.Server, "api_key")
	return s, c, account(s)
}

func account(s *latticetest.Server) *connectorv1.Account {
	a := connectortest.Account(s.Server, "api_key")
	a.Operator[connector.OperatorRequestsPerMinute] = "0"
	return a
}

type listing[T connector.Item] = connectortest.Listing[T]

func listUsers(ctx context.Context, c connector.Connector, a *connectorv1.Account, o *connectorv1.ListOptions) *listing[*iamv1.User] {
	return connectortest.Users(ctx, c, a, o)
}

func filter(values ...string) []*connectorv1.Filter {
	return []*connectorv1.Filter{{Name: "status", Values: values}}
}

// wantReason checks an error's reason, and what all errors must be.
func wantReason(t *testing.T, err error, reason connector.Reason) {
	t.Helper()
	_ = wantError(t, err, reason)
}

// wantError is wantReason, and returns the error.
func wantError(t *testing.T, err error, reason connector.Reason) *connector.Error {
	t.Helper()
	return connectortest.WantError(t, err, reason, "lattice", latticetest.DefaultAPIKey)
}

// script answers the requests of a stand-in one after the other: entry i is for the i-th, nil and what comes after the end
// is answered rightly.
func script(s *latticetest.Server, faults ...*latticetest.Fault) {
	var mu sync.Mutex
	next := 0
	s.SetFault(func(*http.Request, int64) *latticetest.Fault {
		mu.Lock()
		defer mu.Unlock()
		if next++; next <= len(faults) {
			return faults[next-1]
		}
		return nil
	})
}

func status(code int, body string) *latticetest.Fault {
	return &latticetest.Fault{Status: code, Body: []byte(body)}
}
