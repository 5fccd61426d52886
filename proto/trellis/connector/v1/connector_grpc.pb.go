// # The Trellis connector contract, version 1
//
// A **connector** is a program that reads who has access to what (users, roles, groups) from one SaaS application and
// answers in the normalized models of `trellis.iam.v1`. A **host** starts connectors, one process each, and calls them
// over gRPC. These files are all that either side needs to be written, in any language, together with three public ones
// that gRPC libraries bring along (`google/rpc/status.proto`, `google/rpc/error_details.proto`,
// `grpc/health/v1/health.proto`); `buf/validate/validate.proto`, which the annotations refer to, is beside them. Where code
// and this text disagree, the code is wrong. Read in this order:
//
//   connector.proto      this file: life cycle, the calls, how a connector is started
//   account.proto        the linked account that comes with every call
//   describe.proto       what a binary can do at most
//   authenticate.proto   what it can do for one account
//   list.proto           pages, tokens, progress, receipts: how a list can be trusted
//   error.proto          the one shape of every error
//   ../../iam/v1/        users, roles, groups, and what absent means
//
// MUST, MAY and SHOULD are meant as in RFC 2119.
//
// ## Life cycle and order of calls
//
//  1. The host starts the process (below) and calls `Describe`, which needs no account. The answer may be cached for as
//     long as the binary's bytes stay the same.
//  2. For an account, the host SHOULD call `Authenticate` once before it lists, and MAY list without it. No call
//     prepares another: a connector MUST answer any call, in any order, in a process that has seen none before.
//  3. `List…` and `Get…` may run at the same time, for the same or for different accounts.
//
// A connector keeps **no state between calls that a crash could lose**, and never mixes accounts. What it may keep is
// connections, and the pacing of a credential's requests, which accounts with the same credential share. Everything needed
// to go on stands in the request: account, options, page token. A host may kill the process at any moment and go on in
// another one.
//
// ## Silence
//
// In a list stream something MUST come at least every 10 s: a page, or a progress message that says what is being waited
// for, counted from the start of the call; a connector SHOULD aim at 5 s. Any message counts. A host allows some seconds
// more, does not count the time in which it takes no messages itself, then treats silence as a hang, ends the call and
// reports PLUGIN_TIMEOUT. Unary calls have no progress: they end within the caller's deadline.
//
// ## Deadlines and cancellation
//
// The gRPC deadline of a call is the caller's and covers everything, waiting for rate limits included. A connector that
// can see that a wait would outlast the deadline SHOULD answer at once, with the reason that made it wait (RATE_LIMITED
// with RetryInfo, UPSTREAM_UNAVAILABLE). When the call is cancelled, work for it stops within a second, requests to the
// vendor included, and a bare CANCELLED is answer enough. A host sets a deadline on unary calls, and need not on lists.
//
// ## Talking to the vendor
//
// Only over HTTPS (TLS 1.2 or later), only to the host that the account says (region or `operator.base_url`): a redirect
// to another host or to http is refused (UPSTREAM_UNTRUSTED), and a URL found in an answer is never followed elsewhere.
// Only requests that change nothing are made. A reset, a refused connection, a 429 or a 5xx is tried again, at least twice,
// with growing pauses or as `Retry-After` says (which `max_wait` bounds); an answer that makes no sense is asked for once
// more. Without `Retry-After` the pauses SHOULD add up to a second or more, so that a vendor that is gone for a moment is
// waited for. Pacing keeps to the vendor's published limits before they are met. What is in an answer is data: bounded, and
// never trusted.
//
// ## Sizes
//
// A connector keeps every message under **4 MiB** (it splits pages), so that slow consumers see steady progress. **16
// MiB** is the limit that both sides enforce, in both directions (gRPC libraries have to be told: their own limit for
// receiving is 4 MiB): above it the call fails. A page of 100 users with `raw` is some 0.2 MiB. An item that alone is above
// 4 MiB leaves out `raw`, then its largest list or its custom fields: not set, with a warning.
//
// ## Compatibility
//
// One gRPC package is one version. A later version is another package, served beside this one by the same process.
// Within v1: messages, fields, enum values and RPCs are added, never changed or removed. Readers ignore fields that they
// do not know, read unknown enum numbers as UNMAPPED (models) or as 0 (elsewhere), and skip list messages whose oneof
// they do not know. An RPC that a connector does not have answers UNIMPLEMENTED, which hosts read as UNSUPPORTED. A host
// sends an option that was added after v1.0 only to a connector that lists it in Describe. Cookie and protocol number
// (below) stay for all versions: a host tries the later version's Describe first, and takes UNIMPLEMENTED as "v1 only".
//
// The `buf.validate` annotations are on requests and on Describe only; they are never tightened within v1, and no
// validation library is needed: they say in machine-readable form what the comments say.
//
// ## How a connector is started
//
// The wire is HashiCorp go-plugin's, protocol 1 over gRPC, with its AutoMTLS handshake, so that libraries for it fit.
//
//  - The host runs the binary without arguments, in a process group of its own, with a small environment that holds no
//    secrets and nothing of the host's own (no proxy settings either; what is the operator's comes with the account):
//      `TRELLIS_CONNECTOR=iam-v1`    the magic cookie. Without it the program was started by hand: it SHOULD say what it is
//                                    and exit with status 1.
//      `PLUGIN_PROTOCOL_VERSIONS`    comma-separated numbers. Without 1 among them: say so on stderr, exit with status 1.
//      `PLUGIN_CLIENT_CERT`          the host's certificate for this process (PEM, ECDSA P-256). Without it: likewise.
//      `PLUGIN_UNIX_SOCKET_DIR`      a private folder for the socket: any name of at most 24 bytes, mode 0600. Where it is
//                                    not set (Windows), a TCP port of 127.0.0.1 between `PLUGIN_MIN_PORT` and
//                                    `PLUGIN_MAX_PORT` instead.
//  - The connector makes a key pair and a self-signed certificate (ECDSA P-256 SHOULD be used: cheap, and supported
//    everywhere; subject alternative name DNS `localhost`; usages server and client authentication; valid for at least a
//    day) and listens with TLS 1.2 or later and ALPN `h2`. Each side takes exactly the one certificate that it was given
//    for the other, and nobody else; the host names `localhost`.
//  - Once it accepts connections it prints one line on stdout, ended by LF and flushed (stdout is a pipe), at most 16 KiB:
//      `1|1|unix|<socket path>|grpc|<its certificate, DER, in standard base64 (RFC 4648 section 4) without padding>`
//      `1|1|tcp|127.0.0.1:<port>|grpc|<the same>`
//    The fields: go-plugin's core protocol, this contract's protocol version, network, address, "grpc", certificate;
//    readers ignore further ones. After that line stdout carries nothing. A host waits for it for some seconds.
//  - It serves this service and `grpc.health.v1.Health` with the name `plugin` SERVING, and SHOULD serve go-plugin's
//    shutdown: `package plugin; service GRPCController { rpc Shutdown(Empty) returns (Empty); } message Empty {}` (answer,
//    and exit within 2 s; the host has ended its calls). No other service of go-plugin is needed.
//  - **stdin is the life line**: it stays open and silent as long as the host lives. At its end the connector removes its
//    socket and exits, whatever it is doing. SIGINT SHOULD be ignored: a terminal sends it to everyone. It exits with
//    status 0 after Shutdown and at the end of stdin.
//  - **stderr is the log**: one JSON object a line (`@level`: trace, debug, info, warn or error; `@message`; `@timestamp`,
//    RFC 3339; any other keys) or plain text. Never a secret. Lines above 8 KiB are cut.

