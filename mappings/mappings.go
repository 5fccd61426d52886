// Package mappings turns vendors' payloads into the normalized models, without I/O and without ever failing over one bad
// field. This package holds what the mappings of all vendors share; mappings/<vendor> holds one vendor's, as pure
// functions.
//
// # Values that cannot fail
//
// A payload type is a struct of [String], [ID], [Bool], [Integer], [Time] and [Any] fields. Each decodes **any** JSON value, and
// remembers what it met: nothing, null, a value, or something else than was expected. So a wrong type in one field of one
// record never costs the record, let alone its page. What the fields hold is asked for with a [Notes] at hand, which
// takes down what could not be used:
//
//	func (u *User) UnmarshalJSONFrom(d *mappings.Decoder) error {
//		return mappings.Object(d, func(name []byte) error {
//			switch string(name) {
//			case "id":
//				return u.ID.UnmarshalJSONFrom(d)
//			case "title":
//				return u.Title.UnmarshalJSONFrom(d)
//			}
//			return d.SkipValue()
//		})
//	}
//
//	user := &iamv1.User{Id: id, Title: u.Title.Text(notes, "$.title")}
//
// Such a type is an UnmarshalerFrom of github.com/go-json-experiment/json, and reads its record in the one pass that the
// decoder makes over the page. Only what is no JSON at all is an error, a [SyntaxError]: then nothing after it can be
// found.
//
// # Vendors are sloppy, and that is no reason to stop
//
// A member that comes twice counts the last time. Bytes that are no UTF-8 are read as U+FFFD, except in ids, which are
// compared and so must not be made equal by it. Members are matched by their exact names; unknown ones are skipped.
// Nesting deeper than 10,000 is a syntax error, so that hostile input cannot use up the stack.
package mappings
