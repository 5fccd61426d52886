package output

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/types/known/structpb"
)

func TestWithFields(t *testing.T) {
	fields, err := structpb.NewStruct(map[string]any{
		"cost_center": "47\n11", "level": 3, "lead": true, "tags": []any{"a", 1.5}, "boss": map[string]any{"id": "7"},
	})
	if err != nil {
		t.Fatal(err)
	}
	view := WithFields(Roles(), []string{"boss", "cost_center", "lead", "level", "none", "tags"})
	m := Mapped[*iamv1.Role]{Item: &iamv1.Role{Id: "1", Name: "Admin"}, Fields: fields}
	want := `{"id":"1","remote_id":"1","name":"Admin","unified_custom_fields":` +
		`{"boss":{"id":"7"},"cost_center":"47\n11","lead":true,"level":3,"tags":["a",1.5]}}`
	if d := cmp.Diff(want, string(view.Append(nil, m))); d != "" {
		t.Error(d)
	}
	row := view.Row(m)
	if d := cmp.Diff([]string{`{"id":"7"}`, "47\n11", "true", "3", "", `["a",1.5]`}, row[len(row)-6:]); d != "" {
		t.Error(d)
	}
	if len(row) != len(view.Columns) || view.Columns[len(row)-5].Title != "COST CENTER" {
		t.Error(view.Columns)
	}
	none := Mapped[*iamv1.Role]{Item: &iamv1.Role{Id: "1"}}
	if got := string(view.Append(nil, none)); got != `{"id":"1","remote_id":"1","unified_custom_fields":{}}` {
		t.Error(got)
	}
}
