package output

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// The account comes first, whatever the item's view.
func TestInAccounts(t *testing.T) {
	view := InAccounts(Roles(), []string{"acme", "umbrella-corp"})
	items := []Of[*iamv1.Role]{
		{"acme", "lattice", &iamv1.Role{Id: "1", Name: "Owner"}}, {"umbrella-corp", "scim", &iamv1.Role{Id: "2", Name: "=1"}},
	}
	for name, tt := range map[string]struct {
		writer func(*bytes.Buffer) Writer[Of[*iamv1.Role]]
		want   string
	}{
		"ndjson": {
			func(b *bytes.Buffer) Writer[Of[*iamv1.Role]] { return NewLines(b, view) },
			`{"account":"acme","connector":"lattice","id":"1","remote_id":"1","name":"Owner"}` + "\n" +
				`{"account":"umbrella-corp","connector":"scim","id":"2","remote_id":"2","name":"=1"}` + "\n",
		},
		"csv": {
			func(b *bytes.Buffer) Writer[Of[*iamv1.Role]] { return NewCSV(b, view) },
			"account,id,name,description,type,type_source_value,derived,created_at,updated_at,warnings\r\n" +
				"acme,1,Owner,,,,false,,,\r\numbrella-corp,2,'=1,,,,false,,,\r\n",
		},
		"table": {
			func(b *bytes.Buffer) Writer[Of[*iamv1.Role]] { return NewRows(NewTable(b, 0, view.Columns), view) },
			"ACCOUNT        ID  NAME   TYPE  RECORD\nacme           1   Owner        vendor's\numbrella-corp  2   =1           vendor's\n",
		},
	} {
		var b bytes.Buffer
		w := tt.writer(&b)
		for _, item := range items { // the first page has room for later names
			if err := w.Items([]Of[*iamv1.Role]{item}); err != nil {
				t.Fatal(err)
			}
		}
		if d := cmp.Diff(tt.want, b.String()); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	bare := InAccounts(View[string]{Append: func(dst []byte, s string) []byte { return append(dst, s...) }}, nil)
	for item, want := range map[string]string{"{}": `{"account":"a"}`, `{"x":1}`: `{"account":"a","x":1}`} {
		if got := string(bare.Append([]byte("before "), Of[string]{Account: "a", Item: item})); strings.TrimPrefix(got, "before ") != want {
			t.Errorf("%s", got)
		}
	}
}
