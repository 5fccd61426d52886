package lattice

import (
	"strconv"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// Ids of the two roles that follow from a user's isAdmin.
const (
	AdminRoleID  = "trellis:admin"
	MemberRoleID = "trellis:member"
)

const (
	adminRoleName  = "Admin"
	memberRoleName = "Member"
)

// Roles are the roles that Lattice's API lets one know of: two, derived from a user's isAdmin. Each call makes its own.
func Roles() []*iamv1.Role {
	return []*iamv1.Role{
		{
			Id: AdminRoleID, Name: adminRoleName,
			Description: "Derived: every user whose isAdmin is true. Lattice calls this role super admin or admin; whether " +
				"it also says isAdmin of holders of custom roles is not documented.",
			Type: iamv1.RoleType_ROLE_TYPE_ADMIN, TypeSourceValue: "true", Derived: true,
		},
		{
			Id: MemberRoleID, Name: memberRoleName,
			Description: "Derived: every user whose isAdmin is false. Custom roles that they may hold cannot be read " +
				"through Lattice's public API.",
			Type: iamv1.RoleType_ROLE_TYPE_BASIC, TypeSourceValue: "false", Derived: true,
		},
	}
}

// fillRoleRef makes the reference to the role that follows from isAdmin.
func fillRoleRef(r *iamv1.RoleRef, isAdmin bool) {
	r.Id, r.Name, r.Type = MemberRoleID, memberRoleName, iamv1.RoleType_ROLE_TYPE_BASIC
	if isAdmin {
		r.Id, r.Name, r.Type = AdminRoleID, adminRoleName, iamv1.RoleType_ROLE_TYPE_ADMIN
	}
	r.TypeSourceValue = strconv.FormatBool(isAdmin)
}
