package output

import (
	"strconv"
	"strings"
	"time"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// View is how items of one kind are written: as JSON, and as a row of a table. In a row, nothing is what was not told or
// read, and "-" is that there is none.
type View[T any] struct {
	Append  func(dst []byte, item T) []byte
	Columns []Column
	Row     func(item T) []string
}

// Widths that fit most names and addresses; longer ones are cut in tables.
const (
	nameWidth = 32
	textWidth = 40
	longWidth = 48
)

// Users is the view of users.
func Users() View[*iamv1.User] {
	return View[*iamv1.User]{
		Append: AppendUser,
		Columns: []Column{
			{Title: "ID", Whole: true},
			{Title: "NAME", Max: nameWidth},
			{Title: "EMAIL", Max: textWidth},
			{Title: "STATUS", Max: nameWidth},
			{Title: "ROLES", Max: textWidth},
			{Title: "GROUPS", Max: textWidth, Optional: true},
			{Title: "TITLE", Max: nameWidth, Optional: true},
			{Title: "TYPE", Max: nameWidth, Optional: true},
			{Title: "MFA", Optional: true},
			{Title: "LAST ACTIVE", Optional: true},
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
		Columns: []Column{
			{Title: "ID", Whole: true},
			{Title: "NAME", Max: nameWidth},
			{Title: "TYPE", Max: nameWidth},
			{Title: "RECORD", Max: nameWidth},
			{Title: "DESCRIPTION", Max: longWidth, Optional: true},
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
		Columns: []Column{
			{Title: "ID", Whole: true},
			{Title: "NAME", Max: nameWidth},
			{Title: "TYPE", Max: nameWidth},
			{Title: "PARENT", Max: nameWidth, Optional: true},
			{Title: "ROLES", Max: textWidth, Optional: true},
			{Title: "MEMBERS", Optional: true},
			{Title: "DESCRIPTION", Max: longWidth, Optional: true},
		},
		Row: func(g *iamv1.Group) []string {
			members := ""
			if m := g.GetMembers(); m != nil {
				members = strconv.Itoa(len(m.GetUserIds()))
			}
			return []string{
				g.GetId(), g.GetName(), enumCell(groupType, g.GetType(), g.GetTypeSourceValue()),
				either(g.GetParent().GetName(), g.GetParent().GetId()), rolesCell(g.GetRoles()), members, g.GetDescription(),
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
	if r == nil {
		return ""
	}
	names := make([]string, len(r.GetValues()))
	for i, a := range r.GetValues() {
		names[i] = either(a.GetRole().GetName(), a.GetRole().GetId())
	}
	return joined(names)
}

func groupsCell(g *iamv1.GroupMemberships) string {
	if g == nil {
		return ""
	}
	names := make([]string, len(g.GetValues()))
	for i, m := range g.GetValues() {
		names[i] = either(m.GetGroup().GetName(), m.GetGroup().GetId())
	}
	return joined(names)
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

func joined(names []string) string {
	if len(names) == 0 {
		return "-"
	}
	return strings.Join(names, ", ")
}

func either(first, second string) string {
	if first != "" {
		return first
	}
	return second
}
