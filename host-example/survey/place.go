package survey

import (
	"regexp"
	"slices"
	"strconv"
)

// place is where in a record a value stands, and how it is read.
type place struct {
	root       string
	path       string
	top        string // the member of the record that it is, or is below
	expression string // of the value, in the innermost array's entry where there is one
	optional   string // the same, by way of optional values
	depth      int
	around     []loop // arrays that the value stands in, the outermost first
}

// loop is an array, and what an entry of it is called.
type loop struct{ array, optional, entry string }

// plainName is what may follow a dot; CEL's own words may not.
var plainName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

var reserved = []string{"in", "true", "false", "null"}

// member is the place of an object's member.
func (p place) member(name string) place {
	if p.optional == "" {
		p.optional = p.expression
	}
	if plainName.MatchString(name) && !slices.Contains(reserved, name) {
		p.expression += "." + name
		p.optional += ".?" + name
	} else {
		p.expression += "[" + strconv.Quote(name) + "]"
		p.optional += "[?" + strconv.Quote(name) + "]"
	}
	if p.depth == 0 {
		p.top = name
	} else {
		p.path += "."
	}
	p.path += name
	p.depth++
	return p
}

// entries is the place of an array's entries.
func (p place) entries() place {
	entry := string(rune('e' + len(p.around)))
	p.around = append(slices.Clip(p.around), loop{p.expression, p.optional, entry})
	p.expression, p.optional = entry, ""
	p.path += "[]"
	p.depth++
	return p
}

// read is an expression for the value: with arrays around it, the list of the values in all entries that have one.
func (p place) read() string {
	if len(p.around) == 0 {
		return p.expression
	}
	text, optional := p.expression, p.optional
	for _, l := range slices.Backward(p.around) {
		text = l.array + ".map(" + l.entry + ", " + optional + ".hasValue(), " + text + ")"
		optional = l.optional
	}
	return text
}
