package cli

import (
	"context"
	"errors"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/report"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// reading is one account that is read for a report.
type reading struct {
	*app
	target target
	in     *report.Intake

	asked bool  // whether it came so far that the application was asked
	items int64 // of all lists
	err   error // the first one that is worth telling
}

// run reads the account: what it is, whose credentials these are, and its lists, one after the other, because they share what
// the vendor allows a credential.
func (g *reading) run(ctx context.Context) {
	c, account, err := g.open(ctx, g.target)
	if err != nil {
		g.fail(ctx, err)
		return
	}
	d, err := c.Describe(ctx)
	if err != nil {
		g.fail(ctx, err)
		return
	}
	g.in.Describe(d)
	g.asked = true
	login, err := c.Authenticate(ctx, account)
	if err != nil { // what the lists would meet, too
		g.fail(ctx, err)
		return
	}
	g.in.Authenticated(login)
	gather(ctx, g, users(), c, account, g.in.Users())
	gather(ctx, g, roles(), c, account, g.in.Roles())
	gather(ctx, g, groups(), c, account, g.in.Groups())
}

func (g *reading) fail(ctx context.Context, err error) {
	g.err = g.helpful(cmdline.Ended(ctx, err))
	g.in.Failed(g.err)
}

// gather reads one list into the report, if the connector has it.
func gather[T connector.Item](
	ctx context.Context, g *reading, r resource[T], c connector.Connector, account *connectorv1.Account,
	to connector.Sink[T],
) {
	if !g.in.Offers(r.kind) {
		return
	}
	watch, done := g.watch(g.target, account, r.name)
	defer done()
	s := &stream[T]{app: g.app, watch: watch, write: func([]T) error { return nil }}
	receipt, err := r.list(c, ctx, connector.ListRequest{Account: account}, connector.SinkFuncs[T]{
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
