package plugin_test

import (
	"context"
	"os"
	"strconv"
	"syscall"
	"time"

	goplugin "github.com/hashicorp/go-plugin"
	"github.com/trellis-iam/trellis/plugin/internal/handshake"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/encoding"
	grpcproto "google.golang.org/grpc/encoding/proto"
	"google.golang.org/grpc/mem"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// userAnswer is what a call for one user is answered with.
type userAnswer = connectorv1.GetUserResponse

// usersStream is a list on its way out.
type usersStream = grpc.ServerStreamingServer[connectorv1.ListUsersResponse]

// hostile is a connector that nothing holds to the contract, with bad habits.
type hostile struct {
	connectorv1.UnimplementedConnectorServiceServer

	describe     func(*connectorv1.Description)
	authenticate func() *connectorv1.AuthenticateResponse
	get          func(id string) (*userAnswer, error)
	list         func(usersStream) error
}

func (h hostile) Describe(context.Context, *connectorv1.DescribeRequest) (*connectorv1.DescribeResponse, error) {
	d := puppetDescription("hostile")
	if h.describe != nil {
		h.describe(d)
	}
	return &connectorv1.DescribeResponse{Description: d}, nil
}

func (h hostile) Authenticate(context.Context, *connectorv1.AuthenticateRequest) (*connectorv1.AuthenticateResponse, error) {
	if h.authenticate == nil {
		return nil, status.Error(codes.Unimplemented, "there is no such call")
	}
	return h.authenticate(), nil
}

func (h hostile) GetUser(_ context.Context, r *connectorv1.GetUserRequest) (*userAnswer, error) {
	if h.get != nil {
		return h.get(r.GetId())
	}
	return userOf(r.GetId()), nil
}

func (h hostile) ListUsers(_ *connectorv1.ListUsersRequest, out usersStream) error {
	return h.list(out)
}

func userOf(id string) *userAnswer {
	return &userAnswer{User: &iamv1.User{Id: id}}
}

// Programs: with go-plugin as it comes.

// serveHostile serves with go-plugin, as another language's library would, and with options of gRPC.
func serveHostile(h hostile, options ...grpc.ServerOption) {
	goplugin.Serve(&goplugin.ServeConfig{
		HandshakeConfig: goplugin.HandshakeConfig{
			ProtocolVersion: 1, MagicCookieKey: handshake.CookieKey, MagicCookieValue: handshake.CookieValue,
		},
		Plugins:    goplugin.PluginSet{"connector": stockPlugin{s: h}},
		GRPCServer: func(o []grpc.ServerOption) *grpc.Server { return grpc.NewServer(append(o, options...)...) },
	})
}

// getter is a program that does something when it is asked for a user, and answers if it still can.
func getter(do func()) func() {
	return answerer(func(id string) (*userAnswer, error) {
		do()
		return userOf(id), nil
	})
}

// answerer is a program that answers what it likes when it is asked for a user.
func answerer(get func(id string) (*userAnswer, error)) func() {
	return func() { serveHostile(hostile{get: get}) }
}

// lister is a program that sends what it likes when it is asked for a list.
func lister(list func(usersStream) error) func() {
	return func() {
		serveHostile(hostile{list: list}, grpc.ForceServerCodecV2(bulk{encoding.GetCodecV2(grpcproto.Name)}))
	}
}

// Programs: with services of their own.

// serveOwn serves without go-plugin: its stdio and broker are what register makes of them. It goes with its life line.
func serveOwn(h hostile, register func(*grpc.Server), line func(handshake.Line) string) {
	own, err := handshake.NewCertificate()
	if err != nil {
		panic(err)
	}
	config, err := handshake.ServerConfig(own, os.Getenv(handshake.EnvClientCert))
	if err != nil {
		panic(err)
	}
	s := grpc.NewServer(grpc.Creds(credentials.NewTLS(config)), grpc.ForceServerCodecV2(bulk{encoding.GetCodecV2(grpcproto.Name)}))
	connectorv1.RegisterConnectorServiceServer(s, h)
	register(s)
	l := listen()
	write(1, line(handshake.Line{Network: "unix", Address: l.Addr().String(), Certificate: own.Certificate[0]})+"\n")
	go func() { _ = s.Serve(l) }()
	_, _ = os.Stdin.Read(make([]byte, 1))
}

// registerStream registers a service of one server stream, as go-plugin names them.
func registerStream(service, method string, handle func(grpc.ServerStream) error) func(*grpc.Server) {
	return func(s *grpc.Server) {
		s.RegisterService(&grpc.ServiceDesc{
			ServiceName: service, HandlerType: (*any)(nil),
			Streams: []grpc.StreamDesc{{
				StreamName: method, ServerStreams: true, ClientStreams: true,
				Handler: func(_ any, out grpc.ServerStream) error {
					_ = out.RecvMsg(&emptypb.Empty{})
					return handle(out)
				},
			}},
		}, struct{}{})
	}
}

// stdio is a message of go-plugin's stdio stream.
func stdio(channel uint64, data []byte) proto.Message {
	b := protowire.AppendVarint(protowire.AppendTag(nil, 1, protowire.VarintType), channel)
	b = protowire.AppendBytes(protowire.AppendTag(b, 2, protowire.BytesType), data)
	return raw(&emptypb.Empty{}, b)
}

// Messages.

// raw is a message that goes out with the given bytes after its fields, whatever they mean.
func raw[M proto.Message](m M, b []byte) M {
	m.ProtoReflect().SetUnknown(b)
	return m
}

func page(token string, ids ...string) *connectorv1.ListUsersResponse {
	p := &connectorv1.UsersPage{Info: &connectorv1.PageInfo{NextPageToken: token}}
	for _, id := range ids {
		p.Users = append(p.Users, &iamv1.User{Id: id})
	}
	return &connectorv1.ListUsersResponse{Event: &connectorv1.ListUsersResponse_Page{Page: p}}
}

func receipt(items int64) *connectorv1.ListUsersResponse {
	return &connectorv1.ListUsersResponse{Event: &connectorv1.ListUsersResponse_Receipt{Receipt: &connectorv1.Receipt{
		End: connectorv1.End_END_EXHAUSTED, Items: items, ListingId: "l", ListingStartedAt: timestamppb.Now(),
	}}}
}

// sending sends messages, and ends with status OK.
func sending(messages ...*connectorv1.ListUsersResponse) func(usersStream) error {
	return func(out usersStream) error {
		for _, m := range messages {
			if err := out.Send(m); err != nil {
				return err
			}
		}
		return nil
	}
}

// bulk sends 256 MiB where a user has the id "bulk", of which the sender holds one.
type bulk struct{ encoding.CodecV2 }

const bulkSize = 256 << 20

func (c bulk) Marshal(v any) (mem.BufferSlice, error) {
	m, ok := v.(proto.Message)
	if !ok || !isBulk(m) {
		return c.CodecV2.Marshal(v)
	}
	chunk := make([]byte, 1<<20)
	message := protowire.AppendVarint(protowire.AppendTag(nil, 15, protowire.BytesType), bulkSize)
	data := mem.BufferSlice{mem.SliceBuffer(message)}
	for range bulkSize / len(chunk) {
		data = append(data, mem.SliceBuffer(chunk))
	}
	return data, nil
}

func isBulk(m proto.Message) bool {
	switch m := m.(type) {
	case *userAnswer:
		return m.GetUser().GetId() == "bulk"
	case *connectorv1.ListUsersResponse:
		users := m.GetPage().GetUsers()
		return len(users) == 1 && users[0].GetId() == "bulk"
	}
	return false
}

// What processes do to themselves.

// write writes to a descriptor itself: what go-plugin puts in place of os.Stdout and os.Stderr loses last words.
func write(fd int, s string) {
	for b := []byte(s); len(b) > 0; {
		n, err := syscall.Write(fd, b)
		if err != nil && err != syscall.EINTR {
			return
		}
		b = b[max(n, 0):]
	}
}

const lastWords = "there is no more"

// exit says something last, and exits.
func exit(code int) {
	write(2, `{"@level":"error","@message":"`+lastWords+`"}`+"\n")
	os.Exit(code)
}

// end ends the process with a signal, and not a moment later.
func end(s syscall.Signal) {
	_ = syscall.Kill(os.Getpid(), s)
	wait()
}

// fill opens so many files.
func fill(n int) {
	for i := range n {
		if _, err := syscall.Open("/dev/null", syscall.O_RDONLY, 0); err != nil {
			panic("file " + strconv.Itoa(i) + ": " + err.Error())
		}
	}
}

// pause is a moment: what comes in between is not to come at once.
func pause() { time.Sleep(50 * time.Millisecond) }
