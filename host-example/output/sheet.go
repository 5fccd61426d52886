package output

import (
	"strconv"
	"time"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// The columns of sheets are the same for every list, whatever is in it, and in the order of the JSON. Further ones may be
// added.

var userSheet = []Cell[*iamv1.User]{
	{"id", (*iamv1.User).GetId},
	{"name", (*iamv1.User).GetName},
	{"first_name", (*iamv1.User).GetFirstName},
	{"last_name", (*iamv1.User).GetLastName},
	{"username", (*iamv1.User).GetUsername},
	{"primary_email_address", (*iamv1.User).GetPrimaryEmail},
	{"emails", func(u *iamv1.User) string {
		return listText(u.GetEmails() != nil, u.GetEmails().GetValues(), (*iamv1.EmailAddress).GetAddress)
	}},
	{"status", func(u *iamv1.User) string { return userStatus.name(int32(u.GetStatus())) }},
	{"status_source_value", (*iamv1.User).GetStatusSourceValue},
	{"status_reason", (*iamv1.User).GetStatusReason},
	{"account_type", func(u *iamv1.User) string { return accountType.name(int32(u.GetAccountType())) }},
	{"account_type_source_value", (*iamv1.User).GetAccountTypeSourceValue},
	{"title", (*iamv1.User).GetTitle},
	{"department_id", func(u *iamv1.User) string { return u.GetDepartment().GetId() }},
	{"department_name", func(u *iamv1.User) string { return u.GetDepartment().GetName() }},
	{"manager_id", func(u *iamv1.User) string { return u.GetManager().GetId() }},
	{"manager_name", func(u *iamv1.User) string { return u.GetManager().GetName() }},
	{"manager_email", func(u *iamv1.User) string { return u.GetManager().GetEmail() }},
	{"employee_id", (*iamv1.User).GetEmployeeId},
	{"time_zone", (*iamv1.User).GetTimeZone},
	{"role_ids", func(u *iamv1.User) string { return roleIDs(u.GetRoles()) }},
	{"roles", func(u *iamv1.User) string { return rolesCell(u.GetRoles()) }},
	{"group_ids", groupIDs},
	{"groups", func(u *iamv1.User) string { return groupsCell(u.GetGroups()) }},
	{"has_multi_factor", multiFactorCell},
	{"created_at", timeText((*iamv1.User).GetCreatedAt)},
	{"updated_at", timeText((*iamv1.User).GetUpdatedAt)},
	{"last_login_at", timeText((*iamv1.User).GetLastLoginAt)},
	{"last_active_at", timeText((*iamv1.User).GetLastActiveAt)},
	{"custom_fields", customFieldsText},
	{"warnings", warningsText[*iamv1.User]},
}

var roleSheet = []Cell[*iamv1.Role]{
	{"id", (*iamv1.Role).GetId},
	{"name", (*iamv1.Role).GetName},
	{"description", (*iamv1.Role).GetDescription},
	{"type", func(r *iamv1.Role) string { return roleType.name(int32(r.GetType())) }},
	{"type_source_value", (*iamv1.Role).GetTypeSourceValue},
	{"derived", func(r *iamv1.Role) string { return strconv.FormatBool(r.GetDerived()) }},
	{"created_at", timeText((*iamv1.Role).GetCreatedAt)},
	{"updated_at", timeText((*iamv1.Role).GetUpdatedAt)},
	{"warnings", warningsText[*iamv1.Role]},
}

var groupSheet = []Cell[*iamv1.Group]{
	{"id", (*iamv1.Group).GetId},
	{"name", (*iamv1.Group).GetName},
	{"description", (*iamv1.Group).GetDescription},
	{"type", func(g *iamv1.Group) string { return groupType.name(int32(g.GetType())) }},
	{"type_source_value", (*iamv1.Group).GetTypeSourceValue},
	{"parent_id", func(g *iamv1.Group) string { return g.GetParent().GetId() }},
	{"parent_name", func(g *iamv1.Group) string { return g.GetParent().GetName() }},
	{"member_count", memberCount}, // not who they are: cells have an end, at 32,767 characters
	{"role_ids", func(g *iamv1.Group) string { return roleIDs(g.GetRoles()) }},
	{"roles", func(g *iamv1.Group) string { return rolesCell(g.GetRoles()) }},
	{"created_at", timeText((*iamv1.Group).GetCreatedAt)},
	{"updated_at", timeText((*iamv1.Group).GetUpdatedAt)},
	{"warnings", warningsText[*iamv1.Group]},
}

func roleIDs(r *iamv1.RoleAssignments) string {
	return listText(r != nil, r.GetValues(), func(a *iamv1.RoleAssignment) string { return a.GetRole().GetId() })
}

func groupIDs(u *iamv1.User) string {
	return listText(u.GetGroups() != nil, u.GetGroups().GetValues(), func(m *iamv1.GroupMembership) string { return m.GetGroup().GetId() })
}

func memberCount(g *iamv1.Group) string {
	if g.GetMembers() == nil {
		return ""
	}
	return strconv.Itoa(len(g.GetMembers().GetUserIds()))
}

// timeText writes a time as the JSON does.
func timeText[T any](of func(T) *timestamppb.Timestamp) func(T) string {
	return func(item T) string {
		t := of(item)
		if t == nil || !t.IsValid() {
			return ""
		}
		return t.AsTime().Format(time.RFC3339Nano)
	}
}

func customFieldsText(u *iamv1.User) string {
	if u.GetCustomFields() == nil {
		return ""
	}
	return string(appendStruct(nil, u.GetCustomFields()))
}

func warningsText[T interface{ GetSource() *iamv1.Source }](item T) string {
	warnings := item.GetSource().GetWarnings()
	return listText(len(warnings) > 0, warnings, func(w *iamv1.Warning) string { return w.GetPath() + ": " + w.GetReason() })
}
