package survey

import (
	"strings"

	"github.com/trellis-iam/trellis/mappings"
)

// maxExample bounds examples, in characters.
const maxExample = 80

// object walks an object that stands at a place.
func (s *Survey) object(d *mappings.Decoder, p place) error {
	return mappings.Object(d, func(name []byte) error {
		if len(name) > maxName || p.depth == maxDepth {
			s.cut = true
			return d.SkipValue()
		}
		below := p.member(strings.ToValidUTF8(string(name), "\uFFFD"))
		f := s.at(below)
		if f == nil {
			return d.SkipValue()
		}
		return s.value(d, below, f)
	})
}

// value walks the value of a field.
func (s *Survey) value(d *mappings.Decoder, p place, f *Field) error {
	switch d.PeekKind() {
	case '{':
		s.saw(f, "object")
		f.parent = true
		return s.object(d, p)
	case '[':
		return s.array(d, p, f)
	}
	t, text, err := scalar(d)
	if err != nil {
		return err
	}
	s.saw(f, t)
	s.example(f, text)
	return nil
}

// array walks an array; what its entries are is a part of the field's type, and what is in objects among them are fields.
func (s *Survey) array(d *mappings.Decoder, p place, f *Field) error {
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	none := true
	for {
		switch d.PeekKind() {
		case ']', 0: // 0: an error, which the read tells
			if none {
				s.saw(f, "list")
			}
			_, err := d.ReadToken()
			return err
		case '{':
			s.saw(f, listOf("object"))
			f.parent = true
			s.fill(f)
			if err := s.object(d, p.entries()); err != nil {
				return err
			}
		case '[': // lists of lists are passed on as they are
			s.saw(f, listOf("list"))
			s.fill(f)
			if err := d.SkipValue(); err != nil {
				return err
			}
		default:
			t, text, err := scalar(d)
			if err != nil {
				return err
			}
			s.saw(f, listOf(t))
			s.example(f, text)
		}
		none = false
	}
}

// scalar reads a value that is neither object nor array; text is "" for null.
func scalar(d *mappings.Decoder) (kind, text string, err error) {
	token, err := d.ReadToken()
	if err != nil {
		return "", "", err
	}
	switch token.Kind() {
	case 'n':
		return "null", "", nil
	case 't', 'f':
		return "boolean", token.String(), nil
	case '0':
		return "number", token.String(), nil
	}
	return "string", token.String(), nil
}

// example notes a value that is not blank: the field is filled, and this is an example of what with.
func (s *Survey) example(f *Field, text string) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	s.fill(f)
	if f.Example != "" {
		return
	}
	if runes := []rune(text); len(runes) > maxExample {
		text = string(runes[:maxExample-1]) + "…"
	}
	f.Example = text
}
