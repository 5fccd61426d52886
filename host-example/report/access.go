package report

import (
	"slices"
	"strings"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// joinGroups gives users what their groups give them, where groups tell both members and roles.
func (in *Intake) joinGroups() {
	in.byGroup = map[int32][]int32{}
	for n := range in.groups {
		for _, id := range in.groups[n].holders {
			place, ok := in.places[id]
			if !ok {
				continue // a member who is none of the users
			}
			for _, number := range in.groups[n].grants {
				g := in.grants.all[number]
				g.via, g.origin = int32(n), iamv1.AssignmentOrigin_ASSIGNMENT_ORIGIN_INHERITED
				in.byGroup[place] = append(in.byGroup[place], in.grants.number(g))
			}
		}
	}
}

// held are the grants of the user at a place, each once.
func (in *Intake) held(place int32) []int32 {
	var numbers []int32
	if set := in.rows[place].roles; set != notTold {
		numbers = numbersOf(in.grantSets.all[set])
	}
	if more := in.byGroup[place]; len(more) > 0 {
		numbers = append(numbers, more...)
		slices.Sort(numbers)
		numbers = slices.Compact(numbers)
	}
	return numbers
}

// findAdmins judges each set of grants once, so that users are judged by theirs.
func (in *Intake) findAdmins() {
	in.adminSets = make([]bool, len(in.grantSets.all))
	for i, set := range in.grantSets.all {
		in.adminSets[i] = slices.ContainsFunc(numbersOf(set), in.ofAdmin)
	}
}

// ofAdmin reports whether a grant is of a role of type admin.
func (in *Intake) ofAdmin(number int32) bool {
	return in.roles[in.grants.all[number].role].kind == iamv1.RoleType_ROLE_TYPE_ADMIN
}

func (in *Intake) admin(place int32) bool {
	set := in.rows[place].roles
	return set != notTold && in.adminSets[set] || slices.ContainsFunc(in.byGroup[place], in.ofAdmin)
}

// sourceOfAdmin says what makes a role one of admins, where the application has no such record of its own.
func (in *Intake) sourceOfAdmin(r *role) (string, Text) {
	for _, path := range []string{"roles.role.type", "roles"} {
		c := in.coverage(connectorv1.ResourceKind_RESOURCE_KIND_USER, path)
		switch c.GetKind() {
		case connectorv1.CoverageKind_COVERAGE_KIND_DERIVED:
			return derived, Text(clip(c.GetVendorField(), maxText))
		case connectorv1.CoverageKind_COVERAGE_KIND_ASSUMED:
			return assumed, Text(clip(c.GetVendorField(), maxText))
		}
	}
	if r.derived {
		return derived, ""
	}
	return "", ""
}

// What a fact is that the application does not tell as such.
const (
	derived = "derived" // computed from something else that it tells
	assumed = "assumed" // from a field or endpoint that it does not document
)

// coverage is what the connector declares of a field: for the field itself, or for what it is a part of.
func (in *Intake) coverage(kind connectorv1.ResourceKind, path string) *connectorv1.FieldCoverage {
	var best *connectorv1.FieldCoverage
	for _, c := range in.resource(kind).GetCoverage() {
		if f := c.GetField(); (f == path || strings.HasPrefix(path, f+".")) && len(f) >= len(best.GetField()) {
			best = c
		}
	}
	return best
}

// resource is what the connector says of a kind of list, and nil where it has none.
func (in *Intake) resource(kind connectorv1.ResourceKind) *connectorv1.Resource {
	for _, r := range in.description.GetResources() {
		if r.GetKind() == kind {
			return r
		}
	}
	return nil
}

// Offers reports whether the connector says that it lists a kind.
func (in *Intake) Offers(kind connectorv1.ResourceKind) bool {
	return slices.Contains(in.resource(kind).GetOperations(), connectorv1.Operation_OPERATION_LIST)
}
