package sandbox

import (
	"bytes"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector/lattica/latticatest"
	"github.com/trellis-iam/trellis/connector/rest/resttest/sandbox"
)

// The sandbox shows commands for Lattica, and ends with its input.
func TestVendor(t *testing.T) {
	var stdout, stderr bytes.Buffer
	err := sandbox.Run(t.Context(), vendor(), []string{"--users", "12", "--plan", "free"}, strings.NewReader(""), &stdout, &stderr)
	if err != nil || stderr.Len() > 0 {
		t.Errorf("%v, %s", err, stderr.String())
	}
	for _, s := range []string{
		"Lattica with 12 users", "export LATTICA_API_KEY=" + latticatest.DefaultAPIKey, "trellis users lattica --secret api_key=env:LATTICA_API_KEY",
	} {
		if !strings.Contains(stdout.String(), s) {
			t.Errorf("%q is not shown:\n%s", s, stdout.String())
		}
	}
	if err := sandbox.Run(t.Context(), vendor(), []string{"--plan", "gold"}, strings.NewReader(""), &stdout, &stderr); err == nil {
		t.Error("no error")
	}
}
