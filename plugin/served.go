package plugin

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/internal/wire"
	"google.golang.org/grpc"
)

// served is the connector as go-plugin wants it.
type served struct {
	goplugin.NetRPCUnsupportedPlugin

	c      connector.Connector
	logger hclog.Logger
}

// GRPCServer registers the contract's service.
func (s *served) GRPCServer(_ *goplugin.GRPCBroker, g *grpc.Server) error {
	wire.Register(g, s.c, s.logBug)
	return nil
}

// GRPCClient is the host's side, which has its own: see Launch.
func (s *served) GRPCClient(context.Context, *goplugin.GRPCBroker, *grpc.ClientConn) (any, error) {
	return nil, errors.ErrUnsupported
}

// maxStack keeps the entry of a panic within a log line. The frames nearest to it come first.
const maxStack = 6 << 10

// logBug writes what the host is not told, under the incident that it is. What was panicked with is only written
// when the Go runtime made it: anything else could hold a secret.
func (s *served) logBug(e *connector.Error) {
	args := []any{"operation", e.Operation, "incident", e.IncidentID}
	p, ok := errors.AsType[*connector.Panic](e.Err)
	switch {
	case ok:
		what := fmt.Sprintf("a %T", p.Value)
		if r, ok := p.Value.(runtime.Error); ok {
			what = r.Error()
		}
		args = append(args, "panic", what, "stack", string(p.Stack[:min(len(p.Stack), maxStack)]))
	case e.Err != nil:
		args = append(args, "cause", e.Err.Error())
	}
	s.logger.Error("a bug in the connector: "+e.Message, args...)
}
