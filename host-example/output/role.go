package output

import iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"

// AppendRole appends a role as a JSON object.
func AppendRole(dst []byte, r *iamv1.Role) []byte {
	dst = append(dst, '{')
	dst = appendIDMembers(dst, r.GetId())
	dst = appendStringMember(dst, `"name":`, r.GetName())
	dst = appendStringMember(dst, `"description":`, r.GetDescription())
	dst = appendEnumMember(dst, `"type":`, roleType, r.GetType(), r.GetTypeSourceValue())
	if r.GetDerived() {
		dst = appendBoolMember(dst, `"derived":`, true)
	}
	dst = appendTimeMember(dst, `"created_at":`, r.GetCreatedAt())
	dst = appendTimeMember(dst, `"updated_at":`, r.GetUpdatedAt())
	dst = appendSource(dst, r.GetSource())
	return append(dst, '}')
}
