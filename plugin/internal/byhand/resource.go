package byhand

import (
	"context"
	"slices"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	"github.com/trellis-iam/trellis/plugin/exit"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// resource is what can be listed and read one by one.
type resource[T connector.Item] struct {
	one  string // "user"
	kind connectorv1.ResourceKind
	list func(context.Context, connector.ListRequest, connector.Sink[T]) (*connectorv1.Receipt, error)
	get  func(context.Context, connector.GetRequest) (T, error)

	about *connectorv1.Resource // what the connector says of it
}

// offered are the commands of a resource, and none where the connector does not have it.
func offered[T connector.Item](a *app, r resource[T]) []command {
	i := slices.IndexFunc(a.about.GetResources(), func(about *connectorv1.Resource) bool { return about.GetKind() == r.kind })
	if i < 0 {
		return nil
	}
	r.about = a.about.GetResources()[i]
	var all []command
	if slices.Contains(r.about.GetOperations(), connectorv1.Operation_OPERATION_LIST) {
		all = append(all, command{
			name: r.many(), about: "list the " + r.many() + " of an account", list: true,
			run: func(ctx context.Context, args []string) error { return runList(ctx, a, r, args) },
		})
	}
	if slices.Contains(r.about.GetOperations(), connectorv1.Operation_OPERATION_GET) {
		all = append(all, command{
			name: "get-" + r.one, about: "read one " + r.one + " by its id",
			run: func(ctx context.Context, args []string) error { return runGet(ctx, a, r, args) },
		})
	}
	return all
}

func (r resource[T]) many() string { return r.one + "s" }

func runGet[T connector.Item](ctx context.Context, a *app, r resource[T], args []string) error {
	var call call
	var id, expand string
	var raw bool
	done, err := a.parse("get-"+r.one, "Reads one "+r.one+" of an account.", args, call.add, func(flags cmdline.Flags) {
		flags.StringVar(&id, "id", "", "the `id` to read, as in a list")
		flags.StringVar(&expand, "expand", "", "what to read besides, as `name[,name]`; names from describe")
		flags.BoolVar(&raw, "raw", false, "with the application's own record")
	})
	if done || err != nil {
		return err
	}
	if id == "" {
		return exit.Usagef("get-%s needs --id", r.one)
	}
	ctx, cancel, account, err := a.open(ctx, call)
	if err != nil {
		return err
	}
	defer cancel()
	options := &connectorv1.GetOptions{Raw: raw}
	if expand != "" {
		options.Expand = strings.Split(expand, ",")
	}
	item, err := r.get(ctx, connector.GetRequest{Account: account, ID: id, Options: options})
	if err != nil {
		return cmdline.Ended(ctx, err)
	}
	warn(a, r.one, item)
	return a.line(item)
}
