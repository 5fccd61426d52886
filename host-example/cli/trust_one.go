package cli

import (
	"context"
	"crypto/ed25519"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/folder"
	"github.com/trellis-iam/trellis/plugin"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	"github.com/trellis-iam/trellis/plugin/trust"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// trust trusts one connector: the bytes that are loaded here are those whose signature is checked, that are asked for their
// name and version, and that are recorded.
func (a *app) trust(ctx context.Context, e folder.Entry, key ed25519.PublicKey) (trust.Entry, error) {
	image, err := trust.Load(e.Path)
	if err != nil {
		return trust.Entry{}, err
	}
	defer func() { _ = image.Close() }()
	lock, err := trust.ReadLock(a.lock())
	if err != nil {
		return trust.Entry{}, err
	}
	if err := lock.CheckSignature(e.Name, image, key); err != nil { // before any of it runs
		return trust.Entry{}, err
	}
	d, err := a.ask(ctx, e, image)
	if err != nil {
		return trust.Entry{}, cmdline.Ended(ctx, err)
	}
	return trust.Record(a.lock(), e.Name, d.GetVersion(), image, key)
}

// ask runs a binary that is not trusted yet, and has it say what it is.
func (a *app) ask(ctx context.Context, e folder.Entry, image *trust.Image) (*connectorv1.Description, error) {
	cfg := a.process()
	cfg.Path, cfg.Image = image.Path(), image
	p, err := a.Launch(ctx, cfg)
	if err != nil {
		return nil, err
	}
	d, err := p.Describe(ctx)
	a.ended(p.Close())
	if err != nil {
		return nil, err
	}
	if d.GetName() != e.Name {
		wrong := connector.Errorf(connector.PluginProtocol, "the binary %s has the connector %s in it", e.Path, d.GetName())
		wrong.Connector, wrong.Suggestion = e.Name, "give the binary the name of its connector: "+plugin.BinaryPrefix+d.GetName()
		return nil, wrong
	}
	return d, nil
}
