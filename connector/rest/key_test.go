package rest

import (
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func TestKeyPrefixes(t *testing.T) {
	api := API{
		Description: &connectorv1.Description{Title: "Vendor"}, KeyField: APIKey,
		KeyPrefixes: []KeyPrefix{
			{"live_", connectorv1.Environment_ENVIRONMENT_LIVE}, {"test_", connectorv1.Environment_ENVIRONMENT_SANDBOX},
		},
	}
	for key, want := range map[string]connectorv1.Environment{
		"live_0123": connectorv1.Environment_ENVIRONMENT_LIVE, "test_0123": connectorv1.Environment_ENVIRONMENT_SANDBOX,
		"prod_0123": -1, "Live_0123": -1, "0123_live_": -1, "live": -1, "live_ 0123": -1, "": -1,
	} {
		got, environment, err := api.readKey(&connectorv1.Account{Credentials: map[string]string{APIKey: key}})
		switch {
		case want >= 0 && (err != nil || got != key || environment != want):
			t.Errorf("%q: %q, %v, %v", key, got, environment, err)
		case want < 0:
			e := wantError(t, err, connector.InvalidConfig)
			if e.Path != "credentials.api_key" || key != "" && len(key) > 5 && strings.Contains(e.Message, key) {
				t.Errorf("%q: %+v", key, e)
			}
		}
	}
	api.KeyPrefixes = nil
	if _, environment, err := api.readKey(&connectorv1.Account{Credentials: map[string]string{APIKey: "prod_0123"}}); err != nil || environment != 0 {
		t.Errorf("%v, %v", environment, err)
	}
}

func TestPaths(t *testing.T) {
	api := API{PathKeys: []string{"things_path"}}
	for path, ok := range map[string]bool{
		"": true, "/v1/things": true, "/v1.2/a-b_c~d": true, "/x": true, "/...x": true,
		"v1": false, "/": false, "//x": false, "/v1/": false, "/v1//x": false, "/./x": false, "/v1/..": false, "/...": false,
		"/v1?x": false, "/v1#x": false, "/%2e": false, "/a b": false, "/a\n": false, "/é": false, `/a\b`: false, "/a:b": false, "/a@b": false,
		"https://x/v1": false, "/a;b": false, "/a&b": false,
	} {
		err := api.checkPaths(account("things_path", path))
		if (err == nil) != ok {
			t.Errorf("%q: %v", path, err)
		}
		if err != nil && wantError(t, err, connector.InvalidConfig).Path != "operator.things_path" {
			t.Errorf("%q: %v", path, err)
		}
	}
}
