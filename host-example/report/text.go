package report

import (
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/trellis-iam/trellis/host-example/output"
)

// Text is text that may be foreign. Shown, it holds nothing that acts instead of being seen, such as a change of direction;
// in JSON the same stands as an escape.
type Text string

// String is the text made harmless. Package html/template calls it, and escapes the rest.
func (t Text) String() string { return output.Printable(string(t)) }

// MarshalJSONTo writes the text with the escapes that all JSON of the host has.
func (t Text) MarshalJSONTo(e *jsontext.Encoder) error {
	return e.WriteValue(output.AppendString(nil, string(t)))
}

// The longest texts that a report keeps, in bytes. A name beyond that is no name, and an address beyond RFC 5321's 254
// reaches nobody.
const (
	maxText  = 256
	maxEmail = 320
	maxID    = 512 // the contract's
)

// clip cuts a text between characters.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	const mark = "…"
	cut := most - len(mark)
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return strings.Clone(s[:cut]) + mark // a clone: the rest of a huge text is not held on to
}
