package fields

import (
	"context"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types/ref"
	"github.com/trellis-iam/trellis/connector"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/types/known/structpb"
)

// Apply computes the fields of an item: those that have a value. Where one fails, the item gets a warning. The only error is
// the context's.
func (m *Mapping[T]) Apply(ctx context.Context, item T) (*structpb.Struct, error) {
	values := &structpb.Struct{Fields: make(map[string]*structpb.Value, len(m.fields))}
	in := input[T]{mapping: m, item: item}
	if why := in.read(); why != "" {
		warn(item, "fields", why)
		return values, nil
	}
	bounded, cancel := context.WithTimeoutCause(ctx, maxTime, errTooSlow)
	defer cancel()
	for _, f := range m.fields {
		value, err := f.value(bounded, &in)
		switch {
		case err == nil:
			if value != nil {
				values.Fields[f.name] = value
			}
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		default:
			warn(item, "fields."+f.name, reason(f, err))
		}
	}
	return values, nil
}

// value is the field's value, and nil where it is absent.
func (f *field) value(ctx context.Context, in activation) (*structpb.Value, error) {
	result, err := f.eval(ctx, in)
	if isMissing(err) {
		if with, some := in.withNull(); some {
			if again, failure := f.eval(ctx, with); failure == nil {
				result, err = again, nil
			}
		}
	}
	switch {
	case isMissing(err):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return jsonValue(result)
}

// activation is the variables of an item.
type activation interface {
	cel.Activation
	withNull() (a cel.Activation, ok bool)
}

// eval evaluates the expression. That CEL panics is an error of this one evaluation, too.
func (f *field) eval(ctx context.Context, in cel.Activation) (ref.Val, error) {
	result, _, err := f.program.ContextEval(ctx, in)
	return result, err
}

// warn notes in an item why a field of it is absent.
func warn[T connector.Item](item T, path, reason string) {
	source := sourceOf(item)
	if *source == nil {
		*source = &iamv1.Source{}
	}
	(*source).Warnings = append(slices.Clip((*source).Warnings), &iamv1.Warning{Path: path, Reason: reason})
}

// sourceOf is where an item keeps its source.
func sourceOf[T connector.Item](item T) **iamv1.Source {
	switch item := any(item).(type) {
	case *iamv1.User:
		return &item.Source
	case *iamv1.Role:
		return &item.Source
	case *iamv1.Group:
		return &item.Source
	}
	return new(*iamv1.Source) // there is no other kind
}
