package lattice

import "github.com/trellis-iam/trellis/mappings"

// UserRecord is Lattice's User, as far as it is read.
type UserRecord struct {
	ID             mappings.ID
	Name           mappings.String
	PreferredName  mappings.String
	Email          mappings.String
	Title          mappings.String
	Status         mappings.String
	IsAdmin        mappings.Bool
	ExternalUserID mappings.String
	Manager        Reference
	Department     Reference
	TimeZone       mappings.String
	CreatedAt      mappings.Integer
	UpdatedAt      mappings.Integer
}

// Key is the record's id and where it stands.
func (u *UserRecord) Key() (id *mappings.ID, member string) { return &u.ID, ".id" }

// UnmarshalJSONFrom reads an object.
func (u *UserRecord) UnmarshalJSONFrom(d *mappings.Decoder) error {
	return mappings.Object(d, func(name []byte) error {
		switch string(name) {
		case "id":
			return u.ID.UnmarshalJSONFrom(d)
		case "name":
			return u.Name.UnmarshalJSONFrom(d)
		case "preferredName":
			return u.PreferredName.UnmarshalJSONFrom(d)
		case "email":
			return u.Email.UnmarshalJSONFrom(d)
		case "title":
			return u.Title.UnmarshalJSONFrom(d)
		case "status":
			return u.Status.UnmarshalJSONFrom(d)
		case "isAdmin":
			return u.IsAdmin.UnmarshalJSONFrom(d)
		case "externalUserId":
			return u.ExternalUserID.UnmarshalJSONFrom(d)
		case "manager":
			return u.Manager.UnmarshalJSONFrom(d)
		case "department":
			return u.Department.UnmarshalJSONFrom(d)
		case "timezone":
			return u.TimeZone.UnmarshalJSONFrom(d)
		case "createdAt":
			return u.CreatedAt.UnmarshalJSONFrom(d)
		case "updatedAt":
			return u.UpdatedAt.UnmarshalJSONFrom(d)
		}
		return d.SkipValue()
	})
}
