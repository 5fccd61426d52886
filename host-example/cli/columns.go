package cli

import (
	"errors"
	"strings"

	"github.com/spf13/pflag"
	"github.com/trellis-iam/trellis/host-example/output"
)

// columnFlag is which columns tables and sheets have, as they are given; none are the usual ones.
type columnFlag []string

func (f *columnFlag) add(flags *pflag.FlagSet) {
	flags.Func("columns", "only these columns of a table or of CSV, in this order, as `name[,name]`: as they are called there", func(names string) error {
		*f = append(*f, strings.Split(names, ",")...)
		return nil
	})
}

// chosen is the view with the chosen columns, if any were. Errors are of usage.
func chosen[T any](names columnFlag, format string, view output.View[T]) (output.View[T], error) {
	if len(names) == 0 {
		return view, nil
	}
	if format == "json" || format == "ndjson" {
		return view, usagef("--columns goes with -o table or csv: %s has all that is known; take what you need from it, with jq for instance:\n"+
			"... -o ndjson | jq -c '{id, name}'", format)
	}
	of, err := output.Choose(view, names)
	if e, ok := errors.AsType[*output.UnknownColumnError](err); ok {
		return of, usagef("--columns: %v; %sthere are %s", e, maybe("", strings.ToLower(e.Asked), e.Known), strings.Join(e.Known, ", "))
	}
	return of, err
}
