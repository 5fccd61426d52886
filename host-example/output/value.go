package output

import (
	"maps"
	"math"
	"slices"
	"strconv"

	"google.golang.org/protobuf/types/known/structpb"
)

// appendStruct appends an object, members by name.
func appendStruct(dst []byte, s *structpb.Struct) []byte {
	dst = append(dst, '{')
	for i, name := range slices.Sorted(maps.Keys(s.GetFields())) {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(AppendString(dst, name), ':')
		dst = appendValue(dst, s.GetFields()[name])
	}
	return append(dst, '}')
}

func appendValue(dst []byte, v *structpb.Value) []byte {
	switch v := v.GetKind().(type) {
	case *structpb.Value_StringValue:
		return AppendString(dst, v.StringValue)
	case *structpb.Value_NumberValue:
		return appendNumber(dst, v.NumberValue)
	case *structpb.Value_BoolValue:
		return strconv.AppendBool(dst, v.BoolValue)
	case *structpb.Value_StructValue:
		return appendStruct(dst, v.StructValue)
	case *structpb.Value_ListValue:
		dst = append(dst, '[')
		for i, e := range v.ListValue.GetValues() {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendValue(dst, e)
		}
		return append(dst, ']')
	}
	return append(dst, "null"...)
}

// appendNumber writes numbers in digits, with an exponent only for very large and very small ones (the bounds are
// ECMAScript's). What JSON has no number for is null.
func appendNumber(dst []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return append(dst, "null"...)
	}
	format := byte('f')
	if a := math.Abs(f); a != 0 && (a < 1e-6 || a >= 1e21) {
		format = 'e'
	}
	return strconv.AppendFloat(dst, f, format, -1, 64)
}
