package harbor

import (
	"github.com/trellis-iam/trellis/mappings"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// record is a member, a rank or a crew, as far as it is read.
type record struct {
	ID, Crew                        mappings.ID
	Name, Email, Title, State, Sort mappings.String
	Ranks                           mappings.Refs
	Since                           mappings.Time
}

// Key is the record's id and where it stands.
func (r *record) Key() (id *mappings.ID, member string) { return &r.ID, ".id" }

// UnmarshalJSONFrom reads an object.
func (r *record) UnmarshalJSONFrom(d *mappings.Decoder) error { return mappings.Members(d, r, members) }

var members = map[string]func(*record) mappings.Value{
	"id":    func(r *record) mappings.Value { return &r.ID },
	"name":  func(r *record) mappings.Value { return &r.Name },
	"email": func(r *record) mappings.Value { return &r.Email },
	"title": func(r *record) mappings.Value { return &r.Title },
	"state": func(r *record) mappings.Value { return &r.State },
	"sort":  func(r *record) mappings.Value { return &r.Sort },
	"ranks": func(r *record) mappings.Value { return &r.Ranks },
	"crew":  func(r *record) mappings.Value { return &r.Crew },
	"since": func(r *record) mappings.Value { return &r.Since },
}

// states are Harbor's words for the values of the filter status.
var states = map[string]string{"enabled": "aboard", "disabled": "ashore", "pending": "hired"}

var (
	statuses = map[string]iamv1.UserStatus{
		states["enabled"]:  iamv1.UserStatus_USER_STATUS_ENABLED,
		states["disabled"]: iamv1.UserStatus_USER_STATUS_DISABLED,
		states["pending"]:  iamv1.UserStatus_USER_STATUS_PENDING,
	}
	sorts = map[string]iamv1.RoleType{
		"bridge": iamv1.RoleType_ROLE_TYPE_ADMIN, "deck": iamv1.RoleType_ROLE_TYPE_EDITOR,
	}
)

func user(id string, r *record, raw []byte) *iamv1.User {
	var notes mappings.Notes
	u := &iamv1.User{
		Id: id, Name: r.Name.Text(&notes, "$.name"), PrimaryEmail: r.Email.Text(&notes, "$.email"),
		Title: r.Title.Text(&notes, "$.title"), Roles: r.Ranks.Roles(&notes, "$.ranks"),
		CreatedAt: r.Since.Value(&notes, "$.since"),
	}
	u.Status, u.StatusSourceValue = mappings.Match(&r.State, &notes, "$.state", statuses, iamv1.UserStatus_USER_STATUS_UNMAPPED)
	switch crew := r.Crew.Text(&notes, "$.crew"); {
	case crew != "":
		u.Groups = &iamv1.GroupMemberships{Values: []*iamv1.GroupMembership{{Group: &iamv1.GroupRef{Id: crew}}}}
	case r.Crew.State() == mappings.Null:
		u.Groups = &iamv1.GroupMemberships{} // of no crew
	}
	u.Source = notes.Source(raw)
	return u
}

// name fills in the name of a member's crew.
func name(u *iamv1.User, crews map[string]string) *iamv1.User {
	for _, m := range u.GetGroups().GetValues() {
		m.Group.Name = crews[m.GetGroup().GetId()]
	}
	return u
}

func role(id string, r *record, raw []byte) *iamv1.Role {
	var notes mappings.Notes
	role := &iamv1.Role{Id: id, Name: r.Name.Text(&notes, "$.name"), CreatedAt: r.Since.Value(&notes, "$.since")}
	role.Type, role.TypeSourceValue = mappings.Match(&r.Sort, &notes, "$.sort", sorts, iamv1.RoleType_ROLE_TYPE_UNMAPPED)
	role.Source = notes.Source(raw)
	return role
}

func group(id string, r *record, raw []byte) *iamv1.Group {
	var notes mappings.Notes
	g := &iamv1.Group{Id: id, Name: r.Name.Text(&notes, "$.name"), CreatedAt: r.Since.Value(&notes, "$.since")}
	g.Source = notes.Source(raw)
	return g
}
