package wire

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"go.uber.org/goleak"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/test/bufconn"
	"google.golang.org/protobuf/testing/protocmp"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// dial serves something in memory and connects to it.
func dial(t *testing.T, register func(grpc.ServiceRegistrar)) connector.Connector {
	t.Helper()
	l := bufconn.Listen(1 << 20)
	s := grpc.NewServer(grpc.ForceServerCodecV2(Codec()))
	register(s)
	served := make(chan error, 1)
	go func() { served <- s.Serve(l) }()
	cc, err := grpc.NewClient("passthrough:",
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.ForceCodecV2(Codec())),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return l.DialContext(ctx) }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cc.Close()
		s.Stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	return NewClient(cc, func(what error) *connector.Error { return connector.Errorf(connector.PluginProtocol, "%w", what) })
}

func serve(t *testing.T, c connector.Connector, onBug func(*connector.Error)) connector.Connector {
	t.Helper()
	return dial(t, func(s grpc.ServiceRegistrar) { Register(s, c, onBug) })
}

func same(t *testing.T, what string, want, got any) {
	t.Helper()
	if d := cmp.Diff(want, got, protocmp.Transform()); d != "" {
		t.Errorf("%s (-sent +arrived):\n%s", what, d)
	}
}

// echo checks that requests arrive whole, and answers with everything that can be answered.
type echo struct {
	connector.Unsupported
	t *testing.T
}

func listRequest() connector.ListRequest {
	return connector.ListRequest{Account: fill(&connectorv1.Account{}), Options: fill(&connectorv1.ListOptions{})}
}

func wantGet() connector.GetRequest {
	return connector.GetRequest{Account: fill(&connectorv1.Account{}), ID: "id/ü", Options: fill(&connectorv1.GetOptions{})}
}

func (e echo) Describe(context.Context) (*connectorv1.Description, error) {
	return fill(&connectorv1.Description{}), nil
}

func (e echo) Authenticate(_ context.Context, a *connectorv1.Account) (*connectorv1.Authentication, error) {
	same(e.t, "account", fill(&connectorv1.Account{}), a)
	return fill(&connectorv1.Authentication{}), nil
}

func (e echo) ListUsers(_ context.Context, r connector.ListRequest, s connector.Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
	return echoList(e.t, r, s, func() *iamv1.User { return &iamv1.User{} })
}

func (e echo) ListRoles(_ context.Context, r connector.ListRequest, s connector.Sink[*iamv1.Role]) (*connectorv1.Receipt, error) {
	return echoList(e.t, r, s, func() *iamv1.Role { return &iamv1.Role{} })
}

func (e echo) ListGroups(_ context.Context, r connector.ListRequest, s connector.Sink[*iamv1.Group]) (*connectorv1.Receipt, error) {
	return echoList(e.t, r, s, func() *iamv1.Group { return &iamv1.Group{} })
}

func echoList[T connector.Item](t *testing.T, r connector.ListRequest, s connector.Sink[T], empty func() T) (*connectorv1.Receipt, error) {
	same(t, "list request", listRequest(), r)
	err := errors.Join(
		s.Progress(fill(&connectorv1.Progress{})),
		s.Page(connector.Page[T]{Items: []T{fill(empty()), empty()}, Info: fill(&connectorv1.PageInfo{})}),
		s.Page(connector.Page[T]{}),
	)
	return fill(&connectorv1.Receipt{}), err
}

func (e echo) GetUser(_ context.Context, r connector.GetRequest) (*iamv1.User, error) {
	same(e.t, "get request", wantGet(), r)
	return fill(&iamv1.User{}), nil
}

func (e echo) GetRole(_ context.Context, r connector.GetRequest) (*iamv1.Role, error) {
	same(e.t, "get request", wantGet(), r)
	return fill(&iamv1.Role{}), nil
}

func (e echo) GetGroup(_ context.Context, r connector.GetRequest) (*iamv1.Group, error) {
	same(e.t, "get request", wantGet(), r)
	return fill(&iamv1.Group{}), nil
}

