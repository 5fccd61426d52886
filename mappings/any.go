package mappings

import (
	"math"
	"strconv"
	"strings"

	"google.golang.org/protobuf/types/known/structpb"
)

// Any is a value of any type, kept as it is: for fields that a customer has added to the vendor's model.
type Any struct {
	value
	any  *structpb.Value
	deep bool
}

// UnmarshalJSONFrom reads any JSON value.
func (a *Any) UnmarshalJSONFrom(d *Decoder) (err error) {
	a.met(d.PeekKind(), true, "a value")
	a.any, a.deep, err = readAny(d, maxAnyDepth)
	return err
}

// Value is the value, and nil where there is none, null included; one that is nested too deeply is noted under path.
// Whole numbers above 2^53 are strings, as User.custom_fields has it.
func (a *Any) Value(n *Notes, path string) *structpb.Value {
	switch {
	case a.deep:
		n.Add(path, "nested too deeply to be kept")
		return nil
	case a.State() != Present:
		return nil
	}
	return a.any
}

// maxAnyDepth bounds how deep a value may be nested: far more than any form has, and no risk to any stack.
const maxAnyDepth = 32

// readAny reads a value. deep says that it is nested too deeply; it is then read to its end, and not whole.
func readAny(d *Decoder, depth int) (v *structpb.Value, deep bool, err error) {
	kind := d.PeekKind()
	if depth == 0 && (kind == '{' || kind == '[') {
		return structpb.NewNullValue(), true, d.SkipValue()
	}
	switch kind {
	case '{':
		object := &structpb.Struct{Fields: map[string]*structpb.Value{}}
		err = Object(d, func(name []byte) error {
			key := strings.ToValidUTF8(string(name), "\uFFFD")
			member, below, err := readAny(d, depth-1)
			object.Fields[key], deep = member, deep || below
			return err
		})
		return structpb.NewStructValue(object), deep, err
	case '[':
		if _, err := d.ReadToken(); err != nil {
			return nil, false, err
		}
		list := &structpb.ListValue{}
		for {
			if kind := d.PeekKind(); kind == ']' || kind == 0 { // 0: an error, which the next read tells
				_, err := d.ReadToken()
				return structpb.NewListValue(list), deep, err
			}
			entry, below, err := readAny(d, depth-1)
			if err != nil {
				return nil, false, err
			}
			list.Values, deep = append(list.Values, entry), deep || below
		}
	}
	scalar, err := d.ReadValue()
	if err != nil {
		return nil, false, err
	}
	switch kind {
	case '"':
		s, _ := text(scalar)
		return structpb.NewStringValue(s), false, nil
	case '0':
		return anyNumber(string(scalar)), false, nil
	case 't', 'f':
		return structpb.NewBoolValue(kind == 't'), false, nil
	}
	return structpb.NewNullValue(), false, nil
}

// anyNumber is a number, or its digits where it is one that a floating-point number would change.
func anyNumber(s string) *structpb.Value {
	const exact = 1 << 53
	if i, err := strconv.ParseInt(s, 10, 64); err == nil && -exact <= i && i <= exact {
		return structpb.NewNumberValue(float64(i))
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil && math.Abs(f) < exact {
		return structpb.NewNumberValue(f)
	}
	return structpb.NewStringValue(s)
}
