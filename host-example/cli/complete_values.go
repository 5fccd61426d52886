package cli

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/output"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// choice is a word that may stand somewhere, and what it is about.
type choice struct{ value, about string }

// completion is the choice as cobra has it: a line. Texts are foreign, and shells show them.
func (c choice) completion() cobra.Completion {
	if c.about == "" {
		return c.value
	}
	about, _, _ := strings.Cut(c.about, ". ") // the first sentence
	return cobra.CompletionWithDesc(c.value, output.Screen{}.Clip(output.Printable(about), longestAbout))
}

// longestAbout is how much is said of a choice, in cells: shells show it beside the word, in a line.
const longestAbout = 60

// choicesOf are a field's or filter's own choices.
func choicesOf(all []*connectorv1.Choice) []choice {
	choices := make([]choice, len(all))
	for i, c := range all {
		choices[i] = choice{c.GetValue(), c.GetLabel()}
	}
	return choices
}

// keyed completes key=value: the key first, then a value of it, where there are choices.
func keyed(word string, keys []choice, values func(key string) []choice) ([]cobra.Completion, cobra.ShellCompDirective) {
	key, _, ok := strings.Cut(word, "=")
	var all []cobra.Completion
	if !ok {
		for _, k := range keys {
			all = append(all, choice{k.value + "=", k.about}.completion())
		}
		return all, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
	for _, v := range values(key) {
		all = append(all, choice{key + "=" + v.value, v.about}.completion())
	}
	return all, cobra.ShellCompDirectiveNoFileComp
}

func (t typed) outputs(string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if t.command.Flags().Lookup("out") != nil { // a report
		return []cobra.Completion{"html\tfor people, in a browser", "json\tthe same as data"}, cobra.ShellCompDirectiveNoFileComp
	}
	formats := []cobra.Completion{"table\tfor people", "json\tone document", "ndjson\tone item a line, for programs"}
	if t.command.Flags().Lookup("columns") != nil {
		formats = append(formats, "csv\tfor spreadsheets")
	}
	return formats, cobra.ShellCompDirectiveNoFileComp
}

func (t typed) columns(word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var names []string
	switch t.command.Name() {
	case "users":
		names = output.ColumnNames(output.Users())
	case "roles":
		names = output.ColumnNames(output.Roles())
	case "groups":
		names = output.ColumnNames(output.Groups())
	}
	choices := make([]choice, len(names))
	for i, n := range names {
		choices[i].value = n
	}
	return listed("", word, choices)
}

func (t typed) filters(word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	name, values, ok := strings.Cut(word, "=")
	filters := t.resource().GetFilters()
	if !ok {
		keys := make([]choice, len(filters))
		for i, f := range filters {
			keys[i] = choice{f.GetName(), f.GetHelp()}
		}
		return keyed(word, keys, nil)
	}
	for _, f := range filters {
		if f.GetName() == name {
			return listed(name+"=", values, choicesOf(f.GetChoices()))
		}
	}
	return nil, cobra.ShellCompDirectiveNoFileComp
}

func (t typed) expands(word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var choices []choice
	for _, e := range t.resource().GetExpands() {
		choices = append(choices, choice{e.GetName(), e.GetHelp()})
	}
	return listed("", word, choices)
}

// settings completes what is no secret: the settings, and such fields of the ways to authenticate.
func (t typed) settings(word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	d := t.describe()
	return keyedFields(word, append(settings(d), authFields(d, false)...))
}

// operatorKeys completes what every connector knows and what this one does.
func (t typed) operatorKeys(word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	fields := []*connectorv1.Field{
		{Key: connector.OperatorBaseURL, Label: "Where the application's API is"},
		{Key: "ca_file", Label: "A file with the certificates to trust"},
		{Key: connector.OperatorRequestsPerMinute, Label: "The rate to keep to; 0 is none"},
		{Key: connector.OperatorBurst, Label: "How many requests may come at once"},
		{Key: connector.OperatorMaxWait, Label: "The longest wait for a rate limit"},
	}
	if strings.HasPrefix(word, "ca_file=") {
		return nil, cobra.ShellCompDirectiveDefault
	}
	return keyedFields(word, append(fields, t.describe().GetOperatorFields()...))
}

func (t typed) secretKeys(word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	all, directive := keyedFields(word, authFields(t.describe(), true))
	if key, _, ok := strings.Cut(word, "="); ok {
		for _, where := range []choice{{"env:", "an environment variable"}, {"file:", "a file"}, {"keyring:", "the system's keyring"}, {"prompt", "asked for, without echo"}} {
			all = append(all, choice{key + "=" + where.value, where.about}.completion())
		}
		directive |= cobra.ShellCompDirectiveNoSpace
	}
	return all, directive
}

func keyedFields(word string, fields []*connectorv1.Field) ([]cobra.Completion, cobra.ShellCompDirective) {
	keys := make([]choice, len(fields))
	for i, f := range fields {
		keys[i] = choice{f.GetKey(), f.GetLabel()}
	}
	return keyed(word, keys, func(key string) []choice {
		for _, f := range fields {
			if f.GetKey() == key {
				return choicesOf(f.GetChoices())
			}
		}
		return nil
	})
}

// authFields are the fields of all ways to authenticate: the secret ones, or the others.
func authFields(d *connectorv1.Description, secret bool) []*connectorv1.Field {
	byKey := map[string]*connectorv1.Field{}
	for _, m := range d.GetAuthMethods() {
		for _, f := range m.GetFields().GetFields() {
			if f.GetSecret() == secret {
				byKey[f.GetKey()] = f
			}
		}
	}
	return slices.SortedFunc(maps.Values(byKey), func(a, b *connectorv1.Field) int { return cmp.Compare(a.GetKey(), b.GetKey()) })
}

func (t typed) methods(string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var all []cobra.Completion
	for _, m := range t.describe().GetAuthMethods() {
		all = append(all, choice{m.GetId(), m.GetTitle()}.completion())
	}
	return all, cobra.ShellCompDirectiveNoFileComp
}

func (t typed) timeouts(word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	i := strings.LastIndexByte(word, ',') + 1
	var all []cobra.Completion
	for _, what := range slices.Sorted(maps.Keys(timeouts)) {
		all = append(all, word[:i]+what+"=")
	}
	return all, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// attachable completes the connector's name; behind it, the shell knows files.
func (t typed) attachable(word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if strings.Contains(word, "=") {
		return nil, cobra.ShellCompDirectiveDefault
	}
	names, _ := t.completeConnectors(nil, nil, "")
	for i := range names {
		names[i] += "="
	}
	return names, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}
