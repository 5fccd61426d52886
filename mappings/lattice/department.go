package lattice

import (
	"github.com/trellis-iam/trellis/mappings"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// DepartmentRecord is Lattice's Department, as far as it is read.
type DepartmentRecord struct {
	ID          mappings.ID
	Object      mappings.String
	Name        mappings.String
	Description mappings.String
	CreatedAt   mappings.Integer
}

// Key is the record's id and where it stands.
func (r *DepartmentRecord) Key() (id *mappings.ID, member string) { return &r.ID, ".id" }

// UnmarshalJSONFrom reads an object.
func (r *DepartmentRecord) UnmarshalJSONFrom(d *mappings.Decoder) error {
	return mappings.Object(d, func(name []byte) error {
		switch string(name) {
		case "id":
			return r.ID.UnmarshalJSONFrom(d)
		case "object":
			return r.Object.UnmarshalJSONFrom(d)
		case "name":
			return r.Name.UnmarshalJSONFrom(d)
		case "description":
			return r.Description.UnmarshalJSONFrom(d)
		case "createdAt":
			return r.CreatedAt.UnmarshalJSONFrom(d)
		}
		return d.SkipValue()
	})
}

// Department maps a record whose id is usable to a group. Its members stand on the users.
func Department(id string, r *DepartmentRecord, raw []byte) *iamv1.Group {
	var notes mappings.Notes
	g := &iamv1.Group{
		Id:              id,
		Name:            r.Name.Text(&notes, "$.name"),
		Description:     r.Description.Text(&notes, "$.description"),
		Type:            iamv1.GroupType_GROUP_TYPE_DEPARTMENT,
		TypeSourceValue: r.Object.Source(),
		CreatedAt:       r.CreatedAt.UnixTime(&notes, "$.createdAt"),
	}
	g.Source = notes.Source(raw)
	return g
}
