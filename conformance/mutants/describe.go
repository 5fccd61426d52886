package mutants

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"google.golang.org/protobuf/proto"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
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
	var calls atomic.Int64
	return []Mutant{
		{"describe-empty", "describes nothing", by("describe.static"),
			wrong{instead: func(c *call) proto.Message {
				if c.operation == "Describe" {
					return &connectorv1.DescribeResponse{}
				}
				return nil
			}}},
		{"describe-changes", "describes itself otherwise at each call", by("describe.static"),
			described(func(d *connectorv1.Description) {
				d.Notes = append(d.GetNotes(), "Answer "+strconv.FormatInt(calls.Add(1), 10))
			})},
		{"describe-of-process", "describes itself otherwise in each process", by("describe.static"),
			described(func(d *connectorv1.Description) {
				d.Notes = append(d.GetNotes(), "Process "+strconv.Itoa(os.Getpid()))
			})},
		{"describe-slow", "takes two seconds to describe itself", by("describe.quick"),
			described(func(*connectorv1.Description) { <-time.After(2 * time.Second) })},
		{"describe-no-version", "has a version that is none", by("describe.well-formed"),
			described(func(d *connectorv1.Description) { d.Version = "v1" })},
		{"describe-other-name", "calls itself otherwise than its binary", by("describe.name"),
			described(func(d *connectorv1.Description) { d.Name = "harbor" })},
		{"describe-no-guide", "does not say how to come by the credentials", by("describe.guide"),
			described(func(d *connectorv1.Description) { d.GetAuthMethods()[0].Guide = nil })},
		{"describe-secret-shown", "does not mark its key as secret", by("describe.secrets"),
			described(func(d *connectorv1.Description) { keyField(d).Secret = false })},
		{"describe-required-too-much", "marks a setting as required that it can do without", by("configuration.required"),
			described(func(d *connectorv1.Description) {
				for _, f := range d.GetSettings() {
					f.Required = true
				}
			})},
		{"describe-required-too-little", "needs a key, and does not mark it as required", by("configuration.not-required"),
			described(func(d *connectorv1.Description) { keyField(d).Required = false })},
		{"describe-filter-not-there", "describes a filter that it does not have", by("filters.subset"),
			described(func(d *connectorv1.Description) {
				users := d.GetResources()[0]
				users.Filters = append(users.GetFilters(), &connectorv1.FilterSpec{Name: "title", Help: "One title."})
			})},
		{"describe-hides-groups", "lists groups and does not describe them", by("unsupported.kinds"),
			described(func(d *connectorv1.Description) {
				d.Resources = d.GetResources()[:2]
			})},
		{"describe-fields-impossible", "describes a setting that nothing fits", by("describe.fields"),
			described(func(d *connectorv1.Description) {
				d.GetSettings()[0].MinLength, d.GetSettings()[0].MaxLength = 9, 8
			})},
		{"describe-key-twice", "has a setting that is called like its key", by("describe.keys"),
			described(func(d *connectorv1.Description) { d.GetSettings()[0].Key = "api_key" })},
		{"describe-no-consistency", "does not say how lists behave while data moves", by("describe.resources"),
			described(func(d *connectorv1.Description) {
				for _, r := range d.GetResources() {
					r.Consistency = 0
				}
			})},
		{"describe-http-link", "has a link that is not https", by("describe.links"),
			described(func(d *connectorv1.Description) { d.GetVendor().WebsiteUrl = "http://harbor.example" })},
		{"describe-no-summary", "does not say what it reads", by("describe.texts"),
			described(func(d *connectorv1.Description) { d.Summary = " " })},
		{"coverage-splits-names", "splits full names", by("coverage.names"),
			wrong{
				answer: func(_ *call, answer proto.Message) {
					if d, ok := answer.(*connectorv1.DescribeResponse); ok {
						users := d.GetDescription().GetResources()[0]
						users.Coverage = append(users.GetCoverage(), &connectorv1.FieldCoverage{
							Field: "first_name", VendorField: "name", Kind: connectorv1.CoverageKind_COVERAGE_KIND_NATIVE,
						})
					}
					if u, ok := itemOf(answer).(*iamv1.User); ok {
						u.FirstName, _, _ = strings.Cut(u.GetName(), " ")
					}
				},
				event: func(_ *call, e *event) []*event {
					for _, u := range e.users() {
						u.FirstName, _, _ = strings.Cut(u.GetName(), " ")
					}
					return one(e)
				},
			}},
		{"coverage-too-much", "declares a field that it never fills", by("coverage.seen"),
			described(func(d *connectorv1.Description) {
				users := d.GetResources()[0]
				users.Coverage = append(users.GetCoverage(), &connectorv1.FieldCoverage{
					Field: "employee_id", VendorField: "number", Kind: connectorv1.CoverageKind_COVERAGE_KIND_NATIVE,
				})
			})},
		{"coverage-too-little", "does not declare a field that it fills", by("coverage.declared"),
			described(func(d *connectorv1.Description) {
				users := d.GetResources()[0]
				users.Coverage = slices.DeleteFunc(users.GetCoverage(), func(f *connectorv1.FieldCoverage) bool { return f.GetField() == "title" })
			})},
		{"coverage-no-field", "declares a field that the model does not have", by("describe.coverage"),
			described(func(d *connectorv1.Description) {
				d.GetResources()[0].GetCoverage()[1].Field = "full_name"
			})},
		{"max-page-size-wrong", "describes a greatest page size that is less than its pages", by("listing.page-size"),
			described(func(d *connectorv1.Description) {
				d.GetResources()[0].DefaultPageSize, d.GetResources()[0].MaxPageSize = 5, 5
			})},
	}
}
