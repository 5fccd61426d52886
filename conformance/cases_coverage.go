package conformance

import (
	"context"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector/coverage"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

func coverageCases() Group {
	return Group{ID: "coverage", About: "What Describe declares to fill is what is filled.", Cases: []Case{
		{
			ID: "coverage.declared", Sentence: "Every field that an item has is declared.",
			Contract: says("describe.proto", "Resource.coverage", "A field that is not listed is never filled."),
			Severity: Must, Needs: account, check: coverageDeclared,
			Fix: "Declare the field, with what it is filled from; or leave it unset.",
		},
		{
			ID: "coverage.seen", Sentence: "Every field that is declared is filled in some item of the sandbox.",
			Contract: says("describe.proto", "Resource.coverage", "Which normalized fields are filled, and from what."),
			Severity: Should, Needs: account, check: coverageSeen,
			Fix: "Fill the field, take it out of the coverage, or have the sandbox play a vendor whose records hold it.",
		},
		{
			ID: "coverage.derived", Sentence: "What the connector made up is declared as derived or assumed, and not as the vendor's own.",
			Contract: saysModel("user.proto", "User", "Where it derives a fact (a role out of an `isAdmin` flag), the fact is marked DERIVED here or in Describe's coverage"),
			Severity: Must, Needs: account, check: coverageDerived,
			Fix: "Declare the field with COVERAGE_KIND_DERIVED, or give assignments of such a role the origin DERIVED.",
		},
		{
			ID: "coverage.names", Sentence: "First and last names come from fields of their own: a full name is not split.",
			Contract: saysModel("user.proto", "User.first_name", "Given name, only where the vendor has one of its own."),
			Severity: Must, check: coverageNames,
			Fix: "Leave first_name and last_name unset where the vendor has only a full name.",
		},
	}}
}

func coverageDeclared(ctx context.Context, t *trial) {
	for k := range t.lists(ctx) {
		if d := t.compareCoverage(ctx, k); len(d.Undeclared) > 0 {
			t.failf("%s: filled, and not declared: %s", k.name, strings.Join(d.Undeclared, ", "))
		}
	}
}

func coverageSeen(ctx context.Context, t *trial) {
	for k := range t.lists(ctx) {
		d := t.compareCoverage(ctx, k)
		switch {
		case len(d.Unfilled) == 0:
		case t.run.pool == nil:
			t.cannotRun("%s: the account's data fills none of %s", k.name, strings.Join(d.Unfilled, ", "))
		default:
			t.failf("%s: declared, and filled by no item: %s", k.name, strings.Join(d.Unfilled, ", "))
		}
	}
}

// compareCoverage holds what is declared against all items, with all that can be asked for besides.
func (t *trial) compareCoverage(ctx context.Context, k *kind) coverage.Difference {
	items := t.everything(ctx, k).items()
	messages := make([]proto.Message, len(items))
	for i, one := range items {
		messages[i] = one
	}
	return coverage.Compare(t.resource(k).GetCoverage(), messages)
}

// coveredAs is how a field is declared to be come by: the longest path that it lies below.
func coveredAs(declared []*connectorv1.FieldCoverage, field string) connectorv1.CoverageKind {
	best := &connectorv1.FieldCoverage{}
	for _, c := range declared {
		if (c.GetField() == field || strings.HasPrefix(field, c.GetField()+".")) && len(c.GetField()) > len(best.GetField()) {
			best = c
		}
	}
	return best.GetKind()
}

func coverageDerived(ctx context.Context, t *trial) {
	native := func(k *kind, field string) bool {
		return coveredAs(t.resource(k).GetCoverage(), field) == connectorv1.CoverageKind_COVERAGE_KIND_NATIVE
	}
	t.eachItem(ctx, func(k *kind, one item) {
		if strings.HasPrefix(one.GetId(), reserved) && native(k, "id") {
			t.failf("%s: the id %q is made up, and declared as the vendor's own", k.name, one.GetId())
		}
		u, _ := one.(*iamv1.User)
		for _, a := range u.GetRoles().GetValues() {
			if !strings.HasPrefix(a.GetRole().GetId(), reserved) {
				continue
			}
			if native(k, "roles.role.id") && a.GetOrigin() != iamv1.AssignmentOrigin_ASSIGNMENT_ORIGIN_DERIVED {
				t.failf("user %s: the role %q is made up, and told as the vendor's own", u.GetId(), a.GetRole().GetId())
			}
		}
	})
}

func coverageNames(_ context.Context, t *trial) {
	r := t.resource(users())
	if r == nil {
		t.doesNotApply("there are no users")
	}
	find := func(field string) *connectorv1.FieldCoverage {
		i := slices.IndexFunc(r.GetCoverage(), func(c *connectorv1.FieldCoverage) bool { return c.GetField() == field })
		if i < 0 {
			return nil
		}
		return r.GetCoverage()[i]
	}
	for _, field := range []string{"first_name", "last_name"} {
		part, whole := find(field), find("name")
		if part != nil && whole != nil && part.GetVendorField() != "" && part.GetVendorField() == whole.GetVendorField() {
			t.failf("%s comes from %q, as the full name does", field, part.GetVendorField())
		}
	}
}
