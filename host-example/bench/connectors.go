package main

import (
	"context"
	"os"
	"path/filepath"
	"time"

	goplugin "github.com/hashicorp/go-plugin"
	"github.com/trellis-iam/trellis/connector/sample"
	"github.com/trellis-iam/trellis/plugin"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/grpc"
)

// slowStart is how long the slow connector waits before it serves, as an interpreter would.
const slowStart = 200 * time.Millisecond

// The connectors that this program is, by the name that it was started with.
const (
	slowConnector   = plugin.BinaryPrefix + "slow"
	plainConnector  = plugin.BinaryPrefix + "plain" // go-plugin as it comes
	replayConnector = plugin.BinaryPrefix + "replay"
)

// serveAs serves where a host has started this program as a connector, and returns at once where none has.
func serveAs(name string) {
	switch name {
	case slowConnector:
		<-time.After(slowStart)
		plugin.Serve(sample.New())
	case replayConnector:
		plugin.Serve(newReplay())
	case plainConnector:
		goplugin.Serve(&goplugin.ServeConfig{
			HandshakeConfig: plainHandshake, Plugins: goplugin.PluginSet{plainName: plain{}}, GRPCServer: goplugin.DefaultGRPCServer,
		})
		os.Exit(0)
	}
}

// linkAs gives this program another name.
func linkAs(self, dir, name string) (path string, err error) {
	path = filepath.Join(dir, name)
	return path, os.Symlink(self, path)
}

// plain is the least that can be served, or called, with go-plugin.
type plain struct {
	goplugin.NetRPCUnsupportedPlugin
	connectorv1.UnimplementedConnectorServiceServer
}

const plainName = "connector"

var plainHandshake = goplugin.HandshakeConfig{
	ProtocolVersion: 1, MagicCookieKey: "TRELLIS_CONNECTOR", MagicCookieValue: "iam-v1",
}

// GRPCServer is go-plugin's hook of the plugin.
//
//nolint:unparam // as the hook is
func (p plain) GRPCServer(_ *goplugin.GRPCBroker, s *grpc.Server) error {
	connectorv1.RegisterConnectorServiceServer(s, p)
	return nil
}

// GRPCClient is go-plugin's hook of the host.
//
//nolint:unparam // as the hook is
func (plain) GRPCClient(_ context.Context, _ *goplugin.GRPCBroker, cc *grpc.ClientConn) (any, error) {
	return connectorv1.NewConnectorServiceClient(cc), nil
}

// Describe answers as the sample does.
func (plain) Describe(ctx context.Context, _ *connectorv1.DescribeRequest) (*connectorv1.DescribeResponse, error) {
	d, err := sample.New().Describe(ctx)
	return &connectorv1.DescribeResponse{Description: d}, err
}
