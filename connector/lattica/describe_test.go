package lattica_test

import (
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/coverage"
	"github.com/trellis-iam/trellis/connector/lattica/latticatest"
	"github.com/trellis-iam/trellis/mappings/goldentest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// Whoever reads the description learns what is assumed, wherever it stands.
func TestDescribeSaysWhatIsAssumed(t *testing.T) {
	_, c, _ := setUp(t, latticatest.Config{})
	d, err := c.Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := connector.CheckDescription(d); err != nil {
		t.Error(err)
	}
	texts := append([]string{d.GetSummary()}, d.GetNotes()[0])
	for _, r := range d.GetResources() {
		texts = append(texts, r.GetNotes()...)
		for _, f := range r.GetCoverage() {
			if f.GetKind() != connectorv1.CoverageKind_COVERAGE_KIND_ASSUMED {
				t.Errorf("%v is not marked as assumed", f)
			}
		}
		if ops := r.GetOperations(); len(ops) != 1 || ops[0] != connectorv1.Operation_OPERATION_LIST {
			t.Errorf("%v: %v", r.GetKind(), ops)
		}
	}
	for _, f := range d.GetOperatorFields() {
		texts = append(texts, f.GetHelp())
		if f.GetDefaultValue() == "" {
			t.Errorf("%v", f)
		}
	}
	if len(texts) != 6 {
		t.Errorf("%d texts", len(texts))
	}
	for _, text := range texts {
		if !strings.Contains(text, "assumed") {
			t.Errorf("%q", text)
		}
	}
	if len(d.GetRegions()) != 0 || len(d.GetRateLimits()) != 3 || len(d.GetResources()) != 2 {
		t.Errorf("%v", d)
	}
}

// What is declared to be filled is what the goldens hold, and what a list of the stand-in holds: no more, no less.
func TestCoverageIsTrue(t *testing.T) {
	_, c, a := setUp(t, latticatest.Config{Users: 300, CustomRoles: 2})
	d, err := c.Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	check := func(name string, got coverage.Difference) {
		t.Helper()
		if !got.None() {
			t.Errorf("%s: %+v", name, got)
		}
	}
	const payloads = "../../testdata/lattica"
	ofUsers, ofRoles := d.GetResources()[0].GetCoverage(), d.GetResources()[1].GetCoverage()
	check("golden users", coverage.Compare(ofUsers, goldentest.Items[iamv1.User](t, payloads, "users-*", "users")))
	check("golden roles", coverage.Compare(ofRoles, goldentest.Items[iamv1.Role](t, payloads, "roles-*", "roles")))
	listed, err := listUsers(t, c, a, nil)
	if err != nil {
		t.Fatal(err)
	}
	check("listed users", coverage.Compare(ofUsers, listed.items))
	roles, err := listRoles(t, c, a)
	if err != nil {
		t.Fatal(err)
	}
	check("listed roles", coverage.Compare(ofRoles, roles))
}
