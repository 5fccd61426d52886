package accounts

import (
	_ "embed"
	"slices"
)

//go:embed accounts.schema.json
var schema []byte

// Schema is a JSON Schema (draft-07, which editors know best) of the accounts file. It refuses what Parse refuses, as far as a
// schema can: it sees no anchors, no key that is there twice, and not whether two accounts have the same id.
func Schema() []byte { return slices.Clone(schema) }
