package rest

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const secret = "s3cr3t-Key-0123456789/+=abcdef"

// vendor is a transport whose answers a test writes. Tests that wait use it in a bubble of testing/synctest, where hours
// pass at once.
type vendor struct {
	mu      sync.Mutex
	times   []time.Time
	answers func(r *http.Request, n int) (*http.Response, error)
}

func (v *vendor) RoundTrip(r *http.Request) (*http.Response, error) {
	v.mu.Lock()
	v.times = append(v.times, time.Now())
	n := len(v.times)
	v.mu.Unlock()
	response, err := v.answers(r, n)
	if response != nil {
		response.Request = r
	}
	return response, err
}

func (v *vendor) requests() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return len(v.times)
}

func respond(status int, body string, header ...string) *http.Response {
	h := http.Header{}
	for i := 0; i < len(header); i += 2 {
		h.Add(header[i], header[i+1])
	}
	return &http.Response{
		StatusCode: status, Header: h, ContentLength: int64(len(body)), Body: io.NopCloser(bytes.NewBufferString(body)),
	}
}

// always is a vendor that answers the same each time.
func always(response func() *http.Response) func(*http.Request, int) (*http.Response, error) {
	return func(*http.Request, int) (*http.Response, error) { return response(), nil }
}

// connect makes a client to a vendor.
func connect(t *testing.T, v *vendor, change func(*Settings)) *Client {
	t.Helper()
	return connectIn(t, poolTo(v), change)
}

// poolTo makes a pool whose connections lead to a vendor.
func poolTo(v *vendor) *Pool {
	pool := NewPool(DefaultPolicy())
	pool.transport = func(Settings) http.RoundTripper { return v }
	return pool
}

func connectIn(t *testing.T, pool *Pool, change func(*Settings)) *Client {
	t.Helper()
	s, err := ReadSettings(nil, Settings{BaseURL: "https://api.vendor.example/base"})
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(&s)
	}
	return pool.Client(Options{Settings: s, Credential: Bearer(secret), UserAgent: "test/1"})
}

// read is a call that takes any body.
func read(t *testing.T, c *Client) error {
	t.Helper()
	return c.Read(t.Context(), Request{Path: "/v1/x"}, func([]byte) error { return nil })
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
	if strings.Contains(e.Error()+e.UpstreamExcerpt+e.Suggestion, secret) {
		t.Errorf("the error holds the secret: %+v", e)
	}
	return e
}

func account(operator ...string) *connectorv1.Account {
	a := &connectorv1.Account{Operator: map[string]string{}}
	for i := 0; i < len(operator); i += 2 {
		a.Operator[operator[i]] = operator[i+1]
	}
	return a
}
