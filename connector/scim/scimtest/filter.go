package scimtest

import (
	"encoding/json"
	"strings"
)

// match is a filter.
type match func(object) bool

// parseFilter reads a filter of RFC 7644, section 3.4.2.2, as far as connectors send it: comparisons by eq, joined by `and`
// and `or`, in parentheses. What else there is, is refused.
func parseFilter(text string) (match, bool) {
	p := &parser{rest: text}
	m, ok := p.either()
	return m, ok && p.next() == ""
}

type parser struct{ rest string }

// next is the next word, without taking it.
func (p *parser) next() string {
	p.rest = strings.TrimLeft(p.rest, " ")
	if p.rest == "" {
		return ""
	}
	if strings.ContainsRune("()", rune(p.rest[0])) {
		return p.rest[:1]
	}
	if p.rest[0] == '"' {
		d := json.NewDecoder(strings.NewReader(p.rest))
		var s string
		if d.Decode(&s) != nil {
			return ""
		}
		return p.rest[:d.InputOffset()]
	}
	if end := strings.IndexAny(p.rest, " ()"); end >= 0 {
		return p.rest[:end]
	}
	return p.rest
}

func (p *parser) take() string {
	word := p.next()
	p.rest = p.rest[len(word):]
	return word
}

func (p *parser) either() (match, bool) {
	return p.joined("or", p.both, func(a, b match) match { return func(o object) bool { return a(o) || b(o) } })
}

func (p *parser) both() (match, bool) {
	return p.joined("and", p.comparison, func(a, b match) match { return func(o object) bool { return a(o) && b(o) } })
}

func (p *parser) joined(by string, part func() (match, bool), join func(a, b match) match) (match, bool) {
	m, ok := part()
	for ok && strings.EqualFold(p.next(), by) {
		p.take()
		var other match
		if other, ok = part(); ok {
			m = join(m, other)
		}
	}
	return m, ok
}

func (p *parser) comparison() (match, bool) {
	if p.next() == "(" {
		p.take()
		m, ok := p.either()
		return m, ok && p.take() == ")"
	}
	attribute, operator, text := strings.ToLower(p.take()), p.take(), p.take()
	var value any
	if !strings.EqualFold(operator, "eq") || json.Unmarshal([]byte(text), &value) != nil {
		return nil, false
	}
	want, isText := value.(string)
	switch attribute {
	case "active":
		return func(o object) bool { return o["active"] == value }, true
	case "username":
		return func(o object) bool { got, _ := o["userName"].(string); return strings.EqualFold(got, want) }, isText
	case "emails", "emails.value":
		return func(o object) bool {
			for _, e := range o["emails"].([]any) {
				if strings.EqualFold(e.(object)["value"].(string), want) {
					return true
				}
			}
			return false
		}, isText
	}
	return nil, false
}
