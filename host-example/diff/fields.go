package diff

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// Change is a field of an item that says something else in the new list. A nil value: the field is absent there.
type Change struct {
	Field    string
	Old, New jsontext.Value

	whole bool // whether what is absent within it was not there
}

// others are the members of an item that are no fields: its key, what is said twice, and the vendor's record.
var others = map[string]bool{
	"id": true, "remote_id": true, "remote_parent_id": true, "account": true, "connector": true, "raw": true, "raw_omitted": true, "warnings": true,
}

// fieldsOf compares two items field by field. whole: what is absent in one of them was not there, rather than not read. skip
// are fields that nobody wants to know of; notCompared is told of each that only one of the items has.
func fieldsOf(before, after jsontext.Value, whole bool, skip map[string]bool, notCompared func(field string)) []Change {
	a, b := members(before), members(after)
	// A field that could not be used is absent, and noted in the warnings.
	whole = whole && get(before, "warnings") == nil && get(after, "warnings") == nil
	var all []Change
	for len(a) > 0 || len(b) > 0 {
		var c Change
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].name < b[0].name:
			c, a = Change{Field: a[0].name, Old: a[0].value}, a[1:]
		case len(a) == 0 || a[0].name > b[0].name:
			c, b = Change{Field: b[0].name, New: b[0].value}, b[1:]
		default:
			c, a, b = Change{Field: a[0].name, Old: a[0].value, New: b[0].value}, a[1:], b[1:]
		}
		c.whole = whole
		switch {
		case others[c.Field] || skip[c.Field]:
		case c.Old != nil && c.New != nil:
			if !same(c.Old, c.New, whole) {
				all = append(all, c)
			}
		case whole:
			all = append(all, c)
		default:
			notCompared(c.Field)
		}
	}
	return all
}

// same compares the values of a field. Its array is a set.
func same(a, b jsontext.Value, whole bool) bool {
	if a.Kind() != '[' || b.Kind() != '[' {
		return alike(a, b, whole)
	}
	gone, came := sets(a, b)
	gone, came, other := pairs(gone, came, whole)
	return len(gone) == 0 && len(came) == 0 && len(other) == 0
}

// pairs takes out of what only one of two arrays has those of one id: other are what they have become. Where one array only
// tells more of the same, it is none of them.
func pairs(gone, came []jsontext.Value, whole bool) (_, _, other []jsontext.Value) {
	byID := map[string][]jsontext.Value{}
	for _, v := range came {
		byID[idOf(v)] = append(byID[idOf(v)], v)
	}
	gone = slices.DeleteFunc(gone, func(v jsontext.Value) bool {
		id := idOf(v)
		if id == "" || len(byID[id]) == 0 {
			return false
		}
		i := max(0, slices.IndexFunc(byID[id], func(w jsontext.Value) bool { return alike(v, w, whole) }))
		if w := byID[id][i]; !alike(v, w, whole) {
			other = append(other, w)
		}
		byID[id] = slices.Delete(byID[id], i, i+1)
		return true
	})
	came = slices.DeleteFunc(came, func(v jsontext.Value) bool {
		id := idOf(v)
		n := len(byID[id])
		if n > 0 && plain(byID[id][0]) == plain(v) {
			byID[id] = byID[id][1:]
			return false
		}
		return true
	})
	return gone, came, other
}

// sets are what only one of two arrays has, each as often as it has it more.
func sets(a, b jsontext.Value) (gone, came []jsontext.Value) {
	left := map[string]int{}
	for _, v := range elements(a) {
		left[plain(v)]++
	}
	for _, v := range elements(b) {
		if p := plain(v); left[p] > 0 {
			left[p]--
		} else {
			came = append(came, v)
		}
	}
	for _, v := range elements(a) {
		if p := plain(v); left[p] > 0 {
			left[p]--
			gone = append(gone, v)
		}
	}
	return gone, came
}

func idOf(v jsontext.Value) string { return text(get(v, "id")) }

// alike compares values: to the letter, or as far as both tell.
func alike(a, b jsontext.Value, whole bool) bool {
	if whole || a.Kind() != b.Kind() || a.Kind() != '{' && a.Kind() != '[' {
		return plain(a) == plain(b)
	}
	if a.Kind() == '[' {
		return slices.EqualFunc(elements(a), elements(b), func(a, b jsontext.Value) bool { return alike(a, b, false) })
	}
	other := map[string]jsontext.Value{}
	for _, m := range members(b) {
		other[m.name] = m.value
	}
	for _, m := range members(a) {
		if v, ok := other[m.name]; ok && !alike(m.value, v, false) {
			return false
		}
	}
	return true
}
