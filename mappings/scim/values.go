package scim

import (
	"fmt"
	"strings"

	"github.com/trellis-iam/trellis/mappings"
)

// Values is a multi-valued attribute (RFC 7643, section 2.4).
type Values struct {
	All  []Value
	kind mappings.Kind
	more bool // than are kept
}

// Value is one of them: an object, or the bare value, as some send.
type Value struct {
	Value   mappings.String
	Display mappings.String
	Type    mappings.String
	Ref     mappings.String
	Primary mappings.String
	kind    mappings.Kind
}

// maxValues bounds what an attribute may cost: a group of so many members is as much as fits one message.
const maxValues = 100_000

// UnmarshalJSONFrom reads any JSON value. One that is no array counts as the only value.
func (v *Values) UnmarshalJSONFrom(d *mappings.Decoder) error {
	*v = Values{kind: d.PeekKind()}
	if v.kind != '[' {
		return v.add(d)
	}
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	for {
		if kind := d.PeekKind(); kind == ']' || kind == 0 { // 0: an error, which the next read tells
			_, err := d.ReadToken()
			return err
		}
		if err := v.add(d); err != nil {
			return err
		}
	}
}

// add reads one value.
func (v *Values) add(d *mappings.Decoder) error {
	kind := d.PeekKind()
	if v.more = len(v.All) == maxValues; v.more || kind == 'n' {
		return d.SkipValue()
	}
	v.All = append(v.All, Value{kind: kind})
	one := &v.All[len(v.All)-1]
	if kind != '{' {
		return one.Value.UnmarshalJSONFrom(d)
	}
	return object(d, func(_, lower []byte) error {
		switch string(lower) {
		case "value":
			return one.Value.UnmarshalJSONFrom(d)
		case "display", "displayname":
			return one.Display.UnmarshalJSONFrom(d)
		case "type":
			return one.Type.UnmarshalJSONFrom(d)
		case "$ref":
			return one.Ref.UnmarshalJSONFrom(d)
		case "primary":
			return one.Primary.UnmarshalJSONFrom(d)
		}
		return d.SkipValue()
	})
}

// told reports whether there is an array, or a value that stands for one.
func (v *Values) told() bool { return v.kind != 0 && v.kind != 'n' }

// each calls use with each value that says something; value is "" for one that has a name only. whole is false where one of
// them cannot be used, which is noted: what is left would look like all of them. use says why a value is no good, if so.
func (v *Values) each(n *mappings.Notes, path string, use func(value string, of *Value) (why string)) (whole bool) {
	whole = true
	for i := range v.All {
		one := &v.All[i]
		value, ok := text(&one.Value)
		why := "neither text nor a number"
		switch {
		case ok && value == "" && one.Display.Source() == "" && one.Ref.Source() == "":
			continue // null, blank, or an object that says nothing
		case ok:
			why = use(value, one)
		}
		if why != "" {
			n.Add(fmt.Sprintf("%s[%d]", path, i), why)
			whole = false
		}
	}
	if v.more {
		n.Add(path, fmt.Sprintf("more than %d values", maxValues))
		whole = false
	}
	return whole
}

// checkID says why a value is no id.
func checkID(id string) (why string) {
	switch {
	case id == "":
		return "no value, which is the id"
	case len(id) > mappings.MaxIDSize:
		return fmt.Sprintf("an id of %d bytes", len(id))
	}
	return ""
}

// primary reports whether a value is said to be the first of all.
func (v *Value) primary() bool { return strings.EqualFold(v.Primary.Source(), "true") }
