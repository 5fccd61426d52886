package cli

import (
	"fmt"
	"os"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/spf13/pflag"
)

// fieldFlags say which fields of the owner's own are computed, and how.
type fieldFlags struct {
	fields []string
	file   string
}

func (f *fieldFlags) add(flags *pflag.FlagSet) {
	flags.Func("field", "compute a field of your own from the application's record, as `name=EXPRESSION` (CEL over raw; see\n"+
		"trellis fields for what there is)", func(arg string) error {
		f.fields = append(f.fields, arg)
		return nil
	})
	flags.StringVar(&f.file, "fields", "", "`file` with such fields: a JSON object of names and expressions")
}

// maxFieldsFile bounds that file: more than the most fields with the longest expressions take.
const maxFieldsFile = 1 << 20

// expressions are the expressions by the fields' names, as they are given. Errors are of usage.
func (f *fieldFlags) expressions() (map[string]string, error) {
	all := map[string]string{}
	if f.file != "" {
		text, err := readFieldsFile(f.file)
		if err != nil {
			return nil, usagef("--fields: %v", err)
		}
		if err := json.Unmarshal(text, &all); err != nil {
			return nil, usagef("--fields: %s is no JSON object of names and expressions: %v", f.file, err)
		}
	}
	for _, arg := range f.fields {
		name, expression, ok := strings.Cut(arg, "=")
		if !ok || name == "" {
			return nil, usagef("--field takes name=EXPRESSION")
		}
		if _, twice := all[name]; twice {
			return nil, usagef("--field: %.64q is given twice", name)
		}
		all[name] = expression
	}
	return all, nil
}

func readFieldsFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxFieldsFile {
		return nil, fmt.Errorf("%s is no file of at most %d bytes", path, maxFieldsFile)
	}
	return os.ReadFile(path)
}
