package sandbox

import (
	"bytes"
	"flag"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	"github.com/trellis-iam/trellis/connector/rest/resttest/sandbox"
)

// The sandbox shows commands for Lattice, and ends with its input.
func TestVendor(t *testing.T) {
	var stdout, stderr bytes.Buffer
	err := sandbox.Run(t.Context(), vendor(), []string{"--users", "12", "--departments", "3", "--seed", "7"}, strings.NewReader(""), &stdout, &stderr)
	if err != nil || stderr.Len() > 0 {
		t.Errorf("%v, %s", err, stderr.String())
	}
	for _, s := range []string{
		"Lattice with 12 users", "export LATTICE_API_KEY=" + latticetest.DefaultAPIKey, "trellis users lattice --secret api_key=env:LATTICE_API_KEY",
		`"path":"/v1/users"`,
	} {
		if !strings.Contains(stdout.String(), s) {
			t.Errorf("%q is not shown:\n%s", s, stdout.String())
		}
	}
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	c := config(flags).(*latticetest.Config)
	if err := flags.Parse([]string{"--users", "12", "--departments", "3", "--seed", "7"}); err != nil || c.Users != 12 || c.Departments != 3 || c.Seed != 7 {
		t.Errorf("%+v, %v", c, err)
	}
}
