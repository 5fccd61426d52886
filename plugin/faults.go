package plugin

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/internal/logs"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// ErrClosed is the cause of the errors of calls to a [Plugin] that its host has closed.
var ErrClosed = errors.New("the connector was closed by its host")

// lostGrace is how long after the connection is lost the process may take to be gone, for the loss to count as its end. The
// kernel closes connections a little before it reports the exit, and then the output is read.
const lostGrace = time.Second

// clockGrace is how much earlier than here a deadline may pass in the connector, whose timer is not ours.
const clockGrace = 100 * time.Millisecond

// fault is the error that a call ends with, given gRPC's.
func (c *call) fault(err error) error {
	if e, ok := errors.AsType[*connector.Error](connector.FromStatus(err)); ok {
		return c.p.answered(e)
	}
	if err := c.callerErr(); err != nil {
		return err
	}
	if e, ok := errors.AsType[*connector.Error](c.cause()); ok {
		return e
	}
	if within(c.p.link.lost, 0) {
		return c.p.lost()
	}
	st := status.Convert(err)
	switch st.Code() {
	case codes.Unimplemented:
		return connector.Errorf(connector.ReasonUnsupported, "the connector does not have this call")
	case codes.DeadlineExceeded:
		if deadline, ok := c.callerDeadline(); ok && time.Until(deadline) < clockGrace {
			return context.DeadlineExceeded
		}
	case codes.ResourceExhausted: // the limits of sizes are all that gRPC uses it for
		return c.p.fail(connector.PluginProtocol, err, "ask for smaller pages, and report it to the connector's author",
			"sent more than the %d MiB that a message may have: %s%s", connector.MaxMessageSize>>20, c.p.clean(st.Message()), c.p.lastWords())
	}
	return c.p.fail(connector.PluginProtocol, err, "report it to the connector's author",
		"the call ended with %v and no reason of the contract: %s%s", st.Code(), c.p.clean(st.Message()), c.p.lastWords())
}

// breach is the error of an answer that is against the contract.
func (p *Plugin) breach(what error) *connector.Error {
	return p.fail(connector.PluginProtocol, what,
		"report it to the connector's author; a list can be gone on with from its last page token",
		"%s%s", p.clean(what.Error()), p.lastWords())
}

// answered is an error of the contract as the connector sent it, safe to show. Whatever name it gives itself in it, it is
// this connector's.
func (p *Plugin) answered(e *connector.Error) error {
	switch {
	case strings.HasPrefix(string(e.Reason), "PLUGIN_"):
		return p.fail(connector.PluginProtocol, nil, "report it to the connector's author",
			"answered %s, which only hosts may: %s%s", p.clean(string(e.Reason)), p.clean(e.Message), p.lastWords())
	case !isReason(string(e.Reason)):
		return p.fail(connector.PluginProtocol, nil, "report it to the connector's author",
			"answered with a reason that is none, %s: %s%s", p.clean(string(e.Reason)), p.clean(e.Message), p.lastWords())
	}
	e.Connector = p.identity().name
	for _, text := range []*string{
		&e.Operation, &e.Message, &e.Path, &e.Suggestion, &e.UpstreamExcerpt, &e.VendorRequestID, &e.IncidentID,
	} {
		*text = p.clean(*text)
	}
	return connector.FromStatus(e.GRPCStatus().Err()) // cut to the contract's sizes
}

// isReason reports whether a text is a reason as google.rpc.ErrorInfo has them, of this version or another: hosts branch
// on it, count by it and show it.
func isReason(text string) bool {
	const capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	return text != "" && len(text) <= 63 && strings.Trim(text, capitals+"0123456789_") == "" && strings.ContainsAny(text[:1], capitals)
}

// maxText is what is kept of a text that the process sent: the most that the contract has for one (a message's).
const maxText = 1536

// clean takes control characters and the secrets of calls out of a text that the process sent, and cuts it.
func (p *Plugin) clean(text string) string {
	return logs.Clip(p.secrets.Known(logs.EscapeText(text)), maxText)
}

// lost is the error of a call whose connection went.
func (p *Plugin) lost() error {
	if within(p.done, lostGrace) { // of an attached one at once
		return p.crashed("")
	}
	// There is no second connection: nobody can reach it any more.
	p.proc.Kill("it closed its connection")
	return p.fail(connector.PluginProtocol, errNoLink, "start it again, and report it to the connector's author",
		"closed its connection to the host%s", p.lastWords())
}

// crashed is the error of a process that is gone; when says at which point, and may be empty.
func (p *Plugin) crashed(when string) error {
	if p.attached != nil {
		return p.detached()
	}
	return p.fail(connector.PluginCrashed, p.exit, p.exit.suggestion(), "%v%s%s", p.exit, when, quoteTail(p.exit.Log))
}

// notConnected is the error of a process that printed its handshake and cannot be talked to.
func (p *Plugin) notConnected(err error) error {
	if e, ok := errors.AsType[*connector.Error](err); ok {
		return e
	}
	if within(p.link.lost, 0) && within(p.done, lostGrace) {
		return p.crashed(" before it could be connected to")
	}
	return p.fail(connector.PluginProtocol, err, "report it to the connector's author", "cannot be connected to: %s%s",
		p.clean(status.Convert(err).Message()), p.lastWords())
}

// tooLate is the error of a launch whose context has ended: the caller's or the start's.
func (p *Plugin) tooLate(caller context.Context) error {
	if err := caller.Err(); err != nil {
		return err
	}
	return p.fail(connector.PluginTimeout, errStartTimeout, "try again when the machine is less busy, or set a longer StartTimeout",
		"did not start within %v%s", p.cfg.StartTimeout, p.lastWords())
}

func (p *Plugin) closed() error {
	e := p.fail(connector.PluginCrashed, ErrClosed, "launch it again", "%v", ErrClosed)
	e.Fault = connectorv1.Fault_FAULT_HOST
	return e
}

func hostFault(format string, args ...any) *connector.Error {
	e := connector.Errorf(connector.PluginCrashed, format, args...)
	e.Fault = connectorv1.Fault_FAULT_HOST
	return e
}

// noRunDir is the error of a host that has no folder for a connector's socket.
func noRunDir(path string, err error) error {
	e := hostFault("the connector's host cannot make a folder for its socket: %w", err)
	e.Connector = identityOf(path).name
	e.Suggestion = "set TMPDIR (or Config.RunDir) to a folder that is there, and into which this user may write"
	return e
}

// fail makes an error of the host about the process, which the format speaks of: "did not answer".
func (p *Plugin) fail(reason connector.Reason, cause error, suggestion, format string, args ...any) *connector.Error {
	id := p.identity()
	who := strings.TrimSpace(p.binary() + " " + id.version)
	return &connector.Error{
		Reason:     reason,
		Message:    who + ": " + fmt.Sprintf(format, args...),
		Connector:  id.name,
		Suggestion: suggestion,
		Err:        cause,
	}
}
