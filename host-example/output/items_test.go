package output

import (
	"time"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// ada has every field that a user can have.
func ada() *iamv1.User {
	fields, err := structpb.NewStruct(map[string]any{
		"T-shirt (EU)": "M", "floor": 3.0, "big": 12345678901234567890.0, "small": 1e-7, "remote": true, "none": nil,
		"badges": []any{"a", 1.5, map[string]any{"b": false}}, "empty": []any{},
	})
	if err != nil {
		panic(err)
	}
	return &iamv1.User{
		Id: "0b3f6f0e-0000-4000-8000-000000000001", Name: "Ada Example", FirstName: "Ada", LastName: "Example", Username: "ada",
		PrimaryEmail: "ada@example.com",
		Emails: &iamv1.EmailAddresses{Values: []*iamv1.EmailAddress{
			{Address: "ada@example.com", Type: "work", Primary: true}, {Address: "ada@home.example"},
		}},
		Status: iamv1.UserStatus_USER_STATUS_PENDING, StatusSourceValue: "INVITED", StatusReason: "invitation not accepted",
		AccountType: iamv1.AccountType_ACCOUNT_TYPE_HUMAN, AccountTypeSourceValue: "person",
		Title: "Engineer", Department: &iamv1.GroupRef{
			Id: "d1", Name: "R&D <1>", Type: iamv1.GroupType_GROUP_TYPE_DEPARTMENT, TypeSourceValue: "department",
		},
		Manager:    &iamv1.UserRef{Id: "m1", Name: "Grace", Email: "grace@example.com"},
		EmployeeId: "007", TimeZone: "Europe/Paris",
		Roles: &iamv1.RoleAssignments{Values: []*iamv1.RoleAssignment{
			{
				Role:   &iamv1.RoleRef{Id: "trellis:admin", Name: "Admin", Type: iamv1.RoleType_ROLE_TYPE_ADMIN, TypeSourceValue: "true"},
				Origin: iamv1.AssignmentOrigin_ASSIGNMENT_ORIGIN_DERIVED,
			},
			{
				Role: &iamv1.RoleRef{Id: "r2"}, Scope: &iamv1.RoleScope{Type: "project", Id: "p1", Name: "Apollo"},
				ViaGroup: &iamv1.GroupRef{Id: "g1", Name: "Team"}, Origin: iamv1.AssignmentOrigin_ASSIGNMENT_ORIGIN_INHERITED,
				GrantedAt: timestamppb.New(time.Date(2021, 3, 1, 0, 0, 0, 0, time.UTC)),
				ExpiresAt: timestamppb.New(time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC)),
			},
		}},
		Groups: &iamv1.GroupMemberships{Values: []*iamv1.GroupMembership{{
			Group: &iamv1.GroupRef{Id: "g1", Name: "Team", Type: iamv1.GroupType_GROUP_TYPE_UNMAPPED, TypeSourceValue: "squad"},
			Since: timestamppb.New(time.Date(2020, 2, 29, 12, 0, 0, 500000000, time.UTC)),
		}}},
		MultiFactorEnabled: new(true),
		MultiFactorMethods: &iamv1.MultiFactorMethods{Values: []*iamv1.MultiFactorMethod{
			{Type: iamv1.MultiFactorType_MULTI_FACTOR_TYPE_TOTP, TypeSourceValue: "authenticator"},
			{Type: iamv1.MultiFactorType_MULTI_FACTOR_TYPE_PHONE_CALL},
		}},
		CreatedAt: timestamppb.New(time.Unix(1614556800, 0)), UpdatedAt: timestamppb.New(time.Unix(1640995200, 0)),
		LastLoginAt:  timestamppb.New(time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)),
		LastActiveAt: timestamppb.New(time.Date(2024, 2, 29, 23, 59, 59, 123456000, time.UTC)),
		Avatar:       &iamv1.Avatar{Id: "a1", Name: "ada.png", Url: "https://img.example/ada.png"},
		CustomFields: fields,
		Source: &iamv1.Source{
			Raw:      []byte("{\n  \"id\" : \"1\",\n  \"n\": 12345678901234567890.10,\n  \"s\": \"two \\n lines \\\" \\\\\"\n}"),
			Warnings: []*iamv1.Warning{{Path: "$.startDate", Reason: "number where a string is expected"}},
		},
	}
}

