package cli

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/pflag"
	"github.com/trellis-iam/trellis/plugin/cmdline"
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
		text, err := cmdline.ReadFile(f.file, maxFieldsFile)
		if err != nil {
			return nil, usagef("--fields: %v", err)
		}
		if all, err = decodeFields(text); err != nil {
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

var errOtherJSON = errors.New("it is another value")

// decodeFields reads the file's text. Some editors begin it with a byte order mark.
func decodeFields(text []byte) (map[string]string, error) {
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	if jsontext.NewDecoder(bytes.NewReader(text)).PeekKind() == 'n' { // which a map would take for an object that is not there
		return nil, errOtherJSON
	}
	var all map[string]string
	err := json.Unmarshal(text, &all)
	if e, ok := errors.AsType[*json.SemanticError](err); ok { // its own text is about Go's types
		if name := e.JSONPointer.LastToken(); name != "" {
			return nil, fmt.Errorf("the value of %.64q is no text", name)
		}
		return nil, errOtherJSON
	}
	return all, err
}
