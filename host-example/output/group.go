package output

import iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"

// AppendGroup appends a group as a JSON object.
func AppendGroup(dst []byte, g *iamv1.Group) []byte {
	dst = append(dst, '{')
	dst = appendIDMembers(dst, g.GetId())
	dst = appendStringMember(dst, `"parent_id":`, g.GetParent().GetId())
	dst = appendStringMember(dst, `"remote_parent_id":`, g.GetParent().GetId())
	dst = appendStringMember(dst, `"name":`, g.GetName())
	dst = appendStringMember(dst, `"description":`, g.GetDescription())
	dst = appendEnumMember(dst, `"type":`, groupType, g.GetType(), g.GetTypeSourceValue())
	if m := g.GetMembers(); m != nil {
		dst = appendArray(dst, `"members":`, m.GetUserIds(), func(dst []byte, id string) []byte {
			return append(appendIDMembers(append(dst, '{'), id), '}')
		})
	}
	dst = appendRolesMember(dst, g.GetRoles())
	dst = appendTimeMember(dst, `"created_at":`, g.GetCreatedAt())
	dst = appendTimeMember(dst, `"updated_at":`, g.GetUpdatedAt())
	dst = appendSource(dst, g.GetSource())
	return append(dst, '}')
}
