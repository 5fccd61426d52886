package mappings

import (
	"fmt"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// Ref is how one record points to another: with its id, and perhaps its name.
type Ref struct {
	ID   ID
	Name String
}

// UnmarshalJSONFrom reads any JSON value: an id, or an object that has the id and the name.
func (r *Ref) UnmarshalJSONFrom(d *Decoder) error {
	*r = Ref{}
	if d.PeekKind() != '{' {
		return r.ID.UnmarshalJSONFrom(d)
	}
	return Object(d, func(name []byte) error {
		switch string(name) {
		case "id":
			return r.ID.UnmarshalJSONFrom(d)
		case "name":
			return r.Name.UnmarshalJSONFrom(d)
		}
		return d.SkipValue()
	})
}

// Refs is a list of references; one alone is a list too.
type Refs struct {
	value
	refs []Ref
}

// UnmarshalJSONFrom reads any JSON value.
func (r *Refs) UnmarshalJSONFrom(d *Decoder) error {
	kind := d.PeekKind()
	r.refs = r.refs[:0]
	r.met(kind, kind == '[' || kind == '{' || kind == '"' || kind == '0', "a list of references")
	switch {
	case !r.usable() || kind == 'n':
		return d.SkipValue()
	case kind != '[':
		return r.read(d)
	}
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	for d.PeekKind() != ']' && d.PeekKind() != 0 { // 0: an error, which the next read tells
		if err := r.read(d); err != nil {
			return err
		}
	}
	_, err := d.ReadToken()
	return err
}

func (r *Refs) read(d *Decoder) error {
	if len(r.refs) == maxElements {
		r.why = "a list of more than 10,000 references"
		return d.SkipValue()
	}
	r.refs = append(r.refs, Ref{})
	return r.refs[len(r.refs)-1].UnmarshalJSONFrom(d)
}

// Roles are the references as a user's roles, and nil where they are not told: that is not the same as an empty list. One entry
// that cannot be used is noted under path, and spoils the list, for what is left would look like all of it.
func (r *Refs) Roles(n *Notes, path string) *iamv1.RoleAssignments {
	if !r.note(n, path) {
		return nil
	}
	roles := &iamv1.RoleAssignments{Values: make([]*iamv1.RoleAssignment, len(r.refs))}
	for i := range r.refs {
		id, why := r.refs[i].ID.Use()
		if why != "" {
			n.Add(fmt.Sprintf("%s[%d]", path, i), why)
			return nil
		}
		role := &iamv1.RoleRef{Id: id}
		if name := &r.refs[i].Name; name.State() != Absent {
			role.Name = name.Text(n, fmt.Sprintf("%s[%d].name", path, i))
		}
		roles.Values[i] = &iamv1.RoleAssignment{Role: role}
	}
	return roles
}
