package rest

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"encoding/pem"

	"github.com/trellis-iam/trellis/connector"
)

func TestBaseURL(t *testing.T) {
	for given, want := range map[string]string{
		"":                              "https://api.vendor.example",
		"https://proxy.example":         "https://proxy.example",
		"https://Proxy.EXAMPLE:443/":    "https://proxy.example",
		"https://proxy.example:8443/a/": "https://proxy.example:8443/a",
		"https://proxy.example/a//b/./": "https://proxy.example/a/b",
		"https://[::1]:8443":            "https://[::1]:8443",
		"https://proxy.example:/":       "https://proxy.example",
	} {
		s, err := ReadSettings(account("base_url", given), Settings{BaseURL: "https://api.vendor.example/"})
		if err != nil || s.BaseURL != want {
			t.Errorf("%q: %q, want %q, %v", given, s.BaseURL, want, err)
		}
	}
}

func TestSettingsThatAreRefused(t *testing.T) {
	for _, c := range []struct{ key, value, why string }{
		{"base_url", "http://proxy.example", "must be https"},
		{"base_url", "HTTP://proxy.example", "must be https"},
		{"base_url", "proxy.example", "https URL with a host"},
		{"base_url", "https://", "https URL with a host"},
		{"base_url", "https:proxy.example", "https URL with a host"},
		{"base_url", "https://:8443", "https URL with a host"},
		{"base_url", "ftp://proxy.example", "https URL with a host"},
		{"base_url", "https://me:hush@proxy.example", "user or password"},
		{"base_url", "https://proxy.example?x=hush", "query or fragment"},
		{"base_url", "https://proxy.example?", "query or fragment"},
		{"base_url", "https://proxy.example#x", "query or fragment"},
		{"base_url", "https://proxy.example:99999", "port"},
		{"base_url", "https://proxy.example:0", "port"},
		{"base_url", "https://%zzhush", "is no URL"},
		{"ca_pem", "hush", "no certificate"},
		{"ca_pem", "-----BEGIN CERTIFICATE-----\naHVzaA==\n-----END CERTIFICATE-----", "cannot be read"},
		{"ca_pem", "-----BEGIN PRIVATE KEY-----\naHVzaA==\n-----END PRIVATE KEY-----", "nothing else"},
		{"requests_per_minute", "-1", "whole number"},
		{"requests_per_minute", "1.5", "whole number"},
		{"requests_per_minute", "1000001", "whole number"},
		{"burst", "many", "whole number"},
		{"max_wait", "90", "duration"},
		{"max_wait", "-1s", "duration"},
		{"max_wait", "25h", "duration"},
	} {
		_, err := ReadSettings(account(c.key, c.value), Settings{BaseURL: "https://api.vendor.example"})
		e := wantError(t, err, connector.InvalidConfig)
		if e.Path != "operator."+c.key || !strings.Contains(e.Message, c.why) || strings.Contains(e.Error(), "hush") {
			t.Errorf("%s=%s: %s: %s", c.key, c.value, e.Path, e.Message)
		}
	}
}

func TestSettingsOverDefaults(t *testing.T) {
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	ca := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	defaults := Settings{BaseURL: "https://api.vendor.example", Pace: Pace{PerMinute: 240, Burst: 3}}

	s, err := ReadSettings(account("requests_per_minute", "", "burst", "", "max_wait", "", "ca_pem", ""), defaults)
	if err != nil || s.Pace != defaults.Pace || s.MaxWait != unlimited || s.Roots != nil {
		t.Errorf("%+v, %v", s, err)
	}
	s, err = ReadSettings(account("requests_per_minute", "0", "burst", "0", "max_wait", "1m30s", "ca_pem", ca+ca), defaults)
	if err != nil || s.Pace != (Pace{}) || s.MaxWait != 90*time.Second || s.Roots == nil {
		t.Errorf("%+v, %v", s, err)
	}
}
