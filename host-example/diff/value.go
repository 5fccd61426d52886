package diff

import (
	"bytes"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// member is a member of an object.
type member struct {
	name  string
	value jsontext.Value
}

// members are those of an object, by name. One that is null is absent. What is valid JSON and no object has none.
func members(object jsontext.Value) []member {
	var all []member
	d := jsontext.NewDecoder(bytes.NewReader(object))
	if token, err := d.ReadToken(); err != nil || token.Kind() != '{' {
		return nil
	}
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return nil
		}
		m := member{name: name.String()}
		value, err := d.ReadValue()
		if err != nil {
			return nil
		}
		if m.value = value.Clone(); value.Kind() != 'n' {
			all = append(all, m)
		}
	}
	slices.SortFunc(all, func(a, b member) int { return strings.Compare(a.name, b.name) })
	return all
}

// get is a member's value; nil: there is none.
func get(object jsontext.Value, name string) jsontext.Value {
	for _, m := range members(object) {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

// elements are those of an array.
func elements(array jsontext.Value) []jsontext.Value {
	var all []jsontext.Value
	d := jsontext.NewDecoder(bytes.NewReader(array))
	if token, err := d.ReadToken(); err != nil || token.Kind() != '[' {
		return nil
	}
	for d.PeekKind() != ']' {
		value, err := d.ReadValue()
		if err != nil {
			return nil
		}
		all = append(all, value.Clone())
	}
	return all
}

// plain is a value in the one form in which it is compared: members by name, strings without needless escapes, numbers as
// they are, because no other form keeps long ones.
func plain(v jsontext.Value) string { return string(appendPlain(nil, v)) }

func appendPlain(dst []byte, v jsontext.Value) []byte {
	switch v.Kind() {
	case '{':
		dst = append(dst, '{')
		for _, m := range members(v) {
			dst, _ = jsontext.AppendQuote(dst, m.name)
			dst = append(appendPlain(append(dst, ':'), m.value), ',')
		}
		return append(dst, '}')
	case '[':
		dst = append(dst, '[')
		for _, e := range elements(v) {
			dst = append(appendPlain(dst, e), ',')
		}
		return append(dst, ']')
	case '"':
		dst, _ = jsontext.AppendQuote(dst, text(v))
		return dst
	}
	return append(dst, bytes.TrimSpace(v)...)
}
