package mutants

import (
	"os"
	"slices"
	"strconv"
	"time"

	"google.golang.org/protobuf/proto"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// described makes a mutant that describes itself otherwise.
func described(change func(*connectorv1.Description)) wrong {
	return wrong{answer: func(_ *call, answer proto.Message) {
		if d, ok := answer.(*connectorv1.DescribeResponse); ok {
			change(d.GetDescription())
		}
	}}
}

// keyField is the only field that is a credential.
func keyField(d *connectorv1.Description) *connectorv1.Field {
	return d.GetAuthMethods()[0].GetFields().GetFields()[0]
}

// describeMutants are wrong about what they are.
func describeMutants() []Mutant {
	return []Mutant{
		{"describe-empty", "describes nothing", by("describe.answers"), wrong{instead: func(c *call) proto.Message {
			if c.operation == "Describe" {
				return &connectorv1.DescribeResponse{}
			}
			return nil
		}}},
		{"describe-changes", "describes itself otherwise at each call", by("describe.same"), described(func(d *connectorv1.Description) {
			d.Notes = append(d.GetNotes(), "Answer "+strconv.FormatInt(calls.Add(1), 10))
		})},
		{"describe-of-process", "describes itself otherwise in each process", by("describe.same"), described(func(d *connectorv1.Description) {
			d.Notes = append(d.GetNotes(), "Process "+strconv.Itoa(os.Getpid()))
		})},
		{"describe-slow", "takes two seconds to describe itself", by("describe.fast"), described(func(*connectorv1.Description) { <-time.After(2 * time.Second) })},
		{"describe-no-version", "has a version that is none", by("describe.valid"), described(func(d *connectorv1.Description) { d.Version = "v1" })},
		{"describe-other-name", "calls itself otherwise than its binary", by("describe.name"), described(func(d *connectorv1.Description) { d.Name = "harbor" })},
		{"describe-no-guide", "does not say how to come by the credentials", by("describe.guide"), described(func(d *connectorv1.Description) { d.GetAuthMethods()[0].Guide = nil })},
		{"describe-secret-shown", "does not mark its key as secret", by("describe.secret-fields"), described(func(d *connectorv1.Description) { keyField(d).Secret = false })},
		{"describe-not-required", "does not mark the key as required, and cannot do without", by("configuration.required"), described(func(d *connectorv1.Description) { keyField(d).Required = false })},
		{"describe-required-too-much", "marks a setting as required that it can do without", by("configuration.required"), described(func(d *connectorv1.Description) {
			for _, f := range d.GetSettings() {
				f.Required = true
			}
		})},
		{"describe-hides-filter", "describes a filter that it does not have", by("filters.subset"), described(func(d *connectorv1.Description) {
			users := d.GetResources()[0]
			users.Filters = append(users.GetFilters(), &connectorv1.FilterSpec{Name: "primary_email", Help: "One e-mail address."})
		})},
		{"coverage-too-much", "declares a field that it never fills", by("coverage.filled"), described(func(d *connectorv1.Description) {
			users := d.GetResources()[0]
			users.Coverage = append(users.GetCoverage(), &connectorv1.FieldCoverage{
				Field: "employee_id", VendorField: "number", Kind: connectorv1.CoverageKind_COVERAGE_KIND_NATIVE,
			})
		})},
		{"coverage-too-little", "does not declare a field that it fills", by("coverage.nothing-else"), described(func(d *connectorv1.Description) {
			users := d.GetResources()[0]
			users.Coverage = slices.DeleteFunc(users.GetCoverage(), func(f *connectorv1.FieldCoverage) bool { return f.GetField() == "title" })
		})},
		{"coverage-no-field", "declares a field that the model does not have", by("coverage.fields"), described(func(d *connectorv1.Description) {
			d.GetResources()[0].GetCoverage()[1].Field = "full_name"
		})},
		{"max-page-size-wrong", "describes a greatest page size that is less than its pages", by("listing.page-size"), described(func(d *connectorv1.Description) {
			d.GetResources()[0].DefaultPageSize, d.GetResources()[0].MaxPageSize = 5, 5
		})},
	}
}
