package cli

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/folder"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/plugin"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// found is a connector that there is: what it says of itself, or why it does not, and whether it may be run.
type found struct {
	folder.Entry
	description *connectorv1.Description
	err         error
	trust       string
}

func (a *app) connectorsCommand() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "connectors",
		Short: "List the connectors that there are, and say which of them may be run",
		Long: "Lists the binaries named " + plugin.BinaryPrefix + "* in the folder of the connectors. Each that is trusted is started\n" +
			"and asked what it is, all at the same time; one that is not, or does not answer, is listed with its error.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			write, err := a.connectorWriter(format)
			if err != nil {
				return err
			}
			entries, err := folder.List(a.plugins())
			if err != nil {
				return err
			}
			if len(entries) == 0 {
				return &folder.NotFoundError{Dir: a.plugins()}
			}
			all, err := a.describeAll(c.Context(), entries)
			if err != nil {
				return err
			}
			return writeOnce(write, all)
		},
	}
	c.Flags().StringVarP(&format, "output", "o", "table", plainFormats)
	c.AddCommand(a.trustCommand(), a.distrustCommand())
	return c
}

// describeAll asks connectors what they are, at the same time. The answers are in the order of the entries.
func (a *app) describeAll(ctx context.Context, entries []folder.Entry) ([]found, error) {
	m, err := a.manager()
	if err != nil {
		return nil, err
	}
	all := make([]found, len(entries))
	var wg sync.WaitGroup
	for i, e := range entries {
		wg.Go(func() {
			d, err := m.Connector(e.Name).Describe(ctx)
			if err != nil {
				err = a.helpful(cmdline.Ended(ctx, err))
			}
			all[i] = found{Entry: e, description: d, err: err, trust: a.judge(e.Name, err)}
		})
	}
	wg.Wait()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return all, nil
}

func (a *app) connectorWriter(format string) (output.Writer[found], error) {
	columns := []output.Column{
		{Title: "CONNECTOR", Whole: true}, {Title: "APPLICATION", Max: 40}, {Title: "VERSION"}, {Title: "READS"},
		{Title: "TRUST", Colors: trustColors},
	}
	screen := a.screen(a.Stdout)
	if screen.Width == 0 { // on a terminal, errors stand below the table
		columns = append(columns, output.Column{Title: "ERROR", Optional: true, Whole: true})
	}
	view := output.View[found]{
		Append:  appendFound,
		Columns: columns,
		Row: func(f found) []string {
			row := []string{
				f.Name, f.description.GetTitle(), f.description.GetVersion(), strings.Join(reads(f.description), ", "), f.trust, f.failed(),
			}
			return row[:len(columns)]
		},
	}
	w, err := itemWriter(a, format, view)
	if err == nil && format == "table" && screen.Width > 0 {
		w = &withErrors{w, a.Stdout, document{screen: screen}}
	}
	return w, err
}

// failed is why a connector did not answer, and what to do.
func (f found) failed() string {
	switch {
	case f.err == nil:
		return ""
	case errors.Is(f.err, connector.PluginUntrusted):
		return f.err.Error() + "; to do: " + toDo(f.err)
	}
	return f.err.Error()
}

// withErrors writes errors in full below a table, where the terminal has no room for them beside it.
type withErrors struct {
	output.Writer[found]
	to  io.Writer
	doc document
}

func (w *withErrors) Items(all []found) error {
	for _, f := range all {
		if f.err != nil {
			w.doc.label(f.Name, "%s", strings.TrimPrefix(f.failed(), f.Name+": "))
		}
	}
	return w.Writer.Items(all)
}

func (w *withErrors) End() error {
	if err := w.Writer.End(); err != nil || w.doc.b.Len() == 0 {
		return err
	}
	return writeAll(w.to, []byte("\n"+w.doc.b.String()))
}

// appendFound appends a connector as a JSON object.
func appendFound(dst []byte, f found) []byte {
	member := func(name, value string) {
		if value != "" {
			dst = output.AppendString(append(dst, `,"`+name+`":`...), value)
		}
	}
	dst = output.AppendString(append(dst, `{"name":`...), f.Name)
	member("title", f.description.GetTitle())
	member("version", f.description.GetVersion())
	if f.err == nil {
		dst = append(dst, `,"reads":[`...)
		for i, r := range reads(f.description) {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = output.AppendString(dst, r)
		}
		dst = append(dst, ']')
	} else {
		member("error", f.err.Error())
		member("reason", string(connector.ReasonOf(f.err)))
		member("to_do", toDo(f.err))
	}
	member("trust", f.trust)
	member("path", f.Path)
	return append(dst, '}')
}
