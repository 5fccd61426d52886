package fields

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/trellis-iam/trellis/host-example/output"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

func TestValues(t *testing.T) {
	for expression, want := range map[string]string{
		`raw.name`:                `"Ada"`,
		`raw["Cost Center (HR)"]`: `"77"`,
		`raw.name.lowerAscii() + "." + user.title`: `"ada.Engineer"`,
		`raw.one`:                               `1`,
		`raw.one == 1`:                          `true`,
		`raw.whole == 1 && raw.whole + 1 == 2`:  `true`,
		`raw.half`:                              `0.5`,
		`raw.one < 1.5`:                         `true`,
		`raw.big`:                               `"9007199254740993"`,
		`raw.big - 1`:                           `9007199254740992`,
		`raw.huge`:                              `"18446744073709551615"`,
		`raw.beyond > 1`:                        `true`,
		`raw.yes`:                               `true`,
		`raw.nothing == null`:                   `true`,
		`raw.emails[0].value`:                   `"a@example.com"`,
		`raw.emails.map(e, e.value).join(", ")`: `"a@example.com, b@example.com"`,
		`raw.emails.filter(e, e.?primary.orValue(false)).map(e, e.value)`: `["a@example.com"]`,
		`raw.?manager.?id.orValue("none")`:                                `"7"`,
		`raw.?boss.?id.orValue("none")`:                                   `"none"`,
		`optional.of(raw.name)`:                                           `"Ada"`,
		`timestamp(raw.day + "T00:00:00Z")`:                               `"2020-01-02T00:00:00Z"`,
		`timestamp(raw.at)`:                                               `"2020-01-02T02:04:05.5Z"`,
		`duration("90s")`:                                                 `"90s"`,
		`b"abc"`:                                                          `"YWJj"`,
		`{"a": 1, 2: raw.manager}`:                                        `{"2":{"id":"7"},"a":1}`,
		`raw.name.replace("A", "a")`:                                      `"ada"`,
		`raw.name.matches("^A")`:                                          `true`,
		`raw.?nothing.orValue(raw.name)`:                                  `"Ada"`,
		`raw.nothing == null ? raw.name : "x"`:                            `"Ada"`,
		`raw.manager.name == null`:                                        `true`,
		`user.roles.exists(r, r.name == "Admin")`:                         `true`,
		`user.status.value`:                                               `"enabled"`,
		`user.custom_fields["Shirt Size"]`:                                `"M"`,
		`has(user.department) ? 1 : 0`:                                    `0`,
		`has(raw.nothing) ? raw.nothing.size() : 0`:                       `0`,
		`[1, 2].map(a, [1, 2].map(b, a * b))`:                             `[[1,2],[2,4]]`,
	} {
		got, warning := applied(t, expression, someone())
		// protojson's white space is not its promise
		if strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") || warning != "" {
			t.Errorf("%s: %s, want %s; %s", expression, got, want, warning)
		}
	}
}

// Data that is missing makes a field absent, and is no reason to warn.
func TestMissing(t *testing.T) {
	for _, expression := range []string{
		`raw.missing`, `raw.missing.below`, `raw["missing"]["below"]`, `raw.missing + 1`, `raw.missing.size()`, `raw.manager.boss.id`,
		`raw.nothing`, `raw.nothing.below`, `raw.nothing + 1`, `raw.nothing.size()`, `raw.manager.name.upperAscii()`,
		`raw.emails[7].value`, `raw.empty[0]`, `raw.emails[1].primary`, `raw.name.below`, `raw.?missing`, `optional.none()`, `null`,
		`user.department.name`, `user.manager.?id`, `user.groups.exists(g, true)`, `user.roles[0].granted_at`, `user.custom_fields.none`,
	} {
		if got, warning := applied(t, expression, someone()); got != "" || warning != "" {
			t.Errorf("%s: %s; %s", expression, got, warning)
		}
	}
	for name, source := range map[string]*iamv1.Source{"derived": nil, "warned": {Warnings: []*iamv1.Warning{}}} {
		if got, warning := applied(t, `raw.name`, &iamv1.User{Id: "1", Source: source}); got != "" || warning != "" {
			t.Errorf("%s: %s; %s", name, got, warning)
		}
	}
}

