// Package diff says what changed between two lists of the same account: who came, who went, and whose fields are others.
//
// # Whom it calls gone
//
// Nobody, unless the new list is evidence of absence (package receipt). Who is not in a new list that proves nothing is
// [Missing]; likewise, who is not in an old list that proves nothing is [New] rather than [Came]. Where the connector's lists
// can miss items while data moves, gone is yet to be confirmed by a second list. What the receipts do not know is checked
// here: that a file has as many items as its receipts say, that the old list ended before the new one began, and that the
// two have anybody in common.
//
// # What it compares
//
// Items are the same by account and id, bytewise. In one list, the later one of an id counts. Fields are compared by what
// they say: an array of the model's (roles, groups, emails, members) is a set. The record of the vendor and warnings about
// it are not compared.
//
// Absent is not empty. Where both receipts say that the same was read (version of the connector, expand, fields), a field that
// is absent was not there, and one that appears has changed. In any other case, only what both items have is compared.
//
// # Files
//
// [Open] reads -o ndjson and -o json, one after the other in one file as well. It keeps the places of items and not the items,
// which are read again where they differ: two lists of a million take some 450 MiB, whatever is in them.
package diff
