package fields

import (
	"fmt"
	"math"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// boundedText is a library that bounds what other functions for strings make: their cost is counted when the memory is
// already taken. format is not offered at all.
type boundedText struct{}

// ProgramOptions are none.
func (boundedText) ProgramOptions() []cel.ProgramOption { return nil }

// CompileOptions give functions of the extension for strings other bodies.
func (boundedText) CompileOptions() []cel.EnvOption {
	text, list := cel.StringType, cel.ListType(cel.StringType)
	return []cel.EnvOption{
		cel.Function("format", cel.DisableDeclaration(true),
			cel.MemberOverload("string_format", []*cel.Type{text, cel.ListType(cel.DynType)}, text)),
		cel.Function("replace",
			cel.MemberOverload("string_replace_string_string", []*cel.Type{text, text, text}, text,
				cel.FunctionBinding(func(args ...ref.Val) ref.Val { return replace(args[0], args[1], args[2], types.Int(-1)) })),
			cel.MemberOverload("string_replace_string_string_int", []*cel.Type{text, text, text, cel.IntType}, text,
				cel.FunctionBinding(func(args ...ref.Val) ref.Val { return replace(args[0], args[1], args[2], args[3]) }))),
		cel.Function("join",
			cel.MemberOverload("list_join", []*cel.Type{list}, text,
				cel.UnaryBinding(func(l ref.Val) ref.Val { return join(l, types.String("")) })),
			cel.MemberOverload("list_join_string", []*cel.Type{list, text}, text, cel.BinaryBinding(join))),
	}
}

// errTooLong is a text above maxText.
var errTooLong = fmt.Errorf("makes a text of more than %d bytes", maxText)

func replace(s, old, by, n ref.Val) ref.Val {
	text, ok1 := s.(types.String)
	from, ok2 := old.(types.String)
	to, ok3 := by.(types.String)
	limit, ok4 := n.(types.Int)
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return types.NoSuchOverloadErr()
	}
	count := strings.Count(string(text), string(from))
	if limit >= 0 {
		count = min(count, int(min(limit, math.MaxInt32)))
	}
	if len(text)+count*max(len(to)-len(from), 0) > maxText {
		return types.WrapErr(errTooLong)
	}
	return types.String(strings.Replace(string(text), string(from), string(to), count))
}

func join(l, by ref.Val) ref.Val {
	list, ok1 := l.(traits.Lister)
	separator, ok2 := by.(types.String)
	if !ok1 || !ok2 {
		return types.NoSuchOverloadErr()
	}
	var b strings.Builder
	for i, it := 0, list.Iterator(); it.HasNext() == types.True; i++ {
		if i > 0 {
			b.WriteString(string(separator))
		}
		s, ok := it.Next().(types.String)
		if !ok {
			return types.NoSuchOverloadErr()
		}
		if b.Len()+len(s)+len(separator) > maxText {
			return types.WrapErr(errTooLong)
		}
		b.WriteString(string(s))
	}
	return types.String(b.String())
}
