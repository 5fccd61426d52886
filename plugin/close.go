package plugin

import (
	"context"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
)

// Close ends the connector: no new calls, then running ones get DrainTimeout to end and fail with [ErrClosed] if they do
// not; then the process is asked to exit, gets StopTimeout, and is killed with its children. When Close returns, process,
// socket and folder are gone. It never takes longer than both timeouts and 4 s, may be called by several and again, and
// gives each the same answer.
//
// A connector that was attached to goes on: only the connection ends.
//
// Errors: PluginTimeout when the process had to be killed, or could not even be. A process that was gone already is
// no error.
func (p *Plugin) Close() error {
	p.closeOnce.Do(func() { p.closeErr = p.close() })
	return p.closeErr
}

func (p *Plugin) close() error {
	p.calls.close()
	if !p.calls.drained(p.cfg.DrainTimeout) {
		p.calls.cancel(p.closed())
		p.calls.drained(reapTimeout) // a sink that works on is its owner's business
	}
	if p.attached != nil {
		return p.hangUp()
	}
	p.stopping.Store(true)
	err := p.stop()
	p.link.close()
	_ = p.rpc.Load().Close()
	_ = p.dir.Remove()
	if within(p.done, 0) {
		p.client.Kill() // waits for go-plugin's goroutines; there is nothing left to kill or to wait long for
		return err
	}
	return p.fail(connector.PluginTimeout, err, "look at the process: it is stuck in the system, on a dead disk for instance",
		"process %d could not be killed", p.PID())
}

// stop asks the process to exit, and kills it when it does not.
func (p *Plugin) stop() error {
	deadline := time.Now().Add(p.cfg.StopTimeout)
	if !p.shutdown() {
		p.proc.CutLifeLine() // the other way to say it
	}
	if within(p.done, time.Until(deadline)) {
		return nil
	}
	p.proc.Kill("it did not exit when it was asked to")
	if within(p.done, reapTimeout) && p.exit.Killed == "" {
		return nil // it was going
	}
	return p.fail(connector.PluginTimeout, nil, "report it to the connector's author",
		"did not exit within %v and was killed%s", p.cfg.StopTimeout, p.lastWords())
}

// shutdown calls go-plugin's controller. It reports false when the connector does not have it; a connection that breaks
// is a process that went at once.
func (p *Plugin) shutdown() bool {
	ctx, cancel := context.WithTimeout(context.Background(), p.cfg.StopTimeout)
	defer cancel()
	err := p.rpc.Load().Invoke(ctx, "/plugin.GRPCController/Shutdown", &emptypb.Empty{}, &emptypb.Empty{})
	return status.Code(err) != codes.Unimplemented
}
