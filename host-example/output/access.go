package output

import iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"

// appendRolesMember appends the roles that someone holds: each is the role, and how it is held.
func appendRolesMember(dst []byte, r *iamv1.RoleAssignments) []byte {
	if r == nil {
		return dst
	}
	return appendArray(dst, `"roles":`, r.GetValues(), appendAssignment)
}

func appendAssignment(dst []byte, a *iamv1.RoleAssignment) []byte {
	role := a.GetRole()
	dst = append(dst, '{')
	dst = appendIDMembers(dst, role.GetId())
	dst = appendStringMember(dst, `"name":`, role.GetName())
	dst = appendEnumMember(dst, `"type":`, roleType, role.GetType(), role.GetTypeSourceValue())
	if s := a.GetScope(); s != nil {
		dst = append(appendName(dst, `"scope":`), '{')
		dst = appendStringMember(dst, `"type":`, s.GetType())
		dst = appendStringMember(dst, `"id":`, s.GetId())
		dst = appendStringMember(dst, `"name":`, s.GetName())
		dst = append(dst, '}')
	}
	dst = appendGroupRefMember(dst, `"via_group":`, a.GetViaGroup())
	dst = appendEnumMember(dst, `"origin":`, origin, a.GetOrigin(), "")
	dst = appendTimeMember(dst, `"granted_at":`, a.GetGrantedAt())
	dst = appendTimeMember(dst, `"expires_at":`, a.GetExpiresAt())
	return append(dst, '}')
}

// appendMembership appends a group that someone is in, and since when.
func appendMembership(dst []byte, m *iamv1.GroupMembership) []byte {
	dst = append(dst, '{')
	dst = appendGroupRef(dst, m.GetGroup())
	dst = appendTimeMember(dst, `"since":`, m.GetSince())
	return append(dst, '}')
}

func appendGroupRefMember(dst []byte, name string, g *iamv1.GroupRef) []byte {
	if g == nil {
		return dst
	}
	dst = append(appendName(dst, name), '{')
	dst = appendGroupRef(dst, g)
	return append(dst, '}')
}

// appendGroupRef appends a reference's members. A department may have no id: then none is written.
func appendGroupRef(dst []byte, g *iamv1.GroupRef) []byte {
	if g.GetId() != "" {
		dst = appendIDMembers(dst, g.GetId())
	}
	dst = appendStringMember(dst, `"name":`, g.GetName())
	return appendEnumMember(dst, `"type":`, groupType, g.GetType(), g.GetTypeSourceValue())
}
