// Package scim maps what SCIM 2.0 service providers send (RFC 7643) to the normalized models: pure functions, no I/O.
//
// What a provider tells of a user is one resource, and goes here:
//
//	id                                -> id
//	displayName, name.formatted,
//	nickName                          -> name (the first that is not blank); names are neither split nor put together
//	name.givenName, name.familyName   -> first_name, last_name
//	userName                          -> username
//	emails                            -> emails; primary_email is the one that is primary, else the first
//	active                            -> status: enabled or disabled
//	title, timezone                   -> title, time_zone
//	userType                          -> account_type: the kinds of people that RFC 7643 names are human, others not mapped
//	photos                            -> avatar: the one that is primary, else the first
//	roles                             -> roles, whose ids are the values, in the reserved namespace
//	groups                            -> groups, those of type "indirect" left out
//	meta.created, meta.lastModified   -> created_at, updated_at
//	enterprise: department, manager,
//	employeeNumber                    -> department (by name), manager, employee_id
//	other extensions                  -> custom_fields
//
// and of a group: id, displayName -> name, members -> members, meta.
//
// Not read, for want of a place in the models: externalId, addresses, phoneNumbers, entitlements, certificates, cost
// center, organization, division.
//
// # Tolerance
//
// Providers are sloppier than the RFC. Attribute names are matched in any case, as it says (section 2.1). Values of
// multi-valued attributes may be bare, and one of them may stand without its array; `active` and `primary` may be
// strings, ids and numbers may be either. Only what is no list at all, or has no item with an id, is an error.
//
// An empty array is the same as no attribute in SCIM (section 2.5), and some providers send one where they do not support
// the attribute. So `groups: []` does not say "in no group"; an empty array of emails or roles is taken at its word.
package scim

import (
	"bytes"
	"sync"

	"github.com/trellis-iam/trellis/mappings"
)

// rooms are for names in lower case, of which each object that is being read needs one: a user has some ten objects.
var rooms = sync.Pool{New: func() any { return new([64]byte) }}

// object reads an object attribute by attribute. lower is the name in lower case: names are matched in any case. Both are good
// until attribute returns.
func object(d *mappings.Decoder, attribute func(name, lower []byte) error) error {
	room := rooms.Get().(*[64]byte)
	defer rooms.Put(room)
	return mappings.Object(d, func(name []byte) error {
		lower := room[:0]
		lower = append(lower, name...)
		for i, c := range lower {
			if 'A' <= c && c <= 'Z' {
				lower[i] = c + 'a' - 'A'
			}
		}
		return attribute(name, lower)
	})
}

// complexity is what a complex attribute knows of itself.
type complexity struct{ kind mappings.Kind }

// read reads any JSON value, an object by its attributes.
func (c *complexity) read(d *mappings.Decoder, attribute func(lower []byte) error) error {
	c.kind = d.PeekKind()
	if c.kind != '{' {
		return d.SkipValue()
	}
	return object(d, func(_, lower []byte) error { return attribute(lower) })
}

// note says of something else that it could not be used.
func (c *complexity) note(n *mappings.Notes, path string) {
	if c.kind != 0 && c.kind != 'n' && c.kind != '{' {
		n.Add(path, mappings.Unexpected(c.kind, "an object"))
	}
}

// text is what a string or a number says, for values that some send as numbers; ok is false for anything else, which
// is no blank.
func text(s *mappings.String) (text string, ok bool) {
	if source := s.Source(); s.State() != mappings.Mistyped || isNumber(source) {
		return source, true
	}
	return "", false
}

func isNumber(s string) bool {
	return s != "" && len(bytes.Trim([]byte(s), "-.0123456789eE+")) == 0
}
