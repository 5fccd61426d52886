package output

import (
	"strings"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// enum is the names of an enum's values by their numbers; 0 is absent and has none.
type enum []string

const unmapped = "unmapped_value"

var (
	userStatus  = names(iamv1.UserStatus_name, "USER_STATUS_")
	accountType = names(iamv1.AccountType_name, "ACCOUNT_TYPE_")
	roleType    = names(iamv1.RoleType_name, "ROLE_TYPE_")
	groupType   = names(iamv1.GroupType_name, "GROUP_TYPE_")
	mfaType     = names(iamv1.MultiFactorType_name, "MULTI_FACTOR_TYPE_")
	origin      = names(iamv1.AssignmentOrigin_name, "ASSIGNMENT_ORIGIN_")
)

func names(byNumber map[int32]string, prefix string) enum {
	e := make(enum, len(byNumber))
	for number, name := range byNumber {
		e[number] = strings.ToLower(strings.TrimPrefix(name, prefix))
		if name == prefix+"UNMAPPED" {
			e[number] = unmapped
		}
	}
	e[0] = ""
	return e
}

// name is the value's name: "" for 0, unmapped for a number of a later version.
func (e enum) name(number int32) string {
	if number < 0 || int(number) >= len(e) {
		return unmapped
	}
	return e[number]
}

// appendEnumMember appends {"value", "source_value"}, or nothing when the vendor told nothing.
func appendEnumMember[E ~int32](dst []byte, member string, e enum, number E, source string) []byte {
	if number == 0 && source == "" {
		return dst
	}
	return appendEnum(appendName(dst, member), e, number, source)
}

func appendEnum[E ~int32](dst []byte, e enum, number E, source string) []byte {
	if name := e.name(int32(number)); name != "" {
		dst = append(dst, `{"value":"`...)
		dst = append(dst, name...)
		dst = append(dst, '"')
	} else {
		dst = append(dst, `{"value":null`...)
	}
	dst = appendStringMember(dst, `"source_value":`, source)
	return append(dst, '}')
}
