package wire

import (
	"context"
	"errors"
	"io"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/grpc"
)

// NewClient is the connector at the other end of a connection. Errors of calls are those of the connection, as they are;
// breach makes the error of a list that does not end as lists do.
func NewClient(cc grpc.ClientConnInterface, breach func(what error) *connector.Error) connector.Connector {
	return client{connectorv1.NewConnectorServiceClient(cc), breach}
}

type client struct {
	rpc    connectorv1.ConnectorServiceClient
	breach func(what error) *connector.Error
}

func (c client) Describe(ctx context.Context) (*connectorv1.Description, error) {
	r, err := c.rpc.Describe(ctx, &connectorv1.DescribeRequest{})
	return r.GetDescription(), err
}

func (c client) Authenticate(ctx context.Context, account *connectorv1.Account) (*connectorv1.Authentication, error) {
	r, err := c.rpc.Authenticate(ctx, &connectorv1.AuthenticateRequest{Account: account})
	return r.GetAuthentication(), err
}

func (c client) ListUsers(ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
	return receiveList(ctx, c.breach, users, sink, func(ctx context.Context) (grpc.ServerStreamingClient[connectorv1.ListUsersResponse], error) {
		return c.rpc.ListUsers(ctx, &connectorv1.ListUsersRequest{Account: req.Account, Options: req.Options})
	})
}

func (c client) ListRoles(ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.Role]) (*connectorv1.Receipt, error) {
	return receiveList(ctx, c.breach, roles, sink, func(ctx context.Context) (grpc.ServerStreamingClient[connectorv1.ListRolesResponse], error) {
		return c.rpc.ListRoles(ctx, &connectorv1.ListRolesRequest{Account: req.Account, Options: req.Options})
	})
}

func (c client) ListGroups(ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.Group]) (*connectorv1.Receipt, error) {
	return receiveList(ctx, c.breach, groups, sink, func(ctx context.Context) (grpc.ServerStreamingClient[connectorv1.ListGroupsResponse], error) {
		return c.rpc.ListGroups(ctx, &connectorv1.ListGroupsRequest{Account: req.Account, Options: req.Options})
	})
}

func (c client) GetUser(ctx context.Context, req connector.GetRequest) (*iamv1.User, error) {
	r, err := c.rpc.GetUser(ctx, &connectorv1.GetUserRequest{Account: req.Account, Id: req.ID, Options: req.Options})
	return r.GetUser(), err
}

func (c client) GetRole(ctx context.Context, req connector.GetRequest) (*iamv1.Role, error) {
	r, err := c.rpc.GetRole(ctx, &connectorv1.GetRoleRequest{Account: req.Account, Id: req.ID, Options: req.Options})
	return r.GetRole(), err
}

func (c client) GetGroup(ctx context.Context, req connector.GetRequest) (*iamv1.Group, error) {
	r, err := c.rpc.GetGroup(ctx, &connectorv1.GetGroupRequest{Account: req.Account, Id: req.ID, Options: req.Options})
	return r.GetGroup(), err
}

var (
	errNoReceipt    = errors.New("the list ended without a receipt: what came is a part of it")
	errAfterReceipt = errors.New("the connector went on after the receipt")
)

// receiveList hands a stream to the sink. Messages of a kind that this version does not know are skipped; that they came
// is a sign of life all the same.
func receiveList[T connector.Item, M any](
	ctx context.Context, breach func(what error) *connector.Error, k kind[T, M], sink connector.Sink[T],
	open func(context.Context) (grpc.ServerStreamingClient[M], error),
) (*connectorv1.Receipt, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // whatever else comes, nobody will read it
	stream, err := open(ctx)
	if err != nil {
		return nil, err
	}
	for {
		m, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil, breach(errNoReceipt)
		}
		if err == nil {
			err = ctx.Err() // gRPC goes on handing out what has come already
		}
		if err != nil {
			return nil, err
		}
		if receipt := k.readReceipt(m); receipt != nil {
			switch _, err := stream.Recv(); {
			case errors.Is(err, io.EOF):
				return receipt, nil
			case err == nil:
				return nil, breach(errAfterReceipt)
			default:
				return nil, err
			}
		}
		if progress := k.readProgress(m); progress != nil {
			err = sink.Progress(progress)
		} else if page, ok := k.readPage(m); ok {
			err = sink.Page(page)
		}
		if err != nil {
			return nil, err
		}
	}
}
