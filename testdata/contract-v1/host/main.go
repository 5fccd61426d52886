// Program host is a host as it could be built when v1 of the contract was new: on the frozen copy of the generated code,
// with go-plugin as it comes, and nothing of Trellis besides. Newer connectors must go on working under it.
//
//	host VERSION CONNECTOR TOKEN
//
// VERSION is the number that it asks for in go-plugin's handshake. It writes what it got as JSON, or what went wrong to
// stderr, with the connector's log.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	connectorv1 "github.com/trellis-iam/trellis/testdata/contract-v1/trellis/connector/v1"
	"google.golang.org/grpc"
)

func main() {
	got, err := run(context.Background(), os.Args)
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(got)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// answers is what a connector answered.
type answers struct {
	Name, Workspace string
	Users           []string
	Receipt         string
	Progress        int
	NoUser          string // the reason that a user who is not there is answered with
}

func run(ctx context.Context, args []string) (*answers, error) {
	if len(args) != 4 {
		return nil, errors.New("usage: host VERSION CONNECTOR TOKEN")
	}
	version, err := strconv.ParseUint(args[1], 10, 32)
	if err != nil {
		return nil, err
	}
	client := plugin.NewClient(&plugin.ClientConfig{
		HandshakeConfig: plugin.HandshakeConfig{
			ProtocolVersion: uint(version), MagicCookieKey: "TRELLIS_CONNECTOR", MagicCookieValue: "iam-v1",
		},
		Plugins:          plugin.PluginSet{"connector": &grpcPlugin{}},
		Cmd:              exec.Command(args[2]),
		AutoMTLS:         true,
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		Logger:           hclog.New(&hclog.LoggerOptions{Output: os.Stderr, Level: hclog.Info}),
	})
	defer client.Kill()
	protocol, err := client.Client()
	if err != nil {
		return nil, err
	}
	connector, err := protocol.Dispense("connector")
	if err != nil {
		return nil, err
	}
	return ask(ctx, connector.(connectorv1.ConnectorServiceClient), args[3])
}

// ask makes each kind of call once.
func ask(ctx context.Context, c connectorv1.ConnectorServiceClient, token string) (*answers, error) {
	got := &answers{}
	account := &connectorv1.Account{Id: "a", Credentials: map[string]string{"token": token}}
	d, err := c.Describe(ctx, &connectorv1.DescribeRequest{})
	if err != nil {
		return nil, err
	}
	got.Name = d.GetDescription().GetName()
	a, err := c.Authenticate(ctx, &connectorv1.AuthenticateRequest{Account: account})
	if err != nil {
		return nil, err
	}
	got.Workspace = a.GetAuthentication().GetWorkspace().GetName()
	_, err = c.GetUser(ctx, &connectorv1.GetUserRequest{Account: account, Id: "nobody"})
	got.NoUser = reason(err)
	stream, err := c.ListUsers(ctx, &connectorv1.ListUsersRequest{Account: account, Options: &connectorv1.ListOptions{Raw: true}})
	if err != nil {
		return nil, err
	}
	return got, got.read(stream)
}

// read reads a list to its end.
func (got *answers) read(stream grpc.ServerStreamingClient[connectorv1.ListUsersResponse]) error {
	for {
		m, err := stream.Recv()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		for _, u := range m.GetPage().GetUsers() {
			got.Users = append(got.Users, u.GetId())
		}
		if m.GetProgress() != nil {
			got.Progress++
		}
		if r := m.GetReceipt(); r != nil {
			got.Receipt = r.GetEnd().String() + " " + strconv.FormatInt(r.GetItems(), 10)
		}
	}
}
