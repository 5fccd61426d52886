package connector

import (
	"errors"
	"slices"
	"strings"
	"testing"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

const secretValue = "s3cr3t-value-that-must-not-show"

func testDescription() *connectorv1.Description {
	return &connectorv1.Description{
		Name: "test", Title: "Test", Version: "1.2.3",
		AuthMethods: []*connectorv1.AuthMethod{
			{Id: "api_key", Title: "API key", Kind: &connectorv1.AuthMethod_Fields{Fields: &connectorv1.FieldsAuth{
				Fields: []*connectorv1.Field{
					{Key: "api_key", Label: "API key", Secret: true, Required: true, MinLength: 8, MaxLength: 64},
					{Key: "subdomain", Label: "Subdomain"},
				},
			}}},
			{Id: "other", Title: "Other"},
		},
		Settings: []*connectorv1.Field{
			{Key: "count", Label: "Count", Type: connectorv1.FieldType_FIELD_TYPE_INTEGER},
			{Key: "flag", Label: "Flag", Type: connectorv1.FieldType_FIELD_TYPE_BOOLEAN},
			{Key: "home", Label: "Home", Type: connectorv1.FieldType_FIELD_TYPE_URL},
		},
		Regions: []*connectorv1.Region{{Id: "us"}, {Id: "emea"}},
		Resources: []*connectorv1.Resource{{
			Kind: connectorv1.ResourceKind_RESOURCE_KIND_USER,
			Operations: []connectorv1.Operation{
				connectorv1.Operation_OPERATION_LIST, connectorv1.Operation_OPERATION_GET,
			},
			Filters: []*connectorv1.FilterSpec{
				{Name: "status", Multiple: true, Choices: []*connectorv1.Choice{{Value: "enabled"}, {Value: "disabled"}}},
				{Name: "email"},
			},
			Expands: []*connectorv1.ExpandSpec{{Name: "groups"}},
		}},
	}
}

func testAccount() *connectorv1.Account {
	return &connectorv1.Account{
		Id: "acme", Settings: map[string]string{"region": "emea"}, Credentials: map[string]string{"api_key": secretValue},
	}
}

func TestCheckAccount(t *testing.T) {
	set := func(m *map[string]string, k, v string) {
		if *m == nil {
			*m = map[string]string{}
		}
		(*m)[k] = v
	}
	for _, c := range []struct {
		name   string
		change func(*connectorv1.Account)
		path   string // "" = the account is right
	}{
		{"right", func(*connectorv1.Account) {}, ""},
		{"second method", func(a *connectorv1.Account) { a.AuthMethodId = "other"; a.Credentials = nil }, ""},
		{"known operator key", func(a *connectorv1.Account) { set(&a.Operator, "requests_per_minute", "0") }, ""},
		{"empty is missing", func(a *connectorv1.Account) { a.Settings["region"] = ""; set(&a.Settings, "flag", "") }, ""},
		{"several lines of PEM", func(a *connectorv1.Account) { set(&a.Operator, "ca_pem", "a\nb\n") }, ""},
		{"no id", func(a *connectorv1.Account) { a.Id = "" }, "account.id"},
		{"long id", func(a *connectorv1.Account) { a.Id = strings.Repeat("x", 257) }, "account.id"},
		{"unknown method", func(a *connectorv1.Account) { a.AuthMethodId = "oauth" }, "auth_method_id"},
		{"no key", func(a *connectorv1.Account) { a.Credentials = nil }, "credentials.api_key"},
		{"empty key", func(a *connectorv1.Account) { a.Credentials["api_key"] = "" }, "credentials.api_key"},
		{"short key", func(a *connectorv1.Account) { a.Credentials["api_key"] = "1234567" }, "credentials.api_key"},
		{"long key", func(a *connectorv1.Account) { a.Credentials["api_key"] = strings.Repeat(secretValue, 9) }, "credentials.api_key"},
		{"key with newline", func(a *connectorv1.Account) { a.Credentials["api_key"] += "\n" }, "credentials.api_key"},
		{"key that is no text", func(a *connectorv1.Account) { a.Credentials["api_key"] += "\xff" }, "credentials.api_key"},
		{"unknown setting", func(a *connectorv1.Account) { set(&a.Settings, "colour", "red") }, "settings.colour"},
		{"operator key among settings", func(a *connectorv1.Account) { set(&a.Settings, "base_url", "https://x") }, "settings.base_url"},
		{"secret among settings", func(a *connectorv1.Account) { set(&a.Settings, "api_key", secretValue) }, "settings.api_key"},
		{"setting among credentials", func(a *connectorv1.Account) { set(&a.Credentials, "region", "us") }, "credentials.region"},
		{"unknown operator key", func(a *connectorv1.Account) { set(&a.Operator, "proxy", "x") }, "operator.proxy"},
		{"http base URL", func(a *connectorv1.Account) { set(&a.Operator, "base_url", "http://x") }, "operator.base_url"},
		{"base URL without host", func(a *connectorv1.Account) { set(&a.Operator, "base_url", "https:///v1") }, "operator.base_url"},
		{"pace that is no number", func(a *connectorv1.Account) { set(&a.Operator, "requests_per_minute", "many") }, "operator.requests_per_minute"},
		{"unknown region", func(a *connectorv1.Account) { a.Settings["region"] = "mars" }, "settings.region"},
		{"number with sign", func(a *connectorv1.Account) { set(&a.Settings, "count", "+1") }, "settings.count"},
		{"truth", func(a *connectorv1.Account) { set(&a.Settings, "flag", "yes") }, "settings.flag"},
		{"http setting", func(a *connectorv1.Account) { set(&a.Settings, "home", "http://x") }, "settings.home"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := testAccount()
			c.change(a)
			err := CheckAccount(testDescription(), a)
			if c.path == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			e, ok := errors.AsType[*Error](err)
			if !ok || e.Reason != InvalidConfig || e.Path != c.path {
				t.Fatalf("got %#v, want INVALID_CONFIG of %s", err, c.path)
			}
			if !strings.Contains(e.Error(), c.path) || strings.Contains(e.Error(), secretValue) {
				t.Errorf("message %q must name the path, and not the secret", e)
			}
		})
	}
	if err := CheckAccount(testDescription(), nil); !errors.Is(err, InvalidConfig) {
		t.Errorf("no account: %v", err)
	}
}