// Code generated by protoc-gen-go-grpc. DO NOT EDIT.
// versions:
// - protoc-gen-go-grpc v1.6.2
// - protoc             (unknown)
// source: trellis/connector/v1/connector.proto

package connectorv1

import (
	context "context"
	grpc "google.golang.org/grpc"
	codes "google.golang.org/grpc/codes"
	status "google.golang.org/grpc/status"
)

// This is a compile-time assertion to ensure that this generated file
// is compatible with the grpc package it is being compiled against.
// Requires gRPC-Go v1.64.0 or later.
const _ = grpc.SupportPackageIsVersion9

const (
	ConnectorService_Describe_FullMethodName     = "/trellis.connector.v1.ConnectorService/Describe"
	ConnectorService_Authenticate_FullMethodName = "/trellis.connector.v1.ConnectorService/Authenticate"
	ConnectorService_ListUsers_FullMethodName    = "/trellis.connector.v1.ConnectorService/ListUsers"
	ConnectorService_ListRoles_FullMethodName    = "/trellis.connector.v1.ConnectorService/ListRoles"
	ConnectorService_ListGroups_FullMethodName   = "/trellis.connector.v1.ConnectorService/ListGroups"
	ConnectorService_GetUser_FullMethodName      = "/trellis.connector.v1.ConnectorService/GetUser"
	ConnectorService_GetRole_FullMethodName      = "/trellis.connector.v1.ConnectorService/GetRole"
	ConnectorService_GetGroup_FullMethodName     = "/trellis.connector.v1.ConnectorService/GetGroup"
)

