package scim

import (
	"path"
	"strings"

	"github.com/trellis-iam/trellis/mappings"
)

// Config is what a service provider says of itself (RFC 7643, section 5), as far as it is read.
type Config struct {
	// NoFilter: it says that lists cannot be filtered.
	NoFilter bool
}

// ErrNoConfig says that a payload is JSON, and no ServiceProviderConfig.
var ErrNoConfig = &mappings.ShapeError{Path: "$", Why: "no ServiceProviderConfig: it has none of its attributes"}

// DecodeConfig reads a ServiceProviderConfig. Errors: *mappings.SyntaxError and *mappings.ShapeError.
func DecodeConfig(body []byte) (Config, error) {
	var filter struct {
		complexity
		Supported mappings.String
	}
	known := false
	err := mappings.Decode(body, func(d *mappings.Decoder) error {
		return object(d, func(_, lower []byte) error {
			switch string(lower) {
			case "filter":
				known = true
				return filter.read(d, func(lower []byte) error {
					if string(lower) == "supported" {
						return filter.Supported.UnmarshalJSONFrom(d)
					}
					return d.SkipValue()
				})
			case "patch", "bulk", "changepassword", "sort", "etag", "authenticationschemes":
				known = true
			}
			return d.SkipValue()
		})
	})
	if err == nil && !known {
		err = ErrNoConfig
	}
	return Config{NoFilter: strings.EqualFold(filter.Supported.Source(), "false")}, err
}

// ResourceType is a kind of resource that a service provider has (RFC 7643, section 6). The list of them is a list response.
type ResourceType struct {
	Name     mappings.ID
	Endpoint mappings.String
}

// Key is the type's name, which it goes by: its id need not be there.
func (t *ResourceType) Key() (name *mappings.ID, member string) { return &t.Name, ".name" }

// UnmarshalJSONFrom reads an object.
func (t *ResourceType) UnmarshalJSONFrom(d *mappings.Decoder) error {
	return object(d, func(_, lower []byte) error {
		switch string(lower) {
		case "name":
			return t.Name.UnmarshalJSONFrom(d)
		case "endpoint":
			return t.Endpoint.UnmarshalJSONFrom(d)
		}
		return d.SkipValue()
	})
}

// HasType reports whether there is a type of a name among them, or one by another name whose resources are where those are: at
// /Groups, for Group.
func HasType(l *List[ResourceType], name string) bool {
	for i := range l.Resources.Elements {
		t := &l.Resources.Elements[i].Record
		id, _ := t.Name.Use()
		if strings.EqualFold(id, name) || strings.EqualFold(path.Base(t.Endpoint.Source()), name+"s") {
			return true
		}
	}
	return false
}

// Error is a service provider's own error (RFC 7644, section 3.12). What is empty was not told.
type Error struct {
	Type   string // scimType: "invalidFilter"
	Detail string
}

// DecodeError reads what an error's body says. The body may be anything.
func DecodeError(body []byte) Error {
	var kind, detail mappings.String
	err := mappings.Decode(body, func(d *mappings.Decoder) error {
		return object(d, func(_, lower []byte) error {
			switch string(lower) {
			case "scimtype":
				return kind.UnmarshalJSONFrom(d)
			case "detail":
				return detail.UnmarshalJSONFrom(d)
			}
			return d.SkipValue()
		})
	})
	if err != nil {
		return Error{}
	}
	return Error{Type: kind.Source(), Detail: detail.Source()}
}
