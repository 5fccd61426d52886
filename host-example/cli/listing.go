package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/proto"
)

// errEnough ends a list whose pages have no end to stop at.
var errEnough = errors.New("the limit is reached")

// errNotOffered is that the connector does not offer the list, for who takes that for no failure.
var errNotOffered = errors.New("the connector does not offer this list")

// listing is a list that is asked of a target, or of several at the same time: each has its own run.
type listing[T connector.Item] struct {
	*app
	resource[T]
	flags   *cmdline.List
	options *connectorv1.ListOptions // as the flags have them: a run makes its own of them
	several bool                     // targets
	offered bool                     // only where the connector offers it: others are errNotOffered
}

// opened is a target of which a list can be asked.
type opened struct {
	connector.Connector
	account     *connectorv1.Account
	description *connectorv1.Description
	about       *connectorv1.Resource // of the list; nil: it is not offered
}

// prepare reads the account, after all that can be wrong without it.
func (l *listing[T]) prepare(ctx context.Context, t target) (opened, error) {
	if l.offered {
		c, err := l.ready(ctx, t)
		if err != nil {
			return opened{}, err
		}
		d, err := c.Describe(ctx)
		if err == nil && resourceOf(d, l.kind) == nil {
			err = errNotOffered
		}
		if err != nil {
			return opened{}, cmdline.Ended(ctx, err)
		}
	}
	c, account, err := l.open(ctx, t)
	if err != nil {
		return opened{}, err
	}
	d, err := c.Describe(ctx)
	if err != nil {
		return opened{}, cmdline.Ended(ctx, err)
	}
	return opened{c, account, d, resourceOf(d, l.kind)}, nil
}

// run lists one target, and gives each of its pages to write before the next one is taken. It writes nothing else: the
// outcome is for the command to tell. Without one, nothing was asked of the application.
func (l *listing[T]) run(ctx context.Context, t target, of opened, write func([]T) error) (*outcome, error) {
	options := proto.CloneOf(l.options)
	if err := l.flags.Fit(of.about, options); err != nil {
		return nil, err
	}
	l.tellCosts(t, of.about, options)

	watch, done := l.watch(t, of.account, l.name)
	defer done()
	s := &stream[T]{app: l.app, from: t, watch: watch, limit: l.flags.Limit, write: write}
	s.token, s.part = options.GetPageToken(), options.GetPageToken() != ""
	start := time.Now()
	receipt, err := l.list(of, ctx, connector.ListRequest{Account: of.account, Options: options}, s)
	end := &outcome{
		what: l.name, from: t, alone: l.several, version: of.description.GetVersion(), account: of.account.GetId(),
		progress: s.progress, options: options, receipt: receipt, took: time.Since(start), finished: time.Now().UTC(),
		consistency: of.about.GetConsistency(),
	}
	if errors.Is(err, errEnough) {
		err = nil
	}
	return end, err
}

// tellCosts says what expansions cost, before the first request.
func (a *app) tellCosts(t target, about *connectorv1.Resource, options *connectorv1.ListOptions) {
	for _, e := range about.GetExpands() {
		if e.GetCost() != "" && slices.Contains(options.GetExpand(), e.GetName()) {
			a.note("%s", t.lines(fmt.Sprintf("expand %s: %s", e.GetName(), output.Printable(e.GetCost()))))
		}
	}
}

// resourceOf is what a connector says of a kind of list, and nil where it does not offer it: then the list itself says so.
func resourceOf(d *connectorv1.Description, kind connectorv1.ResourceKind) *connectorv1.Resource {
	i := slices.IndexFunc(d.GetResources(), func(r *connectorv1.Resource) bool { return r.GetKind() == kind })
	if i < 0 {
		return nil
	}
	return d.GetResources()[i]
}
