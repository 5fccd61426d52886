package mappings

import "strings"

// String is text.
type String struct {
	value
	text string
}

// maxText bounds texts, so that no item outgrows a message by one of them: far above any name or title.
const maxText = 64 << 10

// maxScalar bounds how much of a number is kept as source text: longer than any number that means something.
const maxScalar = 64

// UnmarshalJSONFrom reads any JSON value.
func (s *String) UnmarshalJSONFrom(d *Decoder) error {
	v, err := d.ReadValue()
	if err != nil {
		return err
	}
	s.text = ""
	s.met(v.Kind(), v.Kind() == '"', "a string")
	switch v.Kind() {
	case '"':
		if s.text, _ = text(v); len(s.text) > maxText {
			s.text, s.why = "", "text above 64 KiB"
		}
	case '0', 't', 'f':
		s.text = string(v[:min(len(v), maxScalar)])
	}
	return nil
}

// Text is the text as the vendor sent it. It is "" for null, for nothing, for a blank (which tells nothing either), and
// for a value of another type, which is noted under path.
func (s *String) Text(n *Notes, path string) string {
	if !s.note(n, path) || strings.TrimSpace(s.text) == "" {
		return ""
	}
	return s.text
}

// Source is the vendor's own value, for fields that are matched against a table: the text, or the JSON text of a number
// or boolean. "" for anything else and for blanks.
func (s *String) Source() string {
	if strings.TrimSpace(s.text) == "" {
		return ""
	}
	return s.text
}