// received is a sink that keeps what it gets.
type received[T connector.Item] struct {
	Pages    []connector.Page[T]
	Progress []*connectorv1.Progress
}

func (r *received[T]) sink() connector.Sink[T] {
	return connector.SinkFuncs[T]{
		OnPage:     func(p connector.Page[T]) error { r.Pages = append(r.Pages, p); return nil },
		OnProgress: func(p *connectorv1.Progress) error { r.Progress = append(r.Progress, p); return nil },
	}
}

func TestNothingIsLost(t *testing.T) {
	c := serve(t, echo{t: t}, nil)
	ctx := t.Context()

	d, err := c.Describe(ctx)
	same(t, "Describe", outcome(fill(&connectorv1.Description{})), outcome(d, err))
	a, err := c.Authenticate(ctx, fill(&connectorv1.Account{}))
	same(t, "Authenticate", outcome(fill(&connectorv1.Authentication{})), outcome(a, err))
	u, err := c.GetUser(ctx, wantGet())
	same(t, "GetUser", outcome(fill(&iamv1.User{})), outcome(u, err))
	r, err := c.GetRole(ctx, wantGet())
	same(t, "GetRole", outcome(fill(&iamv1.Role{})), outcome(r, err))
	g, err := c.GetGroup(ctx, wantGet())
	same(t, "GetGroup", outcome(fill(&iamv1.Group{})), outcome(g, err))

	checkList(t, "ListUsers", c.ListUsers, func() *iamv1.User { return &iamv1.User{} })
	checkList(t, "ListRoles", c.ListRoles, func() *iamv1.Role { return &iamv1.Role{} })
	checkList(t, "ListGroups", c.ListGroups, func() *iamv1.Group { return &iamv1.Group{} })
}

// outcome makes one value of an answer and its error.
func outcome(m any, err ...error) []any {
	if len(err) > 0 && err[0] != nil {
		return []any{m, err[0].Error()}
	}
	return []any{m}
}

func checkList[T connector.Item](
	t *testing.T, name string, list func(context.Context, connector.ListRequest, connector.Sink[T]) (*connectorv1.Receipt, error),
	empty func() T,
) {
	t.Helper()
	var got received[T]
	receipt, err := list(t.Context(), listRequest(), got.sink())
	same(t, name, outcome(fill(&connectorv1.Receipt{})), outcome(receipt, err))
	same(t, name, received[T]{
		Pages:    []connector.Page[T]{{Items: []T{fill(empty()), empty()}, Info: fill(&connectorv1.PageInfo{})}, {}},
		Progress: []*connectorv1.Progress{fill(&connectorv1.Progress{})},
	}, got)
}

// scripted is a server that sends what it likes.
type scripted struct {
	connectorv1.UnimplementedConnectorServiceServer
	list func(grpc.ServerStreamingServer[connectorv1.ListUsersResponse]) error
}

func (s scripted) ListUsers(_ *connectorv1.ListUsersRequest, out grpc.ServerStreamingServer[connectorv1.ListUsersResponse]) error {
	return s.list(out)
}