// All that is wrong is told to whoever asks for it.
func TestAccountProblems(t *testing.T) {
	a := testAccount()
	a.Settings = map[string]string{"region": "mars", "colour": "red", "count": "x"}
	a.Credentials = nil
	var paths []string
	for e := range AccountProblems(testDescription(), a) {
		paths = append(paths, e.Path)
	}
	want := []string{"settings.colour", "settings.count", "settings.region", "credentials.api_key"}
	if !slices.Equal(paths, want) {
		t.Errorf("%q, want %q", paths, want)
	}
}

func TestCheckListOptions(t *testing.T) {
	filter := func(name string, values ...string) *connectorv1.Filter {
		return &connectorv1.Filter{Name: name, Values: values}
	}
	for _, c := range []struct {
		name    string
		options *connectorv1.ListOptions
		reason  Reason
		path    string
	}{
		{"none", nil, "", ""},
		{"all that there is", &connectorv1.ListOptions{
			PageSize: 1000, PageLimit: 1, Expand: []string{"groups"}, Raw: true,
			Filters: []*connectorv1.Filter{filter("status", "enabled", "disabled"), filter("email", "a@b.example")},
		}, "", ""},
		{"page size", &connectorv1.ListOptions{PageSize: 1001}, InvalidConfig, "options.page_size"},
		{"negative page size", &connectorv1.ListOptions{PageSize: -1}, InvalidConfig, "options.page_size"},
		{"page limit", &connectorv1.ListOptions{PageLimit: -1}, InvalidConfig, "options.page_limit"},
		{"token of no form", &connectorv1.ListOptions{PageToken: "https://evil.example/"}, BadPageToken, "options.page_token"},
		{"token too long", &connectorv1.ListOptions{PageToken: strings.Repeat("a", 2049)}, BadPageToken, "options.page_token"},
		{"changes", &connectorv1.ListOptions{ChangeToken: "x"}, ReasonUnsupported, "options.change_token"},
		{"unknown filter", &connectorv1.ListOptions{Filters: []*connectorv1.Filter{filter("colour", "red")}}, ReasonUnsupported, "options.filters.colour"},
		{"filter twice", &connectorv1.ListOptions{Filters: []*connectorv1.Filter{filter("email", "a"), filter("email", "b")}}, InvalidConfig, "options.filters.email"},
		{"filter without value", &connectorv1.ListOptions{Filters: []*connectorv1.Filter{filter("email")}}, InvalidConfig, "options.filters.email"},
		{"filter with two values", &connectorv1.ListOptions{Filters: []*connectorv1.Filter{filter("email", "a", "b")}}, InvalidConfig, "options.filters.email"},
		{"filter with a value that is no choice", &connectorv1.ListOptions{Filters: []*connectorv1.Filter{filter("status", "ENABLED")}}, InvalidConfig, "options.filters.status"},
		{"unknown expand", &connectorv1.ListOptions{Expand: []string{"roles"}}, ReasonUnsupported, "options.expand"},
		{"expand twice", &connectorv1.ListOptions{Expand: []string{"groups", "groups"}}, InvalidConfig, "options.expand"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := CheckListOptions(testDescription().GetResources()[0], c.options)
			if c.reason == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if e, ok := errors.AsType[*Error](err); !ok || e.Reason != c.reason || e.Path != c.path {
				t.Fatalf("got %#v, want %s of %s", err, c.reason, c.path)
			}
		})
	}
}
