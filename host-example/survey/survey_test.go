package survey

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/host-example/fields"
	"github.com/trellis-iam/trellis/host-example/output"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

func surveyed(t testing.TB, records ...string) *Survey {
	t.Helper()
	var s Survey
	for _, r := range records {
		s.Next()
		if err := s.Add("raw", []byte(r)); err != nil {
			t.Fatal(err)
		}
	}
	return &s
}

func lines(s *Survey) []string {
	var all []string
	for _, f := range s.Fields() {
		all = append(all, fmt.Sprintf("%s | %s | %s | %d | %s", f.Expression, f.Path, strings.Join(f.Types(), ", "), f.Filled, f.Example))
	}
	return all
}

func TestSurvey(t *testing.T) {
	s := surveyed(t,
		`{"manager": null, "id": 1, "title": "Engineer", "Cost Center (HR)": "4711", "tags": ["a", "b"], "admin": false}`,
		`{"id": 2, "title": null, "manager": {"id": "7", "in": 1}, "Cost Center (HR)": "", "tags": [], "later": " x ",
		  "emails": [{"value": "a@example.com"}, {"value": "b@example.com", "use": [{"at": "work"}]}], "nothing": {}, "grid": [[1], [2]]}`,
	)
	want := []string{
		`raw.manager.id | manager.id | string | 1 | 7`,
		`raw.manager["in"] | manager.in | number | 1 | 1`,
		`raw.id | id | number | 2 | 1`,
		`raw.title | title | string, null | 1 | Engineer`,
		`raw["Cost Center (HR)"] | Cost Center (HR) | string | 1 | 4711`,
		`raw.tags | tags | list of string | 1 | a`,
		`raw.admin | admin | boolean | 1 | false`,
		`raw.later | later | string | 1 | x`,
		`raw.emails.map(e, e.?value.hasValue(), e.value) | emails[].value | string | 1 | a@example.com`,
		`raw.emails.map(e, e.?use.hasValue(), e.use.map(f, f.?at.hasValue(), f.at)) | emails[].use[].at | string | 1 | work`,
		`raw.grid | grid | list of list | 1 | `,
	}
	if d := cmp.Diff(want, lines(s)); d != "" {
		t.Error(d)
	}
	if s.Records() != 2 || s.Cut() {
		t.Error(s.Records(), s.Cut())
	}
}

func TestTaken(t *testing.T) {
	s := surveyed(t, `{"title": "x", "department": {"id": 1}, "emails": [{"value": "x"}], "depart": 1}`)
	coverage := []*connectorv1.FieldCoverage{
		{Field: "title", VendorField: "title"}, {Field: "department", VendorField: "department"},
		{Field: "emails", VendorField: "emails[].value"}, {Field: "primary_email", VendorField: `emails[type eq "work"].value`}, {Field: "roles"},
	}
	if err := s.Add("user.custom_fields", []byte(`{"Shirt": "M", "title": "x"}`)); err != nil {
		t.Fatal(err)
	}
	coverage = append(coverage, &connectorv1.FieldCoverage{Field: "custom_fields", VendorField: "attributes"})
	var got []string
	for _, f := range s.Fields() {
		whole, part := f.Taken(coverage)
		words := []string{f.Path + ":"}
		for _, c := range whole {
			words = append(words, c.GetField())
		}
		for _, c := range part {
			words = append(words, "part of "+c.GetField())
		}
		got = append(got, strings.Join(words, " "))
	}
	want := []string{"title: title", "department.id: part of department", "emails[].value: emails primary_email", "depart:",
		"Shirt: custom_fields", "title: custom_fields",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// A record whose names are data does not make a survey without end.
func TestBounds(t *testing.T) {
	many := map[string]any{strings.Repeat("long", 100): 1}
	for i := range 2 * maxFields {
		many[fmt.Sprintf("project %d", i)] = i
	}
	record, err := json.Marshal(many)
	if err != nil {
		t.Fatal(err)
	}
	s := surveyed(t, string(record))
	if n := len(s.Fields()); n != maxFields || !s.Cut() {
		t.Error(n, s.Cut())
	}
	deep := surveyed(t, strings.Repeat(`{"a":`, 100)+"1"+strings.Repeat("}", 100))
	if n := len(deep.fields); n != maxDepth || !deep.Cut() {
		t.Error(n, deep.Cut())
	}
	for _, bad := range []string{``, `[]`, `{"a":`} {
		if err := new(Survey).Add("raw", []byte(bad)); err == nil {
			t.Errorf("%q is a record", bad)
		}
	}
}

// FuzzExpressions: what a survey shows can be pasted into a mapping, and finds in the record what was counted.
func FuzzExpressions(f *testing.F) {
	for _, seed := range []string{
		`{"a": 1, "b c": {"d": [1, {"e\"f": "x"}]}}`, `{"in": {"": 1}, "\u00e9\u202e": [[{"a": 2}]], "e": [{"f": [{"g": true}]}]}`,
		`{"a":[null,{"b":null},{"b":1}],"a\\b\u0000":1}`, `{"a":1,"a":{"b":2}}`, "{\"\xff\":1}", `{"a.b":1,"a":{"b":"x"}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, record string) {
		var s Survey
		s.Next()
		if s.Add("raw", []byte(record)) != nil {
			t.Skip("no record")
		}
		// Of several members of one name the last counts, and the survey has seen the others, too.
		oneOfEach := jsontext.Value(record).IsValid()
		for i, field := range s.Fields() {
			if i == 20 {
				break // compiling takes a while
			}
			m, err := fields.Compile(output.AppendUser, map[string]string{"x": field.Expression})
			if err != nil {
				t.Fatalf("%s: %v", field.Expression, err)
			}
			u := &iamv1.User{Id: "1", Source: &iamv1.Source{Raw: []byte(record)}}
			values, err := m.Apply(t.Context(), u)
			if err != nil || len(u.GetSource().GetWarnings()) > 0 && oneOfEach {
				t.Fatalf("%s: %v %v", field.Expression, err, u.GetSource().GetWarnings())
			}
			if _, ok := values.GetFields()["x"]; field.Filled > 0 && !ok && !strings.Contains(record, "null") && len(field.types) == 1 && oneOfEach {
				t.Errorf("%s was seen in %s, and is not found", field.Expression, record)
			}
		}
	})
}
