package cli

import (
	"cmp"
	"context"
	"errors"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/output"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

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
	proof   *proof
}

// listItems writes the items of lists: as itemWriter does, and -o json with their receipts.
func listItems[T any](a *app, format string, view output.View[T], p *proof) (output.Writer[T], error) {
	if format == "json" {
		return toStdout[T]{output.NewPage(a.Stdout, view, p.members)}, nil
	}
	return itemWriter(a, format, view)
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
	p := &proof{app: a, fields: expressions, raw: options.GetRaw()}
	if len(expressions) == 0 {
		view, err := chosen(flags.columns, flags.output, r.view)
		if err != nil {
			return pages[T]{}, err
		}
		w, err := listItems(a, flags.output, view, p)
		if err != nil {
			return pages[T]{}, err
		}
		return pages[T]{w.Items, w.End, func() []string { return nil }, p}, nil
	}
	m, err := newMapper(a, r, flags, expressions, p)
	if err != nil {
		return pages[T]{}, err
	}
	options.Raw = true
	return pages[T]{
		items:   func(items []T) error { return m.page(ctx, items) },
		end:     m.to.End,
		remarks: func() []string { return m.remarks(r.name) },
		proof:   p,
	}, nil
}
