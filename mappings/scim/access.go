package scim

import (
	"cmp"
	"strings"

	"github.com/trellis-iam/trellis/mappings"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// RoleIDPrefix stands before a role's value in its id. SCIM has roles as values of users and no records of them, so that
// their ids live in the reserved namespace.
const RoleIDPrefix = "trellis:role:"

// Roles are the roles of a user alone, without notes; nil where none are told.
func (p Profile) Roles(r *UserRecord) *iamv1.RoleAssignments {
	if p.NoRoles {
		return nil
	}
	return roles(&r.Roles, new(mappings.Notes))
}

// roles are the roles of a user. How the user came by them is not told.
func roles(v *Values, n *mappings.Notes) *iamv1.RoleAssignments {
	if !v.told() {
		return nil
	}
	all := &iamv1.RoleAssignments{}
	seen := map[string]bool{} // a role may stand there twice, with different types
	whole := v.each(n, "$.roles", func(value string, of *Value) string {
		display := of.Display.Text(n, "$.roles.display")
		ref := &iamv1.RoleRef{
			Id: RoleIDPrefix + cmp.Or(value, display), Name: cmp.Or(display, value), TypeSourceValue: of.Type.Source(),
		}
		if ref.TypeSourceValue != "" {
			ref.Type = iamv1.RoleType_ROLE_TYPE_UNMAPPED
		}
		if why := checkID(ref.GetId()); why != "" {
			return why
		}
		if ref.GetName() == "" { // a reference alone
			return "neither a value nor a name"
		}
		if !seen[ref.Id] {
			seen[ref.Id] = true
			all.Values = append(all.Values, &iamv1.RoleAssignment{Role: ref})
		}
		return ""
	})
	if !whole {
		return nil
	}
	return all
}

// Role is the role that a user's assignment is of.
func Role(ref *iamv1.RoleRef) *iamv1.Role {
	return &iamv1.Role{
		Id: ref.GetId(), Name: ref.GetName(), Type: ref.GetType(), TypeSourceValue: ref.GetTypeSourceValue(), Derived: true,
		Description: "Derived: a value of the attribute roles of at least one user.",
	}
}

// memberships are the groups that a user is a direct member of, where the provider tells any. Where it does not say of a
// group whether the user is in it directly, it counts as so.
func memberships(v *Values, n *mappings.Notes) *iamv1.GroupMemberships {
	if len(v.All) == 0 { // an empty array tells nothing: see the package's comment
		return nil
	}
	all := &iamv1.GroupMemberships{}
	whole := v.each(n, "$.groups", func(id string, of *Value) string {
		if why := checkID(id); why != "" {
			return why
		}
		if !strings.EqualFold(of.Type.Source(), "indirect") {
			all.Values = append(all.Values, &iamv1.GroupMembership{Group: &iamv1.GroupRef{
				Id: id, Name: of.Display.Text(n, "$.groups.display"), Type: iamv1.GroupType_GROUP_TYPE_GROUP,
			}})
		}
		return ""
	})
	if !whole {
		return nil
	}
	return all
}
