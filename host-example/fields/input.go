package fields

import (
	"cel.dev/cel-go/cel"
	"github.com/trellis-iam/trellis/connector"
)

// input is the variables of one item, as expressions see them. The normalized item is made when one asks for it.
type input[T connector.Item] struct {
	mapping *Mapping[T]
	item    T
	raw     any // a map[string]any, without what is null
	asSent  any // the same with it
	null    bool
	normal  any // likewise; nil until it is asked for
}

// read reads the vendor's record; why says what is wrong with it. An item without a record, such as one that the connector
// derived, has nothing in raw.
func (in *input[T]) read() (why string) {
	in.raw = map[string]any{}
	source := in.item.GetSource()
	if source.GetRawOmitted() {
		return "the application's record is too large to be passed on, so that no field is computed"
	}
	if len(source.GetRaw()) == 0 {
		return ""
	}
	value, err := decode(source.GetRaw())
	if err != nil {
		return "the application's record is not JSON, so that no field is computed"
	}
	object, ok := value.(map[string]any)
	if !ok {
		return "the application's record is no object, so that no field is computed"
	}
	in.asSent = object
	in.raw, in.null = withoutNull(object)
	return ""
}

// ResolveName finds a variable.
func (in *input[T]) ResolveName(name string) (any, bool) {
	switch name {
	case rawVariable:
		return in.raw, true
	case variable[T]():
		if in.normal == nil {
			in.normal = in.normalized()
		}
		return in.normal, true
	}
	return nil, false
}

// Parent is none.
func (*input[T]) Parent() cel.Activation { return nil }

// normalized is the item as it is written, without its source.
func (in *input[T]) normalized() any {
	source := sourceOf(in.item)
	kept := *source
	*source = nil
	defer func() { *source = kept }()
	value, err := decode(in.mapping.appendItem(nil, in.item))
	if err != nil {
		return map[string]any{} // an appendItem that writes no JSON has no members either
	}
	return value
}

// withNull is the same variables with what is null in its place; ok says whether anything is.
func (in *input[T]) withNull() (_ cel.Activation, ok bool) { return whole[T]{in}, in.null }

// whole is an input whose record is as the vendor sent it.
type whole[T connector.Item] struct{ *input[T] }

// ResolveName finds a variable.
func (w whole[T]) ResolveName(name string) (any, bool) {
	if name == rawVariable {
		return w.asSent, true
	}
	return w.input.ResolveName(name)
}
