package plugin

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/grpc"
)

// channel is the connection to the process as the contract's client sees it. All policy is in here, once for all calls:
// deadlines, the watchdog of lists, what is said when a call fails, and the count of calls that Close waits for.
type channel struct{ p *Plugin }

var _ grpc.ClientConnInterface = channel{}

// Invoke makes a unary call.
func (c channel) Invoke(ctx context.Context, method string, args, reply any, opts ...grpc.CallOption) error {
	ctx, call, err := c.p.begin(ctx)
	if err != nil {
		return err
	}
	defer call.end()
	if err := call.request(args); err != nil {
		return err
	}
	defer call.limit(c.p.cfg.CallTimeout)()
	if err := c.p.rpc.Load().Invoke(ctx, method, args, reply, opts...); err != nil {
		return call.fault(err)
	}
	if r, ok := reply.(*connectorv1.DescribeResponse); ok {
		c.p.learn(r.GetDescription())
	}
	return nil
}

// NewStream opens a list. It lasts until it has failed or ended, or its context is done.
func (c channel) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	ctx, call, err := c.p.begin(ctx)
	if err != nil {
		return nil, err
	}
	stop := call.watch(c.p.cfg.SilenceTimeout) // it waits where the connector takes no more calls
	s, err := c.p.rpc.Load().NewStream(ctx, desc, method, opts...)
	stop()
	if err != nil {
		defer call.end()
		return nil, call.fault(err)
	}
	context.AfterFunc(ctx, call.end)
	return &list{ClientStream: s, call: call}, nil
}

// list is the stream of a list, with a watchdog: the time that is spent waiting for one message is bounded, the time that
// the receiver takes for it is not.
type list struct {
	grpc.ClientStream
	call *call
}

func (l *list) SendMsg(m any) error {
	if err := l.call.request(m); err != nil {
		defer l.call.end()
		return err
	}
	err := l.ClientStream.SendMsg(m)
	switch {
	case errors.Is(err, io.EOF): // the stream has failed already; RecvMsg says why
		return nil
	case err != nil:
		defer l.call.end()
		return l.call.fault(err)
	}
	return nil
}

func (l *list) RecvMsg(m any) error {
	stop := l.call.watch(l.call.p.cfg.SilenceTimeout)
	err := l.ClientStream.RecvMsg(m)
	stop()
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.EOF):
		l.call.end()
		return io.EOF
	}
	defer l.call.end()
	return l.call.fault(err)
}

// watch ends the call when it is not stopped in time; 0 is no limit.
func (c *call) watch(silence time.Duration) (stop func()) {
	if silence == 0 {
		return func() {}
	}
	watchdog := time.AfterFunc(silence, func() { c.cancel(c.p.silent(silence)) })
	return func() { watchdog.Stop() }
}

func (p *Plugin) silent(d time.Duration) error {
	return p.fail(connector.PluginTimeout, nil, "go on from the last page token; if it happens again, restart the connector and "+
		"report it to its author", "gave no sign of life for %v in a list, where one is due every %v%s",
		d, connector.MaxSilence, p.lastWords())
}