// ConnectorServiceClient is the client API for ConnectorService service.
//
// For semantics around ctx use and closing/ending streaming RPCs, please refer to https://pkg.go.dev/google.golang.org/grpc/?tab=doc#ClientConn.NewStream.
//
// What every connector serves. Errors of all calls have the shape of error.proto; the reasons named beside each call are
// those that a host should expect from it, besides INVALID_CONFIG (from every call that carries an account) and
// CONNECTOR_BUG.
type ConnectorServiceClient interface {
	// Says what this binary is and the **most** it can do for any account. Static: no account, no network, no clock. The
	// same binary gives the same answer for ever, and gives it within a second. What one account offers is Authenticate's
	// to say.
	Describe(ctx context.Context, in *DescribeRequest, opts ...grpc.CallOption) (*DescribeResponse, error)
	// Checks the account's configuration, then tries its credentials at the vendor with the cheapest call that needs them,
	// and tells whose they are and what they can read; it may make a few more requests to learn the latter. It changes
	// nothing at the vendor, and no later call depends on it. A 403 on the call that tries the credentials is
	// PERMISSION_MISSING; one on a further request makes that resource UNAVAILABLE in the answer.
	//
	// Errors: CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED, PERMISSION_MISSING, RATE_LIMITED, UPSTREAM_*.
	Authenticate(ctx context.Context, in *AuthenticateRequest, opts ...grpc.CallOption) (*AuthenticateResponse, error)
	// Lists the account's users as a stream of pages, progress and one receipt; list.proto says how. By default the list
	// is a census: users of **every** status, not only those the vendor shows by default. Where the vendor lets no one list
	// some (the deactivated, say), visibility is at most PARTIAL, and a note in Describe says which.
	//
	// Errors: BAD_PAGE_TOKEN, PAGE_TOKEN_EXPIRED, UNSUPPORTED, and those of Authenticate. An error after the first page
	// does not take back the pages that came.
	ListUsers(ctx context.Context, in *ListUsersRequest, opts ...grpc.CallOption) (grpc.ServerStreamingClient[ListUsersResponse], error)
	// Lists the account's roles, likewise.
	ListRoles(ctx context.Context, in *ListRolesRequest, opts ...grpc.CallOption) (grpc.ServerStreamingClient[ListRolesResponse], error)
	// Lists the account's groups, likewise.
	ListGroups(ctx context.Context, in *ListGroupsRequest, opts ...grpc.CallOption) (grpc.ServerStreamingClient[ListGroupsResponse], error)
	// Reads one user by its id. The answer equals what a list with the same options would have held, `source` apart. The id
	// goes to the vendor percent-encoded, as one path segment; where the vendor answers with a record of another id (an alias
	// such as `me`), that is NOT_FOUND.
	//
	// Errors: NOT_FOUND when the vendor has no such user (a 404 on the whole collection is not NOT_FOUND but
	// UPSTREAM_REJECTED), UNSUPPORTED, UPSTREAM_MALFORMED when the vendor's record has no usable id, and those of
	// Authenticate.
	GetUser(ctx context.Context, in *GetUserRequest, opts ...grpc.CallOption) (*GetUserResponse, error)
	// Reads one role by its id, likewise.
	GetRole(ctx context.Context, in *GetRoleRequest, opts ...grpc.CallOption) (*GetRoleResponse, error)
	// Reads one group by its id, likewise.
	GetGroup(ctx context.Context, in *GetGroupRequest, opts ...grpc.CallOption) (*GetGroupResponse, error)
}

