package plugin

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/internal/attachfile"
	"github.com/trellis-iam/trellis/plugin/internal/handshake"
	"github.com/trellis-iam/trellis/plugin/internal/wire"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
)

// Attach connects to a connector that someone runs under a debugger, through the file that it wrote:
//
//	$ dlv exec trellis-connector-lattice -- debug
//
// The [Plugin] is like that of Launch, with mutual TLS, the same limits and the same checks, except that the process is
// not this host's: Close ends the connection and not the process, another host may be attached at the same time, the log
// is in the debugger's terminal, and how the process ends is not known: Exit stays nil. When the process ends, calls fail
// with PluginCrashed and Done is closed.
//
// A process that stands at a breakpoint answers nothing, so there are no timeouts but those that cfg sets: by default
// StartTimeout, CallTimeout and SilenceTimeout are off. Path, Image, RunDir and StopTimeout have no meaning.
//
// Errors: the context's own; PluginUntrusted when the file is not its owner's alone or not right; PluginCrashed when the
// process that wrote it is gone; PluginTimeout; PluginProtocol. The context is for the attaching only.
func Attach(ctx context.Context, file string, cfg Config) (*Plugin, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := attachfile.Read(file)
	if err != nil {
		return nil, err
	}
	cfg, err = cfg.attached(f.Name)
	if err != nil {
		return nil, err
	}
	p := newPlugin(cfg, f.Client, nil)
	p.attached, p.done = f, p.link.lost
	p.about.Store(&identity{name: f.Name, version: f.Version})
	p.log.With("pid", f.PID)
	p.link.to(f.Network, f.Address)
	if err := p.meet(ctx); err != nil {
		_ = p.hangUp()
		return nil, err
	}
	p.Connector = connector.Checked(wire.NewClient(channel{p}, p.breach), connector.BreachBy(p.breach))
	p.log.Event(hclog.Debug, "attached to a connector that is being debugged")
	return p, nil
}

// attached completes a configuration for attaching, where nothing may time out by itself.
func (c Config) attached(name string) (Config, error) {
	given := c
	c.Path = BinaryPrefix + name
	c, err := c.completeTimes()
	c.StartTimeout = cmp.Or(given.StartTimeout, forever)
	c.CallTimeout, c.SilenceTimeout = given.CallTimeout, given.SilenceTimeout
	return c, err
}

var errAttachTimeout = errors.New("the connector did not let itself be attached to in time")

// forever is longer than the certificates of a connector that is being debugged last.
const forever = 30 * 24 * time.Hour

// meet connects.
func (p *Plugin) meet(ctx context.Context) error {
	config := handshake.ClientConfig(p.certificate)
	config.RootCAs.AddCert(p.attached.Server)
	rpc, err := grpc.NewClient("passthrough:///"+p.attached.Name, append(p.dialOptions(),
		grpc.WithTransportCredentials(credentials.NewTLS(config)),
		// gRPC's own bound of 20 s for a connection would pass at a breakpoint.
		grpc.WithConnectParams(grpc.ConnectParams{Backoff: backoff.DefaultConfig, MinConnectTimeout: forever}),
	)...)
	if err != nil {
		return hostFault("the connector's host cannot make a connection: %w", err)
	}
	p.rpc.Store(rpc)
	starting, cancel := context.WithTimeoutCause(ctx, p.cfg.StartTimeout, errAttachTimeout)
	defer cancel()
	err = p.reach(starting)
	if starting.Err() != nil {
		return p.notInTime(ctx)
	}
	if err != nil {
		return p.notAttached(err)
	}
	return nil
}

// hangUp ends the connection, and leaves the process to whoever debugs it.
func (p *Plugin) hangUp() error {
	p.link.close()
	if rpc := p.rpc.Load(); rpc != nil {
		_ = rpc.Close()
	}
	return nil
}
