package plugin

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/proto"
)

// call is one call to the process. It runs in a context that is its caller's, besides which it may be cancelled from here;
// the cause of that is the error that the call then ends with.
type call struct {
	p *Plugin

	// What the caller's context says.
	callerErr      func() error
	callerDeadline func() (time.Time, bool)

	cancel context.CancelCauseFunc
	cause  func() error // why the call's context is done
	after  func(func()) // has something done once it is
}

// begin starts a call, unless there is nobody to take it. Whoever gets a call ends it.
func (p *Plugin) begin(caller context.Context) (context.Context, *call, error) {
	if err := caller.Err(); err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancelCause(caller)
	c := &call{
		p: p, callerErr: caller.Err, callerDeadline: caller.Deadline,
		cancel: cancel, cause: func() error { return context.Cause(ctx) }, after: func(do func()) { context.AfterFunc(ctx, do) },
	}
	switch {
	case !p.calls.enter(c):
		cancel(nil)
		return nil, nil, p.closed()
	case within(p.done, 0):
		c.end()
		return nil, nil, p.crashed("")
	}
	return ctx, c, nil
}

// end ends the call. It may be called again.
func (c *call) end() {
	c.cancel(nil)
	c.p.calls.leave(c)
}

// request looks at a request before it goes out: its secrets must not come back in a log, and it must fit.
func (c *call) request(m any) error {
	if r, ok := m.(interface{ GetAccount() *connectorv1.Account }); ok {
		c.after(c.p.secrets.Hold(slices.Collect(maps.Values(r.GetAccount().GetCredentials()))...))
	}
	if r, ok := m.(proto.Message); ok && proto.Size(r) > connector.MaxMessageSize {
		return connector.InvalidField("account", "the request has %d bytes; at most %d fit", proto.Size(r), connector.MaxMessageSize)
	}
	return nil
}

// limit gives the call a deadline if its caller has none; 0 is no limit. stop must be called when the call is over.
func (c *call) limit(d time.Duration) (stop func()) {
	if _, ok := c.callerDeadline(); ok || d == 0 {
		return func() {}
	}
	timer := time.AfterFunc(d, func() {
		c.cancel(c.p.fail(connector.PluginTimeout, nil, "call again with a longer deadline, or restart the connector",
			"did not answer within %v%s", d, c.p.lastWords()))
	})
	return func() { timer.Stop() }
}
