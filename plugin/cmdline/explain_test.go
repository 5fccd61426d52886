package cmdline

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector"
)

// suggesting is an error of a host that knows what to do.
type suggesting struct{ error }

func (suggesting) Suggestion() string { return "try another name" }

// helpless is one that could know, and does not.
type helpless struct{ error }

func (helpless) Suggestion() string { return "" }

func TestExplain(t *testing.T) {
	full := &connector.Error{
		Reason: connector.RateLimited, Message: "limited", Path: "$.data[0]", Suggestion: "wait", UpstreamStatus: 429,
		UpstreamExcerpt: "slow down", VendorRequestID: "r-1", RetryAfter: 90*time.Second + time.Millisecond, IncidentID: "i-1",
	}
	for _, tt := range []struct {
		err  error
		want []Line
	}{
		{errors.New("plain"), nil},
		{helpless{errors.New("none")}, nil},
		{fmt.Errorf("wrapped: %w", suggesting{errors.New("none")}), []Line{{"to do", "try another name"}}},
		{connector.Errorf(connector.UpstreamTimeout, "late"), []Line{{"reason", "UPSTREAM_TIMEOUT: for the application's vendor"}}},
		{fmt.Errorf("wrapped: %w", full), []Line{
			{"reason", "RATE_LIMITED: for the application's vendor"}, {"vendor", "HTTP 429, request r-1"}, {"said", "slow down"},
			{"where", "$.data[0]"}, {"retry", "in 1m30s"}, {"incident", "i-1"}, {"to do", "wait"},
		}},
		{&connector.Error{Reason: connector.RateLimited, RetryAfter: 1500 * time.Microsecond}, []Line{
			{"reason", "RATE_LIMITED: for the application's vendor"}, {"retry", "in 2ms"},
		}},
	} {
		if d := cmp.Diff(tt.want, Explain(tt.err)); d != "" {
			t.Errorf("%v (-want +got):\n%s", tt.err, d)
		}
	}
}

func TestInFlags(t *testing.T) {
	for text, want := range map[string]string{
		"Check operator.base_url and operator.ca_pem, and the proxy.": "Check --operator base_url and --operator ca_file, and the proxy.",
		"Check operator.base_url: it may lead to a page.":             "Check --operator base_url: it may lead to a page.",
		"Ask the operator. Wait.":                                     "Ask the operator. Wait.",
		"":                                                            "",
	} {
		if got := InFlags(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestFlagOf(t *testing.T) {
	for path, want := range map[string]string{
		"settings.region":        "--set region=...",
		"operator.ca_pem":        "--operator ca_file=PATH",
		"operator.base_url":      "--operator base_url=...",
		"credentials.api_key":    "--secret api_key=env:NAME, file:PATH or prompt",
		"options.filters.status": "--filter status=...",
		"options.page_size":      "--page-size",
		"fields.cost_center":     "--field cost_center=...",
		"$.data[0]":              "",
		"":                       "",
	} {
		if got := flagOf(path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
