package scim

import "github.com/trellis-iam/trellis/mappings"

// Enterprise is the enterprise extension of a user (RFC 7643, section 4.3).
type Enterprise struct {
	complexity
	Department     mappings.String
	EmployeeNumber mappings.String
	Manager        Manager
}

// UnmarshalJSONFrom reads any JSON value.
func (c *Enterprise) UnmarshalJSONFrom(d *mappings.Decoder) error {
	*c = Enterprise{}
	return c.read(d, func(lower []byte) error {
		switch string(lower) {
		case "department":
			return c.Department.UnmarshalJSONFrom(d)
		case "employeenumber":
			return c.EmployeeNumber.UnmarshalJSONFrom(d)
		case "manager":
			return c.Manager.UnmarshalJSONFrom(d)
		}
		return d.SkipValue()
	})
}

// Manager is a user's manager: an object, or the id alone, as some send. Its $ref is not read: what it leads to is known by
// the id.
type Manager struct {
	complexity
	Value       mappings.String
	DisplayName mappings.String
}

// UnmarshalJSONFrom reads any JSON value.
func (c *Manager) UnmarshalJSONFrom(d *mappings.Decoder) error {
	*c = Manager{}
	if kind := d.PeekKind(); kind == '"' || kind == '0' {
		return c.Value.UnmarshalJSONFrom(d)
	}
	return c.read(d, func(lower []byte) error {
		switch string(lower) {
		case "value":
			return c.Value.UnmarshalJSONFrom(d)
		case "displayname":
			return c.DisplayName.UnmarshalJSONFrom(d)
		}
		return d.SkipValue()
	})
}
