package scim

import (
	"bytes"
	"math"
	"slices"
	"strconv"
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
				v, deep, err := value(d, maxDepth)
				if deep {
					n.Add(path, "an attribute is nested too deeply to be kept")
				} else if err == nil {
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

// maxDepth bounds how deep an attribute's value may be nested: far more than SCIM, whose attributes have one level of
// sub-attributes, and no risk to any stack.
const maxDepth = 32

// value reads a JSON value as it is. deep says that it is nested too deeply; all of it is read then too.
func value(d *mappings.Decoder, depth int) (v *structpb.Value, deep bool, err error) {
	kind := d.PeekKind()
	if depth == 0 && (kind == '{' || kind == '[') {
		return nil, true, d.SkipValue()
	}
	switch kind {
	case '{':
		fields := map[string]*structpb.Value{}
		err = mappings.Object(d, func(name []byte) error {
			key := strings.ToValidUTF8(string(name), "\uFFFD")
			one, tooDeep, err := value(d, depth-1)
			deep = deep || tooDeep
			fields[key] = one
			return err
		})
		return structpb.NewStructValue(&structpb.Struct{Fields: fields}), deep, err
	case '[':
		list := &structpb.ListValue{}
		if _, err := d.ReadToken(); err != nil {
			return nil, false, err
		}
		for {
			if kind := d.PeekKind(); kind == ']' || kind == 0 {
				_, err := d.ReadToken()
				return structpb.NewListValue(list), deep, err
			}
			one, tooDeep, err := value(d, depth-1)
			if err != nil {
				return nil, false, err
			}
			deep = deep || tooDeep
			list.Values = append(list.Values, one)
		}
	}
	scalar, err := d.ReadValue()
	if err != nil {
		return nil, false, err
	}
	switch kind {
	case '"':
		b, _ := jsontext.AppendUnquote(nil, scalar) // its only error is replaced UTF-8
		return structpb.NewStringValue(string(b)), false, nil
	case '0':
		return number(string(scalar)), false, nil
	case 't', 'f':
		return structpb.NewBoolValue(kind == 't'), false, nil
	}
	return structpb.NewNullValue(), false, nil
}

// number is a number, or its text where it is a whole one that a floating-point number would change.
func number(s string) *structpb.Value {
	const exact = 1 << 53
	f, err := strconv.ParseFloat(s, 64)
	whole, notWhole := strconv.ParseInt(s, 10, 64)
	if err != nil || math.Abs(f) > exact || notWhole == nil && (whole > exact || whole < -exact) {
		return structpb.NewStringValue(s)
	}
	return structpb.NewNumberValue(f)
}
