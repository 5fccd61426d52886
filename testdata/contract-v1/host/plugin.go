package main

import (
	"context"
	"errors"

	"github.com/hashicorp/go-plugin"
	connectorv1 "github.com/trellis-iam/trellis/testdata/contract-v1/trellis/connector/v1"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
)

// grpcPlugin is a connector as go-plugin gives it to a host.
type grpcPlugin struct{ plugin.NetRPCUnsupportedPlugin }

func (*grpcPlugin) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error {
	return errors.New("a host serves nothing")
}

func (*grpcPlugin) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, cc *grpc.ClientConn) (any, error) {
	return connectorv1.NewConnectorServiceClient(cc), nil
}

// reason is the reason of an error of the contract, with the fault that its detail names.
func reason(err error) string {
	text := ""
	for _, d := range status.Convert(err).Details() {
		switch d := d.(type) {
		case *errdetails.ErrorInfo:
			text += d.GetReason()
		case *connectorv1.ErrorDetail:
			text += " " + d.GetFault().String()
		}
	}
	return text
}
