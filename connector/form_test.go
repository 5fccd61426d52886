package connector

import (
	"slices"
	"testing"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// The fields of an account come in the order of filling them in, each once, where CheckAccount wants them.
func TestAccountFields(t *testing.T) {
	d := testDescription()
	d.OperatorFields = []*connectorv1.Field{{Key: OperatorBaseURL, Label: "Base URL", Required: true, Type: connectorv1.FieldType_FIELD_TYPE_URL}}
	fields := fieldsOf(t, d)
	var paths []string
	for _, f := range fields {
		paths = append(paths, f.Path())
	}
	want := []string{
		"settings.region", "credentials.api_key", "settings.subdomain", "settings.count", "settings.flag", "settings.home",
		"operator.ca_pem", "operator.requests_per_minute", "operator.burst", "operator.max_wait", "operator.base_url",
	}
	if !slices.Equal(paths, want) {
		t.Errorf("got %q, want %q", paths, want)
	}
	if last := fields[len(fields)-1]; !last.GetRequired() {
		t.Error("the connector's own field does not replace the one that all have")
	}
	if _, err := AccountFields(d, "nope"); ReasonOf(err) != InvalidConfig {
		t.Errorf("an unknown method: %v", err)
	}
}

// One field is checked as it is in an account.
func TestAccountFieldCheck(t *testing.T) {
	d := testDescription()
	for path, values := range map[string]map[string]bool{
		"settings.region":              {"emea": true, "mars": false, "": true},
		"credentials.api_key":          {secretValue: true, "short": false, "": false, "with a\nbreak": false},
		"settings.count":               {"7": true, "seven": false},
		"settings.home":                {"https://example.com": true, "http://example.com": false},
		"operator.burst":               {"7": true, "seven": false},
		"operator.ca_pem":              {"-----BEGIN\n": true},
		"settings.flag":                {"true": true, "yes": false},
		"operator.max_wait":            {"90s": true},
		"settings.subdomain":           {"acme": true, "a\x1b[2Jcme": false},
		"operator.base_url":            {"https://example.com/v1": true, "example.com": false},
		"operator.requests_per_minute": {"": true},
	} {
		for value, good := range values {
			a := testAccount()
			a.Operator = map[string]string{}
			for _, f := range fieldsOf(t, d) {
				if f.Path() != path {
					continue
				}
				err := f.Check(value)
				if (err == nil) != good {
					t.Errorf("%s %q: %v", path, value, err)
				}
				map[string]map[string]string{InSettings: a.Settings, InOperator: a.Operator, InCredentials: a.Credentials}[f.In][f.GetKey()] = value
				if whole := CheckAccount(d, a); (whole == nil) != good || err != nil && whole.Error() != err.Error() {
					t.Errorf("%s %q: alone %v, in an account %v", path, value, err, whole)
				}
			}
		}
	}
}

func fieldsOf(t *testing.T, d *connectorv1.Description) []AccountField {
	t.Helper()
	fields, err := AccountFields(d, "")
	if err != nil {
		t.Fatal(err)
	}
	return fields
}
