package connector

import (
	"fmt"
	"iter"
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
		fields, err := accountFields(d, a.GetAuthMethodId())
		if err != nil {
			yield(err)
			return
		}
		formOf(fields).problems(a, yield)
	}
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
