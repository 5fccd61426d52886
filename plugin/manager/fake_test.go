package manager

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// fake is a process that runs here, and can die.
type fake struct {
	connector.Connector
	pid   int
	done  chan struct{}
	once  sync.Once
	ping  func(context.Context) error
	close func()
}

func (f *fake) PID() int              { return f.pid }
func (f *fake) Done() <-chan struct{} { return f.done }
func (f *fake) die()                  { f.once.Do(func() { close(f.done) }) }

func (f *fake) Ping(ctx context.Context) error {
	if f.ping != nil {
		return f.ping(ctx)
	}
	return nil
}

func (f *fake) Close() error {
	if f.close != nil {
		f.close()
	}
	f.die()
	return nil
}

var errCrash = connector.Errorf(connector.PluginCrashed, "it exited with status 7")

// farm launches fakes and knows them.
type farm struct {
	mu     sync.Mutex
	all    []*fake
	events []Event
	// connector makes the connector of the next process, which can end it.
	connector func(f *fake) connector.Connector
	fails     func(n int) error // of the nth launch
	told      func(e Event)     // besides the farm
}

func (f *farm) launch(ctx context.Context, _ plugin.Config) (Process, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	p := &fake{pid: len(f.all) + 1, done: make(chan struct{})}
	f.all = append(f.all, p)
	if f.fails != nil {
		if err := f.fails(p.pid); err != nil {
			p.die()
			return nil, err
		}
	}
	p.Connector = connector.Checked(f.connector(p), connector.BreachAs(connector.PluginProtocol))
	return p, nil
}

func (f *farm) started() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.all)
}

func (f *farm) event(e Event) {
	f.mu.Lock()
	f.events = append(f.events, e)
	f.mu.Unlock()
	if f.told != nil {
		f.told(e)
	}
}

func (f *farm) kinds() (kinds []EventKind) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, e := range f.events {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

// manage makes a manager of fakes, which is closed at the end of the test with none of them left.
func (f *farm) manage(t *testing.T, cfg Config) *Manager {
	t.Helper()
	cfg.Folder, cfg.Dev, cfg.Launch, cfg.OnEvent = t.TempDir(), true, f.launch, f.event
	m, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
		for _, p := range f.all {
			select {
			case <-p.done:
			default:
				t.Errorf("process %d is left", p.pid)
			}
		}
	})
	return m
}

// steady is a connector that answers, after a while if it is told so.
type steady struct {
	connector.Unsupported
	get  func(ctx context.Context) error
	list func(ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.User]) (*connectorv1.Receipt, error)
}

func (steady) Describe(context.Context) (*connectorv1.Description, error) {
	return &connectorv1.Description{
		Name: "steady", Title: "Steady", Version: "1.0.0",
		AuthMethods: []*connectorv1.AuthMethod{{
			Id: "none", Title: "None", Kind: &connectorv1.AuthMethod_Fields{Fields: &connectorv1.FieldsAuth{}},
		}},
		Resources: []*connectorv1.Resource{{
			Kind:            connectorv1.ResourceKind_RESOURCE_KIND_USER,
			Operations:      []connectorv1.Operation{connectorv1.Operation_OPERATION_LIST, connectorv1.Operation_OPERATION_GET},
			DefaultPageSize: 10, MaxPageSize: 100,
		}},
	}, nil
}

func (steady) Authenticate(context.Context, *connectorv1.Account) (*connectorv1.Authentication, error) {
	return &connectorv1.Authentication{}, nil
}

func (s steady) GetUser(ctx context.Context, req connector.GetRequest) (*iamv1.User, error) {
	if s.get != nil {
		if err := s.get(ctx); err != nil {
			return nil, err
		}
	}
	return &iamv1.User{Id: req.ID}, nil
}

func (s steady) ListUsers(ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
	return s.list(ctx, req, sink)
}

func who(account string) connector.GetRequest {
	return connector.GetRequest{Account: &connectorv1.Account{Id: account}, ID: "7"}
}

func all(account string) connector.ListRequest {
	return connector.ListRequest{Account: &connectorv1.Account{Id: account}}
}

func wantReason(t *testing.T, err error, reason connector.Reason) *connector.Error {
	t.Helper()
	e, ok := errors.AsType[*connector.Error](err)
	if !ok || e.Reason != reason {
		t.Fatalf("%v is not %s", err, reason)
	}
	return e
}
