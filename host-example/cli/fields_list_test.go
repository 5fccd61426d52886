package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Fields of the owner's own come with the items, in both forms; the record that they are made of does not.
func TestFields(t *testing.T) {
	w := newWorld(t)
	args := []string{"users", "sample", "--set", "users=2", "--field", "badge=raw.number + 1000", "--field", `home=user.first_name + "@" + raw.login`}
	r := w.list(t.Context(), append(args, "-o", "ndjson")...)
	r.want(t, 0, "2 users from sample", "complete")
	lines := strings.Split(strings.TrimSpace(r.stdout), "\n")
	if len(lines) != 2 || !strings.HasSuffix(lines[0], `,"unified_custom_fields":{"badge":1001,"home":"Ama@picker1"}}`) {
		t.Error(r.stdout)
	}
	if strings.Contains(r.stdout, `"raw"`) || strings.Contains(r.stdout, "warnings") {
		t.Error("the record is shown, or a warning", r.stdout)
	}
	raw := w.list(t.Context(), append(args, "-o", "ndjson", "--raw")...)
	if raw.want(t, 0); !strings.Contains(raw.stdout, `"raw":{"number":1,`) {
		t.Error("the record is not shown", raw.stdout)
	}

	table := w.list(t.Context(), args...)
	table.want(t, 0)
	want := "" +
		"ID  NAME         EMAIL                    STATUS   ROLES       TYPE   BADGE  HOME\n" +
		"1   Ama Apple    picker1@orchard.example  enabled  Owner       human  1001   Ama@picker1\n" +
		"2   Björn Birch  picker2@orchard.example  enabled  Maintainer  human  1002   Björn@picker2\n"
	if d := cmp.Diff(want, table.stdout); d != "" {
		t.Error(d)
	}
	w.list(t.Context(), "roles", "sample", "--field", "k=raw.key + role.name", "-o", "ndjson").want(t, 0, "4 roles")
	groups := w.list(t.Context(), "groups", "sample", "--field", "k=raw.team == group.name")
	if groups.want(t, 0); strings.Count(groups.stdout, "true") != 5 {
		t.Error(groups.stdout)
	}
}

// What fails for an item is the item's warning, and is told with the summary; a field that nobody has is told, too.
func TestFieldsThatFail(t *testing.T) {
	w := newWorld(t)
	r := w.list(t.Context(), "users", "sample", "--set", "users=3", "-o", "ndjson",
		"--field", "x=1 / (raw.number - 2)", "--field", "y=raw.nmber", "--field", "z=raw.number")
	r.want(t, 0, "3 users from sample", "1 with warnings", "complete",
		"field x: failed for 1 user, first with: column 3: division by zero", "field y: has no value in 3 users")
	want := `"warnings":[{"path":"fields.x","reason":"column 3: division by zero"}],"unified_custom_fields":{"z":2}}`
	if !strings.Contains(r.stdout, want) || strings.Contains(r.stderr, "field z") {
		t.Error(r.stdout, r.stderr)
	}
}

// A mapping that is wrong is found before anyone is asked, and before a secret is read.
func TestWrongFields(t *testing.T) {
	file := func(text string) string {
		path := filepath.Join(t.TempDir(), "fields.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	w := newWorld(t)
	for _, tt := range []struct {
		args []string
		want []string
	}{
		{[]string{"--field", "a=raw.x + nobody", "--field", "b=user.titel"}, []string{
			"trellis: fields.a: column 9: undeclared reference to 'nobody'", "  at       raw.x + nobody\n                   ^\n",
			"trellis: fields.b: column 5: undefined field 'titel'", "reason   INVALID_CONFIG", "--field b=...",
		}},
		{[]string{"--field", "Bad=1"}, []string{`"Bad" is no name of a field`}},
		{[]string{"--field", "raw.x"}, []string{"--field takes name=EXPRESSION"}},
		{[]string{"--field", "a=1", "--field", "a=2"}, []string{`--field: "a" is given twice`}},
		{[]string{"--fields", "/none"}, []string{"--fields: open /none"}},
		{[]string{"--fields", file(`["a"]`)}, []string{"is no JSON object of names and expressions: it is another value"}},
		{[]string{"--fields", file(`null`), "--field", "a=1"}, []string{"is no JSON object of names and expressions: it is another value"}},
		{[]string{"--fields", file(`{"a": 1}`)}, []string{`is no JSON object of names and expressions: the value of "a" is no text`}},
		{[]string{"--fields", file(`{"a": `)}, []string{"is no JSON object of names and expressions: jsontext: unexpected EOF"}},
		{[]string{"--fields", file(strings.Repeat(" ", maxFieldsFile+1))}, []string{"has more than 1048576 bytes"}},
		{[]string{"--fields", file(`{"a": "1", "a": "2"}`)}, []string{"is no JSON object of names and expressions"}},
		{[]string{"--fields", file(`{"a": "1"}`), "--field", "a=2"}, []string{`--field: "a" is given twice`}},
	} {
		r := w.run(t.Context(), append([]string{"users", "sample", "--secret", "token=prompt"}, tt.args...)...)
		r.want(t, 2, tt.want...)
		if r.stdout != "" || len(w.launched) > 0 {
			t.Errorf("%v: something was asked", tt.args)
		}
	}
	good := file("\uFEFF" + `{"badge": "raw.number"}`)
	r := w.list(t.Context(), "users", "sample", "--set", "users=1", "--fields", good, "--field", "login=raw.login", "-o", "ndjson")
	if r.want(t, 0); !strings.Contains(r.stdout, `{"badge":1,"login":"picker1"}`) {
		t.Error(r.stdout)
	}
}

// A list with fields is gone on with as any other is: the token is bound to the records, which the fields ask for.
func TestFieldsGoOn(t *testing.T) {
	w := newWorld(t)
	list := []string{"users", "sample", "-o", "ndjson", "--set", "users=250", "--field", "badge=raw.number"}
	first := w.list(t.Context(), append(list, "--limit", "100")...)
	first.want(t, 0, "stopped at the limit")
	rest := w.list(t.Context(), append(list, first.goOnArgs(t)...)...)
	rest.want(t, 0, "complete from the page token on")
	if d := cmp.Diff(upTo(1, 250), append(ids(t, first.stdout), ids(t, rest.stdout)...)); d != "" {
		t.Error(d)
	}
	if n := strings.Count(first.stdout+rest.stdout, `"unified_custom_fields":{"badge":`); n != 250 {
		t.Errorf("%d users have the field", n)
	}
	other := []string{"users", "sample", "-o", "ndjson", "--set", "users=250"}
	w.list(t.Context(), append(other, first.goOnArgs(t)...)...).want(t, 2, "BAD_PAGE_TOKEN")
}
