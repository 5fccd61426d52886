// Package survey says what there is to map: which fields the vendor's records have, as far as a sample of them shows. It
// reads JSON, and knows neither connectors nor expressions' meaning; what it finds is named by the expressions with which
// package fields reads it.
//
//	var s survey.Survey
//	for _, user := range users {
//		s.Add("raw", user.GetSource().GetRaw())
//	}
//	for _, f := range s.Fields() { ... } // raw.title: string, in 97 of 100
package survey

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/trellis-iam/trellis/mappings"
)

// The bounds of a survey: a record whose names are data (a member for each project, say) is cut, and says so.
const (
	maxFields = 1000
	maxDepth  = 8
	maxName   = 256 // bytes
)

// Survey is what was seen so far. The zero value is ready.
type Survey struct {
	records int
	fields  []*Field
	byKey   map[string]*Field
	tops    map[string]int // the members of records, in their order
	cut     bool
}

// Field is what was seen of one field.
type Field struct {
	// Expression reads the field's value, and may be pasted into a mapping. What stands in arrays is read as a list of the
	// values of all entries.
	Expression string
	// Path is where the field stands in the record, for people and for comparing: `emails[].value`.
	Path string
	// Filled is how many records have it, and neither null nor blank nor empty.
	Filled int
	// Example is a value of it, cut to 80 characters.
	Example string

	root    string
	top     int // which member of the record it is, or is below
	counted int // the last record that it was filled in, so that an array counts once
	types   []string
	parent  bool // an object that has members, or an array of such, which are fields of their own
}

// Types are the JSON types that were seen, in the order in which they were: "string", "null", "list of string".
func (f *Field) Types() []string {
	if len(f.types) > 1 { // an empty list says nothing about entries, where others do
		return slices.DeleteFunc(slices.Clone(f.types), func(t string) bool {
			return t == "list" && slices.ContainsFunc(f.types, func(o string) bool { return strings.HasPrefix(o, "list of ") })
		})
	}
	return f.types
}

// Records is how many records were added.
func (s *Survey) Records() int { return s.records }

// Cut reports whether there was more than a survey holds.
func (s *Survey) Cut() bool { return s.cut }

// Next begins a record, of which Add then adds the parts.
func (s *Survey) Next() { s.records++ }

// Add adds an object of the record at hand. root is the expression that the object stands for: "raw" for the vendor's record,
// and such as "user.custom_fields" for a field of the normalized item.
func (s *Survey) Add(root string, object []byte) error {
	err := mappings.Decode(object, func(d *mappings.Decoder) error {
		if d.PeekKind() != '{' {
			return mappings.ErrNoObject
		}
		return s.object(d, place{root: root, expression: root})
	})
	if err != nil {
		return fmt.Errorf("a record that cannot be read: %w", err)
	}
	return nil
}

// Fields are the fields that were seen, in the vendor's order, by roots. Objects are not among them, their members are.
func (s *Survey) Fields() []*Field {
	all := slices.DeleteFunc(slices.Clone(s.fields), (*Field).onlyParent)
	slices.SortStableFunc(all, func(a, b *Field) int { return cmp.Or(cmp.Compare(a.root, b.root), a.top-b.top) })
	return all
}

// onlyParent reports whether a field was never more than what holds others.
func (f *Field) onlyParent() bool {
	return f.parent && !slices.ContainsFunc(f.types, func(t string) bool {
		return t != "object" && t != "null" && t != "list" && t != listOf("object")
	})
}

func listOf(t string) string { return "list of " + t }

// at is the field at a place; nil where there is no room for it.
func (s *Survey) at(p place) *Field {
	key := p.root + "\x00" + p.path
	if f := s.byKey[key]; f != nil {
		return f
	}
	if len(s.fields) == maxFields {
		s.cut = true
		return nil
	}
	if s.byKey == nil {
		s.byKey, s.tops = map[string]*Field{}, map[string]int{}
	}
	top := p.root + "\x00" + p.top
	if _, seen := s.tops[top]; !seen {
		s.tops[top] = len(s.tops)
	}
	f := &Field{Expression: p.read(), Path: p.path, root: p.root, top: s.tops[top]}
	s.byKey[key] = f
	s.fields = append(s.fields, f)
	return f
}

// saw notes a value of a type.
func (s *Survey) saw(f *Field, t string) {
	if !slices.Contains(f.types, t) {
		f.types = append(f.types, t)
	}
}

// fill notes that the record at hand has the field.
func (s *Survey) fill(f *Field) {
	if f.counted != s.records {
		f.counted = s.records
		f.Filled++
	}
}
