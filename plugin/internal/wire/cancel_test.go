package wire

import (
	"context"
	"errors"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// TestNothingComesToWhoHasCancelled: a list ends with its caller, also where the whole of it has come already and waits.
func TestNothingComesToWhoHasCancelled(t *testing.T) {
	sent := make(chan struct{})
	c := dial(t, func(s grpc.ServiceRegistrar) {
		connectorv1.RegisterConnectorServiceServer(s, scripted{list: func(out grpc.ServerStreamingServer[connectorv1.ListUsersResponse]) error {
			defer close(sent)
			for range 3 {
				if err := out.Send(users.page([]*iamv1.User{{Id: "1"}}, nil)); err != nil {
					return err
				}
			}
			return out.Send(users.receipt(&connectorv1.Receipt{}))
		}})
	})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	pages := 0
	receipt, err := c.ListUsers(ctx, listRequest(), connector.SinkFuncs[*iamv1.User]{OnPage: func(connector.Page[*iamv1.User]) error {
		pages++
		<-sent
		cancel()
		return nil
	}})
	// Who notices first, gRPC or we, is open.
	cancelled := errors.Is(err, context.Canceled) || status.Code(err) == codes.Canceled
	if !cancelled || receipt != nil || pages != 1 {
		t.Errorf("%d pages, %v, %v", pages, receipt, err)
	}
}
