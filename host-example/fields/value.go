package fields

import (
	"encoding/base64"
	"fmt"
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"google.golang.org/protobuf/types/known/structpb"
)

// valueError is a result that is no value of a field.
type valueError struct{ why string }

func (e *valueError) Error() string { return e.why }

// isValue reports whether values of a type can be values of a field, as far as the type tells.
func isValue(t *cel.Type) bool {
	switch t.Kind() {
	case types.TypeKind, types.ErrorKind, types.UnspecifiedKind, types.UnknownKind:
		return false
	case types.ListKind, types.MapKind, types.OpaqueKind:
		for _, p := range t.Parameters() {
			if !isValue(p) {
				return false
			}
		}
	}
	return true
}

// jsonValue is a result as a field's value, and nil where it says that there is none.
func jsonValue(v ref.Val) (*structpb.Value, error) {
	c := converter{left: MaxValue}
	value, err := c.convert(v, 0)
	if _, null := value.GetKind().(*structpb.Value_NullValue); null {
		return nil, nil
	}
	return value, err
}

// converter turns results into JSON, as long as they are not too large: a result can be far larger than what it is made of.
type converter struct{ left int }

// take counts what is written.
func (c *converter) take(n int) error {
	if c.left -= n; c.left < 0 {
		return &valueError{fmt.Sprintf("the value is larger than %d bytes", MaxValue)}
	}
	return nil
}

func (c *converter) convert(v ref.Val, depth int) (*structpb.Value, error) {
	if depth > maxDepth {
		return nil, &valueError{fmt.Sprintf("the value is nested deeper than %d", maxDepth)}
	}
	switch v := v.(type) {
	case types.String:
		return c.text(string(v))
	case types.Bool:
		return structpb.NewBoolValue(bool(v)), c.take(len("false"))
	case types.Int:
		if v > exact || v < -exact {
			return c.text(strconv.FormatInt(int64(v), 10))
		}
		return c.number(float64(v))
	case types.Uint:
		if v > exact {
			return c.text(strconv.FormatUint(uint64(v), 10))
		}
		return c.number(float64(v))
	case types.Double:
		return c.number(float64(v))
	case types.Bytes:
		return c.text(base64.StdEncoding.EncodeToString(v))
	case types.Timestamp:
		return c.text(v.UTC().Format(time.RFC3339Nano))
	case types.Duration:
		return c.text(strconv.FormatFloat(v.Seconds(), 'f', -1, 64) + "s")
	case types.Null:
		return structpb.NewNullValue(), c.take(len("null"))
	case *types.Optional:
		if !v.HasValue() {
			return structpb.NewNullValue(), nil
		}
		return c.convert(v.GetValue(), depth)
	case traits.Mapper:
		return c.object(v, depth)
	case traits.Lister:
		return c.list(v, depth)
	}
	return nil, &valueError{"the result is no value of a field, but a " + v.Type().TypeName()}
}

func (c *converter) text(s string) (*structpb.Value, error) {
	if !utf8.ValidString(s) {
		return nil, &valueError{"the text is not UTF-8"}
	}
	return structpb.NewStringValue(s), c.take(len(s) + len(`""`))
}

func (c *converter) number(f float64) (*structpb.Value, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil, &valueError{"the number is not finite, and JSON has none such"}
	}
	return structpb.NewNumberValue(f), c.take(len("0"))
}

func (c *converter) list(l traits.Lister, depth int) (*structpb.Value, error) {
	list := &structpb.ListValue{}
	for it := l.Iterator(); it.HasNext() == types.True; {
		entry, err := c.convert(it.Next(), depth+1)
		if err == nil {
			err = c.take(len(","))
		}
		if err != nil {
			return nil, err
		}
		list.Values = append(list.Values, entry)
	}
	return structpb.NewListValue(list), c.take(len("[]"))
}

// object is a map as an object. Keys that are no texts are written as such; a member that is null stays one.
func (c *converter) object(m traits.Mapper, depth int) (*structpb.Value, error) {
	object := &structpb.Struct{Fields: map[string]*structpb.Value{}}
	for it := m.Iterator(); it.HasNext() == types.True; {
		key := it.Next()
		name, ok := key.ConvertToType(types.StringType).(types.String)
		if !ok || !utf8.ValidString(string(name)) {
			return nil, &valueError{"the name of a member is no text"}
		}
		member, err := c.convert(m.Get(key), depth+1)
		if err == nil {
			err = c.take(len(name) + len(`"":,`))
		}
		if err != nil {
			return nil, err
		}
		object.Fields[string(name)] = member
	}
	return structpb.NewStructValue(object), c.take(len("{}"))
}
