package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// startPlain times from nothing to the first answer as a host sees it that uses go-plugin as it comes.
func startPlain(ctx context.Context, path string, autoMTLS bool) (time.Duration, error) {
	begin := time.Now()
	host := goplugin.NewClient(&goplugin.ClientConfig{
		HandshakeConfig: plainHandshake, Plugins: goplugin.PluginSet{plainName: plain{}},
		Cmd:      exec.CommandContext(ctx, path),
		AutoMTLS: autoMTLS, AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC}, Logger: hclog.NewNullLogger(),
	})
	defer host.Kill()
	client, err := host.Client()
	if err != nil {
		return 0, err
	}
	raw, err := client.Dispense(plainName)
	if err != nil {
		return 0, err
	}
	service, ok := raw.(connectorv1.ConnectorServiceClient)
	if !ok {
		return 0, fmt.Errorf("%s is a %T", path, raw)
	}
	if _, err := service.Describe(ctx, &connectorv1.DescribeRequest{}); err != nil {
		return 0, err
	}
	return time.Since(begin), nil
}

// lendStdin puts a pipe in the place of stdin until give is called. go-plugin gives plugins the host's own stdin, which
// connectors take for their life line: where it is /dev/null, they would end at once.
func lendStdin() (give func(), err error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	stdin := os.Stdin
	os.Stdin = r
	return func() {
		os.Stdin = stdin
		_, _ = r.Close(), w.Close()
	}, nil
}
