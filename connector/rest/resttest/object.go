package resttest

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Object is a JSON object that keeps the order of its members, and the bytes of those that are not changed, as it is edited.
type Object struct{ members []member }

type member struct {
	name  string
	value json.RawMessage
}

// ParseObject reads an object; ok is false for what is none.
func ParseObject(text []byte) (o *Object, ok bool) {
	d := json.NewDecoder(bytes.NewReader(text))
	if t, err := d.Token(); !json.Valid(text) || err != nil || t != json.Delim('{') {
		return nil, false
	}
	o = &Object{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, false
		}
		m := member{name: name.(string)}
		if err := d.Decode(&m.value); err != nil {
			return nil, false
		}
		o.members = append(o.members, m)
	}
	return o, true
}

// Get is the value of a member, and nil where it is not there.
func (o *Object) Get(name string) json.RawMessage {
	for _, m := range o.members {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

// Set gives a member another value, at its place or, where it is not there, at the end.
func (o *Object) Set(name, value string) {
	for i := range o.members {
		if o.members[i].name == name {
			o.members[i].value = json.RawMessage(value)
			return
		}
	}
	o.members = append(o.members, member{name, json.RawMessage(value)})
}

// SetIn is Set for a member of objects within: "meta.created".
func (o *Object) SetIn(path, value string) {
	name, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		o.Set(name, value)
		return
	}
	inner, ok := ParseObject(o.Get(name))
	if !ok {
		inner = &Object{}
	}
	inner.SetIn(rest, value)
	o.Set(name, inner.String())
}

// getIn is Get for a member of objects within.
func (o *Object) getIn(path string) json.RawMessage {
	name, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		return o.Get(name)
	}
	inner, ok := ParseObject(o.Get(name))
	if !ok {
		return nil
	}
	return inner.getIn(rest)
}

// removeIn takes a member of objects within away.
func (o *Object) removeIn(path string) {
	name, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		o.Rename(name, "")
		return
	}
	if inner, ok := ParseObject(o.Get(name)); ok {
		inner.removeIn(rest)
		o.Set(name, inner.String())
	}
}

// Rename gives a member another name; "" takes it away.
func (o *Object) Rename(name, to string) {
	var left []member
	for _, m := range o.members {
		if m.name == name {
			m.name = to
		}
		if m.name != "" {
			left = append(left, m)
		}
	}
	o.members = left
}

// String is the object's JSON.
func (o *Object) String() string {
	var b strings.Builder
	for i, m := range o.members {
		b.WriteByte("{,"[min(i, 1)])
		b.WriteString(Quote(m.name))
		b.WriteByte(':')
		b.Write(m.value)
	}
	if len(o.members) == 0 {
		b.WriteByte('{')
	}
	b.WriteByte('}')
	return b.String()
}

// Quote is a string in JSON.
func Quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always can be
	}
	return string(b)
}