// hostile has texts that no honest vendor sends.
func hostile() *iamv1.User {
	return &iamv1.User{
		Id: "a\"b\\c", Name: "\x1b[2J\x00line\nline\r\ttab\u2028sep\u2029end", FirstName: "\xff\xfe not UTF-8 \xc3",
		LastName: "\u202eright to left\u2069", Title: "del\x7f c1\u009b31m", PrimaryEmail: "日本語@例え.jp",
		Status: iamv1.UserStatus(99), StatusSourceValue: "new in v9", AccountTypeSourceValue: "source only",
		Roles: &iamv1.RoleAssignments{Values: []*iamv1.RoleAssignment{nil, {}}}, Groups: &iamv1.GroupMemberships{},
		Emails: &iamv1.EmailAddresses{}, MultiFactorMethods: &iamv1.MultiFactorMethods{}, MultiFactorEnabled: new(false),
		CreatedAt: &timestamppb.Timestamp{Seconds: 1 << 60}, Avatar: &iamv1.Avatar{}, Department: &iamv1.GroupRef{},
		CustomFields: &structpb.Struct{Fields: map[string]*structpb.Value{"nil": nil, "empty": {}}},
		Source:       &iamv1.Source{Raw: []byte("{not JSON")},
	}
}

// plainUser is what most vendors tell of a user: the one to measure with.
func plainUser() *iamv1.User {
	return &iamv1.User{
		Id: "0b3f6f0e-0000-4000-8000-000000000001", Name: "Ada Example", PrimaryEmail: "ada.example@company.example",
		Status: iamv1.UserStatus_USER_STATUS_ENABLED, StatusSourceValue: "ACTIVE", Title: "Software Engineer",
		Department: &iamv1.GroupRef{Id: "0b3f6f0e-0000-4000-8000-0000000000d1", Type: iamv1.GroupType_GROUP_TYPE_DEPARTMENT},
		Manager:    &iamv1.UserRef{Id: "0b3f6f0e-0000-4000-8000-000000000002"}, TimeZone: "America/Los_Angeles",
		Roles: &iamv1.RoleAssignments{Values: []*iamv1.RoleAssignment{{
			Role:   &iamv1.RoleRef{Id: "trellis:member", Name: "Member", Type: iamv1.RoleType_ROLE_TYPE_BASIC, TypeSourceValue: "false"},
			Origin: iamv1.AssignmentOrigin_ASSIGNMENT_ORIGIN_DERIVED,
		}}},
		CreatedAt: timestamppb.New(time.Unix(1614556800, 0)), UpdatedAt: timestamppb.New(time.Unix(1640995200, 0)),
	}
}

func admins() *iamv1.Role {
	return &iamv1.Role{
		Id: "trellis:admin", Name: "Admin", Description: "Derived from isAdmin", Type: iamv1.RoleType_ROLE_TYPE_ADMIN,
		TypeSourceValue: "true", Derived: true, CreatedAt: timestamppb.New(time.Unix(0, 0)),
		UpdatedAt: timestamppb.New(time.Unix(1, 5)), Source: &iamv1.Source{RawOmitted: true},
	}
}

func team() *iamv1.Group {
	return &iamv1.Group{
		Id: "7", Name: "Pickers", Description: "Who pick", Type: iamv1.GroupType_GROUP_TYPE_COST_CENTER, TypeSourceValue: "cc",
		Parent: &iamv1.GroupRef{Id: "1", Name: "All"}, Members: &iamv1.GroupMembers{UserIds: []string{"1", "2"}},
		Roles:     &iamv1.RoleAssignments{},
		CreatedAt: timestamppb.New(time.Unix(0, 0)), UpdatedAt: timestamppb.New(time.Unix(0, 0)),
		Source: &iamv1.Source{Raw: []byte(`{"a":[1, 2]}`)},
	}
}
