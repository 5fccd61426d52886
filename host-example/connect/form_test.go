package connect

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func ids(questions []Question) []string {
	var all []string
	for _, q := range questions {
		all = append(all, q.ID)
	}
	return all
}

// What is asked for follows from the description alone, and what is given is not asked for.
func TestQuestions(t *testing.T) {
	for _, tt := range []struct {
		connector          string
		given              *connectorv1.Account
		questions, options []string
	}{
		{"lattice", nil, []string{"settings.region", "credentials.api_key"}, nil},
		{"lattice", &connectorv1.Account{Settings: map[string]string{"region": "emea"}}, []string{"credentials.api_key"}, nil},
		{"lattice", &connectorv1.Account{Credentials: map[string]string{"api_key": "x"}}, []string{"settings.region"}, nil},
		{"lattice-scim", nil, []string{"settings.region", "credentials.api_key"}, nil},
		{"lattica", nil, []string{"credentials.api_key"}, nil},
		{"scim", nil, []string{"operator.base_url", "credentials.token"}, nil},
		{"scim", &connectorv1.Account{Operator: map[string]string{"base_url": "https://example.com"}}, []string{"credentials.token"}, nil},
		{"sample", nil, []string{"credentials.token"}, []string{"settings.users", "settings.delay"}},
	} {
		form, err := NewForm(about(t, connectors()[tt.connector]), tt.given)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(tt.questions, ids(form.Questions())); d != "" {
			t.Errorf("%s with %v (-want +got):\n%s", tt.connector, tt.given, d)
		}
		if d := cmp.Diff(tt.options, ids(form.Options())); d != "" {
			t.Errorf("%s: options (-want +got):\n%s", tt.connector, d)
		}
		if _, ask := form.MethodQuestion(); ask {
			t.Errorf("%s: there is one way to authenticate, and it is asked for", tt.connector)
		}
	}
}

// Every question says all that the description has.
func TestQuestionOf(t *testing.T) {
	form, err := NewForm(about(t, connectors()["lattice"]), nil)
	if err != nil {
		t.Fatal(err)
	}
	region, key := form.Questions()[0], form.Questions()[1]
	want := []Choice{{"us", "United States"}, {"emea", "Europe, Middle East and Africa"}}
	if !slices.Equal(region.Choices, want) || region.Unset != "us" || region.Required || region.Secret {
		t.Errorf("%+v", region)
	}
	if key.Label != "API key" || key.Help == "" || !key.Secret || !key.Required {
		t.Errorf("%+v", key)
	}
}

func TestAnswer(t *testing.T) {
	lattice, err := NewForm(about(t, connectors()["lattice"]), nil)
	if err != nil {
		t.Fatal(err)
	}
	sample, err := NewForm(about(t, connectors()["sample"]), nil)
	if err != nil {
		t.Fatal(err)
	}
	region, key, users := lattice.Questions()[0], lattice.Questions()[1], sample.Options()[0]
	yes := Question{YesNo: true, Default: No}
	numbers := Question{Choices: []Choice{{"2", ""}, {"b", ""}}, Default: "b"}
	for _, tt := range []struct {
		q                    Question
		typed, answer, wrong string
	}{
		{region, "emea", "emea", ""},
		{region, " 2 ", "emea", ""},
		{region, "", "", ""},
		{region, "3", "", "a number from 1 to 2"},
		{region, "0", "", "a number from 1 to 2"},
		{region, "mars", "", "a number from 1 to 2"},
		{numbers, "2", "2", ""}, // the name, and not the second
		{numbers, "1", "2", ""},
		{numbers, "", "b", ""},
		{key, "0123456789abcdef", "0123456789abcdef", ""},
		{key, "0123456789abcdef ", "0123456789abcdef ", ""}, // blanks of secrets are theirs
		{key, "too short", "", "has 9 bytes; at least 16 are needed"},
		{key, "", "", "an answer is needed"},
		{key, "0123456789abcdef\x1b[A", "", "control character"},
		{users, "12", "12", ""},
		{users, "a dozen", "", "must be a whole number"},
		{users, "", "", ""},
		{yes, "Y", Yes, ""},
		{yes, "no", No, ""},
		{yes, "", No, ""},
		{yes, "perhaps", "", "yes or no"},
	} {
		answer, err := tt.q.Answer(tt.typed)
		if answer != tt.answer || (err != nil) != (tt.wrong != "") || err != nil && !strings.Contains(err.Error(), tt.wrong) {
			t.Errorf("%s %q: %q, %v; want %q, %q", tt.q.Label, tt.typed, answer, err, tt.answer, tt.wrong)
		}
		if err != nil && tt.q.Secret && tt.typed != "" && strings.Contains(err.Error(), tt.typed) {
			t.Errorf("the secret is repeated: %v", err)
		}
	}
}

