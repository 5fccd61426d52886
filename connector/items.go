package connector

import (
	"fmt"
	"unicode/utf8"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// CheckID says why an id is not usable by the rules of `User.id`, and nil when it is.
func CheckID(id string) error {
	switch {
	case id == "":
		return fmt.Errorf("the item has no id")
	case len(id) > MaxIDSize:
		return fmt.Errorf("the id has %d bytes, above %d", len(id), MaxIDSize)
	case !utf8.ValidString(id):
		return fmt.Errorf("the id is not UTF-8")
	}
	return nil
}

// fitSource holds a source to the limits of the contract: raw that is too large is left out and flagged, texts are cut.
func fitSource(s *iamv1.Source) {
	if s == nil {
		return
	}
	if len(s.Raw) > MaxRawSize {
		s.Raw, s.RawOmitted = nil, true
	}
	for _, w := range s.Warnings {
		w.Path, w.Reason = clip(w.GetPath(), MaxPathSize), clip(w.GetReason(), MaxReasonSize)
	}
}

// shrink leaves out of an item that fits no message what makes it so large, with a warning: raw, then the list or the
// custom fields.
func shrink[T Item](item T) {
	source := item.GetSource()
	if source != nil && source.Raw != nil {
		source.Raw, source.RawOmitted = nil, true
		if proto.Size(item) <= MessageSize {
			return
		}
	}
	const reason = "left out: the item would fit no message with it"
	switch item := any(item).(type) {
	case *iamv1.User:
		item.CustomFields, item.Groups, item.Roles = nil, nil, nil
		settler{&item.Source}.warn("custom_fields, groups, roles", reason)
	case *iamv1.Group:
		item.Members, item.Roles = nil, nil
		settler{&item.Source}.warn("members, roles", reason)
	}
}

// settle makes an item that came from a connector safe to use: what an enum, a time or a reference must not hold is made
// UNMAPPED or absent, with a warning for what is lost. The item itself always stays.
func settle[T Item](item T) {
	switch item := any(item).(type) {
	case *iamv1.User:
		settleUser(item)
	case *iamv1.Role:
		s := settler{&item.Source}
		known(&item.Type, iamv1.RoleType_name, iamv1.RoleType_ROLE_TYPE_UNMAPPED)
		s.time(&item.CreatedAt, "created_at")
		s.time(&item.UpdatedAt, "updated_at")
	case *iamv1.Group:
		s := settler{&item.Source}
		known(&item.Type, iamv1.GroupType_name, iamv1.GroupType_GROUP_TYPE_UNMAPPED)
		settleGroupRef(item.GetParent())
		s.roles(item.GetRoles())
		s.time(&item.CreatedAt, "created_at")
		s.time(&item.UpdatedAt, "updated_at")
	}
	fitSource(item.GetSource())
}

func settleUser(u *iamv1.User) {
	s := settler{&u.Source}
	known(&u.Status, iamv1.UserStatus_name, iamv1.UserStatus_USER_STATUS_UNMAPPED)
	known(&u.AccountType, iamv1.AccountType_name, iamv1.AccountType_ACCOUNT_TYPE_UNMAPPED)
	for _, m := range u.GetMultiFactorMethods().GetValues() {
		if m != nil {
			known(&m.Type, iamv1.MultiFactorType_name, iamv1.MultiFactorType_MULTI_FACTOR_TYPE_UNMAPPED)
		}
	}
	settleGroupRef(u.GetDepartment())
	s.roles(u.GetRoles())
	for _, m := range u.GetGroups().GetValues() {
		if m != nil {
			settleGroupRef(m.GetGroup())
			s.time(&m.Since, "groups.since")
		}
	}
	s.time(&u.CreatedAt, "created_at")
	s.time(&u.UpdatedAt, "updated_at")
	s.time(&u.LastLoginAt, "last_login_at")
	s.time(&u.LastActiveAt, "last_active_at")
}

func settleGroupRef(g *iamv1.GroupRef) {
	if g != nil {
		known(&g.Type, iamv1.GroupType_name, iamv1.GroupType_GROUP_TYPE_UNMAPPED)
	}
}

// known reads an enum number that this version does not have as the given one. The contract's enums have no gaps, so that
// it takes no look-up to tell: each user of a list has some ten of them.
func known[E ~int32](e *E, names map[int32]string, unknown E) {
	if *e < 0 || int(*e) >= len(names) {
		*e = unknown
	}
}

// settler notes what it makes absent in the item's source.
type settler struct{ source **iamv1.Source }

func (s settler) roles(r *iamv1.RoleAssignments) {
	for _, a := range r.GetValues() {
		if a == nil {
			continue
		}
		if a.Role != nil {
			known(&a.Role.Type, iamv1.RoleType_name, iamv1.RoleType_ROLE_TYPE_UNMAPPED)
		}
		known(&a.Origin, iamv1.AssignmentOrigin_name, iamv1.AssignmentOrigin_ASSIGNMENT_ORIGIN_UNSPECIFIED)
		settleGroupRef(a.GetViaGroup())
		s.time(&a.GrantedAt, "roles.granted_at")
		s.time(&a.ExpiresAt, "roles.expires_at")
	}
}

func (s settler) time(t **timestamppb.Timestamp, field string) {
	if *t == nil || (*t).IsValid() { // IsValid: years 1 to 9999
		return
	}
	*t = nil
	s.warn(field, "the connector sent a time outside the years 1 to 9999")
}

func (s settler) warn(path, reason string) {
	if *s.source == nil {
		*s.source = &iamv1.Source{}
	}
	(*s.source).Warnings = append((*s.source).Warnings, &iamv1.Warning{Path: path, Reason: reason})
}
