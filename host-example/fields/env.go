package fields

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/ext"
	"github.com/trellis-iam/trellis/connector"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// rawVariable is the vendor's record.
const rawVariable = "raw"

// variable is what expressions call the normalized item.
func variable[T connector.Item]() string {
	switch any(*new(T)).(type) {
	case *iamv1.Role:
		return "role"
	case *iamv1.Group:
		return "group"
	}
	return "user"
}

// newEnv is the world of the expressions over one kind of items.
func newEnv[T connector.Item](appendItem func([]byte, T) []byte) (*cel.Env, error) {
	registry, err := types.NewRegistry()
	if err != nil {
		return nil, err
	}
	name := variable[T]()
	shapes, itemType, err := shapesOf(registry, name, appendItem)
	if err != nil {
		return nil, err
	}
	return cel.NewEnv(
		cel.CustomTypeAdapter(registry), cel.CustomTypeProvider(registry),
		cel.Variable(rawVariable, cel.MapType(cel.StringType, cel.DynType)), cel.Variable(name, itemType),
		cel.OptionalTypes(), cel.CrossTypeNumericComparisons(true), cel.DefaultUTCTimeZone(true),
		// From version 5 on, what functions cost follows from how long their texts are.
		ext.Strings(ext.StringsVersion(5)), cel.Lib(boundedText{}),
		cel.ParserExpressionSizeLimit(maxExpression), cel.RegexProgramSizeLimit(maxRegex),
		cel.ASTValidators(cel.ValidateDurationLiterals(), cel.ValidateTimestampLiterals(), cel.ValidateRegexLiterals()),
		cel.CustomTypeProvider(shapes), // around the registry, when the libraries have put their types into it
	)
}

// programOptions are how expressions are evaluated.
func programOptions() []cel.ProgramOption {
	sizes := types.NewSizeCalculator(types.SizeCalculatorMaxDepth(maxNesting), types.SizeCalculatorMaxTraversal(maxNodes))
	return []cel.ProgramOption{
		cel.EvalOptions(cel.OptOptimize), cel.CostLimit(costLimit), cel.InterruptCheckFrequency(interruptEvery),
		cel.MemoryTracking(types.MemoryTrackerSizeCalculator(sizes)), cel.MemoryLimit(maxMemory),
	}
}
