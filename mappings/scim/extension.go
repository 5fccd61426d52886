package scim

import (
	"bytes"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/trellis-iam/trellis/mappings"
)

// Extension is an extension of a user that no RFC knows, by its URN.
type Extension struct {
	URN  string // as the provider writes it
	JSON []byte // its value
}

// maxExtensions is more than any user has.
const maxExtensions = 64

func (u *UserRecord) extension(name string, d *mappings.Decoder) error {
	if len(u.Extensions) == maxExtensions {
		u.moreExtensions = true
		return d.SkipValue()
	}
	v, err := d.ReadValue()
	if err != nil {
		return err
	}
	u.Extensions = append(u.Extensions, Extension{URN: strings.ToValidUTF8(name, "\uFFFD"), JSON: bytes.Clone(v)})
	return nil
}

// customFields are the attributes of extensions: those of the provider's own under their names, those of others under the
// extension's URN. nil: there are none.
func (p Profile) customFields(extensions []Extension, n *mappings.Notes) *structpb.Struct {
	var fields *structpb.Struct
	for _, e := range extensions {
		path := "$['" + e.URN + "']"
		if kind := jsontext.Value(e.JSON).Kind(); kind != '{' {
			if kind != 'n' {
				n.Add(path, mappings.Unexpected(kind, "an object"))
			}
			continue
		}
		if fields == nil {
			fields = &structpb.Struct{Fields: map[string]*structpb.Value{}}
		}
		own := strings.EqualFold(e.URN, p.Extension)
		into := fields
		if !own {
			into = &structpb.Struct{Fields: map[string]*structpb.Value{}}
			fields.Fields[e.URN] = structpb.NewStructValue(into)
		}
		err := mappings.Decode(e.JSON, func(d *mappings.Decoder) error {
			return mappings.Object(d, func(name []byte) error {
				key := strings.ToValidUTF8(string(name), "\uFFFD")
				if own && slices.ContainsFunc(p.Unread, func(u string) bool { return strings.EqualFold(u, key) }) {
					return d.SkipValue()
				}
				var attribute mappings.Any
				err := attribute.UnmarshalJSONFrom(d)
				if v := attribute.Value(n, path); v != nil {
					into.Fields[key] = v
				}
				return err
			})
		})
		if err != nil { // it was read as JSON once
			n.Add(path, "cannot be read")
		}
	}
	return fields
}
