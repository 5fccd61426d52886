package output

import iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"

// AppendUser appends a user as a JSON object.
func AppendUser(dst []byte, u *iamv1.User) []byte {
	dst = append(dst, '{')
	dst = appendIDMembers(dst, u.GetId())
	dst = appendStringMember(dst, `"name":`, u.GetName())
	dst = appendStringMember(dst, `"first_name":`, u.GetFirstName())
	dst = appendStringMember(dst, `"last_name":`, u.GetLastName())
	dst = appendStringMember(dst, `"username":`, u.GetUsername())
	dst = appendStringMember(dst, `"primary_email_address":`, u.GetPrimaryEmail())
	if e := u.GetEmails(); e != nil {
		dst = appendArray(dst, `"emails":`, e.GetValues(), appendEmail)
	}
	dst = appendEnumMember(dst, `"status":`, userStatus, u.GetStatus(), u.GetStatusSourceValue())
	dst = appendStringMember(dst, `"status_reason":`, u.GetStatusReason())
	dst = appendAccountType(dst, u)
	dst = appendStringMember(dst, `"title":`, u.GetTitle())
	dst = appendGroupRefMember(dst, `"department":`, u.GetDepartment())
	dst = appendManager(dst, u.GetManager())
	dst = appendStringMember(dst, `"employee_id":`, u.GetEmployeeId())
	dst = appendStringMember(dst, `"time_zone":`, u.GetTimeZone())
	dst = appendRolesMember(dst, u.GetRoles())
	if g := u.GetGroups(); g != nil {
		dst = appendArray(dst, `"groups":`, g.GetValues(), appendMembership)
	}
	dst = appendMultiFactor(dst, u)
	dst = appendTimeMember(dst, `"created_at":`, u.GetCreatedAt())
	dst = appendTimeMember(dst, `"updated_at":`, u.GetUpdatedAt())
	dst = appendTimeMember(dst, `"last_login_at":`, u.GetLastLoginAt())
	dst = appendTimeMember(dst, `"last_active_at":`, u.GetLastActiveAt())
	dst = appendAvatar(dst, u.GetAvatar())
	if f := u.GetCustomFields(); f != nil {
		dst = appendStruct(appendName(dst, `"custom_fields":`), f)
	}
	dst = appendSource(dst, u.GetSource())
	return append(dst, '}')
}

func appendEmail(dst []byte, e *iamv1.EmailAddress) []byte {
	dst = append(dst, '{')
	dst = appendStringMember(dst, `"address":`, e.GetAddress())
	dst = appendStringMember(dst, `"type":`, e.GetType())
	dst = appendBoolMember(dst, `"primary":`, e.GetPrimary())
	return append(dst, '}')
}

// appendAccountType appends the account type, and `is_bot_user` where it tells person from machine.
func appendAccountType(dst []byte, u *iamv1.User) []byte {
	t := u.GetAccountType()
	dst = appendEnumMember(dst, `"account_type":`, accountType, t, u.GetAccountTypeSourceValue())
	switch t {
	case iamv1.AccountType_ACCOUNT_TYPE_SERVICE, iamv1.AccountType_ACCOUNT_TYPE_HUMAN:
		dst = appendBoolMember(dst, `"is_bot_user":`, t == iamv1.AccountType_ACCOUNT_TYPE_SERVICE)
	}
	return dst
}

func appendManager(dst []byte, m *iamv1.UserRef) []byte {
	if m == nil {
		return dst
	}
	dst = append(appendName(dst, `"manager":`), '{')
	dst = appendIDMembers(dst, m.GetId())
	dst = appendStringMember(dst, `"name":`, m.GetName())
	dst = appendStringMember(dst, `"primary_email_address":`, m.GetEmail())
	return append(dst, '}')
}

func appendMultiFactor(dst []byte, u *iamv1.User) []byte {
	if m := u.GetMultiFactorMethods(); m != nil {
		dst = appendArray(dst, `"multi_factor_enabled":`, m.GetValues(), func(dst []byte, m *iamv1.MultiFactorMethod) []byte {
			return appendEnum(dst, mfaType, m.GetType(), m.GetTypeSourceValue())
		})
	}
	if u != nil && u.MultiFactorEnabled != nil {
		dst = appendBoolMember(dst, `"has_multi_factor":`, u.GetMultiFactorEnabled())
	}
	return dst
}

func appendAvatar(dst []byte, a *iamv1.Avatar) []byte {
	if a == nil {
		return dst
	}
	dst = append(appendName(dst, `"avatar":`), '{')
	if a.GetId() != "" {
		dst = appendIDMembers(dst, a.GetId())
	}
	dst = appendStringMember(dst, `"name":`, a.GetName())
	dst = appendStringMember(dst, `"remote_url":`, a.GetUrl())
	return append(dst, '}')
}
