package cli

import (
	"context"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/folder"
	"github.com/trellis-iam/trellis/host-example/output"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// found is a connector of the folder: what it says of itself, or why it does not.
type found struct {
	folder.Entry
	description *connectorv1.Description
	err         error
}

func (a *app) connectorsCommand() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "connectors",
		Short: "List the connectors that there are",
		Long: "Lists the binaries named " + folder.Prefix + "* in the folder of the connectors. Each is started and asked\n" +
			"what it is, all at the same time; one that does not answer is listed with its error.",
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
			all := a.describeAll(c.Context(), entries)
			if c.Context().Err() != nil {
				return context.Cause(c.Context())
			}
			return write(all)
		},
	}
	c.Flags().StringVarP(&format, "output", "o", "table", "table or ndjson")
	return c
}

// startsAtOnce bounds how many processes are started at the same time: starting is work for the processor.
const startsAtOnce = 8

// describeAll asks connectors what they are, several at a time, and ends them again. The answers are in the order of the
// entries.
func (a *app) describeAll(ctx context.Context, entries []folder.Entry) []found {
	all := make([]found, len(entries))
	slots := make(chan struct{}, startsAtOnce)
	var wg sync.WaitGroup
	for i, e := range entries {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			d, err := a.describeOne(ctx, e)
			all[i] = found{Entry: e, description: d, err: err}
		})
	}
	wg.Wait()
	return all
}

func (a *app) describeOne(ctx context.Context, e folder.Entry) (*connectorv1.Description, error) {
	p, err := a.Launch(ctx, e.Path, a.log)
	if err != nil {
		return nil, ended(ctx, err)
	}
	defer a.close(p)
	d, err := p.Describe(ctx)
	if err != nil {
		return nil, ended(ctx, err)
	}
	if d.GetName() != e.Name {
		return nil, connector.Errorf(connector.PluginProtocol, "the binary is named %s, and the connector in it calls itself %s",
			e.Name, d.GetName())
	}
	return d, nil
}

func (a *app) connectorWriter(format string) (func([]found) error, error) {
	view := output.View[found]{
		Append: appendFound,
		Columns: []output.Column{
			{Title: "CONNECTOR", Whole: true}, {Title: "APPLICATION", Max: 40}, {Title: "VERSION"}, {Title: "READS"},
			{Title: "ERROR", Optional: true, Whole: true},
		},
		Row: func(f found) []string {
			failed := ""
			if f.err != nil {
				failed = f.err.Error()
			}
			return []string{
				f.Name, f.description.GetTitle(), f.description.GetVersion(), strings.Join(reads(f.description), ", "), failed,
			}
		},
	}
	write, err := itemWriter(a, format, view)
	if err != nil {
		return nil, err
	}
	return func(all []found) error {
		if err := write(all); err != nil {
			return &outputError{err}
		}
		return nil
	}, nil
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
	}
	member("path", f.Path)
	return append(dst, '}')
}
