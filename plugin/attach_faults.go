package plugin

import (
	"context"

	"github.com/trellis-iam/trellis/connector"
	"google.golang.org/grpc/status"
)

// What there is to do about a connector that is being debugged and does not answer.
const (
	attachAgain = "look at the debugger; then start the connector again with the argument debug, and attach to the file that it names"
	letItGoOn   = "let it go on in its debugger, or leave the timeout out: attached to a connector, a host has none by itself"
)

// detached is the error of a connector that was attached to and has ended.
func (p *Plugin) detached() error {
	return p.fail(connector.PluginCrashed, errNoLink, attachAgain,
		"the connector being debugged has ended its connection (process %d)", p.PID())
}

// notAttached is the error of a connector that could not be attached to.
func (p *Plugin) notAttached(err error) error {
	if !p.link.reached() {
		return p.fail(connector.PluginCrashed, err, attachAgain,
			"process %d, which wrote %q, does not listen any more", p.PID(), p.attached.Path)
	}
	return p.fail(connector.PluginProtocol, err, attachAgain, "cannot be attached to with %q: %s",
		p.attached.Path, p.clean(status.Convert(err).Message()))
}

// notInTime is the error of an attaching whose context has ended: the caller's or StartTimeout's.
func (p *Plugin) notInTime(caller context.Context) error {
	if err := caller.Err(); err != nil {
		return err
	}
	return p.fail(connector.PluginTimeout, errAttachTimeout, letItGoOn,
		"did not let itself be attached to within %v", p.cfg.StartTimeout)
}
