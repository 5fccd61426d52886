package lattice

import "github.com/trellis-iam/trellis/mappings"

// Reference is how Lattice points from one record to another: {"id": ..., "object": "user", "url": ...}. The url is not
// read: it is not followed, and may be absolute or relative.
type Reference struct {
	ID     mappings.ID
	Object mappings.String
	kind   mappings.Kind
}

// UnmarshalJSONFrom reads any JSON value.
func (r *Reference) UnmarshalJSONFrom(d *mappings.Decoder) error {
	*r = Reference{kind: d.PeekKind()}
	if r.kind != '{' {
		return d.SkipValue()
	}
	return mappings.Object(d, func(name []byte) error {
		switch string(name) {
		case "id":
			return r.ID.UnmarshalJSONFrom(d)
		case "object":
			return r.Object.UnmarshalJSONFrom(d)
		}
		return d.SkipValue()
	})
}

// target is the id that is pointed to. Without one, none says that the vendor points to nothing (null); else the vendor
// did not tell, or told something that cannot be used, which is noted.
func (r *Reference) target(n *mappings.Notes, path, idPath string) (id string, none bool) {
	switch r.kind {
	case 0:
		return "", false
	case 'n':
		return "", true
	case '{':
		if r.ID.State() != mappings.Present {
			_, why := r.ID.Use()
			n.Add(idPath, why)
			return "", false
		}
		return r.ID.Text(n, idPath), false
	}
	n.Add(path, mappings.Unexpected(r.kind, "a reference"))
	return "", false
}
