package cli

import (
	"context"
	"errors"
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

// listing is a list that is asked of a target, or of several at the same time: each has its own run.
type listing[T connector.Item] struct {
	*app
	resource[T]
	flags   *cmdline.List
	options *connectorv1.ListOptions // as the flags have them: a run makes its own of them
}

// run lists one target, and gives each of its pages to write before the next one is taken. It writes nothing else: the
// outcome is for the command to tell. Without one, nothing was asked of the application yet.
func (l *listing[T]) run(ctx context.Context, t target, write func([]T) error) (*outcome, error) {
	c, account, err := l.open(ctx, t)
	if err != nil {
		return nil, err
	}
	d, err := c.Describe(ctx)
	if err != nil {
		return nil, cmdline.Ended(ctx, err)
	}
	about := resourceOf(d, l.kind)
	options := proto.CloneOf(l.options)
	if err := l.flags.Fit(about, options); err != nil {
		return nil, err
	}
	l.tellCosts(about, options)

	watch, done := l.watch(t, account, l.name)
	defer done()
	s := &stream[T]{app: l.app, watch: watch, limit: l.flags.Limit, write: write}
	s.token, s.part = options.GetPageToken(), options.GetPageToken() != ""
	start := time.Now()
	receipt, err := l.list(c, ctx, connector.ListRequest{Account: account, Options: options}, s)
	end := &outcome{
		what: l.name, connector: d.GetName(), version: d.GetVersion(), account: account.GetId(),
		progress: s.progress, options: options, receipt: receipt, took: time.Since(start), finished: time.Now().UTC(),
		consistency: about.GetConsistency(),
	}
	if errors.Is(err, errEnough) {
		err = nil
	}
	return end, err
}

// tellCosts says what expansions cost, before the first request.
func (a *app) tellCosts(about *connectorv1.Resource, options *connectorv1.ListOptions) {
	for _, e := range about.GetExpands() {
		if e.GetCost() != "" && slices.Contains(options.GetExpand(), e.GetName()) {
			a.note("expand %s: %s", e.GetName(), output.Printable(e.GetCost()))
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