func TestFailures(t *testing.T) {
	const types = "the types of the values do not fit"
	for expression, want := range map[string]string{
		`raw.one / 0`:                                "fields.x: column 9: division by zero",
		`raw.one % 0`:                                "fields.x: column 9: division by zero",
		"raw.one\n + raw.name":                       "fields.x: line 2, column 2: " + types,
		`-raw.name`:                                  "fields.x: column 1: " + types,
		`raw.name ? 1 : 2`:                           types,
		`raw.name.map(x, x)`:                         types,
		`raw.emails["x"]`:                            types,
		`raw.emails.join()`:                          types,
		`[raw.one].join()`:                           types,
		`int(raw.name)`:                              "column 4: the value cannot be converted",
		`timestamp(raw.name)`:                        "column 10: a text where a time in RFC 3339, with a zone, is expected",
		`raw.name.matches(raw.regex)`:                "a text where a regular expression is expected",
		`raw.big * raw.big`:                          "a whole number beyond 64 bits",
		`uint(0 - raw.one)`:                          "a whole number beyond 64 bits",
		`timestamp(raw.big)`:                         "a time outside the years 1 to 9999",
		`raw.name.charAt(99)`:                        "a place beyond the end of a text",
		`raw.name.substring(2, 1)`:                   "a place beyond the end of a text",
		`timestamp(raw.at).getHours("Nowhere/Else")`: "there is no such time zone",
		`raw.half / 0.0`:                             "fields.x: the number is not finite, and JSON has none such",
		`dyn(type(raw.name))`:                        "fields.x: the result is no value of a field, but a type",
		`raw.numbers.all(a, raw.numbers.all(b, raw.numbers.all(c, raw.numbers.all(d, raw.numbers.all(e, true)))))`: "fields.x: the expression was stopped: it costs more than 100000 units",
	} {
		got, warning := applied(t, expression, someone())
		if got != "" || !strings.Contains(warning, want) {
			t.Errorf("%s: %s; %q, want %q", expression, got, warning, want)
		}
		if strings.Contains(warning, "Ada") || strings.Contains(warning, "90071") {
			t.Errorf("%s: the warning %q repeats a value", expression, warning)
		}
	}
}

// One field that fails costs no other, and what the connector noted stays.
func TestOneFailure(t *testing.T) {
	u := someone()
	u.Source.Warnings = []*iamv1.Warning{{Path: "$.title", Reason: "was odd"}}
	values, err := compiled(t, map[string]string{"good": `raw.name`, "bad": `raw.one / 0`, "none": `raw.missing`}).Apply(t.Context(), u)
	if err != nil {
		t.Fatal(err)
	}
	if len(values.GetFields()) != 1 || values.GetFields()["good"].GetStringValue() != "Ada" {
		t.Error(values)
	}
	if w := u.GetSource().GetWarnings(); len(w) != 2 || w[0].GetPath() != "$.title" || w[1].GetPath() != "fields.bad" {
		t.Error(w)
	}
	if string(u.GetSource().GetRaw()) != record {
		t.Error("the record is not what it was")
	}
}

