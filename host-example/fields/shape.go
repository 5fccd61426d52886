package fields

import (
	"maps"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"github.com/trellis-iam/trellis/connector"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// shapes are the types of a normalized item, for the checker: it knows which members there are, as of a message. They are
// read off what is written of an item that has all fields, so that they are never behind. A value of them is the JSON
// object; a member that is not in it is missing.
type shapes struct {
	types.Provider
	members map[string]map[string]*cel.Type // by type and name
}

// shapesOf are the types of the items that appendItem writes; name is that of the whole.
func shapesOf[T connector.Item](base types.Provider, name string, appendItem func([]byte, T) []byte) (*shapes, *cel.Type, error) {
	var none T
	full := none.ProtoReflect().New()
	fill(full, 0)
	sample, err := decode(appendItem(nil, full.Interface().(T)))
	if err != nil {
		return nil, nil, err
	}
	s := &shapes{Provider: base, members: map[string]map[string]*cel.Type{}}
	return s, s.typeOf(name, sample), nil
}

// typeOf is the type of a value of which the sample is one.
func (s *shapes) typeOf(name string, sample any) *cel.Type {
	switch sample := sample.(type) {
	case map[string]any:
		if len(sample) == 0 { // a vendor's own names
			return cel.MapType(cel.StringType, cel.DynType)
		}
		members := make(map[string]*cel.Type, len(sample))
		for member, value := range sample {
			members[member] = s.typeOf(name+"."+member, value)
		}
		// No expression can name the type: a name that one could would hide the variable.
		name += " (object)"
		s.members[name] = members
		return cel.ObjectType(name)
	case []any:
		if len(sample) > 0 {
			return cel.ListType(s.typeOf(name, sample[0]))
		}
		return cel.ListType(cel.DynType)
	case string:
		return cel.StringType
	case bool:
		return cel.BoolType
	}
	return cel.DynType
}

// FindStructType finds a type of ours, or one that CEL has.
func (s *shapes) FindStructType(name string) (*types.Type, bool) {
	if _, ok := s.members[name]; ok {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return s.Provider.FindStructType(name)
}

// FindStructFieldNames lists the members of a type.
func (s *shapes) FindStructFieldNames(name string) ([]string, bool) {
	if members, ok := s.members[name]; ok {
		return slices.Sorted(maps.Keys(members)), true
	}
	return s.Provider.FindStructFieldNames(name)
}

// FindStructFieldType finds a member of a type.
func (s *shapes) FindStructFieldType(name, member string) (*types.FieldType, bool) {
	members, ok := s.members[name]
	if !ok {
		return s.Provider.FindStructFieldType(name, member)
	}
	t, ok := members[member]
	if !ok {
		return nil, false
	}
	return &types.FieldType{
		Type: t,
		IsSet: func(target any) bool {
			object, _ := target.(map[string]any)
			_, ok := object[member]
			return ok
		},
		GetFrom: func(target any) (any, error) {
			object, _ := target.(map[string]any)
			if value, ok := object[member]; ok {
				return value, nil
			}
			return nil, errMissing
		},
	}, true
}

// maxFill bounds how deep a message is filled. The models do not nest deeper.
const maxFill = 6

// fill sets every field of a message, and puts one entry into every list. What is well known stays empty, which for a
// google.protobuf.Struct says that anything may be in it; where an item is from is not for expressions.
func fill(m protoreflect.Message, depth int) {
	fields := m.Descriptor().Fields()
	if depth == maxFill || m.Descriptor().ParentFile().Package() == "google.protobuf" {
		return
	}
	for i := range fields.Len() {
		fd := fields.Get(i)
		switch {
		case depth == 0 && fd.Name() == "source":
		case fd.IsMap():
		case fd.IsList() && fd.Message() != nil:
			fill(m.Mutable(fd).List().AppendMutable().Message(), depth+1)
		case fd.IsList():
			m.Mutable(fd).List().Append(example(fd))
		case fd.Message() != nil:
			fill(m.Mutable(fd).Message(), depth+1)
		default:
			m.Set(fd, example(fd))
		}
	}
}

// example is a value of a field that is no message.
func example(fd protoreflect.FieldDescriptor) protoreflect.Value {
	switch fd.Kind() {
	case protoreflect.StringKind:
		return protoreflect.ValueOfString("x")
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(true)
	case protoreflect.EnumKind:
		values := fd.Enum().Values()
		return protoreflect.ValueOfEnum(values.Get(values.Len() - 1).Number())
	}
	return fd.Default()
}
