package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/ext"
	"github.com/rogpeppe/go-internal/testscript"
)

// judgeJSON is the command json FILE EXPRESSION: the file is one JSON value, of which the expression (CEL over it) holds.
func judgeJSON(ts *testscript.TestScript, neg bool, args []string) {
	values := valuesOf(ts, args)
	if len(values) != 1 {
		ts.Fatalf("%s has %d values", args[0], len(values))
	}
	judge(ts, values[0], neg, args)
}

// judgeLines is the command ndjson FILE EXPRESSION: the file has JSON values, of whose list the expression (CEL over it) holds.
func judgeLines(ts *testscript.TestScript, neg bool, args []string) {
	judge(ts, valuesOf(ts, args), neg, args)
}

func valuesOf(ts *testscript.TestScript, args []string) []any {
	if len(args) != 2 {
		ts.Fatalf("usage: json FILE EXPRESSION")
	}
	values := []any{}
	for d := json.NewDecoder(bytes.NewReader([]byte(ts.ReadFile(args[0])))); ; {
		var value any
		err := d.Decode(&value)
		if errors.Is(err, io.EOF) {
			return values
		}
		ts.Check(err)
		values = append(values, value)
	}
}

func judge(ts *testscript.TestScript, it any, neg bool, args []string) {
	env, err := cel.NewEnv(cel.Variable("it", cel.DynType), cel.CrossTypeNumericComparisons(true), cel.OptionalTypes(), ext.Strings())
	ts.Check(err)
	checked, issues := env.Compile(args[1])
	ts.Check(issues.Err())
	program, err := env.Program(checked)
	ts.Check(err)
	result, _, err := program.Eval(map[string]any{"it": it})
	ts.Check(err)
	if held, ok := result.Value().(bool); !ok || held == neg {
		ts.Fatalf("of %s it is %v that %s", args[0], result, args[1])
	}
}
