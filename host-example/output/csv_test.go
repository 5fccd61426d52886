package output

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/types/known/structpb"
)

func sheetOf[T any](t *testing.T, view View[T], items ...T) string {
	t.Helper()
	var b bytes.Buffer
	w := NewCSV(&b, view)
	for _, item := range items {
		if err := w.Items([]T{item}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.End(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// records are the lines of a sheet by the names of its columns, as a reader of CSV has them; cells without text are left out.
func records(t *testing.T, text string) []map[string]string {
	t.Helper()
	if lines := strings.Count(text, "\r\n"); lines != strings.Count(text, "\n") || lines != strings.Count(text, "\r") {
		t.Errorf("lines that do not end with CRLF: %q", text)
	}
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]string
	for _, line := range lines[1:] {
		record := map[string]string{}
		for i, cell := range line {
			if cell != "" {
				record[lines[0][i]] = cell
			}
		}
		all = append(all, record)
	}
	return all
}

func TestSheets(t *testing.T) {
	got := records(t, sheetOf(t, Users(), ada(), &iamv1.User{Id: "2", Groups: &iamv1.GroupMemberships{}}))
	want := []map[string]string{
		{
			"id": "0b3f6f0e-0000-4000-8000-000000000001", "name": "Ada Example", "first_name": "Ada", "last_name": "Example",
			"username": "ada", "primary_email_address": "ada@example.com", "emails": "ada@example.com, ada@home.example",
			"status": "pending", "status_source_value": "INVITED", "status_reason": "invitation not accepted",
			"account_type": "human", "account_type_source_value": "person", "title": "Engineer",
			"department_id": "d1", "department_name": "R&D <1>",
			"manager_id": "m1", "manager_name": "Grace", "manager_email": "grace@example.com",
			"employee_id": "007", "time_zone": "Europe/Paris", "role_ids": "trellis:admin, r2", "roles": "Admin, r2",
			"group_ids": "g1", "groups": "Team", "has_multi_factor": "yes",
			"created_at": "2021-03-01T00:00:00Z", "updated_at": "2022-01-01T00:00:00Z",
			"last_login_at": "0001-01-01T00:00:00Z", "last_active_at": "2024-02-29T23:59:59.123456Z",
			"custom_fields": `{"T-shirt (EU)":"M","badges":["a",1.5,{"b":false}],"big":12345678901234567000,"empty":[],"floor":3,` +
				`"none":null,"remote":true,"small":1e-07}`,
			"warnings": "$.startDate: number where a string is expected",
		},
		{"id": "2", "group_ids": "-", "groups": "-"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if len(want[0]) != len(userSheet) {
		t.Errorf("a user who has everything fills %d of %d columns", len(want[0]), len(userSheet))
	}
	if d := cmp.Diff([]map[string]string{{
		"id": "trellis:admin", "name": "Admin", "description": "Derived from isAdmin", "type": "admin", "type_source_value": "true",
		"derived": "true", "created_at": "1970-01-01T00:00:00Z", "updated_at": "1970-01-01T00:00:01.000000005Z",
	}}, records(t, sheetOf(t, Roles(), admins()))); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]map[string]string{{
		"id": "7", "name": "Pickers", "description": "Who pick", "type": "cost_center", "type_source_value": "cc", "parent_id": "1",
		"parent_name": "All", "member_count": "2", "role_ids": "-", "roles": "-",
		"created_at": "1970-01-01T00:00:00Z", "updated_at": "1970-01-01T00:00:00Z",
	}}, records(t, sheetOf(t, Groups(), team()))); d != "" {
		t.Error(d)
	}
}

// The names of the columns are there without items, too, and the same whatever the items are.
func TestSheetWithoutItems(t *testing.T) {
	want := "id,name,description,type,type_source_value,derived,created_at,updated_at,warnings\r\n"
	if got := sheetOf(t, Roles()); got != want {
		t.Errorf("%q", got)
	}
	if got := sheetOf(t, Roles(), &iamv1.Role{Id: "1"}); got != want+"1,,,,,false,,,\r\n" {
		t.Errorf("%q", got)
	}
}

// Mapped fields are columns, under names that no other column can have.
func TestSheetWithFields(t *testing.T) {
	fields, err := structpb.NewStruct(map[string]any{"name": "=1", "delta": -5, "tags": []any{"a"}})
	if err != nil {
		t.Fatal(err)
	}
	m := Mapped[*iamv1.Role]{Item: &iamv1.Role{Id: "1", Name: "Admin"}, Fields: fields}
	got := records(t, sheetOf(t, WithFields(Roles(), []string{"delta", "name", "none", "tags"}), m))
	want := map[string]string{
		"id": "1", "name": "Admin", "derived": "false", "fields.delta": "-5", "fields.name": "'=1", "fields.tags": `["a"]`,
	}
	if d := cmp.Diff([]map[string]string{want}, got); d != "" {
		t.Error(d)
	}
}

// A text from an application is never a formula to the spreadsheet that it is opened with, and never more than a cell.
func TestNoFormula(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "",
		"Ada":                       "Ada",
		"a=b+c-d@e":                 "a=b+c-d@e",
		`=HYPERLINK("x","y")`:       `'=HYPERLINK("x","y")`,
		"+49 30 1":                  "'+49 30 1",
		"-1+1|cmd":                  "'-1+1|cmd",
		"@SUM(A1)":                  "'@SUM(A1)",
		" =1":                       " '=1",
		"\u00a0\u3000=1":            "\u00a0\u3000'=1",
		"\uff1d1":                   "'\uff1d1",
		"\uff20SUM(A1)":             "'\uff20SUM(A1)",
		"Admin;=1":                  "Admin;'=1",
		"a; -1+1; @x":               "a; '-1+1; '@x",
		"-":                         "-",
		"-5":                        "-5",
		"-1.5e-7":                   "-1.5e-7",
		"--5":                       "'--5",
		"-5=":                       "'-5=",
		"\t=1":                      `\t=1`, // Printable: a tab is seen, and no tab
		"\r=1":                      `\r=1`,
		"line\n=1":                  `line\n=1`,
		"a \"quoted\", and a comma": "a \"quoted\", and a comma",
	} {
		role := records(t, sheetOf(t, Roles(), &iamv1.Role{Id: "1", Name: text}))[0]
		if role["name"] != want || role["id"] != "1" {
			t.Errorf("%q became %q, want %q", text, role["name"], want)
		}
	}
}
