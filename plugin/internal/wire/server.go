package wire

import (
	"cmp"
	"context"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// Register serves a connector. onBug is told of each CONNECTOR_BUG that goes out; it may be nil.
func Register(s grpc.ServiceRegistrar, c connector.Connector, onBug func(*connector.Error)) {
	if onBug == nil {
		onBug = func(*connector.Error) {}
	}
	connectorv1.RegisterConnectorServiceServer(s, &server{connector: c, onBug: onBug})
}

type server struct {
	connectorv1.UnimplementedConnectorServiceServer

	connector connector.Connector
	onBug     func(*connector.Error)
}

func (s *server) Describe(ctx context.Context, _ *connectorv1.DescribeRequest) (*connectorv1.DescribeResponse, error) {
	d, err := s.connector.Describe(ctx)
	return answer(ctx, s, &connectorv1.DescribeResponse{Description: d}, err)
}

func (s *server) Authenticate(ctx context.Context, r *connectorv1.AuthenticateRequest) (*connectorv1.AuthenticateResponse, error) {
	a, err := s.connector.Authenticate(ctx, r.GetAccount())
	return answer(ctx, s, &connectorv1.AuthenticateResponse{Authentication: a}, err)
}

func (s *server) ListUsers(r *connectorv1.ListUsersRequest, out grpc.ServerStreamingServer[connectorv1.ListUsersResponse]) error {
	return sendList(s, out, users, s.connector.ListUsers, connector.ListRequest{Account: r.GetAccount(), Options: r.GetOptions()})
}

func (s *server) ListRoles(r *connectorv1.ListRolesRequest, out grpc.ServerStreamingServer[connectorv1.ListRolesResponse]) error {
	return sendList(s, out, roles, s.connector.ListRoles, connector.ListRequest{Account: r.GetAccount(), Options: r.GetOptions()})
}

func (s *server) ListGroups(r *connectorv1.ListGroupsRequest, out grpc.ServerStreamingServer[connectorv1.ListGroupsResponse]) error {
	return sendList(s, out, groups, s.connector.ListGroups, connector.ListRequest{Account: r.GetAccount(), Options: r.GetOptions()})
}

func (s *server) GetUser(ctx context.Context, r *connectorv1.GetUserRequest) (*connectorv1.GetUserResponse, error) {
	u, err := s.connector.GetUser(ctx, getRequest(r))
	return answer(ctx, s, &connectorv1.GetUserResponse{User: u}, err)
}

func (s *server) GetRole(ctx context.Context, r *connectorv1.GetRoleRequest) (*connectorv1.GetRoleResponse, error) {
	role, err := s.connector.GetRole(ctx, getRequest(r))
	return answer(ctx, s, &connectorv1.GetRoleResponse{Role: role}, err)
}

func (s *server) GetGroup(ctx context.Context, r *connectorv1.GetGroupRequest) (*connectorv1.GetGroupResponse, error) {
	g, err := s.connector.GetGroup(ctx, getRequest(r))
	return answer(ctx, s, &connectorv1.GetGroupResponse{Group: g}, err)
}

func getRequest(r interface {
	GetAccount() *connectorv1.Account
	GetId() string
	GetOptions() *connectorv1.GetOptions
}) connector.GetRequest {
	return connector.GetRequest{Account: r.GetAccount(), ID: r.GetId(), Options: r.GetOptions()}
}

// answer is the end of a unary call. gRPC would refuse a message that is too large with an error of its own, which says
// nothing to the author.
func answer[M proto.Message](ctx context.Context, s *server, m M, err error) (M, error) {
	var none M
	if err == nil {
		err = tooLarge(proto.Size(m))
	}
	if err != nil {
		return none, s.status(ctx, err)
	}
	return m, nil
}

// sendList runs a list and sends what it yields.
func sendList[T connector.Item, M any](
	s *server, out grpc.ServerStreamingServer[M], k kind[T, M],
	list func(context.Context, connector.ListRequest, connector.Sink[T]) (*connectorv1.Receipt, error), req connector.ListRequest,
) error {
	receipt, err := list(out.Context(), req, sender[T, M]{out, k})
	if err != nil {
		return s.status(out.Context(), err)
	}
	return out.Send(k.receipt(receipt))
}

// sender is the sink of a list that is served. Once Send has returned, the message is bytes and nobody's.
type sender[T connector.Item, M any] struct {
	out  grpc.ServerStreamingServer[M]
	kind kind[T, M]
}

func (s sender[T, M]) Page(p connector.Page[T]) error { return s.send(s.kind.page(p.Items, p.Info)) }

func (s sender[T, M]) Progress(p *connectorv1.Progress) error { return s.send(s.kind.progress(p)) }

// send leaves the limit of sizes to gRPC, which has told the host by the time that it tells us: to count every page before
// it is encoded would cost each list a tenth of its time.
func (s sender[T, M]) send(m *M) error {
	err := s.out.Send(m)
	if status.Code(err) == codes.ResourceExhausted {
		return cmp.Or(tooLarge(proto.Size(any(m).(proto.Message))), err) // for the log
	}
	return err
}
