package fields

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"github.com/trellis-iam/trellis/connector"
)

// Mapping is a compiled mapping. It may be used by several goroutines at once.
type Mapping[T connector.Item] struct {
	fields     []field // by name
	appendItem func(dst []byte, item T) []byte
}

// field is one field of a mapping.
type field struct {
	name    string
	source  *ast.SourceInfo
	program cel.Program
}

// Names are the names of the fields, sorted.
func (m *Mapping[T]) Names() []string {
	names := make([]string, len(m.fields))
	for i, f := range m.fields {
		names[i] = f.name
	}
	return names
}

var namePattern = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// Compile checks and compiles the expressions of a mapping, by the fields' names. appendItem writes an item of the kind as
// JSON, as functions of package output do; expressions see what it writes. The error is an [*Invalid] with all that is wrong.
func Compile[T connector.Item](appendItem func(dst []byte, item T) []byte, expressions map[string]string) (*Mapping[T], error) {
	if len(expressions) > MaxFields {
		return nil, &Invalid{[]*connector.Error{connector.InvalidField("fields", "%d fields, above %d", len(expressions), MaxFields)}}
	}
	env, err := newEnv(appendItem)
	if err != nil {
		return nil, err
	}
	m := &Mapping[T]{appendItem: appendItem}
	var wrong []*connector.Error
	for _, name := range slices.Sorted(maps.Keys(expressions)) {
		f, errs := compile(env, name, expressions[name])
		m.fields = append(m.fields, f)
		wrong = append(wrong, errs...)
	}
	if len(wrong) > 0 {
		return nil, &Invalid{wrong}
	}
	return m, nil
}

func compile(env *cel.Env, name, expression string) (field, []*connector.Error) {
	path := "fields." + name
	if len(name) > MaxName || !namePattern.MatchString(name) {
		return field{}, []*connector.Error{connector.InvalidField("fields",
			"%.*q is no name of a field: a small letter, then small letters, digits and _, %d in all", MaxName, name, MaxName)}
	}
	if strings.TrimSpace(expression) == "" {
		return field{}, []*connector.Error{connector.InvalidField(path, "the expression is empty")}
	}
	compiled, issues := env.Compile(expression)
	if issues.Err() != nil {
		all := slices.SortedStableFunc(slices.Values(issues.Errors()), func(a, b *cel.Error) int {
			return cmp.Or(a.Location.Line()-b.Location.Line(), a.Location.Column()-b.Location.Column())
		})
		var errs []*connector.Error
		for _, e := range all[:min(len(all), maxErrors)] {
			errs = append(errs, invalid(path, &SyntaxError{
				Expression: expression, Line: max(e.Location.Line(), 1), Column: max(e.Location.Column(), 0) + 1, Message: e.Message,
			}))
		}
		return field{}, errs
	}
	if t := compiled.OutputType(); !isValue(t) {
		return field{}, []*connector.Error{invalid(path, &SyntaxError{
			Expression: expression, Line: 1, Column: 1, Message: "the result is a " + t.String() + ", which is no value of a field",
		})}
	}
	program, err := env.Program(compiled, programOptions()...)
	if err != nil {
		return field{}, []*connector.Error{invalid(path, &SyntaxError{Expression: expression, Line: 1, Column: 1, Message: err.Error()})}
	}
	return field{name: name, source: compiled.NativeRep().SourceInfo(), program: program}, nil
}
