package output

import (
	"strings"
	"time"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// View is how items of one kind are written: as JSON, as a row of a table, and as a line of a sheet, where there is one. In
// rows and sheets, nothing is what was not told or read, and "-" is that there is none.
type View[T any] struct {
	Append  func(dst []byte, item T) []byte
	Columns []Column
	Row     func(item T) []string
	Sheet   []Cell[T]
}

// Widths that fit most names and addresses; longer ones are cut in tables.
const (
	nameWidth = 32
	textWidth = 40
	longWidth = 48
)

// statusColors: whoever can get in, whoever may soon, and whoever cannot. The latter is nothing wrong, and stands back.
var statusColors = map[string]Color{"enabled": Green, "pending": Yellow, "disabled": Faint}

// Users is the view of users.
func Users() View[*iamv1.User] {
	return View[*iamv1.User]{
		Append: AppendUser,
		Sheet:  userSheet,
		Columns: []Column{
			{Title: "ID", Name: "id", Whole: true},
			{Title: "NAME", Name: "name", Max: nameWidth},
			{Title: "EMAIL", Name: "primary_email_address", Max: textWidth},
			{Title: "STATUS", Name: "status", Max: nameWidth, Colors: statusColors},
			{Title: "ROLES", Name: "roles", Max: textWidth},
			{Title: "GROUPS", Name: "groups", Max: textWidth, Optional: true},
			{Title: "TITLE", Name: "title", Max: nameWidth, Optional: true},
			{Title: "TYPE", Name: "account_type", Max: nameWidth, Optional: true},
			{Title: "MFA", Name: "has_multi_factor", Optional: true},
			{Title: "LAST ACTIVE", Name: "last_active_at", Optional: true},
		},
		Row: func(u *iamv1.User) []string {
			return []string{
				u.GetId(),
				u.GetName(),
				u.GetPrimaryEmail(),
				enumCell(userStatus, u.GetStatus(), u.GetStatusSourceValue()),
				rolesCell(u.GetRoles()),
				groupsCell(u.GetGroups()),
				u.GetTitle(),
				enumCell(accountType, u.GetAccountType(), u.GetAccountTypeSourceValue()),
				multiFactorCell(u),
				dateCell(u.GetLastActiveAt(), u.GetLastLoginAt()),
			}
		},
	}
}

// Roles is the view of roles.
func Roles() View[*iamv1.Role] {
	return View[*iamv1.Role]{
		Append: AppendRole,
		Sheet:  roleSheet,
		Columns: []Column{
			{Title: "ID", Name: "id", Whole: true},
			{Title: "NAME", Name: "name", Max: nameWidth},
			{Title: "TYPE", Name: "type", Max: nameWidth},
			{Title: "RECORD", Name: "derived", Max: nameWidth},
			{Title: "DESCRIPTION", Name: "description", Max: longWidth, Optional: true},
		},
		Row: func(r *iamv1.Role) []string {
			record := "vendor's"
			if r.GetDerived() {
				record = "derived"
			}
			return []string{
				r.GetId(), r.GetName(), enumCell(roleType, r.GetType(), r.GetTypeSourceValue()), record, r.GetDescription(),
			}
		},
	}
}

// Groups is the view of groups.
func Groups() View[*iamv1.Group] {
	return View[*iamv1.Group]{
		Append: AppendGroup,
		Sheet:  groupSheet,
		Columns: []Column{
			{Title: "ID", Name: "id", Whole: true},
			{Title: "NAME", Name: "name", Max: nameWidth},
			{Title: "TYPE", Name: "type", Max: nameWidth},
			{Title: "PARENT", Name: "parent_name", Max: nameWidth, Optional: true},
			{Title: "ROLES", Name: "roles", Max: textWidth, Optional: true},
			{Title: "MEMBERS", Name: "member_count", Optional: true},
			{Title: "DESCRIPTION", Name: "description", Max: longWidth, Optional: true},
		},
		Row: func(g *iamv1.Group) []string {
			return []string{
				g.GetId(), g.GetName(), enumCell(groupType, g.GetType(), g.GetTypeSourceValue()),
				either(g.GetParent().GetName(), g.GetParent().GetId()), rolesCell(g.GetRoles()), memberCount(g), g.GetDescription(),
			}
		},
	}
}

func enumCell[E ~int32](e enum, number E, source string) string {
	name := e.name(int32(number))
	switch {
	case name == unmapped && source != "":
		return "unmapped (" + source + ")"
	case name == "" && source != "":
		return "(" + source + ")"
	}
	return name
}

func rolesCell(r *iamv1.RoleAssignments) string {
	return listText(r != nil, r.GetValues(), func(a *iamv1.RoleAssignment) string {
		return either(a.GetRole().GetName(), a.GetRole().GetId())
	})
}

func groupsCell(g *iamv1.GroupMemberships) string {
	return listText(g != nil, g.GetValues(), func(m *iamv1.GroupMembership) string {
		return either(m.GetGroup().GetName(), m.GetGroup().GetId())
	})
}

func multiFactorCell(u *iamv1.User) string {
	switch {
	case u == nil || u.MultiFactorEnabled == nil:
		return ""
	case u.GetMultiFactorEnabled():
		return "yes"
	}
	return "no"
}

// dateCell is the day of the first time that is there.
func dateCell(times ...*timestamppb.Timestamp) string {
	for _, t := range times {
		if t != nil && t.IsValid() {
			return t.AsTime().Format(time.DateOnly)
		}
	}
	return ""
}

// listText is the texts of a list's entries, with commas between them.
func listText[E any](known bool, entries []E, text func(E) string) string {
	switch {
	case !known:
		return ""
	case len(entries) == 0:
		return "-"
	}
	texts := make([]string, len(entries))
	for i, e := range entries {
		texts[i] = text(e)
	}
	return strings.Join(texts, ", ")
}

func either(first, second string) string {
	if first != "" {
		return first
	}
	return second
}
