package mappings_test

import (
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/mappings"
)

// show writes references as they are used: "a b=Name", "none", or "?" where they are not told; and what was noted.
func show(t *testing.T, body string) string {
	t.Helper()
	var r mappings.Refs
	if err := mappings.Decode([]byte(body), r.UnmarshalJSONFrom); err != nil {
		return "error"
	}
	var n mappings.Notes
	roles := r.Roles(&n, "$.roles")
	var parts []string
	for _, v := range roles.GetValues() {
		part := v.GetRole().GetId()
		if name := v.GetRole().GetName(); name != "" {
			part += "=" + name
		}
		parts = append(parts, part)
	}
	switch {
	case roles == nil:
		parts = []string{"?"}
	case len(parts) == 0:
		parts = []string{"none"}
	}
	for _, w := range n.Source(nil).GetWarnings() {
		parts = append(parts, "("+w.GetPath()+" "+w.GetReason()+")")
	}
	return strings.Join(parts, " ")
}

func TestRefs(t *testing.T) {
	for body, want := range map[string]string{
		`["a","b"]`:                         "a b",
		`["a",{"id":7,"name":"N","x":[1]}]`: "a 7=N",
		`"a"`:                               "a",
		`{"name":"N","id":"a"}`:             "a=N",
		`18446744073709551616`:              "18446744073709551616",
		`[]`:                                "none",
		`null`:                              "?",
		`true`:                              "? ($.roles boolean where a list of references is expected)",
		`["a",null]`:                        "? ($.roles[1] the id is null)",
		`["a",""]`:                          "? ($.roles[1] the id is blank)",
		`["a",[]]`:                          "? ($.roles[1] array where an id is expected)",
		`[{}]`:                              "? ($.roles[0] the id is missing)",
		`[{"id":"a","name":1}]`:             "a ($.roles[0].name number where a string is expected)",
		`["a"`:                              "error",
		`[1,2`:                              "error",
		`["a",}`:                            "error",
	} {
		if got := show(t, body); got != want {
			t.Errorf("%s: %s, want %s", body, got, want)
		}
	}
	many := "[" + strings.Repeat(`"a",`, 10_000) + `"a"]`
	if got := show(t, many); got != "? ($.roles a list of more than 10,000 references)" {
		t.Errorf("%.100s", got)
	}
	// It can be read into again, and of two members with one name the last counts.
	var r mappings.Refs
	for _, body := range []string{`["a","b"]`, `"c"`} {
		if err := mappings.Decode([]byte(body), r.UnmarshalJSONFrom); err != nil {
			t.Fatal(err)
		}
	}
	var n mappings.Notes
	if got := r.Roles(&n, ""); len(got.GetValues()) != 1 || got.GetValues()[0].GetRole().GetId() != "c" {
		t.Errorf("%v", got)
	}
	if (&mappings.Refs{}).Roles(&n, "") != nil {
		t.Error("nothing is no list")
	}
}

func TestMatch(t *testing.T) {
	known := map[string]int{"one": 1, "1": 11}
	for body, want := range map[string]struct {
		value    int
		source   string
		warnings int
	}{
		`"one"`: {1, "one", 0}, `"One"`: {-1, "One", 0}, `1`: {11, "1", 1}, `true`: {-1, "true", 1},
		`""`: {0, "", 0}, `" "`: {0, "", 0}, `null`: {0, "", 0}, `{}`: {0, "", 1},
	} {
		var s mappings.String
		if err := mappings.Decode([]byte(body), s.UnmarshalJSONFrom); err != nil {
			t.Fatal(err)
		}
		var n mappings.Notes
		value, source := mappings.Match(&s, &n, "$.x", known, -1)
		if value != want.value || source != want.source || len(n.Source(nil).GetWarnings()) != want.warnings {
			t.Errorf("%s: %d, %q, %v", body, value, source, n.Source(nil))
		}
	}
}

func TestMembers(t *testing.T) {
	type pair struct{ a, b mappings.String }
	known := map[string]func(*pair) mappings.Value{
		"a": func(p *pair) mappings.Value { return &p.a }, "b": func(p *pair) mappings.Value { return &p.b },
	}
	read := func(body string) (p pair, err error) {
		err = mappings.Decode([]byte(body), func(d *mappings.Decoder) error { return mappings.Members(d, &p, known) })
		return p, err
	}
	p, err := read(`{"a":"x","c":[{"a":"no"}],"b":1,"a":"y"}`)
	if err != nil || p.a.Source() != "y" || p.b.Source() != "1" {
		t.Errorf("%+v, %v", p, err)
	}
	if _, err := read(`[]`); err == nil {
		t.Error("an array is no object")
	}
	if _, err := read(`{"a":`); err == nil {
		t.Error("half an object is none")
	}
}
