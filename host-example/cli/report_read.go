package cli

import (
	"context"
	"errors"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/report"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"golang.org/x/sync/errgroup"
)

// reading is one account that is read for a report.
type reading struct {
	*app
	target target
	in     *report.Intake

	connector connector.Connector // nil: not opened
	account   *connectorv1.Account

	asked bool  // whether it came so far that the application was asked
	items int64 // of all lists
	err   error // the first one that is worth telling
}

// readAll reads accounts at the same time. None stops the others.
func (a *app) readAll(ctx context.Context, b *report.Builder, targets []target) []*reading {
	readings := make([]*reading, len(targets))
	for i, t := range targets {
		readings[i] = &reading{app: a, target: t, in: b.Account(t.name, t.connector)}
		if t.asks { // people, who are asked one thing after the other, while nothing else writes to their terminal
			readings[i].open(ctx)
		}
	}
	var all errgroup.Group
	all.SetLimit(maxLists)
	for _, g := range readings {
		all.Go(func() error {
			g.run(ctx)
			return nil
		})
	}
	_ = all.Wait() // each has its own error
	return readings
}

func (g *reading) open(ctx context.Context) {
	c, account, err := g.app.open(ctx, g.target)
	if err != nil {
		g.fail(ctx, err)
		return
	}
	g.connector, g.account = c, account
}

// run reads the account: what it is, whose credentials these are, and its lists, one after the other, because they share what
// the vendor allows a credential.
func (g *reading) run(ctx context.Context) {
	if g.connector == nil && g.err == nil {
		g.open(ctx)
	}
	if g.err != nil {
		return
	}
	d, err := g.connector.Describe(ctx)
	if err != nil {
		g.fail(ctx, err)
		return
	}
	g.in.Describe(d)
	g.asked = true
	login, err := g.connector.Authenticate(ctx, g.account)
	if err != nil { // what the lists would meet, too
		g.fail(ctx, err)
		return
	}
	g.in.Authenticated(login)
	gather(ctx, g, users(), g.in.Users())
	gather(ctx, g, roles(), g.in.Roles())
	gather(ctx, g, groups(), g.in.Groups())
}

func (g *reading) fail(ctx context.Context, err error) {
	g.err = g.helpful(cmdline.Ended(ctx, err))
	g.in.Failed(g.err)
}

// gather reads one list into the report, if the connector has it.
func gather[T connector.Item](ctx context.Context, g *reading, r resource[T], to connector.Sink[T]) {
	if !g.in.Offers(r.kind) {
		return
	}
	watch, done := g.watch(g.target, g.account, r.name)
	defer done()
	s := &stream[T]{app: g.app, from: g.target, watch: watch, write: func([]T) error { return nil }}
	receipt, err := r.list(g.connector, ctx, connector.ListRequest{Account: g.account}, connector.SinkFuncs[T]{
		OnPage:     func(p connector.Page[T]) error { return errors.Join(to.Page(p), s.Page(p)) },
		OnProgress: s.Progress,
	})
	g.items += s.items
	if err != nil {
		err = cmdline.Ended(ctx, err)
		// What the account does not have is no failure: the report says so.
		if g.err == nil && !errors.Is(err, connector.ReasonUnsupported) {
			g.err = err
		}
	}
	g.in.Ended(r.kind, receipt, err)
}