type connectorServiceClient struct {
	cc grpc.ClientConnInterface
}

func NewConnectorServiceClient(cc grpc.ClientConnInterface) ConnectorServiceClient {
	return &connectorServiceClient{cc}
}

func (c *connectorServiceClient) Describe(ctx context.Context, in *DescribeRequest, opts ...grpc.CallOption) (*DescribeResponse, error) {
	cOpts := append([]grpc.CallOption{grpc.StaticMethod()}, opts...)
	out := new(DescribeResponse)
	err := c.cc.Invoke(ctx, ConnectorService_Describe_FullMethodName, in, out, cOpts...)
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (c *connectorServiceClient) Authenticate(ctx context.Context, in *AuthenticateRequest, opts ...grpc.CallOption) (*AuthenticateResponse, error) {
	cOpts := append([]grpc.CallOption{grpc.StaticMethod()}, opts...)
	out := new(AuthenticateResponse)
	err := c.cc.Invoke(ctx, ConnectorService_Authenticate_FullMethodName, in, out, cOpts...)
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (c *connectorServiceClient) ListUsers(ctx context.Context, in *ListUsersRequest, opts ...grpc.CallOption) (grpc.ServerStreamingClient[ListUsersResponse], error) {
	cOpts := append([]grpc.CallOption{grpc.StaticMethod()}, opts...)
	stream, err := c.cc.NewStream(ctx, &ConnectorService_ServiceDesc.Streams[0], ConnectorService_ListUsers_FullMethodName, cOpts...)
	if err != nil {
		return nil, err
	}
	x := &grpc.GenericClientStream[ListUsersRequest, ListUsersResponse]{ClientStream: stream}
	if err := x.ClientStream.SendMsg(in); err != nil {
		return nil, err
	}
	if err := x.ClientStream.CloseSend(); err != nil {
		return nil, err
	}
	return x, nil
}

// This type alias is provided for backwards compatibility with existing code that references the prior non-generic stream type by name.
type ConnectorService_ListUsersClient = grpc.ServerStreamingClient[ListUsersResponse]

func (c *connectorServiceClient) ListRoles(ctx context.Context, in *ListRolesRequest, opts ...grpc.CallOption) (grpc.ServerStreamingClient[ListRolesResponse], error) {
	cOpts := append([]grpc.CallOption{grpc.StaticMethod()}, opts...)
	stream, err := c.cc.NewStream(ctx, &ConnectorService_ServiceDesc.Streams[1], ConnectorService_ListRoles_FullMethodName, cOpts...)
	if err != nil {
		return nil, err
	}
	x := &grpc.GenericClientStream[ListRolesRequest, ListRolesResponse]{ClientStream: stream}
	if err := x.ClientStream.SendMsg(in); err != nil {
		return nil, err
	}
	if err := x.ClientStream.CloseSend(); err != nil {
		return nil, err
	}
	return x, nil
}

// This type alias is provided for backwards compatibility with existing code that references the prior non-generic stream type by name.
type ConnectorService_ListRolesClient = grpc.ServerStreamingClient[ListRolesResponse]

func (c *connectorServiceClient) ListGroups(ctx context.Context, in *ListGroupsRequest, opts ...grpc.CallOption) (grpc.ServerStreamingClient[ListGroupsResponse], error) {
	cOpts := append([]grpc.CallOption{grpc.StaticMethod()}, opts...)
	stream, err := c.cc.NewStream(ctx, &ConnectorService_ServiceDesc.Streams[2], ConnectorService_ListGroups_FullMethodName, cOpts...)
	if err != nil {
		return nil, err
	}
	x := &grpc.GenericClientStream[ListGroupsRequest, ListGroupsResponse]{ClientStream: stream}
	if err := x.ClientStream.SendMsg(in); err != nil {
		return nil, err
	}
	if err := x.ClientStream.CloseSend(); err != nil {
		return nil, err
	}
	return x, nil
}

// This type alias is provided for backwards compatibility with existing code that references the prior non-generic stream type by name.
type ConnectorService_ListGroupsClient = grpc.ServerStreamingClient[ListGroupsResponse]

func (c *connectorServiceClient) GetUser(ctx context.Context, in *GetUserRequest, opts ...grpc.CallOption) (*GetUserResponse, error) {
	cOpts := append([]grpc.CallOption{grpc.StaticMethod()}, opts...)
	out := new(GetUserResponse)
	err := c.cc.Invoke(ctx, ConnectorService_GetUser_FullMethodName, in, out, cOpts...)
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (c *connectorServiceClient) GetRole(ctx context.Context, in *GetRoleRequest, opts ...grpc.CallOption) (*GetRoleResponse, error) {
	cOpts := append([]grpc.CallOption{grpc.StaticMethod()}, opts...)
	out := new(GetRoleResponse)
	err := c.cc.Invoke(ctx, ConnectorService_GetRole_FullMethodName, in, out, cOpts...)
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (c *connectorServiceClient) GetGroup(ctx context.Context, in *GetGroupRequest, opts ...grpc.CallOption) (*GetGroupResponse, error) {
	cOpts := append([]grpc.CallOption{grpc.StaticMethod()}, opts...)
	out := new(GetGroupResponse)
	err := c.cc.Invoke(ctx, ConnectorService_GetGroup_FullMethodName, in, out, cOpts...)
	if err != nil {
		return nil, err
	}
	return out, nil
}

// ConnectorServiceServer is the server API for ConnectorService service.
// All implementations must embed UnimplementedConnectorServiceServer
// for forward compatibility.
//
// What every connector serves. Errors of all calls have the shape of error.proto; the reasons named beside each call are
// those that a host should expect from it, besides INVALID_CONFIG (from every call that carries an account) and
// CONNECTOR_BUG.
type ConnectorServiceServer interface {
	// Says what this binary is and the **most** it can do for any account. Static: no account, no network, no clock. The
	// same binary gives the same answer for ever, and gives it within a second. What one account offers is Authenticate's
	// to say.
	Describe(context.Context, *DescribeRequest) (*DescribeResponse, error)
	// Checks the account's configuration, then tries its credentials at the vendor with the cheapest call that needs them,
	// and tells whose they are and what they can read; it may make a few more requests to learn the latter. It changes
	// nothing at the vendor, and no later call depends on it. A 403 on the call that tries the credentials is
	// PERMISSION_MISSING; one on a further request makes that resource UNAVAILABLE in the answer.
	//
	// Errors: CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED, PERMISSION_MISSING, RATE_LIMITED, UPSTREAM_*.
	Authenticate(context.Context, *AuthenticateRequest) (*AuthenticateResponse, error)
	// Lists the account's users as a stream of pages, progress and one receipt; list.proto says how. By default the list
	// is a census: users of **every** status, not only those the vendor shows by default. Where the vendor lets no one list
	// some (the deactivated, say), visibility is at most PARTIAL, and a note in Describe says which.
	//
	// Errors: BAD_PAGE_TOKEN, PAGE_TOKEN_EXPIRED, UNSUPPORTED, and those of Authenticate. An error after the first page
	// does not take back the pages that came.
	ListUsers(*ListUsersRequest, grpc.ServerStreamingServer[ListUsersResponse]) error
	// Lists the account's roles, likewise.
	ListRoles(*ListRolesRequest, grpc.ServerStreamingServer[ListRolesResponse]) error
	// Lists the account's groups, likewise.
	ListGroups(*ListGroupsRequest, grpc.ServerStreamingServer[ListGroupsResponse]) error
	// Reads one user by its id. The answer equals what a list with the same options would have held, `source` apart. The id
	// goes to the vendor percent-encoded, as one path segment; where the vendor answers with a record of another id (an alias
	// such as `me`), that is NOT_FOUND.
	//
	// Errors: NOT_FOUND when the vendor has no such user (a 404 on the whole collection is not NOT_FOUND but
	// UPSTREAM_REJECTED), UNSUPPORTED, UPSTREAM_MALFORMED when the vendor's record has no usable id, and those of
	// Authenticate.
	GetUser(context.Context, *GetUserRequest) (*GetUserResponse, error)
	// Reads one role by its id, likewise.
	GetRole(context.Context, *GetRoleRequest) (*GetRoleResponse, error)
	// Reads one group by its id, likewise.
	GetGroup(context.Context, *GetGroupRequest) (*GetGroupResponse, error)
	mustEmbedUnimplementedConnectorServiceServer()
}

// UnimplementedConnectorServiceServer must be embedded to have
// forward compatible implementations.
//
// NOTE: this should be embedded by value instead of pointer to avoid a nil
// pointer dereference when methods are called.
type UnimplementedConnectorServiceServer struct{}

func (UnimplementedConnectorServiceServer) Describe(context.Context, *DescribeRequest) (*DescribeResponse, error) {
	return nil, status.Error(codes.Unimplemented, "method Describe not implemented")
}
func (UnimplementedConnectorServiceServer) Authenticate(context.Context, *AuthenticateRequest) (*AuthenticateResponse, error) {
	return nil, status.Error(codes.Unimplemented, "method Authenticate not implemented")
}
func (UnimplementedConnectorServiceServer) ListUsers(*ListUsersRequest, grpc.ServerStreamingServer[ListUsersResponse]) error {
	return status.Error(codes.Unimplemented, "method ListUsers not implemented")
}
func (UnimplementedConnectorServiceServer) ListRoles(*ListRolesRequest, grpc.ServerStreamingServer[ListRolesResponse]) error {
	return status.Error(codes.Unimplemented, "method ListRoles not implemented")
}
func (UnimplementedConnectorServiceServer) ListGroups(*ListGroupsRequest, grpc.ServerStreamingServer[ListGroupsResponse]) error {
	return status.Error(codes.Unimplemented, "method ListGroups not implemented")
}
func (UnimplementedConnectorServiceServer) GetUser(context.Context, *GetUserRequest) (*GetUserResponse, error) {
	return nil, status.Error(codes.Unimplemented, "method GetUser not implemented")
}
func (UnimplementedConnectorServiceServer) GetRole(context.Context, *GetRoleRequest) (*GetRoleResponse, error) {
	return nil, status.Error(codes.Unimplemented, "method GetRole not implemented")
}
func (UnimplementedConnectorServiceServer) GetGroup(context.Context, *GetGroupRequest) (*GetGroupResponse, error) {
	return nil, status.Error(codes.Unimplemented, "method GetGroup not implemented")
}
func (UnimplementedConnectorServiceServer) mustEmbedUnimplementedConnectorServiceServer() {}
func (UnimplementedConnectorServiceServer) testEmbeddedByValue()                          {}

// UnsafeConnectorServiceServer may be embedded to opt out of forward compatibility for this service.
// Use of this interface is not recommended, as added methods to ConnectorServiceServer will
// result in compilation errors.
type UnsafeConnectorServiceServer interface {
	mustEmbedUnimplementedConnectorServiceServer()
}

func RegisterConnectorServiceServer(s grpc.ServiceRegistrar, srv ConnectorServiceServer) {
	// If the following call panics, it indicates UnimplementedConnectorServiceServer was
	// embedded by pointer and is nil.  This will cause panics if an
	// unimplemented method is ever invoked, so we test this at initialization
	// time to prevent it from happening at runtime later due to I/O.
	if t, ok := srv.(interface{ testEmbeddedByValue() }); ok {
		t.testEmbeddedByValue()
	}
	s.RegisterService(&ConnectorService_ServiceDesc, srv)
}

func _ConnectorService_Describe_Handler(srv interface{}, ctx context.Context, dec func(interface{}) error, interceptor grpc.UnaryServerInterceptor) (interface{}, error) {
	in := new(DescribeRequest)
	if err := dec(in); err != nil {
		return nil, err
	}
	if interceptor == nil {
		return srv.(ConnectorServiceServer).Describe(ctx, in)
	}
	info := &grpc.UnaryServerInfo{
		Server:     srv,
		FullMethod: ConnectorService_Describe_FullMethodName,
	}
	handler := func(ctx context.Context, req interface{}) (interface{}, error) {
		return srv.(ConnectorServiceServer).Describe(ctx, req.(*DescribeRequest))
	}
	return interceptor(ctx, in, info, handler)
}

func _ConnectorService_Authenticate_Handler(srv interface{}, ctx context.Context, dec func(interface{}) error, interceptor grpc.UnaryServerInterceptor) (interface{}, error) {
	in := new(AuthenticateRequest)
	if err := dec(in); err != nil {
		return nil, err
	}
	if interceptor == nil {
		return srv.(ConnectorServiceServer).Authenticate(ctx, in)
	}
	info := &grpc.UnaryServerInfo{
		Server:     srv,
		FullMethod: ConnectorService_Authenticate_FullMethodName,
	}
	handler := func(ctx context.Context, req interface{}) (interface{}, error) {
		return srv.(ConnectorServiceServer).Authenticate(ctx, req.(*AuthenticateRequest))
	}
	return interceptor(ctx, in, info, handler)
}

func _ConnectorService_ListUsers_Handler(srv interface{}, stream grpc.ServerStream) error {
	m := new(ListUsersRequest)
	if err := stream.RecvMsg(m); err != nil {
		return err
	}
	return srv.(ConnectorServiceServer).ListUsers(m, &grpc.GenericServerStream[ListUsersRequest, ListUsersResponse]{ServerStream: stream})
}

// This type alias is provided for backwards compatibility with existing code that references the prior non-generic stream type by name.
type ConnectorService_ListUsersServer = grpc.ServerStreamingServer[ListUsersResponse]

func _ConnectorService_ListRoles_Handler(srv interface{}, stream grpc.ServerStream) error {
	m := new(ListRolesRequest)
	if err := stream.RecvMsg(m); err != nil {
		return err
	}
	return srv.(ConnectorServiceServer).ListRoles(m, &grpc.GenericServerStream[ListRolesRequest, ListRolesResponse]{ServerStream: stream})
}

// This type alias is provided for backwards compatibility with existing code that references the prior non-generic stream type by name.
type ConnectorService_ListRolesServer = grpc.ServerStreamingServer[ListRolesResponse]

func _ConnectorService_ListGroups_Handler(srv interface{}, stream grpc.ServerStream) error {
	m := new(ListGroupsRequest)
	if err := stream.RecvMsg(m); err != nil {
		return err
	}
	return srv.(ConnectorServiceServer).ListGroups(m, &grpc.GenericServerStream[ListGroupsRequest, ListGroupsResponse]{ServerStream: stream})
}

// This type alias is provided for backwards compatibility with existing code that references the prior non-generic stream type by name.
type ConnectorService_ListGroupsServer = grpc.ServerStreamingServer[ListGroupsResponse]

func _ConnectorService_GetUser_Handler(srv interface{}, ctx context.Context, dec func(interface{}) error, interceptor grpc.UnaryServerInterceptor) (interface{}, error) {
	in := new(GetUserRequest)
	if err := dec(in); err != nil {
		return nil, err
	}
	if interceptor == nil {
		return srv.(ConnectorServiceServer).GetUser(ctx, in)
	}
	info := &grpc.UnaryServerInfo{
		Server:     srv,
		FullMethod: ConnectorService_GetUser_FullMethodName,
	}
	handler := func(ctx context.Context, req interface{}) (interface{}, error) {
		return srv.(ConnectorServiceServer).GetUser(ctx, req.(*GetUserRequest))
	}
	return interceptor(ctx, in, info, handler)
}

func _ConnectorService_GetRole_Handler(srv interface{}, ctx context.Context, dec func(interface{}) error, interceptor grpc.UnaryServerInterceptor) (interface{}, error) {
	in := new(GetRoleRequest)
	if err := dec(in); err != nil {
		return nil, err
	}
	if interceptor == nil {
		return srv.(ConnectorServiceServer).GetRole(ctx, in)
	}
	info := &grpc.UnaryServerInfo{
		Server:     srv,
		FullMethod: ConnectorService_GetRole_FullMethodName,
	}
	handler := func(ctx context.Context, req interface{}) (interface{}, error) {
		return srv.(ConnectorServiceServer).GetRole(ctx, req.(*GetRoleRequest))
	}
	return interceptor(ctx, in, info, handler)
}

func _ConnectorService_GetGroup_Handler(srv interface{}, ctx context.Context, dec func(interface{}) error, interceptor grpc.UnaryServerInterceptor) (interface{}, error) {
	in := new(GetGroupRequest)
	if err := dec(in); err != nil {
		return nil, err
	}
	if interceptor == nil {
		return srv.(ConnectorServiceServer).GetGroup(ctx, in)
	}
	info := &grpc.UnaryServerInfo{
		Server:     srv,
		FullMethod: ConnectorService_GetGroup_FullMethodName,
	}
	handler := func(ctx context.Context, req interface{}) (interface{}, error) {
		return srv.(ConnectorServiceServer).GetGroup(ctx, req.(*GetGroupRequest))
	}
	return interceptor(ctx, in, info, handler)
}

// ConnectorService_ServiceDesc is the grpc.ServiceDesc for ConnectorService service.
// It's only intended for direct use with grpc.RegisterService,
// and not to be introspected or modified (even as a copy)
var ConnectorService_ServiceDesc = grpc.ServiceDesc{
	ServiceName: "trellis.connector.v1.ConnectorService",
	HandlerType: (*ConnectorServiceServer)(nil),
	Methods: []grpc.MethodDesc{
		{
			MethodName: "Describe",
			Handler:    _ConnectorService_Describe_Handler,
		},
		{
			MethodName: "Authenticate",
			Handler:    _ConnectorService_Authenticate_Handler,
		},
		{
			MethodName: "GetUser",
			Handler:    _ConnectorService_GetUser_Handler,
		},
		{
			MethodName: "GetRole",
			Handler:    _ConnectorService_GetRole_Handler,
		},
		{
			MethodName: "GetGroup",
			Handler:    _ConnectorService_GetGroup_Handler,
		},
	},
	Streams: []grpc.StreamDesc{
		{
			StreamName:    "ListUsers",
			Handler:       _ConnectorService_ListUsers_Handler,
			ServerStreams: true,
		},
		{
			StreamName:    "ListRoles",
			Handler:       _ConnectorService_ListRoles_Handler,
			ServerStreams: true,
		},
		{
			StreamName:    "ListGroups",
			Handler:       _ConnectorService_ListGroups_Handler,
			ServerStreams: true,
		},
	},
	Metadata: "trellis/connector/v1/connector.proto",
}