func TestListStreams(t *testing.T) {
	type server = grpc.ServerStreamingServer[connectorv1.ListUsersResponse]
	page := users.page([]*iamv1.User{{Id: "1"}}, nil)
	receipt := users.receipt(&connectorv1.Receipt{Items: 1})
	unknown := &connectorv1.ListUsersResponse{}
	unknown.ProtoReflect().SetUnknown([]byte{0xfa, 0x7f, 1, 'x'}) // field 2047
	enough := errors.New("enough")
	send := func(messages ...*connectorv1.ListUsersResponse) func(server) error {
		return func(out server) error {
			for _, m := range messages {
				if err := out.Send(m); err != nil {
					return err
				}
			}
			return nil
		}
	}
	for _, c := range []struct {
		name  string
		list  func(server) error
		sink  error
		pages int
		want  error
	}{
		{"whole", send(page, receipt), nil, 1, nil},
		{"messages of a later version", send(unknown, page, unknown, receipt), nil, 1, nil},
		{"no receipt", send(page, page), nil, 2, connector.PluginProtocol},
		{"nothing", send(), nil, 0, connector.PluginProtocol},
		{"a page after the receipt", send(page, receipt, page), nil, 1, connector.PluginProtocol},
		{"an error after the receipt", func(out server) error {
			return errors.Join(send(page, receipt)(out), connector.Errorf(connector.NotFound, "late").GRPCStatus().Err())
		}, nil, 1, connector.NotFound},
		{"the sink has enough", func(out server) error {
			for {
				if err := out.Send(page); err != nil {
					return err
				}
			}
		}, enough, 1, enough},
	} {
		t.Run(c.name, func(t *testing.T) {
			conn := dial(t, func(s grpc.ServiceRegistrar) {
				connectorv1.RegisterConnectorServiceServer(s, scripted{list: c.list})
			})
			pages := 0
			got, err := conn.ListUsers(t.Context(), connector.ListRequest{}, connector.SinkFuncs[*iamv1.User]{
				OnPage: func(connector.Page[*iamv1.User]) error { pages++; return c.sink },
			})
			if !errors.Is(connector.FromStatus(err), c.want) || (got != nil) != (c.want == nil) || pages != c.pages {
				t.Errorf("%d pages, %v, %v", pages, got, err)
			}
		})
	}
}

// failing answers every call with one error.
type failing struct {
	connector.Unsupported
	err error
}

func (f failing) Describe(context.Context) (*connectorv1.Description, error) { return nil, f.err }

func (f failing) Authenticate(context.Context, *connectorv1.Account) (*connectorv1.Authentication, error) {
	return nil, f.err
}

func TestErrorsOnTheWire(t *testing.T) {
	full := &connector.Error{
		Reason: connector.RateLimited, Message: "page 3: wait", Fault: connectorv1.Fault_FAULT_HOST, Connector: "x", Operation: "Describe",
		Path: "$.a", Suggestion: "wait", UpstreamStatus: 429, UpstreamExcerpt: "slow\ndown", VendorRequestID: "r1", RetryAfter: 90 * time.Second,
		IncidentID: "i1",
	}
	for _, c := range []struct {
		name string
		err  error
		want *connector.Error
		bugs int
	}{
		{"of the contract", full, full, 0},
		{"a bug", connector.Errorf(connector.ConnectorBug, "oops"), connector.Errorf(connector.ConnectorBug, "oops"), 1},
		{
			"without a reason", errors.New("key is s3cret"),
			connector.Errorf(connector.ConnectorBug, "the connector failed without a reason of the contract"), 1,
		},
		{
			"a deadline of its own", context.DeadlineExceeded,
			connector.Errorf(connector.ConnectorBug, "the connector failed without a reason of the contract"), 1,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			bugs := 0
			incident := ""
			conn := serve(t, failing{err: c.err}, func(e *connector.Error) {
				bugs++
				incident = e.IncidentID
			})
			_, err := conn.Describe(t.Context())
			got, ok := errors.AsType[*connector.Error](connector.FromStatus(err))
			if !ok {
				t.Fatal(err)
			}
			want := *c.want
			if c.bugs > 0 {
				want.IncidentID, want.Operation = incident, "Describe"
			}
			if d := cmp.Diff(&want, got, cmp.FilterPath(func(p cmp.Path) bool {
				return p.String() == "Err" || p.String() == "code"
			}, cmp.Ignore()), cmp.AllowUnexported(connector.Error{})); d != "" {
				t.Error(d)
			}
			if c.bugs > 0 && incident == "" {
				t.Error("there is no incident id")
			}
			if bugs != c.bugs {
				t.Errorf("%d bugs were reported, want %d", bugs, c.bugs)
			}
		})
	}
}
