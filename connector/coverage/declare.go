package coverage

import connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"

// Native declares a field that passes on what the vendor has. note says when it is filled, if not always.
func Native(field, vendorField, note string) *connectorv1.FieldCoverage {
	return declare(field, vendorField, note, connectorv1.CoverageKind_COVERAGE_KIND_NATIVE)
}

// Derived declares a field that is computed from something else that the vendor tells.
func Derived(field, vendorField, note string) *connectorv1.FieldCoverage {
	return declare(field, vendorField, note, connectorv1.CoverageKind_COVERAGE_KIND_DERIVED)
}

// Assumed declares a field that is taken from a field or endpoint that the vendor does not document.
func Assumed(field, vendorField, note string) *connectorv1.FieldCoverage {
	return declare(field, vendorField, note, connectorv1.CoverageKind_COVERAGE_KIND_ASSUMED)
}

func declare(field, vendorField, note string, kind connectorv1.CoverageKind) *connectorv1.FieldCoverage {
	return &connectorv1.FieldCoverage{Field: field, VendorField: vendorField, Note: note, Kind: kind}
}

// Pairs declares several fields alike: each is followed by the vendor's field.
func Pairs(
	declare func(field, vendorField, note string) *connectorv1.FieldCoverage, note string, pairs ...string,
) (all []*connectorv1.FieldCoverage) {
	for i := 0; i+1 < len(pairs); i += 2 {
		all = append(all, declare(pairs[i], pairs[i+1], note))
	}
	return all
}

// Of is what a connector's description declares of a kind of resource.
func Of(d *connectorv1.Description, kind connectorv1.ResourceKind) []*connectorv1.FieldCoverage {
	for _, r := range d.GetResources() {
		if r.GetKind() == kind {
			return r.GetCoverage()
		}
	}
	return nil
}
