package plugin

import (
	"context"
	"errors"
	"io"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/internal/handshake"
	"github.com/trellis-iam/trellis/plugin/internal/rundir"
	"github.com/trellis-iam/trellis/plugin/internal/wire"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/connectivity"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
)

var errStartTimeout = errors.New("the connector did not start in time")

// Launch starts a connector's binary and connects to it. Errors: the context's own; PluginCrashed when the process cannot
// be started or ends, PluginTimeout when it is not there within StartTimeout, PluginProtocol when it does not behave as a
// connector, PluginUntrusted when the path is not absolute. After an error nothing is left of the process.
//
// The context is for the launch only: the process lives until Close, or until it or this process ends.
func Launch(ctx context.Context, cfg Config) (*Plugin, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	cfg, err := cfg.complete()
	if err != nil {
		return nil, err
	}
	certificate, err := handshake.NewCertificate()
	if err != nil {
		return nil, hostFault("the connector's host cannot make a certificate: %w", err)
	}
	dir, err := rundir.New(cfg.RunDir)
	if err != nil {
		return nil, noRunDir(cfg.Path, err)
	}
	p := newPlugin(cfg, certificate, dir)
	starting, cancel := context.WithTimeoutCause(ctx, cfg.StartTimeout, errStartTimeout)
	defer cancel()
	if err := p.connect(starting); err != nil {
		late := starting.Err() != nil
		p.abort()
		if late { // whatever it then failed with
			err = p.tooLate(ctx)
		}
		return nil, err
	}
	_ = dir.Remove() // the next start sweeps away what cannot be removed now
	p.Connector = connector.Checked(wire.NewClient(channel{p}, p.breach), connector.BreachBy(p.breach))
	p.log.Event(hclog.Debug, "connector started")
	return p, nil
}

// connect starts the process and has go-plugin connect to it.
func (p *Plugin) connect(ctx context.Context) error {
	stopKill := func() bool { return true }
	r := &launchRunner{p: p, start: func() (string, error) {
		if err := p.startProcess(); err != nil {
			return "", err
		}
		// When the launch's time is up, this ends whatever go-plugin is waiting for.
		stopKill = context.AfterFunc(ctx, func() {
			p.proc.Kill("it did not start in time")
			p.link.close()
		})
		return p.awaitHandshake(ctx)
	}}
	p.client = goplugin.NewClient(&goplugin.ClientConfig{
		HandshakeConfig: goplugin.HandshakeConfig{
			MagicCookieKey: handshake.CookieKey, MagicCookieValue: handshake.CookieValue,
		},
		VersionedPlugins: map[int]goplugin.PluginSet{handshake.ContractVersion: {}},
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		RunnerFunc:       r.get,
		SkipHostEnv:      true,
		StartTimeout:     p.cfg.StartTimeout,
		TLSConfig:        handshake.ClientConfig(p.certificate),
		UnixSocketConfig: &goplugin.UnixSocketConfig{TempDir: p.dir.Path()},
		GRPCDialOptions:  p.dialOptions(),
		SyncStdout:       p.log.Stream("stdout"),
		SyncStderr:       p.log.Stream("stderr"),
		Logger:           hclog.New(&hclog.LoggerOptions{Level: hclog.Off, Output: io.Discard}),
	})
	_, err := p.client.Client()
	if err == nil {
		err = p.reach(ctx)
	}
	if !stopKill() {
		return context.Cause(ctx)
	}
	if err != nil {
		return p.notConnected(err)
	}
	return nil
}

// reach makes sure that there is a connection: go-plugin takes one that failed for a connector without a stdio service. As a
// rule the state tells, and costs nothing; it may be a little behind, and then a call tells.
func (p *Plugin) reach(ctx context.Context) error {
	rpc := p.rpc.Load()
	if rpc.GetState() == connectivity.Ready {
		return nil
	}
	_, err := grpc_health_v1.NewHealthClient(rpc).Check(ctx, &grpc_health_v1.HealthCheckRequest{Service: goplugin.GRPCServiceName})
	if status.Code(err) == codes.Unavailable {
		return err
	}
	return nil
}

// abort makes sure that nothing is left of a launch that failed.
func (p *Plugin) abort() {
	p.stopping.Store(true)
	p.link.close()
	if p.proc != nil {
		p.proc.Kill("it did not start as a connector")
		within(p.done, reapTimeout)
	}
	if rpc := p.rpc.Load(); rpc != nil {
		_ = rpc.Close()
	}
	_ = p.dir.Remove()
}
