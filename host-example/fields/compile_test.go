package fields

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/output"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

func TestWrongExpressions(t *testing.T) {
	for expression, want := range map[string]string{
		``:                                 "fields.x: the expression is empty",
		" \n":                              "fields.x: the expression is empty",
		`raw.name +`:                       "fields.x: column 11: Syntax error: the expression ends too early",
		`size(raw`:                         "fields.x: column 9: Syntax error: ",
		`raw.Cost Center`:                  "fields.x: column 10: Syntax error: extraneous input 'Center' expecting the end",
		`raw.`:                             "fields.x: column 5: Syntax error: ",
		`raw.true`:                         "fields.x: column 5: Syntax error: ",
		`titel`:                            "fields.x: column 1: undeclared reference to 'titel'",
		"raw.name +\n  nobody(1)":          "fields.x: line 2, column 9: undeclared reference to 'nobody'",
		`"日本" + nobody`:                    "fields.x: column 8: undeclared reference to 'nobody'", // characters, not bytes
		`user.titel`:                       "fields.x: column 5: undefined field 'titel'",
		`user.roles[0].nam`:                "fields.x: column 14: undefined field 'nam'",
		`user.raw`:                         "undefined field 'raw'",
		`"a" == 1`:                         "fields.x: column 5: found no matching overload for '_==_'",
		`raw.name.matches("[")`:            "fields.x: column 18: invalid matches argument",
		`raw.name.matches("(a{1000}){9}")`: "fields.x: column 18: ",
		`timestamp("yesterday")`:           "fields.x: column 11: invalid timestamp argument",
		`type(raw)`:                        "fields.x: column 1: the result is a type(map(string, dyn)), which is no value of a field",
		`"%s".format([raw.name])`:          "undeclared reference to 'format'",
		strings.Repeat("1+", 3000) + "1":   "expression code point size exceeds limit",
		strings.Repeat("(", 1000):          "fields.x: ",
	} {
		_, err := Compile(output.AppendUser, map[string]string{"x": expression})
		if err == nil || !strings.Contains(err.Error(), want) || !errors.Is(err, connector.InvalidConfig) {
			t.Errorf("%.50q: %v, want %q", expression, err, want)
			continue
		}
		if strings.Contains(err.Error(), "EOF") || strings.Contains(err.Error(), "IDENTIFIER") {
			t.Errorf("%.50q: %v is in words of CEL's authors", expression, err)
		}
		if e, _ := errors.AsType[*connector.Error](err); e.Path != "fields.x" {
			t.Errorf("%.50q: path %q", expression, e.Path)
		}
	}
}

// All that is wrong is said at once, and where.
func TestInvalid(t *testing.T) {
	_, err := Compile(output.AppendUser, map[string]string{"a": "foo + bar", "b": "raw.name", "c": "raw.name + nobody", "Bad": "1"})
	invalid, ok := errors.AsType[*Invalid](err)
	if !ok {
		t.Fatal(err)
	}
	var got []string
	for _, e := range invalid.Errors {
		line := e.Path
		if s, ok := errors.AsType[*SyntaxError](e); ok {
			text, mark := s.Snippet()
			line += fmt.Sprintf(" %d:%d\n%s\n%s", s.Line, s.Column, text, mark)
		}
		got = append(got, line)
	}
	want := []string{
		"fields", "fields.a 1:1\nfoo + bar\n^", "fields.a 1:7\nfoo + bar\n      ^", "fields.c 1:12\nraw.name + nobody\n           ^",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestNames(t *testing.T) {
	expressions := map[string]string{}
	for _, name := range []string{"b", "a", "cost_center_2", strings.Repeat("n", MaxName)} {
		expressions[name] = "1"
	}
	if d := cmp.Diff([]string{"a", "b", "cost_center_2", strings.Repeat("n", MaxName)}, compiled(t, expressions).Names()); d != "" {
		t.Error(d)
	}
	for _, name := range []string{"", "A", "1a", "a-b", "a b", "ä", strings.Repeat("n", MaxName+1)} {
		if _, err := Compile(output.AppendUser, map[string]string{name: "1"}); !errors.Is(err, connector.InvalidConfig) {
			t.Errorf("%q: %v", name, err)
		}
	}
	for i := range MaxFields {
		expressions[fmt.Sprintf("f%d", i)] = "1"
	}
	if _, err := Compile(output.AppendUser, expressions); !errors.Is(err, connector.InvalidConfig) {
		t.Error(err)
	}
}

// The checker knows every member that an item can be written with.
func TestShapesAreWhole(t *testing.T) {
	for _, member := range []string{
		"id", "remote_id", "name", "first_name", "last_name", "username", "primary_email_address", "emails[0].address", "status.value",
		"status.source_value", "status_reason", "account_type.value", "is_bot_user", "title", "department.name", "manager.remote_id",
		"employee_id", "time_zone", "roles[0].origin.value", "roles[0].scope.type", "roles[0].via_group.name", "roles[0].expires_at",
		"groups[0].since", "multi_factor_enabled[0].value", "has_multi_factor", "created_at", "updated_at", "last_login_at",
		"last_active_at", "avatar.remote_url", "custom_fields.anything.at_all",
	} {
		compiled(t, map[string]string{"x": "user." + member})
	}
}

func FuzzCompile(f *testing.F) {
	for _, seed := range []string{`raw.a`, `user.roles[0].name`, `raw.map(a, a)`, `"\u00e9" + 'x'`, `[1][`, `raw.?a.orValue(b"")`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, expression string) {
		m, err := Compile(output.AppendUser, map[string]string{"x": expression})
		if err == nil {
			_, err = m.Apply(t.Context(), someone())
			if err != nil {
				t.Error(err)
			}
			return
		}
		invalid, ok := errors.AsType[*Invalid](err)
		if !ok {
			t.Fatal(err)
		}
		for _, e := range invalid.Errors {
			if s, ok := errors.AsType[*SyntaxError](e); ok {
				s.Snippet()
			}
		}
	})
}

// FuzzApply: whatever the record is, the item stays, and warnings fit the contract.
func FuzzApply(f *testing.F) {
	for _, seed := range []string{record, `{}`, `[]`, `{"name":`, `{"name":{"name":[null]}}`, "{\"name\":\"\xff\"}", `{"a":1e400,"one":-0}`, `{"one":1,"one":2}`} {
		f.Add([]byte(seed))
	}
	m := compiled(f, map[string]string{
		"a": `raw.name.lowerAscii()`, "b": `raw.emails.map(e, e.value).join(",")`, "c": `raw.one / raw.whole`, "d": `raw`,
		"e": `user.title + raw.manager.id`, "f": `raw.map(k, string(raw[k]))`, "g": `timestamp(raw.at)`, "h": `raw.name.replace("", raw.name)`,
	})
	f.Fuzz(func(t *testing.T, raw []byte) {
		u := &iamv1.User{Id: "1", Source: &iamv1.Source{Raw: raw}}
		values, err := m.Apply(t.Context(), u)
		if err != nil {
			t.Fatal(err)
		}
		if string(u.GetSource().GetRaw()) != string(raw) || u.GetId() != "1" {
			t.Error("the item is not what it was")
		}
		for _, w := range u.GetSource().GetWarnings() {
			if len(w.GetPath()) > connector.MaxPathSize || len(w.GetReason()) > connector.MaxReasonSize {
				t.Error(w)
			}
		}
		if len(values.GetFields()) > len(m.Names()) {
			t.Error(values)
		}
	})
}
