// Package lattice maps the payloads of Lattice's public API (v1) to the normalized models: pure functions, no I/O.
//
// What Lattice tells of a user is one record (GET /v1/users, /v1/user/{id}, /v1/me). Its facts and where they go:
//
//	id                    -> id
//	name, preferredName   -> name (the first that is not blank); names are not split
//	email                 -> primary_email, and emails, which hold that one address
//	status                -> status: ACTIVE enabled, INVITED and CREATED pending, DEACTIVATED disabled
//	isAdmin               -> roles, derived: `trellis:admin` or `trellis:member`; Lattice's API tells no other roles
//	title                 -> title
//	department            -> department, and groups, which hold that one membership; departments are the only groups
//	manager               -> manager, by id
//	externalUserId        -> employee_id
//	timezone              -> time_zone
//	createdAt, updatedAt  -> created_at, updated_at
//
// What customers have added to it is told by another endpoint, one user at a time (GET /v1/user/{id}/customAttributes):
//
//	attribute.name, value -> custom_fields, by name; those without a value are left out
//
// Birth date and gender are not read, because access reviews have no use for them; nor are links, which are not followed.
package lattice

import "github.com/trellis-iam/trellis/mappings"

// Pages is how Lattice's lists look: {"object": "list", "hasMore": ..., "endingCursor": ..., "data": [...]}.
var Pages = mappings.Shape{Data: "data", Cursor: "endingCursor", More: "hasMore"}
