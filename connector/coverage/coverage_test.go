package coverage_test

import (
	"reflect"
	"testing"

	"github.com/trellis-iam/trellis/connector/coverage"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/types/known/timestamppb"
)

func TestCompare(t *testing.T) {
	items := []*iamv1.User{
		{Id: "1", StatusSourceValue: "odd", Source: &iamv1.Source{Raw: []byte("{}")}, CreatedAt: timestamppb.Now()},
		{Id: "2", Groups: &iamv1.GroupMemberships{}, Roles: &iamv1.RoleAssignments{Values: []*iamv1.RoleAssignment{
			{Role: &iamv1.RoleRef{Id: "r", Name: "R"}},
		}}},
	}
	var declared []*connectorv1.FieldCoverage
	for _, f := range []string{"id", "status", "roles.role.id", "groups", "title", "created_at"} {
		declared = append(declared, &connectorv1.FieldCoverage{Field: f})
	}
	got := coverage.Compare(declared, items)
	want := coverage.Difference{Undeclared: []string{"roles.role.name"}, Unfilled: []string{"title"}}
	if !reflect.DeepEqual(got, want) || got.None() {
		t.Errorf("got %+v, want %+v", got, want)
	}
	declared[4].Field = "roles.role"
	if got := coverage.Compare(declared, items); !got.None() {
		t.Errorf("a path must stand for what is below it: %+v", got)
	}
}
