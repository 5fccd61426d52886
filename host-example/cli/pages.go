package cli

import (
	"cmp"
	"context"
	"errors"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/fields"
	"github.com/trellis-iam/trellis/host-example/output"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// pages is where the pages of one list are written to.
type pages[T any] struct {
	items   func([]T) error
	done    func() error    // no more of this list come
	remarks func() []string // what there is to say about fields when the list has ended
}

// sheet is what the pages of one list, or of several at the same time, are written to.
type sheet[T any] struct {
	of    func(ctx context.Context, t target) pages[T]
	end   func() error
	proof *proof
}

// ended ends the output of lists that ended with err. Where it was the output that failed, there is nothing to end; and why
// a list ended early is more than that what is written of it cannot be ended.
func ended(err error, end func() error) error {
	if _, failed := errors.AsType[*outputError](err); failed {
		return err
	}
	return cmp.Or(err, end())
}

// listWriter makes what writes the lists of targets. Fields need the records, which are then asked for, and shown only if that
// was asked for, too. What is wrong with them shows here, before anyone is asked.
func listWriter[T connector.Item](
	a *app, r resource[T], flags listFlags, options *connectorv1.ListOptions, targets []target, several bool,
) (sheet[T], error) {
	expressions, err := flags.expressions()
	if err != nil {
		return sheet[T]{}, err
	}
	if _, err := itemWriter(a, flags.output, r.view); err != nil {
		return sheet[T]{}, err
	}
	if options.GetRaw() && flags.output != "json" && flags.output != "ndjson" {
		return sheet[T]{}, usagef("--raw goes with -o json or ndjson: a %s has no place for records", flags.output)
	}
	p := &proof{app: a, fields: expressions, raw: options.GetRaw(), several: several}
	if len(expressions) == 0 {
		return accountWriter(a, flags, r.view, targets, p)
	}
	mapping, err := fields.Compile(r.view.Append, expressions)
	if err != nil {
		return sheet[T]{}, err
	}
	to, err := accountWriter(a, flags, output.WithFields(r.view, mapping.Names()), targets, p)
	if err != nil {
		return sheet[T]{}, err
	}
	options.Raw = true
	return sheet[T]{
		of: func(ctx context.Context, t target) pages[T] {
			mapped := to.of(ctx, t)
			m := newMapper(mapping, p.raw, mapped.items)
			return pages[T]{
				items:   func(items []T) error { return m.page(ctx, items) },
				done:    mapped.done,
				remarks: func() []string { return m.remarks(r.name) },
			}
		},
		end: to.end, proof: p,
	}, nil
}

// accountWriter makes what writes items: as they are of one target, and with their account of several.
func accountWriter[T any](a *app, flags listFlags, view output.View[T], targets []target, p *proof) (sheet[T], error) {
	none := func() []string { return nil }
	if !p.several {
		w, err := chosenWriter(a, flags, view, p)
		if err != nil {
			return sheet[T]{}, err
		}
		return sheet[T]{
			of: func(context.Context, target) pages[T] {
				return pages[T]{w.Items, func() error { return nil }, none}
			},
			end: w.End, proof: p,
		}, nil
	}
	names := make([]string, len(targets))
	for i, t := range targets {
		names[i] = t.name
	}
	w, err := chosenWriter(a, flags, output.InAccounts(view, names), p)
	if err != nil {
		return sheet[T]{}, err
	}
	all := newTogether(w)
	if flags.output == "table" {
		all.waitFor(min(len(targets), maxLists))
	}
	return sheet[T]{
		of: func(ctx context.Context, t target) pages[T] {
			one := all.list()
			return pages[T]{
				items: func(items []T) error {
					of := make([]output.Of[T], len(items))
					for i, item := range items {
						of[i] = output.Of[T]{Account: t.name, Connector: t.connector, Item: item}
					}
					return one.page(ctx, of)
				},
				done: one.done, remarks: none,
			}
		},
		end: all.end, proof: p,
	}, nil
}

// chosenWriter writes the columns that were chosen; -o json has the lists' receipts besides.
func chosenWriter[T any](a *app, flags listFlags, view output.View[T], p *proof) (output.Writer[T], error) {
	view, err := chosen(flags.columns, flags.output, view)
	if err != nil {
		return nil, err
	}
	if flags.output == "json" {
		return toStdout[T]{output.NewPage(a.Stdout, view, p.members)}, nil
	}
	return itemWriter(a, flags.output, view)
}
