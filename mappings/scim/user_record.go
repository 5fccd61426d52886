package scim

import (
	"bytes"

	"github.com/trellis-iam/trellis/mappings"
)

// UserRecord is a SCIM User, as far as it is read.
type UserRecord struct {
	ID             mappings.ID
	UserName       mappings.String
	Name           Name
	DisplayName    mappings.String
	NickName       mappings.String
	Title          mappings.String
	UserType       mappings.String
	TimeZone       mappings.String
	Active         mappings.String // a boolean, which some send as a string
	Emails         Values
	Photos         Values
	Roles          Values
	Groups         Values
	Meta           Meta
	Enterprise     Enterprise
	Extensions     []Extension // others than Enterprise
	moreExtensions bool        // than are kept
}

// The enterprise extension: RFC 7643's, and that of SCIM 1.1, which some still send.
const (
	enterprise    = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:user"
	oldEnterprise = "urn:scim:schemas:extension:enterprise:1.0"
)

// urn begins the names of extensions, and of no attribute.
var urn = []byte("urn:")

// Key is the record's id and where it stands.
func (u *UserRecord) Key() (id *mappings.ID, member string) { return &u.ID, ".id" }

// UnmarshalJSONFrom reads an object.
func (u *UserRecord) UnmarshalJSONFrom(d *mappings.Decoder) error {
	return object(d, func(name, lower []byte) error {
		switch string(lower) {
		case "id":
			return u.ID.UnmarshalJSONFrom(d)
		case "username":
			return u.UserName.UnmarshalJSONFrom(d)
		case "name":
			return u.Name.UnmarshalJSONFrom(d)
		case "displayname":
			return u.DisplayName.UnmarshalJSONFrom(d)
		case "nickname":
			return u.NickName.UnmarshalJSONFrom(d)
		case "title":
			return u.Title.UnmarshalJSONFrom(d)
		case "usertype":
			return u.UserType.UnmarshalJSONFrom(d)
		case "timezone":
			return u.TimeZone.UnmarshalJSONFrom(d)
		case "active":
			return u.Active.UnmarshalJSONFrom(d)
		case "emails":
			return u.Emails.UnmarshalJSONFrom(d)
		case "photos":
			return u.Photos.UnmarshalJSONFrom(d)
		case "roles":
			return u.Roles.UnmarshalJSONFrom(d)
		case "groups":
			return u.Groups.UnmarshalJSONFrom(d)
		case "meta":
			return u.Meta.UnmarshalJSONFrom(d)
		case enterprise, oldEnterprise:
			return u.Enterprise.UnmarshalJSONFrom(d)
		}
		if bytes.HasPrefix(lower, urn) {
			return u.extension(string(name), d)
		}
		return d.SkipValue()
	})
}

// Name is the components of a name.
type Name struct {
	complexity
	Formatted, GivenName, FamilyName mappings.String
}

// UnmarshalJSONFrom reads any JSON value.
func (c *Name) UnmarshalJSONFrom(d *mappings.Decoder) error {
	*c = Name{}
	return c.read(d, func(lower []byte) error {
		switch string(lower) {
		case "formatted":
			return c.Formatted.UnmarshalJSONFrom(d)
		case "givenname":
			return c.GivenName.UnmarshalJSONFrom(d)
		case "familyname":
			return c.FamilyName.UnmarshalJSONFrom(d)
		}
		return d.SkipValue()
	})
}

// Meta is when a resource was made and changed.
type Meta struct {
	complexity
	ResourceType          mappings.String
	Created, LastModified mappings.Time
}

// UnmarshalJSONFrom reads any JSON value.
func (c *Meta) UnmarshalJSONFrom(d *mappings.Decoder) error {
	*c = Meta{}
	return c.read(d, func(lower []byte) error {
		switch string(lower) {
		case "resourcetype":
			return c.ResourceType.UnmarshalJSONFrom(d)
		case "created":
			return c.Created.UnmarshalJSONFrom(d)
		case "lastmodified":
			return c.LastModified.UnmarshalJSONFrom(d)
		}
		return d.SkipValue()
	})
}
