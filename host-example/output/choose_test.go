package output

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/types/known/structpb"
)

func TestChoose(t *testing.T) {
	type mapped = Mapped[*iamv1.User]
	fields, err := structpb.NewStruct(map[string]any{"cost_center": "cc-7", "title": "mapped"})
	if err != nil {
		t.Fatal(err)
	}
	view := WithFields(Users(), []string{"cost_center", "title"})
	item := mapped{Item: ada(), Fields: fields}
	for _, tt := range []struct {
		names      []string
		table, csv string
	}{
		{[]string{"email", "id"}, "EMAIL            ID\nada@example.com  0b3f6f0e-0000-4000-8000-000000000001\n",
			"primary_email_address,id\r\nada@example.com,0b3f6f0e-0000-4000-8000-000000000001\r\n"},
		{[]string{"Primary_Email_Address"}, "EMAIL\nada@example.com\n", "primary_email_address\r\nada@example.com\r\n"},
		{[]string{"LAST ACTIVE", "last_active"}, "LAST ACTIVE  LAST ACTIVE\n2024-02-29   2024-02-29\n",
			"last_active_at,last_active_at\r\n2024-02-29T23:59:59.123456Z,2024-02-29T23:59:59.123456Z\r\n"},
		{[]string{"username"}, "USERNAME\nada\n", "username\r\nada\r\n"}, // which only the sheet has
		{[]string{"cost_center"}, "COST CENTER\ncc-7\n", "fields.cost_center\r\ncc-7\r\n"},
		{[]string{"cost center"}, "COST CENTER\ncc-7\n", "fields.cost_center\r\ncc-7\r\n"},
		{[]string{"title", "name", "fields.title"}, "TITLE     NAME         TITLE\nEngineer  Ada Example  mapped\n",
			"title,name,fields.title\r\nEngineer,Ada Example,mapped\r\n"},
		{[]string{"has_multi_factor", "groups"}, "MFA  GROUPS\nyes  Team\n", "has_multi_factor,groups\r\nyes,Team\r\n"},
	} {
		chosen, err := Choose(view, tt.names)
		if err != nil {
			t.Errorf("%q: %v", tt.names, err)
			continue
		}
		var table, csv bytes.Buffer
		for to, w := range map[*bytes.Buffer]Writer[mapped]{
			&table: NewRows(NewTable(&table, 0, chosen.Columns), chosen), &csv: NewCSV(&csv, chosen),
		} {
			if err := w.Items([]mapped{item}); err != nil {
				t.Fatal(to, err)
			}
		}
		if table.String() != tt.table || csv.String() != tt.csv {
			t.Errorf("%q:\n%q\n%q", tt.names, table.String(), csv.String())
		}
	}
	_, err = Choose(view, []string{"id", "emial"})
	if e, ok := errors.AsType[*UnknownColumnError](err); !ok || e.Asked != "emial" || !slices.Contains(e.Known, "primary_email_address") {
		t.Errorf("%v", err)
	}
}

// Every column of a table is one of the sheet, so that it can be chosen for both.
func TestTitlesHaveNames(t *testing.T) {
	check := func(columns []Column, names []string) {
		t.Helper()
		for _, c := range columns {
			if !slices.Contains(names, c.Name) {
				t.Errorf("%s is %q in the sheet, which has %q", c.Title, c.Name, names)
			}
		}
	}
	check(Users().Columns, ColumnNames(Users()))
	check(Roles().Columns, ColumnNames(Roles()))
	check(Groups().Columns, ColumnNames(Groups()))
}
