package lattice

import (
	"fmt"

	"github.com/trellis-iam/trellis/mappings"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/types/known/structpb"
)

// AttributeRecord is the value that one user has of one custom attribute (GET /v1/user/{id}/customAttributes). Lattice does
// not document its shape; it is assumed.
type AttributeRecord struct {
	ID        mappings.ID
	Attribute struct {
		ID   mappings.ID
		Name mappings.String
	}
	Value mappings.Any
}

// Key is the record's id and where it stands.
func (a *AttributeRecord) Key() (id *mappings.ID, member string) { return &a.ID, ".id" }

// UnmarshalJSONFrom reads an object.
func (a *AttributeRecord) UnmarshalJSONFrom(d *mappings.Decoder) error {
	return mappings.Object(d, func(name []byte) error {
		switch string(name) {
		case "id":
			return a.ID.UnmarshalJSONFrom(d)
		case "attribute":
			if d.PeekKind() == '{' {
				return mappings.Object(d, func(name []byte) error {
					switch string(name) {
					case "id":
						return a.Attribute.ID.UnmarshalJSONFrom(d)
					case "name":
						return a.Attribute.Name.UnmarshalJSONFrom(d)
					}
					return d.SkipValue()
				})
			}
		case "value":
			return a.Value.UnmarshalJSONFrom(d)
		}
		return d.SkipValue()
	})
}

// Attributes gathers the custom attributes of one user, from all pages that tell them. The zero value is ready.
type Attributes struct {
	notes  mappings.Notes
	count  int
	byName map[string][]attribute
	names  []string // in Lattice's order
}

// Len is how many records were added.
func (a *Attributes) Len() int { return a.count }

type attribute struct {
	id    string
	value *structpb.Value // nil: none
}

// attributesPath is where warnings about custom attributes are, from the user.
const attributesPath = "$.customAttributes"

// Add adds the attributes of a page.
func (a *Attributes) Add(page *mappings.Page[AttributeRecord]) {
	a.count += len(page.Data.Elements)
	for i := range page.Data.Elements {
		e := &page.Data.Elements[i]
		path := fmt.Sprintf("%s[%d]", attributesPath, i)
		if e.Kind != '{' {
			a.notes.Add(path, mappings.Unexpected(e.Kind, "an object"))
			continue
		}
		name := e.Record.Attribute.Name.Text(&a.notes, path+".attribute.name")
		if name == "" {
			if e.Record.Attribute.Name.State() != mappings.Mistyped {
				a.notes.Add(path+".attribute.name", "missing, so that the value cannot be told apart")
			}
			continue
		}
		if _, seen := a.byName[name]; !seen {
			a.names = append(a.names, name)
		}
		if a.byName == nil {
			a.byName = map[string][]attribute{}
		}
		a.byName[name] = append(a.byName[name], attribute{
			id: e.Record.Attribute.ID.Text(&a.notes, path+".attribute.id"), value: e.Record.Value.Value(&a.notes, path+".value"),
		})
	}
}

// Fill gives a user the attributes, under their names. Attributes that share a name are told apart by their ids, each one
// behind the name, so that it is the same for all users whatever the order; one that has no id then is left out.
func (a *Attributes) Fill(u *iamv1.User) {
	u.CustomFields = &structpb.Struct{Fields: make(map[string]*structpb.Value, len(a.names))}
	for _, name := range a.names {
		same := a.byName[name]
		if len(same) > 1 {
			a.notes.Add(attributesPath, "several attributes share a name: each stands under it with its id, if it has one")
		}
		for _, one := range same {
			key := name
			if len(same) > 1 {
				key = fmt.Sprintf("%s (%s)", name, one.id)
			}
			if one.value != nil && (len(same) == 1 || one.id != "") {
				u.CustomFields.Fields[key] = one.value
			}
		}
	}
	for _, w := range a.notes.Source(nil).GetWarnings() {
		warn(u, w.GetPath(), w.GetReason())
	}
}

// NoAttributes notes that Lattice tells no attributes of a user.
func NoAttributes(u *iamv1.User) {
	warn(u, attributesPath, "no custom attributes are told of this user, not even that there are none")
}
