package fields

import (
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/host-example/output"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/types/known/structpb"
)

// record is a vendor's record with something of everything.
const record = `{
	"name": "Ada", "nothing": null, "one": 1, "whole": 1.0, "half": 0.5, "big": 9007199254740993, "huge": 18446744073709551615,
	"beyond": 36893488147419103232, "yes": true, "day": "2020-01-02", "at": "2020-01-02T03:04:05.5+01:00",
	"emails": [{"value": "a@example.com", "primary": true}, {"value": "b@example.com"}], "empty": [],
	"manager": {"id": "7", "name": null}, "Cost Center (HR)": "77", "regex": "[", "numbers": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
}`

// someone is a user with that record.
func someone() *iamv1.User {
	return &iamv1.User{
		Id: "1", Title: "Engineer", Status: iamv1.UserStatus_USER_STATUS_ENABLED,
		Roles: &iamv1.RoleAssignments{Values: []*iamv1.RoleAssignment{{Role: &iamv1.RoleRef{Id: "r", Name: "Admin"}}}},
		CustomFields: &structpb.Struct{Fields: map[string]*structpb.Value{
			"Shirt Size": structpb.NewStringValue("M"),
		}},
		Source: &iamv1.Source{Raw: []byte(record)},
	}
}

func compiled(t testing.TB, expressions map[string]string) *Mapping[*iamv1.User] {
	t.Helper()
	m, err := Compile(output.AppendUser, expressions)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// applied is the value of one expression as JSON, "" where it is absent, and the warning that it led to.
func applied(t testing.TB, expression string, u *iamv1.User) (value, warning string) {
	t.Helper()
	values, err := compiled(t, map[string]string{"x": expression}).Apply(t.Context(), u)
	if err != nil {
		t.Fatal(err)
	}
	if v := values.GetFields()["x"]; v != nil {
		b, err := protojson.MarshalOptions{}.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		value = string(b)
	}
	var warnings []string
	for _, w := range u.GetSource().GetWarnings() {
		warnings = append(warnings, w.GetPath()+": "+w.GetReason())
	}
	return value, strings.Join(warnings, "; ")
}
