// Package fields maps the vendor's record of an item to fields of the account owner's own: name -> CEL expression
// (https://cel.dev). It is the host's, so that connectors in any language get it without knowing of it.
//
//	mapping, err := fields.Compile(output.AppendUser, map[string]string{
//		"cost_center": `raw["Cost Center (HR)"]`,
//		"starts":      `timestamp(raw.startDate + "T00:00:00Z")`,
//		"on_call":     `user.groups.exists(g, g.name == "On call")`,
//	})
//	values, err := mapping.Apply(ctx, user) // a google.protobuf.Struct: {"cost_center": "4711", ...}
//
// # What an expression sees
//
// `raw` is the vendor's JSON of the item, as the connector sent it in `source.raw`; whoever lists must ask for it. Whole
// numbers are ints, also where they are written 1.0 or 1e3, and all others are doubles.
//
// `user`, `role` or `group` is the same item normalized, in the shape in which package output writes it. It has what raw
// has not: names that an expansion brought, custom fields that were read one by one. Its members are known, so that a
// misspelt one is an error of compilation; those of raw are not known to anyone.
//
// Besides CEL's own functions there are those of its extension for strings (lowerAscii, split, join, replace, ...; not
// format) and optional values (`raw.?manager.?id.orValue("none")`).
//
// # What comes of it
//
// A field whose data is missing is absent, and nobody is warned: `raw.manager.id` needs no has(), whatever manager is. A member that is null is
// missing, too: vendors write it where they have nothing, so has() is false for it, and orValue() has its say. An expression
// that fails for that, such as `raw.manager == null`, is evaluated again with what is null in its place, and counts if it
// then has a value. A result of null or optional.none() is absent.
//
// Whatever else fails costs the one field of the one item: the item gets a warning with the field's name, and stays. Warnings
// hold no values, which could be personal.
//
// Timestamps become RFC 3339 in UTC, durations seconds ("3.5s"), bytes base64, and whole numbers above 2^53 strings, as in
// custom fields that are the vendor's own.
//
// # What it may cost
//
// Expressions are foreign input to a host. They cannot loop for ever, and each is stopped when it costs too much, makes a
// text that is too long, or when the context ends.
package fields
