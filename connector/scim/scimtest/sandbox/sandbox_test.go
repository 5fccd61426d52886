package sandbox

import (
	"bytes"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector/rest/resttest/sandbox"
)

// The sandboxes show commands for their connectors, and end with their input.
func TestVendors(t *testing.T) {
	for _, c := range []struct {
		vendor sandbox.Vendor
		shown  []string
	}{
		{generic(), []string{"SCIM with 12 users", "trellis users scim --secret token=env:SCIM_TOKEN", `"path":"/Users"`}},
		{lattice(), []string{"Lattice (SCIM) with 12 users", "trellis users lattice-scim --secret api_key=env:LATTICE_SCIM_API_KEY", `"path":"/scim/v2/Users"`}},
	} {
		var stdout, stderr bytes.Buffer
		err := sandbox.Run(t.Context(), c.vendor, []string{"--users", "12", "--seed", "7"}, strings.NewReader(""), &stdout, &stderr)
		if err != nil || stderr.Len() > 0 {
			t.Errorf("%v, %s", err, stderr.String())
		}
		for _, s := range c.shown {
			if !strings.Contains(stdout.String(), s) {
				t.Errorf("%q is not shown:\n%s", s, stdout.String())
			}
		}
	}
}
