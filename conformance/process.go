package conformance

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// process is the connector in a process of its own, started as a host starts it: private socket, mutual TLS, an environment that
// is an allow list, stdin as life line. Calls are raw. It is for several goroutines.
type process struct {
	plugin         *plugin.Plugin
	client         client
	stdout, stderr *tape
	started        time.Duration // how long it took to start
}

// Bounds of what a process may take. Its calls have those of their own.
const (
	startTimeout = 10 * time.Second // as hosts wait
	callTimeout  = 20 * time.Second // of a unary call: longer than anything that the kit asks takes
)

// launch starts the binary. Where that fails, the process has its output and nothing else.
func launch(ctx context.Context, path string) (*process, error) {
	p := &process{stdout: &tape{}, stderr: &tape{}}
	start := time.Now()
	var err error
	p.plugin, err = plugin.Launch(ctx, plugin.Config{Path: path, Stdout: p.stdout, Stderr: p.stderr, StartTimeout: startTimeout})
	if err != nil {
		return p, toldOnce(err)
	}
	p.started = time.Since(start)
	p.client = connectorv1.NewConnectorServiceClient(p.plugin.Conn())
	return p, nil
}

// startError is why a binary cannot be started. Its text names the binary, and not the connector besides, which is the end of
// that name.
type startError struct{ e *connector.Error }

func (s *startError) Error() string { return s.e.Message }
func (s *startError) Unwrap() error { return s.e }

// toldOnce is the error of a launch as it is told here.
func toldOnce(err error) error {
	if e, ok := errors.AsType[*connector.Error](err); ok {
		return &startError{e}
	}
	return err
}

// gone reports whether the process has ended by itself.
func (p *process) gone() bool {
	select {
	case <-p.plugin.Done():
		return true
	default:
		return false
	}
}

// close ends the process, whatever it does. How it went is nobody's but the process cases'.
func (p *process) close() { _ = p.plugin.Close() }

// end is how the process ended, for people; empty while it lives.
func (p *process) end() string {
	if exit := p.plugin.Exit(); exit != nil {
		return fmt.Sprintf("process %d %s", exit.PID, exit.Report())
	}
	return ""
}

func (p *process) describe(ctx context.Context) (*connectorv1.Description, *failure) {
	ctx, cancel := context.WithTimeoutCause(ctx, callTimeout, errLate)
	defer cancel()
	r, err := p.client.Describe(ctx, &connectorv1.DescribeRequest{})
	return r.GetDescription(), failureOf(err, context.Cause(ctx))
}

func (p *process) authenticate(ctx context.Context, a *connectorv1.Account) (*connectorv1.Authentication, *failure) {
	ctx, cancel := context.WithTimeoutCause(ctx, callTimeout, errLate)
	defer cancel()
	r, err := p.client.Authenticate(ctx, &connectorv1.AuthenticateRequest{Account: a})
	return r.GetAuthentication(), failureOf(err, context.Cause(ctx))
}

// get reads one item. It is nil where there is none, with a failure or without one.
func (p *process) get(
	ctx context.Context, k *kind, a *connectorv1.Account, id string, o *connectorv1.GetOptions,
) (item, *failure) {
	ctx, cancel := context.WithTimeoutCause(ctx, callTimeout, errLate)
	defer cancel()
	one, err := k.get(ctx, p.client, a, id, o)
	return one, failureOf(err, context.Cause(ctx))
}

var errLate = fmt.Errorf("the call was not answered within %v", callTimeout)

// tape keeps the first megabytes of what a process writes.
type tape struct {
	mu   sync.Mutex
	text []byte
}

// maxTape is far more than a connector that logs in moderation writes in a run.
const maxTape = 4 << 20

func (t *tape) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, b[:min(len(b), maxTape-len(t.text))]...)
	return len(b), nil
}

func (t *tape) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.text)
}