// An error asks again for what it is about, and for nothing else.
func TestAtFault(t *testing.T) {
	untrusted := connector.Errorf(connector.UpstreamUntrusted, "no")
	redirected := connector.Errorf(connector.UpstreamUntrusted, "no")
	redirected.UpstreamStatus = 302
	unknownAuthority := connector.Errorf(connector.UpstreamUntrusted, "no")
	unknownAuthority.Path = "operator.ca_pem"
	for _, tt := range []struct {
		connector string
		err       error
		want      []string
	}{
		{"lattice", unknownAuthority, []string{"operator.ca_pem"}},
		{"scim", unknownAuthority, []string{"operator.ca_pem"}},
		{"lattice", untrusted, []string{"operator.ca_pem"}},
		{"scim", untrusted, []string{"operator.ca_pem", "operator.base_url"}},
		{"lattice", redirected, nil},
		{"scim", redirected, []string{"operator.base_url"}},
		{"lattice", connector.Errorf(connector.CredentialsRejected, "no"), []string{"credentials.api_key"}},
		{"lattice", connector.Errorf(connector.PermissionMissing, "no"), []string{"credentials.api_key"}},
		{"lattice", connector.InvalidField("credentials.api_key", "no"), []string{"credentials.api_key"}},
		{"lattice", connector.InvalidField("settings.region", "no"), []string{"settings.region"}},
		{"scim", connector.InvalidField("operator.base_url", "no"), []string{"operator.base_url"}},
		{"lattice", connector.InvalidField("operator.max_wait", "no"), []string{"operator.max_wait"}},
		{"lattice", connector.InvalidField("somewhere.else", "no"), nil},
		{"lattice", connector.Errorf(connector.UpstreamUnavailable, "no"), nil},
		{"lattice", errGone, nil},
	} {
		form, err := NewForm(about(t, connectors()[tt.connector]), nil)
		if err != nil {
			t.Fatal(err)
		}
		form.ReadCA = readCA
		if tt.connector == "scim" { // where its provider is had to be said
			form.Account.Operator["base_url"] = "https://idp.example.com"
		}
		if d := cmp.Diff(tt.want, ids(form.AtFault(tt.err))); d != "" {
			t.Errorf("%s: %v (-want +got):\n%s", tt.connector, tt.err, d)
		}
	}
}

// hostile has as much in it as the contract allows, and all of it to do harm.
func hostile() *connectorv1.Description {
	const bad = "\x1b[2J\x1b]0;owned\a**"
	field := func(i int, secret bool) *connectorv1.Field {
		f := &connectorv1.Field{Key: fmt.Sprintf("f%d", i), Label: bad, Help: strings.Repeat(bad, 40), Secret: secret, Required: i%2 == 0, DefaultValue: bad}
		if !secret {
			for c := range 256 {
				f.Choices = append(f.Choices, &connectorv1.Choice{Value: fmt.Sprintf("%s%d", bad, c), Label: bad})
			}
		}
		return f
	}
	d := &connectorv1.Description{
		Name: "hostile", Title: bad, Version: "1.0.0", Summary: bad, Notes: []string{bad},
		Vendor: &connectorv1.Vendor{DocumentationUrl: bad},
		AuthMethods: []*connectorv1.AuthMethod{
			{Id: "later", Title: "of a later contract"},
			{Id: "a", Title: bad, Kind: &connectorv1.AuthMethod_Fields{Fields: &connectorv1.FieldsAuth{}}, Guide: &connectorv1.ConnectGuide{Steps: []string{bad}, Url: bad}},
			{Id: "b", Title: bad, Kind: &connectorv1.AuthMethod_Fields{Fields: &connectorv1.FieldsAuth{}}},
		},
		Resources: []*connectorv1.Resource{{
			Kind:        connectorv1.ResourceKind_RESOURCE_KIND_USER,
			Permissions: []*connectorv1.Permission{{Name: bad, Help: bad}},
		}},
	}
	for i := range 32 {
		f := d.AuthMethods[1].GetFields()
		f.Fields = append(f.Fields, field(i, i < 16))
	}
	for i := range 64 {
		d.Settings = append(d.Settings, field(100+i, false))
	}
	return d
}

// A hostile description is a long form and no more; a method that this host does not know is not offered.
func TestHostile(t *testing.T) {
	form, err := NewForm(about(t, told{description: hostile()}), nil)
	if err != nil {
		t.Fatal(err)
	}
	q, ask := form.MethodQuestion()
	if !ask || len(q.Choices) != 2 || q.Choices[0].Value != "a" {
		t.Fatalf("%+v", q)
	}
	set := func(id, answer string) {
		t.Helper()
		if err := form.Set(id, answer); err != nil {
			t.Error(err)
		}
	}
	set(q.ID, "a")
	if n := len(form.Questions()); n != 32+32 { // half of the settings are required
		t.Errorf("%d questions", n)
	}
	if n := len(form.Options()); n != 32 {
		t.Errorf("%d options", n)
	}
	for _, q := range form.Questions() {
		answer := "s3cret"
		if len(q.Choices) > 0 {
			answer = "256"
		}
		if answer, err = q.Answer(answer); len(q.Choices) > 0 && err == nil {
			t.Errorf("%s takes %q, which holds control characters", q.ID, answer)
		}
	}
	set("credentials.f0", "secret")
	set(methodID, "b")
	if len(form.Account.GetCredentials()) != 0 {
		t.Errorf("what only another method has stays: %v", form.Account)
	}
	if _, err := NewForm(&connectorv1.Description{Name: "later", AuthMethods: hostile().AuthMethods[:1]}, nil); connector.ReasonOf(err) != connector.ReasonUnsupported {
		t.Error(err)
	}
}
