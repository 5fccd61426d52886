package cli

import (
	"context"
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
	receipt string
	columns columnFlag
	timeout time.Duration
}

func listCommand[T connector.Item](a *app, r resource[T]) *cobra.Command {
	var account accountFlags
	var list listFlags
	c := &cobra.Command{
		Use:   r.name + " " + aboutSeveral,
		Short: "List the " + r.name + " of an account, or of several",
		Long: "Lists the " + r.name + " of an account, page by page as they come. A table is for people: its layout follows from\n" +
			"the first page, and long cells are cut. -o ndjson is for programs: all that is known, one item a line; -o json is\n" +
			"the same as one object with the list's receipt, whole also where the list ends early. -o csv is for spreadsheets: always the same columns,\n" +
			"lists in one cell, and an apostrophe before what a spreadsheet would take for a formula.\n\n" +
			"--account takes what is needed from the accounts file (trellis accounts). With several accounts, or --all, the lists\n" +
			"run at the same time, and each item says whose it is. An account that fails stops no other; the exit status is that\n" +
			"of the worst. Under --all, accounts whose connector does not offer the list are left out, which stderr says.",
		Args:              account.args(a),
		ValidArgsFunction: a.completeConnector,
		RunE: func(c *cobra.Command, args []string) error {
			targets, err := account.targets(a, args)
			if err != nil {
				return err
			}
			return runLists(c.Context(), a, r, targets, account.all, list)
		},
	}
	f := c.Flags()
	account.add(f, true)
	f.StringVarP(&list.output, "output", "o", "table", listFormats)
	list.columns.add(f)
	f.StringVar(&list.receipt, "receipt", "",
		"`file` for the list's receipt: what it proves, as -o json has it; goes on with the list's page token")
	list.Add(f)
	list.add(f)
	f.DurationVar(&list.timeout, "timeout", 0, "end the whole command after this time, such as 90s (default: none)")
	return c
}

// runLists lists the targets: one by itself, several at the same time. all is whether they are all that there are, of which
// some may not offer the list.
func runLists[T connector.Item](ctx context.Context, a *app, r resource[T], targets []target, all bool, flags listFlags) error {
	options, err := flags.Options()
	if err != nil {
		return err
	}
	several := all || len(targets) > 1 // so that what --all gives has one form, however many there are
	if several && options.GetPageToken() != "" {
		return usagef("--page-token goes with one account: each has tokens of its own")
	}
	ctx, cancel := cmdline.WithTimeout(ctx, flags.timeout)
	defer cancel()
	to, err := listWriter(a, r, flags, options, targets, several)
	if err != nil {
		return err
	}
	if err := to.proof.open(flags.receipt, options.GetPageToken()); err != nil {
		return err
	}
	l := listing[T]{app: a, resource: r, flags: &flags.List, options: options, several: several, offered: all}
	if several {
		return runSeveral(ctx, &l, targets, to)
	}
	return targets[0].failed(runOne(ctx, &l, targets[0], to))
}

func runOne[T connector.Item](ctx context.Context, l *listing[T], t target, to sheet[T]) error {
	of, err := l.prepare(ctx, t)
	if err != nil {
		return err
	}
	p := to.of(ctx, t)
	end, err := l.run(ctx, t, of, p.items)
	if end == nil {
		return err
	}
	err = cmdline.Ended(ctx, err)
	to.proof.add(end, err)
	if end.items > 0 || err == nil { // nothing at all would be a list of none
		err = ended(err, to.end)
		to.proof.fail(err)
	}
	unproven := to.proof.write()
	if err := l.tell(t, end, p.remarks(), err); err != nil {
		if unproven != nil {
			l.note("%s", output.Printable(unproven.Error()))
		}
		return err
	}
	return unproven
}

// tell tells how a list went, and makes the error of one that did not go well.
func (a *app) tell(t target, end *outcome, remarks []string, err error) error {
	if err == nil {
		a.noteWith(end.summary(), end.about()...)
	}
	for _, remark := range remarks {
		a.note("%s", t.lines(output.Printable(remark)))
	}
	if err != nil {
		return &listError{err: err, outcome: *end}
	}
	return nil
}
