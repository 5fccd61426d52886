// Package lattica maps the payloads of Lattica's API (v1) to the normalized models: pure functions, no I/O.
//
// How a list looks is documented. Of users and roles nothing is: their members, and the words of a user's status, are assumed,
// and each may be missing.
//
//	id          -> id                       name  -> name
//	email       -> primary_email            status -> status: active enabled, invited pending, deactivated disabled
//	roles, role -> roles (role where there is no roles): ids, or objects with id and name
//	description -> description (of a role)  created_at (RFC 3339) -> created_at
package lattica

import (
	"github.com/trellis-iam/trellis/mappings"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// Pages is how Lattica's lists look: {"data": [...], "next_cursor": ...}, null at the end.
var Pages = mappings.Shape{Data: "data", Cursor: "next_cursor"}

// Record is a user or a role, as far as it is read.
type Record struct {
	ID                               mappings.ID
	Name, Email, Status, Description mappings.String
	Roles, Role                      mappings.Refs
	CreatedAt                        mappings.Time
}

// Key is the record's id and where it stands.
func (r *Record) Key() (id *mappings.ID, member string) { return &r.ID, ".id" }

// UnmarshalJSONFrom reads an object.
func (r *Record) UnmarshalJSONFrom(d *mappings.Decoder) error { return mappings.Members(d, r, members) }

var members = map[string]func(*Record) mappings.Value{
	"id":          func(r *Record) mappings.Value { return &r.ID },
	"name":        func(r *Record) mappings.Value { return &r.Name },
	"email":       func(r *Record) mappings.Value { return &r.Email },
	"status":      func(r *Record) mappings.Value { return &r.Status },
	"description": func(r *Record) mappings.Value { return &r.Description },
	"role":        func(r *Record) mappings.Value { return &r.Role },
	"roles":       func(r *Record) mappings.Value { return &r.Roles },
	"created_at":  func(r *Record) mappings.Value { return &r.CreatedAt },
}

var statuses = map[string]iamv1.UserStatus{
	"active":      iamv1.UserStatus_USER_STATUS_ENABLED,
	"invited":     iamv1.UserStatus_USER_STATUS_PENDING,
	"deactivated": iamv1.UserStatus_USER_STATUS_DISABLED,
}

// User maps a record whose id is usable. raw, where it was asked for, is the record's own JSON.
func User(id string, r *Record, raw []byte) *iamv1.User {
	var notes mappings.Notes
	u := &iamv1.User{
		Id: id, Name: r.Name.Text(&notes, "$.name"), PrimaryEmail: r.Email.Text(&notes, "$.email"),
		Roles: r.Roles.Roles(&notes, "$.roles"), CreatedAt: r.CreatedAt.Value(&notes, "$.created_at"),
	}
	if s := r.Roles.State(); s == mappings.Absent || s == mappings.Null {
		u.Roles = r.Role.Roles(&notes, "$.role")
	}
	u.Status, u.StatusSourceValue = mappings.Match(&r.Status, &notes, "$.status", statuses, iamv1.UserStatus_USER_STATUS_UNMAPPED)
	u.Source = notes.Source(raw)
	return u
}

// Role maps a record likewise.
func Role(id string, r *Record, raw []byte) *iamv1.Role {
	var notes mappings.Notes
	role := &iamv1.Role{
		Id: id, Name: r.Name.Text(&notes, "$.name"), Description: r.Description.Text(&notes, "$.description"),
		CreatedAt: r.CreatedAt.Value(&notes, "$.created_at"),
	}
	role.Source = notes.Source(raw)
	return role
}
