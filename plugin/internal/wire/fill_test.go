package wire

import (
	"fmt"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// fill sets every field of a message, each to a value of its own, so that a field that is lost or mixed up on the way
// shows.
func fill[M proto.Message](m M) M {
	n := 0
	fillMessage(m.ProtoReflect(), &n, 0)
	return m
}

func fillMessage(m protoreflect.Message, n *int, depth int) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		switch {
		case f.ContainingOneof() != nil && !f.HasOptionalKeyword() && m.WhichOneof(f.ContainingOneof()) != nil:
		case f.Message() != nil && depth > 6: // google.protobuf.Value holds itself
		case f.IsMap():
			entries := m.Mutable(f).Map()
			for range 2 {
				v := entries.NewValue()
				if f.MapValue().Message() != nil {
					fillMessage(v.Message(), n, depth+1)
				} else {
					v = scalar(f.MapValue(), n)
				}
				entries.Set(scalar(f.MapKey(), n).MapKey(), v)
			}
		case f.IsList():
			list := m.Mutable(f).List()
			for range 2 {
				v := list.NewElement()
				if f.Message() != nil {
					fillMessage(v.Message(), n, depth+1)
				} else {
					v = scalar(f, n)
				}
				list.Append(v)
			}
		case f.Message() != nil:
			fillMessage(m.Mutable(f).Message(), n, depth+1)
		default:
			m.Set(f, scalar(f, n))
		}
	}
}

func scalar(f protoreflect.FieldDescriptor, n *int) protoreflect.Value {
	*n++
	switch f.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(true)
	case protoreflect.EnumKind:
		values := f.Enum().Values()
		return protoreflect.ValueOfEnum(values.Get(min(1, values.Len()-1)).Number()) // NullValue has only 0
	case protoreflect.Int32Kind:
		return protoreflect.ValueOfInt32(int32(*n))
	case protoreflect.Int64Kind:
		return protoreflect.ValueOfInt64(int64(*n))
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(float64(*n) + 0.5)
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(fmt.Sprintf("%s-%d", f.Name(), *n))
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes(fmt.Appendf(nil, "%s-%d", f.Name(), *n))
	}
	panic("fill does not know " + f.Kind().String())
}
