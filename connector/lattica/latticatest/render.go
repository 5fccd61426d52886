package latticatest

import (
	"strconv"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// Records are written byte by byte, so that in a benchmark the stand-in takes little from the cores that it shares.

// appendUser writes the record of user i. All of its members but the id's prefix are assumed.
func (s *workspace) appendUser(b []byte, i int) []byte {
	if r, ok := s.Records[i]; ok {
		return append(b, r...)
	}
	b = append(b, `{"id":"`...)
	b = s.appendID(b, userPrefix, i)
	if s.AllNull {
		b = append(b, `","name":null,"email":null,"`...)
		b = append(b, s.roleMember()...)
		return append(b, `":null,"status":null,"created_at":null}`...)
	}
	h := s.mix(i, saltName)
	b = append(b, `","name":"`...)
	b = append(b, resttest.GivenName(h)...)
	b = append(b, ' ')
	b = append(b, resttest.FamilyName(h)...)
	b = append(b, `","email":"`...)
	b = append(b, s.people...)
	b = strconv.AppendInt(b, int64(i), 10)
	b = append(b, `@example.com","`...)
	b = append(b, s.roleMember()...)
	b = append(b, `":`...)
	b = s.appendRoles(b, s.roleOf(i))
	b = append(b, `,"status":"`...)
	b = append(b, s.status(i)...)
	b = append(b, '"')
	if s.ExtraFields {
		b = append(b, `,"avatar":null,"future":{"a":[1,{"b":null}]}`...)
	}
	b = append(b, `,"created_at":`...)
	b = s.appendTime(b, i)
	return append(b, '}')
}

func (s *workspace) roleMember() string {
	if s.RoleForm == RoleIDs || s.RoleForm == RoleObjects {
		return "roles"
	}
	return "role"
}

// appendRoles writes what a user's record has of its role.
func (s *workspace) appendRoles(b []byte, role int) []byte {
	switch s.RoleForm {
	case RoleName:
		b = append(b, '"')
		b = s.appendRoleName(b, role)
		return append(b, '"')
	case RoleIDs:
		b = append(b, `["`...)
		b = s.appendID(b, rolePrefix, role)
		return append(b, `"]`...)
	case RoleObjects:
		b = append(b, `[{"id":"`...)
		b = s.appendID(b, rolePrefix, role)
		b = append(b, `","name":"`...)
		b = s.appendRoleName(b, role)
		return append(b, `"}]`...)
	}
	b = append(b, '"')
	b = s.appendID(b, rolePrefix, role)
	return append(b, '"')
}

// appendRole writes the record of a role: assumed.
func (s *workspace) appendRole(b []byte, r int) []byte {
	b = append(b, `{"id":"`...)
	b = s.appendID(b, rolePrefix, r)
	b = append(b, `","name":"`...)
	b = s.appendRoleName(b, r)
	b = append(b, `","description":`...)
	if r < len(builtIn) {
		b = append(b, '"')
		b = append(b, builtIn[r].about...)
		b = append(b, '"')
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"created_at":`...)
	b = s.appendTime(b, r)
	return append(b, '}')
}

// appendTask writes the record of task i. Only the prefixes of its ids are known.
func (s *workspace) appendTask(b []byte, i int) []byte {
	b = append(b, `{"id":"`...)
	b = s.appendID(b, taskPrefix, i)
	b = append(b, `","title":"Task `...)
	b = strconv.AppendInt(b, int64(i+1), 10)
	b = append(b, `","project_id":"`...)
	b = s.appendID(b, projectPrefix, i/10)
	b = append(b, `","created_at":`...)
	b = s.appendTime(b, i)
	return append(b, '}')
}
