package lattice

import (
	"cmp"

	"github.com/trellis-iam/trellis/mappings"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// statuses are Lattice's states of a user. Created: loaded from a file, an HR system or SCIM, not yet invited. Invited:
// the invitation is not accepted. Active: signed in at least once. Deactivated: no access, history kept.
var statuses = map[string]iamv1.UserStatus{
	"ACTIVE":      iamv1.UserStatus_USER_STATUS_ENABLED,
	"INVITED":     iamv1.UserStatus_USER_STATUS_PENDING,
	"CREATED":     iamv1.UserStatus_USER_STATUS_PENDING,
	"DEACTIVATED": iamv1.UserStatus_USER_STATUS_DISABLED,
}

// User maps a record whose id is usable. raw, where it was asked for, is the record's own JSON.
func User(id string, r *UserRecord, raw []byte) *iamv1.User {
	// One allocation holds every message of the user: a list makes some fifteen of them for each of a million users, and
	// they are dropped together.
	m := new(struct {
		user       iamv1.User
		emails     iamv1.EmailAddresses
		email      iamv1.EmailAddress
		emailList  [1]*iamv1.EmailAddress
		department iamv1.GroupRef
		manager    iamv1.UserRef
		groups     iamv1.GroupMemberships
		membership iamv1.GroupMembership
		groupList  [1]*iamv1.GroupMembership
		group      iamv1.GroupRef
		roles      iamv1.RoleAssignments
		assignment iamv1.RoleAssignment
		roleList   [1]*iamv1.RoleAssignment
		role       iamv1.RoleRef
	})
	var notes mappings.Notes
	u := &m.user
	u.Id = id
	u.Name = cmp.Or(r.Name.Text(&notes, "$.name"), r.PreferredName.Text(&notes, "$.preferredName"))
	u.Title = r.Title.Text(&notes, "$.title")
	u.EmployeeId = r.ExternalUserID.Text(&notes, "$.externalUserId")
	u.TimeZone = r.TimeZone.Text(&notes, "$.timezone")
	u.CreatedAt = r.CreatedAt.UnixTime(&notes, "$.createdAt")
	u.UpdatedAt = r.UpdatedAt.UnixTime(&notes, "$.updatedAt")
	u.Status, u.StatusSourceValue = mappings.Match(&r.Status, &notes, "$.status", statuses, iamv1.UserStatus_USER_STATUS_UNMAPPED)

	if address := r.Email.Text(&notes, "$.email"); address != "" {
		u.PrimaryEmail = address
		m.email.Address, m.email.Primary = address, true
		m.emailList[0] = &m.email
		m.emails.Values = m.emailList[:]
		u.Emails = &m.emails
	}
	if id, _ := r.Manager.target(&notes, "$.manager", "$.manager.id"); id != "" {
		m.manager.Id = id
		u.Manager = &m.manager
	}
	if id, none := r.Department.target(&notes, "$.department", "$.department.id"); id != "" {
		source := r.Department.Object.Source()
		fillDepartment(&m.department, id, source)
		fillDepartment(&m.group, id, source) // a copy: the receiver may change one of them
		u.Department = &m.department
		m.membership.Group = &m.group
		m.groupList[0] = &m.membership
		m.groups.Values = m.groupList[:]
		u.Groups = &m.groups
	} else if none {
		u.Groups = &m.groups // read, and there are none
	}
	if admin, ok := r.IsAdmin.Value(&notes, "$.isAdmin"); ok {
		fillRoleRef(&m.role, admin)
		m.assignment.Role = &m.role
		m.assignment.Origin = iamv1.AssignmentOrigin_ASSIGNMENT_ORIGIN_DERIVED
		m.roleList[0] = &m.assignment
		m.roles.Values = m.roleList[:]
		u.Roles = &m.roles
	} else if r.IsAdmin.State() != mappings.Mistyped {
		notes.Add("$.isAdmin", "missing, so that the roles are not known")
	}
	u.Source = notes.Source(raw)
	return u
}

func fillDepartment(g *iamv1.GroupRef, id, source string) {
	g.Id, g.Type, g.TypeSourceValue = id, iamv1.GroupType_GROUP_TYPE_DEPARTMENT, source
}
