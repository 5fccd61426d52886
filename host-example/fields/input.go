package fields

import (
	"cel.dev/cel-go/cel"
	"github.com/trellis-iam/trellis/connector"
)

// input is the variables of one item, as expressions see them. The normalized item is made when one asks for it.
type input[T connector.Item] struct {
	mapping *Mapping[T]
	item    T
	raw     any // a map[string]any
	normal  any // likewise; nil until it is asked for
	plain   *variables
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
	in.raw = object
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

// withoutNull is the same variables without what is null; ok says whether anything is.
func (in *input[T]) withoutNull() (_ cel.Activation, ok bool) {
	if in.plain == nil {
		raw, some := withoutNull(in.raw)
		in.plain = &variables{of: in, raw: raw, same: !some}
	}
	return in.plain, !in.plain.same
}

// variables are another's with a raw of their own.
type variables struct {
	of   cel.Activation
	raw  any
	same bool // as the other's
}

// ResolveName finds a variable.
func (v *variables) ResolveName(name string) (any, bool) {
	if name == rawVariable {
		return v.raw, true
	}
	return v.of.ResolveName(name)
}

// Parent is none.
func (*variables) Parent() cel.Activation { return nil }
