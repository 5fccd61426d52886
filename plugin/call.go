package plugin

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/proto"
)

// call is one call to the process. Its context is the caller's, besides which it may be cancelled from here; the cause of
// that is the error that the call then ends with.
type call struct {
	p         *Plugin
	operation string
	caller    context.Context

	ctx     context.Context
	cancel  context.CancelCauseFunc
	endOnce sync.Once
	stop    func() bool
}

// begin starts a call, unless there is nobody to take it. Whoever gets a call ends it.
func (p *Plugin) begin(ctx context.Context, operation string) (*call, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !p.calls.enter() {
		return nil, p.closed()
	}
	c := &call{p: p, operation: operation, caller: ctx}
	c.ctx, c.cancel = context.WithCancelCause(ctx)
	c.stop = context.AfterFunc(p.life, func() { c.cancel(p.closed()) })
	select {
	case <-p.done:
		c.end()
		return nil, p.crashed("")
	default:
		return c, nil
	}
}

func (c *call) end() {
	c.endOnce.Do(func() {
		c.stop()
		c.cancel(context.Canceled)
		c.p.calls.leave()
	})
}

// request looks at a request before it goes out: its secrets must not come back in a log, and it must fit.
func (c *call) request(m any) error {
	if r, ok := m.(interface{ GetAccount() *connectorv1.Account }); ok {
		c.p.secrets.Add(slices.Collect(maps.Values(r.GetAccount().GetCredentials()))...)
	}
	if r, ok := m.(proto.Message); ok && proto.Size(r) > connector.MaxMessageSize {
		return connector.InvalidField("account", "the request has %d bytes; at most %d fit", proto.Size(r), connector.MaxMessageSize)
	}
	return nil
}

// limit gives the call a deadline if its caller has not. stop must be called when the call is over.
func (c *call) limit(d time.Duration) (stop func() bool) {
	if _, ok := c.caller.Deadline(); ok {
		return func() bool { return true }
	}
	return time.AfterFunc(d, func() {
		c.cancel(c.p.fail(connector.PluginTimeout, nil, "call again with a longer deadline, or restart the connector",
			"did not answer within %v%s", d, quoteTail(c.p.log.Tail())))
	}).Stop
}
