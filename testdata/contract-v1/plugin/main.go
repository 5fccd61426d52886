// Program plugin is a connector as it could be built when v1 of the contract was new: on the frozen copy of the generated
// code, with go-plugin as it comes, and nothing of Trellis besides. Newer hosts must go on loading it.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/hashicorp/go-plugin"
	connectorv1 "github.com/trellis-iam/trellis/testdata/contract-v1/trellis/connector/v1"
	"google.golang.org/grpc"
)

func main() {
	plugin.Serve(&plugin.ServeConfig{
		HandshakeConfig: plugin.HandshakeConfig{
			ProtocolVersion: 1, MagicCookieKey: "TRELLIS_CONNECTOR", MagicCookieValue: "iam-v1",
		},
		Plugins:    plugin.PluginSet{"connector": &grpcPlugin{}},
		GRPCServer: plugin.DefaultGRPCServer,
	})
}

// grpcPlugin is the connector as go-plugin wants it.
type grpcPlugin struct{ plugin.NetRPCUnsupportedPlugin }

func (*grpcPlugin) GRPCServer(_ *plugin.GRPCBroker, s *grpc.Server) error {
	connectorv1.RegisterConnectorServiceServer(s, &connector{})
	return nil
}

func (*grpcPlugin) GRPCClient(context.Context, *plugin.GRPCBroker, *grpc.ClientConn) (any, error) {
	return nil, fmt.Errorf("%s is no host", os.Args[0])
}
