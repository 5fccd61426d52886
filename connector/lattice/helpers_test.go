package lattice_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/lattice"
	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	"github.com/trellis-iam/trellis/connector/rest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// quick is as patient as a connector, in a thousandth of the time.
var quick = rest.Policy{Timeout: 10 * time.Second, Tries: 3, Backoff: time.Millisecond, MaxBackoff: 4 * time.Millisecond}

// setUp starts a stand-in, and a connector as hosts run it: behind the checks of the contract.
func setUp(t *testing.T, config latticetest.Config) (*latticetest.Server, connector.Connector, *connectorv1.Account) {
	t.Helper()
	s, err := latticetest.NewServer(config)
	if err != nil {
		t.Fatal(err)
	}
	c := lattice.New(rest.WithPolicy(quick))
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		s.Close()
	})
	return s, connector.Checked(c), account(s)
}

// account is an account at a stand-in, without pacing.
func account(s *latticetest.Server) *connectorv1.Account {
	return &connectorv1.Account{
		Id:          "acme",
		Operator:    map[string]string{"base_url": s.URL, "ca_pem": s.CAPEM(), "requests_per_minute": "0"},
		Credentials: map[string]string{"api_key": s.APIKey},
	}
}

// listing is what a list yielded.
type listing[T connector.Item] struct {
	items    []T
	pages    []connector.Page[T]
	progress []*connectorv1.Progress
	receipt  *connectorv1.Receipt
	err      error
}

func (l *listing[T]) Page(p connector.Page[T]) error {
	l.items = append(l.items, p.Items...)
	l.pages = append(l.pages, p)
	return nil
}

func (l *listing[T]) Progress(p *connectorv1.Progress) error {
	l.progress = append(l.progress, p)
	return nil
}

func (l *listing[T]) ids() []string {
	ids := make([]string, len(l.items))
	for i, item := range l.items {
		ids[i] = item.GetId()
	}
	return ids
}

func (l *listing[T]) tokens() (tokens []string) {
	for _, p := range l.pages {
		if token := p.Info.GetNextPageToken(); token != "" {
			tokens = append(tokens, token)
		}
	}
	return tokens
}

func (l *listing[T]) exchanges() (all []*connectorv1.Exchange) {
	for _, p := range l.pages {
		all = append(all, p.Info.GetExchanges()...)
	}
	return all
}

func listUsers(ctx context.Context, c connector.Connector, a *connectorv1.Account, o *connectorv1.ListOptions) *listing[*iamv1.User] {
	l := &listing[*iamv1.User]{}
	l.receipt, l.err = c.ListUsers(ctx, connector.ListRequest{Account: a, Options: o}, l)
	return l
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
	e, ok := errors.AsType[*connector.Error](err)
	if !ok || e.Reason != reason {
		t.Fatalf("got %v, want %s", err, reason)
	}
	if e.Connector != "lattice" || e.Operation == "" {
		t.Errorf("the error does not say where it is from: %+v", e)
	}
	if strings.Contains(err.Error()+e.Suggestion+e.UpstreamExcerpt, latticetest.DefaultAPIKey) {
		t.Errorf("the error holds the key: %+v", e)
	}
	return e
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
