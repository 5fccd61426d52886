package plugin_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	goplugin "github.com/hashicorp/go-plugin"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// stockPlugin serves a service with go-plugin as it comes; with no service, only to be a host's.
type stockPlugin struct {
	goplugin.NetRPCUnsupportedPlugin
	s connectorv1.ConnectorServiceServer
}

func (p stockPlugin) GRPCServer(broker *goplugin.GRPCBroker, s *grpc.Server) error {
	if st, ok := p.s.(stock); ok {
		st.heard = make(chan error, 1)
		p.s = st
		go func() { // offers the host a connection
			_, err := broker.Accept(1)
			st.heard <- err
		}()
	}
	connectorv1.RegisterConnectorServiceServer(s, p.s)
	return nil
}

func (stockPlugin) GRPCClient(_ context.Context, _ *goplugin.GRPCBroker, cc *grpc.ClientConn) (any, error) {
	return connectorv1.NewConnectorServiceClient(cc), nil
}

// stock is a connector that is held to nothing. What it does stands in the id that is asked for, and for lists in the
// setting "do".
type stock struct {
	connectorv1.UnimplementedConnectorServiceServer
	heard chan error // what became of the connection that the host was offered
}

func (stock) Describe(context.Context, *connectorv1.DescribeRequest) (*connectorv1.DescribeResponse, error) {
	return &connectorv1.DescribeResponse{Description: puppetDescription("stock")}, nil
}

func (s stock) GetUser(_ context.Context, r *connectorv1.GetUserRequest) (*connectorv1.GetUserResponse, error) {
	switch r.GetId() {
	case "large":
		return &connectorv1.GetUserResponse{User: &iamv1.User{Id: "large", Name: strings.Repeat("x", 17<<20)}}, nil
	case "plain error":
		return nil, errors.New("some\x1b[31m text")
	case "large error":
		return nil, status.Error(codes.Internal, strings.Repeat("x", 128<<10))
	case "a host's reason":
		return nil, hostsReason.GRPCStatus().Err()
	case "broker":
		select {
		case err := <-s.heard:
			return nil, status.Errorf(codes.Internal, "the host has heard: %v", err)
		case <-time.After(200 * time.Millisecond):
		}
	case "flood": // go-plugin's pipes, which end in the host's log too
		flood(os.Stdout, 1<<20)
		flood(os.Stderr, 1<<20)
	case "print":
		fmt.Println("printed words")
	case "too late":
		return nil, status.Error(codes.DeadlineExceeded, "it took too long")
	case "cancelled":
		return nil, status.Error(codes.Canceled, "I do not want to")
	}
	return &connectorv1.GetUserResponse{User: &iamv1.User{Id: r.GetId()}}, nil
}

func (stock) ListUsers(r *connectorv1.ListUsersRequest, out grpc.ServerStreamingServer[connectorv1.ListUsersResponse]) error {
	page := &connectorv1.ListUsersResponse{Event: &connectorv1.ListUsersResponse_Page{Page: &connectorv1.UsersPage{
		Users: []*iamv1.User{{Id: "1"}},
	}}}
	switch r.GetAccount().GetSettings()["do"] {
	case "no receipt":
		return out.Send(page)
	case "large":
		page.GetPage().Users[0].Name = strings.Repeat("x", 17<<20)
		return out.Send(page)
	}
	return status.Error(codes.Unimplemented, "no lists")
}
