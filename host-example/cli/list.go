package cli

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// resource is one kind of list: what it is called, how it is asked for, and how its items are written.
type resource[T connector.Item] struct {
	name string // "users"
	kind connectorv1.ResourceKind
	view output.View[T]
	list func(connector.Connector, context.Context, connector.ListRequest, connector.Sink[T]) (*connectorv1.Receipt, error)
}

func users() resource[*iamv1.User] {
	return resource[*iamv1.User]{
		name: "users", kind: connectorv1.ResourceKind_RESOURCE_KIND_USER, view: output.Users(), list: connector.Connector.ListUsers,
	}
}

func roles() resource[*iamv1.Role] {
	return resource[*iamv1.Role]{
		name: "roles", kind: connectorv1.ResourceKind_RESOURCE_KIND_ROLE, view: output.Roles(), list: connector.Connector.ListRoles,
	}
}

func groups() resource[*iamv1.Group] {
	return resource[*iamv1.Group]{
		name: "groups", kind: connectorv1.ResourceKind_RESOURCE_KIND_GROUP, view: output.Groups(), list: connector.Connector.ListGroups,
	}
}

// listFlags say what is listed, how, and from where.
type listFlags struct {
	cmdline.List
	fieldFlags
	output  string
	columns columnFlag
	timeout time.Duration
}

func listCommand[T connector.Item](a *app, r resource[T]) *cobra.Command {
	var account cmdline.Account
	var list listFlags
	c := &cobra.Command{
		Use:   r.name + " <connector>",
		Short: "List the " + r.name + " of an account",
		Long: "Lists the " + r.name + " of an account, page by page as they come. A table is for people: its layout follows from\n" +
			"the first page, and long cells are cut. -o ndjson is for programs: all that is known, one item a line; -o json is\n" +
			"the same as one array, whole also where the list ends early. -o csv is for spreadsheets: always the same columns,\n" +
			"lists in one cell, and an apostrophe before what a spreadsheet would take for a formula.",
		Args:              a.oneConnector,
		ValidArgsFunction: a.completeConnector,
		RunE: func(c *cobra.Command, args []string) error {
			return runList(c.Context(), a, r, args[0], account, list)
		},
	}
	f := c.Flags()
	account.Add(f)
	f.StringVarP(&list.output, "output", "o", "table", listFormats)
	list.columns.add(f)
	list.Add(f)
	list.add(f)
	f.DurationVar(&list.timeout, "timeout", 0, "end the whole command after this time, such as 90s (default: none)")
	return c
}

// errEnough ends a list whose pages have no end to stop at.
var errEnough = errors.New("the limit is reached")

func runList[T connector.Item](
	ctx context.Context, a *app, r resource[T], name string, accountOf cmdline.Account, flags listFlags,
) error {
	options, err := flags.Options()
	if err != nil {
		return err
	}
	ctx, cancel := cmdline.WithTimeout(ctx, flags.timeout)
	defer cancel()
	to, err := listWriter(ctx, a, r, flags, options)
	if err != nil {
		return err
	}
	c, account, err := a.open(ctx, name, accountOf)
	if err != nil {
		return err
	}

	about, err := describeResourceOf(ctx, c, r.kind)
	if err != nil {
		return cmdline.Ended(ctx, err)
	}
	if err := flags.Fit(about, options); err != nil {
		return err
	}
	a.tellCosts(about, options)
	s := &stream[T]{app: a, name: name, limit: flags.Limit, write: to.items}
	s.token = options.GetPageToken()
	a.page.Store(1)
	start := time.Now()
	receipt, err := r.list(c, ctx, connector.ListRequest{Account: account, Options: options}, s)
	end := outcome{
		what: r.name, progress: s.progress, options: options, receipt: receipt, took: time.Since(start),
		consistency: about.GetConsistency(),
	}
	if errors.Is(err, errEnough) {
		err = nil
	}
	if end.items > 0 || err == nil { // nothing at all would be a list of none
		err = ended(err, to.end)
	}
	if err == nil {
		a.note("%s", end.summary(name))
	}
	for _, remark := range to.remarks() {
		a.note("%s", output.Printable(remark))
	}
	if err != nil {
		return &listError{err: cmdline.Ended(ctx, err), outcome: end}
	}
	return nil
}

// ended ends the output of a list that ended with err. Where it was the output that failed, there is nothing to end; and why
// the list ended early is more than that what is written of it cannot be ended.
func ended(err error, end func() error) error {
	if _, failed := errors.AsType[*outputError](err); failed {
		return err
	}
	return cmp.Or(err, end())
}

// pages is where the pages of a list are written to.
type pages[T any] struct {
	items   func([]T) error
	end     func() error
	remarks func() []string // what there is to say about fields when the list has ended
}

// listWriter makes what writes a list. Fields need the records, which are then asked for, and shown only if that was asked
// for, too.
func listWriter[T connector.Item](
	ctx context.Context, a *app, r resource[T], flags listFlags, options *connectorv1.ListOptions,
) (pages[T], error) {
	expressions, err := flags.expressions()
	if err != nil {
		return pages[T]{}, err
	}
	if _, err := itemWriter(a, flags.output, r.view); err != nil {
		return pages[T]{}, err
	}
	if options.GetRaw() && flags.output != "json" && flags.output != "ndjson" {
		return pages[T]{}, usagef("--raw goes with -o json or ndjson: a %s has no place for records", flags.output)
	}
	if len(expressions) == 0 {
		view, err := chosen(flags.columns, flags.output, r.view)
		if err != nil {
			return pages[T]{}, err
		}
		w, err := itemWriter(a, flags.output, view)
		if err != nil {
			return pages[T]{}, err
		}
		return pages[T]{w.Items, w.End, func() []string { return nil }}, nil
	}
	m, err := newMapper(a, r, flags, expressions, options.GetRaw())
	if err != nil {
		return pages[T]{}, err
	}
	options.Raw = true
	return pages[T]{
		items:   func(items []T) error { return m.page(ctx, items) },
		end:     m.to.End,
		remarks: func() []string { return m.remarks(r.name) },
	}, nil
}

// tellCosts says what expansions cost, before the first request.
func (a *app) tellCosts(about *connectorv1.Resource, options *connectorv1.ListOptions) {
	for _, e := range about.GetExpands() {
		if e.GetCost() != "" && slices.Contains(options.GetExpand(), e.GetName()) {
			a.note("expand %s: %s", e.GetName(), output.Printable(e.GetCost()))
		}
	}
}

// describeResourceOf is what the connector says of a kind of list, and nil where it does not offer it: then the list itself
// says so.
func describeResourceOf(
	ctx context.Context, c connector.Connector, kind connectorv1.ResourceKind,
) (*connectorv1.Resource, error) {
	d, err := c.Describe(ctx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(d.GetResources(), func(r *connectorv1.Resource) bool { return r.GetKind() == kind })
	if i < 0 {
		return nil, nil
	}
	return d.GetResources()[i], nil
}
