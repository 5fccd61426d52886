// Package demo shows in a minute what Trellis is: connectors as processes side by side, one model for all, lists that prove that
// they are complete, and one that goes on when its connector is killed half way. It needs no key and no network: vendors
// are played by their stand-ins on 127.0.0.1, over TLS, and the sample has its data in memory.
package demo

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/host-example/words"
	"github.com/trellis-iam/trellis/plugin/manager"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// width is how wide the tables are: what a README shows without a scroll bar.
const width = 100

// firstUsers is how many users are shown of each application.
const firstUsers = 3

type demo struct {
	w io.Writer
	m *manager.Manager
}

// Connectors are the names of the connectors that the demonstration runs.
func Connectors() []string {
	names := make([]string, len(applications))
	for i, a := range applications {
		names[i] = a.connector
	}
	return names
}

// Run shows the demonstration on w, with the manager's connectors, and closes the manager.
func Run(ctx context.Context, w io.Writer, m *manager.Manager) error {
	apps, err := linkAll(m.Connector)
	if err != nil {
		return err
	}
	defer closeAll(apps)
	d := &demo{w: w, m: m}
	for _, show := range []func(context.Context, []*app) error{d.processes, d.identities, d.users, d.roles, d.censuses, d.crash} {
		if err := show(ctx, apps); err != nil {
			return err
		}
	}
	if err := m.Close(); err != nil { //nolint:contextcheck // it bounds itself
		return err
	}
	d.printf("\nAll processes have ended. Next: trellis describe lattice\n")
	return nil
}

// pid is the process that a connector runs in now.
func (d *demo) pid(a *app) int {
	for _, s := range d.m.Status() {
		if s.Connector == a.name {
			return s.PID
		}
	}
	return 0
}

// printf writes text; a stdout that fails ends the demonstration at the next table.
func (d *demo) printf(format string, args ...any) { _, _ = fmt.Fprintf(d.w, format, args...) }

// title begins a section, and says which command shows the same.
func (d *demo) title(text, command string) {
	if command == "" {
		d.printf("\n%s\n", text)
		return
	}
	d.printf("\n%-*s %s\n", width-len(command)-1, text, command)
}

func (d *demo) table(columns []output.Column, rows [][]string) error {
	return output.NewTable(d.w, width, columns).Indent(2).Rows(rows)
}

// processes starts all connectors at the same time and shows what they say of themselves.
func (d *demo) processes(ctx context.Context, apps []*app) error {
	errs := make([]error, len(apps))
	took := make([]time.Duration, len(apps))
	var wg sync.WaitGroup
	for i, a := range apps {
		wg.Go(func() {
			start := time.Now()
			a.about, errs[i] = a.Describe(ctx)
			took[i] = time.Since(start)
		})
	}
	wg.Wait()
	rows := make([][]string, len(apps))
	for i, a := range apps {
		if errs[i] != nil {
			return errs[i]
		}
		rows[i] = []string{
			a.name, a.about.GetTitle(), a.about.GetVersion(), strings.Join(a.reads(), ", "),
			strconv.Itoa(d.pid(a)), words.Duration(took[i]),
		}
	}
	d.printf("%d connectors, each a process of its own. No key and no network are needed: vendors are\n"+
		"played by stand-ins on 127.0.0.1, over TLS; Orchard is made up.\n", len(apps))
	d.title("What connectors are there?", "trellis connectors")
	return d.table([]output.Column{
		{Title: "CONNECTOR"}, {Title: "APPLICATION"}, {Title: "VERSION"}, {Title: "READS"}, {Title: "PROCESS"}, {Title: "STARTED IN"},
	}, rows)
}

// identities tries the credentials.
func (d *demo) identities(ctx context.Context, apps []*app) error {
	d.title("Whose credentials are these?", "trellis authenticate <connector>")
	rows := make([][]string, len(apps))
	for i, a := range apps {
		answer, err := a.Authenticate(ctx, a.account)
		if err != nil {
			return err
		}
		var warnings []string
		for _, w := range answer.GetWarnings() {
			warnings = append(warnings, w.GetCode())
		}
		rows[i] = []string{
			a.name, answer.GetIdentity().GetName(), answer.GetIdentity().GetEmail(), environment(answer), strings.Join(warnings, ", "),
		}
	}
	return d.table([]output.Column{
		{Title: "CONNECTOR"}, {Title: "NAME"}, {Title: "EMAIL"}, {Title: "DATA", Optional: true}, {Title: "TO KNOW", Optional: true},
	}, rows)
}

func environment(a *connectorv1.Authentication) string {
	if a.GetEnvironment() == connectorv1.Environment_ENVIRONMENT_UNSPECIFIED {
		return ""
	}
	return strings.ToLower(strings.TrimPrefix(a.GetEnvironment().String(), "ENVIRONMENT_"))
}

// users shows the first users of each, in one model.
func (d *demo) users(ctx context.Context, apps []*app) error {
	view := output.Users()
	for _, a := range apps {
		d.title("Who is in "+a.about.GetTitle()+"?", fmt.Sprintf("trellis users %s --limit %d", a.name, firstUsers))
		rows, err := firstRows(ctx, a, a.ListUsers, view.Row)
		if err != nil {
			return err
		}
		if err := d.table(view.Columns, rows); err != nil {
			return err
		}
	}
	return nil
}

func (d *demo) roles(ctx context.Context, apps []*app) error {
	view := output.Roles()
	for _, a := range apps {
		if !slices.Contains(a.reads(), "roles") {
			continue
		}
		d.title("Which roles are there?", "trellis roles "+a.name)
		rows, err := firstRows(ctx, a, a.ListRoles, view.Row)
		if err != nil {
			return err
		}
		if err := d.table(view.Columns, rows); err != nil {
			return err
		}
	}
	return nil
}

// firstRows lists one short page.
func firstRows[T connector.Item](
	ctx context.Context, a *app,
	list func(context.Context, connector.ListRequest, connector.Sink[T]) (*connectorv1.Receipt, error), row func(T) []string,
) ([][]string, error) {
	var rows [][]string
	_, err := list(ctx, connector.ListRequest{
		Account: a.account, Options: &connectorv1.ListOptions{PageSize: firstUsers, PageLimit: 1},
	}, connector.SinkFuncs[T]{OnPage: func(p connector.Page[T]) error {
		for _, item := range p.Items {
			rows = append(rows, row(item))
		}
		return nil
	}})
	return rows, err
}
