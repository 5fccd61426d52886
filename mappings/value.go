package mappings

import (
	"bytes"
	"unicode/utf8"
)

// State is what stood where a value was looked for.
type State uint8

// The states.
const (
	Absent   State = iota // no such member
	Null                  // null
	Present               // a value of the expected type
	Mistyped              // something else
)

// value is what all tolerant values know of themselves: the kind of JSON value they met, and why it cannot be used.
type value struct {
	kind Kind
	want string // what was expected, where another kind of value was met
	why  string // why a value of the right kind cannot be used
}

// State is what was met.
func (v *value) State() State {
	switch {
	case v.kind == 0:
		return Absent
	case v.kind == 'n':
		return Null
	case v.usable():
		return Present
	}
	return Mistyped
}

// met notes the kind of a value and whether it is one of those that are expected.
func (v *value) met(kind Kind, expected bool, want string) {
	v.kind, v.want, v.why = kind, "", ""
	if !expected && kind != 'n' {
		v.want = want
	}
}

// usable is true for absent and null values, too.
func (v *value) usable() bool { return v.want == "" && v.why == "" }

// reason says why the value cannot be used; "" where it can.
func (v *value) reason() string {
	if v.want != "" {
		return Unexpected(v.kind, v.want)
	}
	return v.why
}

// note takes down why the value cannot be used, if so, and reports whether there is one to use.
func (v *value) note(n *Notes, path string) bool {
	if !v.usable() {
		n.Add(path, v.reason())
		return false
	}
	return v.kind != 0 && v.kind != 'n'
}

// Unexpected is the sentence about a value of the wrong kind: "number where a string is expected".
func Unexpected(kind Kind, want string) string {
	got := "something"
	switch kind {
	case 'n':
		got = "null"
	case 't', 'f':
		got = "boolean"
	case '"':
		got = "string"
	case '0':
		got = "number"
	case '{':
		got = "object"
	case '[':
		got = "array"
	}
	return got + " where " + want + " is expected"
}

// plain reports whether the inside of a JSON string stands for itself.
func plain(inner []byte) bool { return bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) }