// Values and texts have bounds, and what is too large is not made first.
func TestBounds(t *testing.T) {
	large := func(json string) *iamv1.User {
		return &iamv1.User{Id: "1", Source: &iamv1.Source{Raw: []byte(`{"a": ` + json + `}`)}}
	}
	text := `"` + strings.Repeat("a", 500_000) + `"`
	const tooLarge = "a value is too large to work with"
	list := "[" + strings.Repeat("1,", 40_000) + "1]"
	for _, tt := range []struct{ expression, json, want string }{
		{`raw.a`, text, "the value is larger than 65536 bytes"},
		{`raw.a`, list, "the value is larger than 65536 bytes"},
		{`{"l": raw.a}`, list, "the value is larger than 65536 bytes"},
		{`raw.a`, strings.Repeat("[", 40) + strings.Repeat("]", 40), "the value is nested deeper than 32"},
		{`raw.a.replace("a", raw.a)`, text, "column 14: makes a text of more than 1048576 bytes"},
		{`raw.a.replace("a", raw.a, 3)`, text, "makes a text of more than 1048576 bytes"},
		{`[raw.a, raw.a, raw.a].join()`, text, "makes a text of more than 1048576 bytes"},
		{`[1, 1, 1].map(x, "").join(raw.a)`, text, "makes a text of more than 1048576 bytes"},
		{`[raw.a].map(a, a + a).map(a, a + a).map(a, a + a).map(a, a + a).map(a, a + a).map(a, a + a).map(a, a + a)`, text, tooLarge},
		{`raw.a.size()`, strings.Repeat("[", 70) + strings.Repeat("]", 70), tooLarge},
		{`raw.a.size()`, "[" + strings.Repeat("1,", 50_000) + "1]", tooLarge},
		{`[1]` + strings.Repeat(".map(a, [a"+strings.Repeat(",a", 9)+"])", 12) + `.map(a, a == a)`, text, tooLarge},
	} {
		if got, warning := applied(t, tt.expression, large(tt.json)); got != "" || !strings.Contains(warning, tt.want) {
			t.Errorf("%s: %.100s; %q, want %q", tt.expression, got, warning, tt.want)
		}
	}
	if got, warning := applied(t, `raw.a.size()`, large(text)); got != "500000" {
		t.Error(got, warning)
	}
}

// What costs few units and much time ends, too.
func TestTime(t *testing.T) {
	numbers, list := strings.Repeat("1,", 99)+"1", strings.Repeat("1,", 40_000)+"1"
	u := &iamv1.User{Id: "1", Source: &iamv1.Source{Raw: fmt.Appendf(nil, `{"n":[%s],"list":[%s]}`, numbers, list)}}
	got, warning := applied(t, `raw.n.all(a, raw.n.all(b, raw.list.size() > 0))`, u)
	if got != "" || warning != "fields.x: the expression was stopped: the fields of an item may take 1s" {
		t.Error(got, warning)
	}
}

func TestRecordsThatAreNone(t *testing.T) {
	for want, source := range map[string]*iamv1.Source{
		"is not JSON":  {Raw: []byte(`{"a":`)},
		"is no object": {Raw: []byte(`[1]`)},
		"is too large": {RawOmitted: true},
	} {
		if got, warning := applied(t, `1`, &iamv1.User{Id: "1", Source: source}); got != "" || !strings.Contains(warning, want) {
			t.Errorf("%s: %s; %s", want, got, warning)
		}
	}
}

// A caller who goes does not wait for an expression.
func TestContextEnds(t *testing.T) {
	gone := errors.New("gone")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(gone)
	m := compiled(t, map[string]string{"x": `raw.numbers.map(a, raw.numbers.map(b, raw.numbers.map(c, a * b * c)))`})
	if _, err := m.Apply(ctx, someone()); !errors.Is(err, gone) {
		t.Error(err)
	}
}

// A mapping serves several lists at once.
func TestAtOnce(t *testing.T) {
	m := compiled(t, map[string]string{"a": `raw.emails.map(e, e.value)`, "b": `user.title`, "c": `raw.nothing == null`, "d": `raw.one / 0`})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 50 {
				values, err := m.Apply(t.Context(), someone())
				if err != nil || len(values.GetFields()) != 3 {
					t.Error(values, err)
				}
			}
		})
	}
	wg.Wait()
}

// Roles and groups are called by their own names.
func TestKinds(t *testing.T) {
	roles, err := Compile(output.AppendRole, map[string]string{"x": `role.type.source_value`})
	if err != nil {
		t.Fatal(err)
	}
	got, err := roles.Apply(t.Context(), &iamv1.Role{Id: "1", TypeSourceValue: "owner"})
	if err != nil || got.GetFields()["x"].GetStringValue() != "owner" {
		t.Error(got, err)
	}
	groups, err := Compile(output.AppendGroup, map[string]string{"x": `group.members.size()`})
	if err != nil {
		t.Fatal(err)
	}
	in, err := groups.Apply(t.Context(), &iamv1.Group{Id: "1", Members: &iamv1.GroupMembers{UserIds: []string{"7"}}})
	if err != nil || in.GetFields()["x"].GetNumberValue() != 1 {
		t.Error(in, err)
	}
	if _, err := Compile(output.AppendGroup, map[string]string{"x": `user.name`}); err == nil {
		t.Error("a group has a user")
	}
}
