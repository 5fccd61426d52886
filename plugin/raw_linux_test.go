package plugin_test

import (
	"strings"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/plugin/internal/handshake"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// What a tool that judges connectors has: answers as they were sent, output as it was written, and an end by the life line.
func TestRaw(t *testing.T) {
	w := newWorld(t, "puppet")
	var stdout, stderr buffer
	w.Stdout, w.Stderr = &stdout, &stderr
	p := w.launch(t)
	if line, err := handshake.Parse(stdout.String()); err != nil || line.Network != "unix" {
		t.Errorf("the handshake: %v, %v", line, err)
	}
	c := connectorv1.NewConnectorServiceClient(p.Conn())
	const secret = "a-raw-secret-0123456789"
	account := &connectorv1.Account{Id: "x", Credentials: map[string]string{"api_key": secret}}
	_, err := c.GetUser(t.Context(), &connectorv1.GetUserRequest{Account: account, Id: "leak"})
	if st, ok := status.FromError(err); !ok || !strings.Contains(st.Message(), secret) {
		t.Errorf("what is sent is not what came: %v", err)
	}
	if _, err = c.GetUser(t.Context(), &connectorv1.GetUserRequest{Account: account, Id: "log the key is " + secret}); err != nil {
		t.Error(err)
	}
	eventually(t, "what it writes comes, as it is", func() bool { return strings.Contains(stderr.String(), secret) })
	p.CutLifeLine()
	select {
	case <-p.Done():
	case <-time.After(patience):
		t.Fatal("it lives without its life line")
	}
	if exit := p.Exit(); exit.Code != 0 || exit.Killed != "" {
		t.Errorf("%v", exit)
	}
}

// TestHeavyRequestsStayOutside: whoever calls, a request that is small on the wire and large in memory is not decoded by the
// process of a connector, which lives on.
func TestHeavyRequestsStayOutside(t *testing.T) {
	p, _ := launch(t, "puppet")
	c := connectorv1.NewConnectorServiceClient(p.Conn())
	filters := make([]*connectorv1.Filter, 1_000_000) // 2 MB on the wire
	for i := range filters {
		filters[i] = &connectorv1.Filter{}
	}
	stream, err := c.ListUsers(t.Context(), &connectorv1.ListUsersRequest{
		Account: account(""), Options: &connectorv1.ListOptions{Filters: filters},
	})
	if err == nil {
		_, err = stream.Recv()
	}
	if status.Code(err) != codes.Internal || !strings.Contains(err.Error(), "more memory than any message of the contract") {
		t.Errorf("got %v", err)
	}
	if _, err := c.GetUser(t.Context(), &connectorv1.GetUserRequest{Account: account(""), Id: "7"}); err != nil {
		t.Error(err)
	}
}
