package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/output"
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

func (a *app) usersCommand() *cobra.Command {
	return listCommand(a, resource[*iamv1.User]{
		name: "users", kind: connectorv1.ResourceKind_RESOURCE_KIND_USER, view: output.Users(), list: connector.Connector.ListUsers,
	})
}

func (a *app) rolesCommand() *cobra.Command {
	return listCommand(a, resource[*iamv1.Role]{
		name: "roles", kind: connectorv1.ResourceKind_RESOURCE_KIND_ROLE, view: output.Roles(), list: connector.Connector.ListRoles,
	})
}

func (a *app) groupsCommand() *cobra.Command {
	return listCommand(a, resource[*iamv1.Group]{
		name: "groups", kind: connectorv1.ResourceKind_RESOURCE_KIND_GROUP, view: output.Groups(), list: connector.Connector.ListGroups,
	})
}

// listFlags say what is listed, how, and from where.
type listFlags struct {
	output   string
	token    string
	limit    int64
	pageSize int32
	filters  []string
	expand   []string
	raw      bool
	timeout  time.Duration
}

func listCommand[T connector.Item](a *app, r resource[T]) *cobra.Command {
	var account accountFlags
	var list listFlags
	c := &cobra.Command{
		Use:   r.name + " <connector>",
		Short: "List the " + r.name + " of an account",
		Long: "Lists the " + r.name + " of an account, page by page as they come. A table is for people: its layout follows from\n" +
			"the first page, and long cells are cut. -o ndjson is for programs: all that is known, one item a line.",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeConnector,
		RunE: func(c *cobra.Command, args []string) error {
			return runList(c.Context(), a, r, args[0], account, list)
		},
	}
	f := c.Flags()
	account.add(f)
	f.StringVarP(&list.output, "output", "o", "table", "table or ndjson")
	f.StringVar(&list.token, "page-token", "", "go on from where another list stopped, with the same flags")
	f.Int64Var(&list.limit, "limit", 0,
		"stop after at most so many items, in whole pages: the page size is chosen so that the\ntoken to go on with is exact")
	f.Int32Var(&list.pageSize, "page-size", 0, "items a page, at most (default: the connector's)")
	f.StringArrayVar(&list.filters, "filter", nil, "only items that match, as `name=value[,value]`; names from describe")
	f.StringSliceVar(&list.expand, "expand", nil, "what to read besides, as `name[,name]`; names from describe")
	f.BoolVar(&list.raw, "raw", false, "with each item the application's own record (ndjson)")
	f.DurationVar(&list.timeout, "timeout", 0, "end the whole command after this time, such as 90s (default: none)")
	return c
}

// errEnough ends a list whose pages have no end to stop at.
var errEnough = errors.New("the limit is reached")

func runList[T connector.Item](
	ctx context.Context, a *app, r resource[T], name string, accountOf accountFlags, flags listFlags,
) error {
	options, err := flags.options()
	if err != nil {
		return err
	}
	write, err := itemWriter(a, flags.output, r.view)
	if err != nil {
		return err
	}
	ctx, cancel := withTimeout(ctx, flags.timeout)
	defer cancel()
	c, account, err := a.open(ctx, name, accountOf)
	if err != nil {
		return err
	}

	about, err := describeResourceOf(ctx, c, r.kind)
	if err != nil {
		return ended(ctx, err)
	}
	if err := flags.fit(about, options); err != nil {
		return err
	}
	s := &stream[T]{app: a, name: name, limit: flags.limit, write: write}
	s.token = flags.token
	start := time.Now()
	receipt, err := r.list(c, ctx, connector.ListRequest{Account: account, Options: options}, s)
	end := outcome{
		what: r.name, progress: s.progress, options: options, receipt: receipt, took: time.Since(start),
		consistency: about.GetConsistency(),
	}
	if err != nil && !errors.Is(err, errEnough) {
		return &listError{err: ended(ctx, err), outcome: end}
	}
	a.note("%s", end.summary(name))
	return nil
}

// options understands the flags, before anything is started.
func (f listFlags) options() (*connectorv1.ListOptions, error) {
	if f.limit < 0 {
		return nil, usagef("--limit must not be negative")
	}
	o := &connectorv1.ListOptions{PageToken: f.token, PageSize: f.pageSize, Expand: f.expand, Raw: f.raw}
	for _, arg := range f.filters {
		name, values, ok := strings.Cut(arg, "=")
		if !ok || name == "" || values == "" {
			return nil, usagef("--filter takes name=value[,value]")
		}
		o.Filters = append(o.Filters, &connectorv1.Filter{Name: name, Values: strings.Split(values, ",")})
	}
	return o, nil
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

// fit makes whole pages of a limit: see plan.
func (f listFlags) fit(r *connectorv1.Resource, o *connectorv1.ListOptions) error {
	if f.limit == 0 {
		return nil
	}
	o.PageSize, o.PageLimit = plan(f.limit, f.pageSize, max(r.GetMaxPageSize(), r.GetDefaultPageSize()))
	if f.pageSize > 0 && int64(o.PageSize) > f.limit {
		return usagef("--limit %d is less than a page of --page-size %d, and only whole pages can be gone on from",
			f.limit, o.PageSize)
	}
	return nil
}

// withTimeout bounds a command's time; 0 is no bound.
func withTimeout(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	if timeout <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeoutCause(ctx, timeout,
		fmt.Errorf("the time that --timeout gives (%v) is over: %w", timeout, context.DeadlineExceeded))
}

// ended is the error that people should see of a call that ended: what ended the command itself, if that is what it was.
func ended(ctx context.Context, err error) error {
	if connector.ReasonOf(err) != "" {
		return err
	}
	// The other end of a call may see the deadline pass a moment before this one does.
	if at, ok := ctx.Deadline(); ok && errors.Is(err, context.DeadlineExceeded) && time.Until(at) < time.Second {
		<-ctx.Done()
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}
