package connectortest

import (
	"io"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Quick is as patient as a connector, in a thousandth of the time.
func Quick() rest.ServiceOption {
	return rest.WithPolicy(rest.Policy{Timeout: 10 * time.Second, Tries: 3, Backoff: time.Millisecond, MaxBackoff: 4 * time.Millisecond})
}

// Link gives a test a connector as hosts run it, behind the checks of the contract, and an account at a stand-in, whose key
// stands in a field of the credentials. Connector and stand-in are closed with the test.
func Link(t testing.TB, c interface {
	connector.Connector
	io.Closer
}, s *resttest.Server, field string,
) (connector.Connector, *connectorv1.Account) {
	t.Helper()
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		s.Close()
	})
	return connector.Checked(c), Account(s, field)
}

// Account is an account at a stand-in, whose key stands in a field of the credentials.
func Account(s *resttest.Server, field string) *connectorv1.Account {
	return &connectorv1.Account{
		Id:          "acme",
		Operator:    map[string]string{connector.OperatorBaseURL: s.URL, connector.OperatorCAPEM: s.CAPEM()},
		Credentials: map[string]string{field: s.APIKey},
	}
}
