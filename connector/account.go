package connector

import (
	"fmt"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Operator keys that every connector knows; account.proto says what they do.
const (
	OperatorBaseURL           = "base_url"
	OperatorCAPEM             = "ca_pem"
	OperatorRequestsPerMinute = "requests_per_minute"
	OperatorBurst             = "burst"
	OperatorMaxWait           = "max_wait"
)

var operatorFields = []*connectorv1.Field{
	{Key: OperatorBaseURL, Type: connectorv1.FieldType_FIELD_TYPE_URL},
	{Key: OperatorCAPEM}, // text with line breaks: its reader judges it
	{Key: OperatorRequestsPerMinute, Type: connectorv1.FieldType_FIELD_TYPE_INTEGER},
	{Key: OperatorBurst, Type: connectorv1.FieldType_FIELD_TYPE_INTEGER},
	{Key: OperatorMaxWait, Type: connectorv1.FieldType_FIELD_TYPE_STRING},
}

// maxValue bounds values of settings and credentials in bytes, maxOperatorValue those of operator keys (a bundle of CA
// certificates); account.proto has the same numbers.
const (
	maxAccountID     = 256
	maxValue         = 64 << 10
	maxOperatorValue = 256 << 10
)

// CheckAccount holds an account to what the connector's description asks for. The error is INVALID_CONFIG and names the
// first bad field by its path; it never holds a value of credentials.
func CheckAccount(d *connectorv1.Description, a *connectorv1.Account) error {
	for e := range AccountProblems(d, a) {
		return e
	}
	return nil
}

// AccountProblems are all the errors of which CheckAccount gives the first. What does not follow an auth method that is not
// there is not looked at.
func AccountProblems(d *connectorv1.Description, a *connectorv1.Account) iter.Seq[*Error] {
	return func(yield func(*Error) bool) {
		if a == nil {
			yield(InvalidField("account", "is missing"))
			return
		}
		if (a.GetId() == "" || len(a.GetId()) > maxAccountID) && !yield(InvalidField("account.id", "must have 1 to %d bytes", maxAccountID)) {
			return
		}
		method, err := authMethod(d, a.GetAuthMethodId())
		if err != nil {
			yield(err)
			return
		}
		formOf(d, method).problems(a, yield)
	}
}

// problems gives what is wrong with an account's maps, until yield wants no more.
func (f form) problems(a *connectorv1.Account, yield func(*Error) bool) {
	for _, section := range []struct {
		name   string
		values map[string]string
		fields map[string]*connectorv1.Field
		limit  int
	}{
		{"settings", a.GetSettings(), f.settings, maxValue},
		{"operator", a.GetOperator(), f.operator, maxOperatorValue},
		{"credentials", a.GetCredentials(), f.credentials, maxValue},
	} {
		for _, key := range slices.Sorted(maps.Keys(section.values)) {
			if section.fields[key] == nil && !yield(f.misplaced(section.name, key)) {
				return
			}
		}
		for _, key := range slices.Sorted(maps.Keys(section.fields)) {
			value, set := section.values[key]
			why := checkValue(section.fields[key], value, set, section.limit)
			if why != "" && !yield(suggestHelp(InvalidField(section.name+"."+key, "%s", why), section.fields[key])) {
				return
			}
		}
	}
}

func authMethod(d *connectorv1.Description, id string) (*connectorv1.AuthMethod, *Error) {
	methods := d.GetAuthMethods()
	if id == "" && len(methods) > 0 {
		return methods[0], nil
	}
	var ids []string
	for _, m := range methods {
		if m.GetId() == id {
			return m, nil
		}
		ids = append(ids, m.GetId())
	}
	return nil, InvalidField("auth_method_id", "there is no method %s; there is %s", quote(id), list(ids))
}

// form is what an account may hold: its fields by key, section by section.
type form struct{ settings, operator, credentials map[string]*connectorv1.Field }

func formOf(d *connectorv1.Description, method *connectorv1.AuthMethod) form {
	f := form{map[string]*connectorv1.Field{}, map[string]*connectorv1.Field{}, map[string]*connectorv1.Field{}}
	for _, field := range slices.Concat(operatorFields, d.GetOperatorFields()) {
		f.operator[field.GetKey()] = field
	}
	if regions := d.GetRegions(); len(regions) > 0 {
		region := &connectorv1.Field{Key: "region", Label: "Region"}
		for _, r := range regions {
			region.Choices = append(region.Choices, &connectorv1.Choice{Value: r.GetId(), Label: r.GetTitle()})
		}
		f.settings["region"] = region
	}
	for _, field := range slices.Concat(d.GetSettings(), method.GetFields().GetFields()) {
		if field.GetSecret() {
			f.credentials[field.GetKey()] = field
		} else {
			f.settings[field.GetKey()] = field
		}
	}
	return f
}

// misplaced is the error of a key that its section does not have: it says where the key belongs, if anywhere.
func (f form) misplaced(section, key string) *Error {
	sections := map[string]map[string]*connectorv1.Field{
		"settings": f.settings, "operator": f.operator, "credentials": f.credentials,
	}
	path := section + "." + clip(key, maxName)
	for _, name := range []string{"operator", "credentials", "settings"} {
		if name != section && sections[name][key] != nil {
			why := map[string]string{
				"operator":    "only the operator of the host may set this",
				"credentials": "this is a secret, which belongs among the credentials",
				"settings":    "this belongs among the settings",
			}
			return InvalidField(path, "%s", why[name])
		}
	}
	return InvalidField(path, "is unknown; there is %s", list(slices.Sorted(maps.Keys(sections[section]))))
}

// checkValue says what is wrong with a value, without repeating it: it may be secret.
func checkValue(f *connectorv1.Field, value string, set bool, limit int) string {
	if f.GetMaxLength() > 0 {
		limit = min(limit, int(f.GetMaxLength()))
	}
	switch {
	case value == "" && f.GetRequired() && set:
		return "is empty"
	case value == "" && f.GetRequired():
		return "is missing"
	case value == "":
		return ""
	case !utf8.ValidString(value):
		return "is not UTF-8"
	case len(value) < int(f.GetMinLength()):
		return fmt.Sprintf("has %d bytes; at least %d are needed", len(value), f.GetMinLength())
	case len(value) > limit:
		return fmt.Sprintf("has %d bytes; at most %d fit", len(value), limit)
	case f.GetKey() != OperatorCAPEM && strings.ContainsFunc(value, unicode.IsControl):
		return "holds a line break or another control character"
	}
	if choices := f.GetChoices(); len(choices) > 0 {
		if !slices.ContainsFunc(choices, func(c *connectorv1.Choice) bool { return c.GetValue() == value }) {
			return "must be " + oneOf(choices)
		}
	}
	switch f.GetType() {
	case connectorv1.FieldType_FIELD_TYPE_INTEGER:
		if _, err := strconv.ParseInt(value, 10, 64); err != nil || value[0] == '+' {
			return "must be a whole number"
		}
	case connectorv1.FieldType_FIELD_TYPE_BOOLEAN:
		if value != "true" && value != "false" {
			return "must be true or false"
		}
	case connectorv1.FieldType_FIELD_TYPE_URL:
		if u, err := url.Parse(value); err != nil || u.Scheme != "https" || u.Hostname() == "" {
			return "must be an https URL with a host"
		}
	}
	return ""
}

func suggestHelp(e *Error, f *connectorv1.Field) *Error {
	e.Suggestion = f.GetHelp()
	return e
}

func oneOf(choices []*connectorv1.Choice) string {
	values := make([]string, len(choices))
	for i, c := range choices {
		values[i] = c.GetValue()
	}
	return list(values)
}

// list names a few things in a sentence.
func list(names []string) string {
	switch len(names) {
	case 0:
		return "none at all"
	case 1:
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// quote shows a short foreign text in a message.
func quote(s string) string { return strconv.Quote(clip(s, maxName)) }
