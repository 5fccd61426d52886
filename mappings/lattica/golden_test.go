package lattica_test

import (
	"encoding/json"
	"testing"

	"github.com/trellis-iam/trellis/mappings"
	"github.com/trellis-iam/trellis/mappings/goldentest"
	"github.com/trellis-iam/trellis/mappings/lattica"
	"google.golang.org/protobuf/proto"
)

// golden is what a golden file holds.
type golden struct {
	Cursor   string            `json:"cursor,omitempty"`
	Users    []json.RawMessage `json:"users,omitempty"`
	Roles    []json.RawMessage `json:"roles,omitempty"`
	Rejected []json.RawMessage `json:"rejected,omitempty"`
}

func TestGolden(t *testing.T) {
	goldentest.Run(t, "../../testdata/lattica", map[string]goldentest.Normalize{
		"users": func(t *testing.T, body []byte) any {
			cursor, users, rejected := normalize(t, body, lattica.User)
			return golden{Cursor: cursor, Users: users, Rejected: rejected}
		},
		"roles": func(t *testing.T, body []byte) any {
			cursor, roles, rejected := normalize(t, body, lattica.Role)
			return golden{Cursor: cursor, Roles: roles, Rejected: rejected}
		},
	})
}

// normalize makes items of a page.
func normalize[M proto.Message](
	t *testing.T, body []byte, item func(string, *lattica.Record, []byte) M,
) (cursor string, items, rejected []json.RawMessage) {
	t.Helper()
	var page mappings.Page[lattica.Record]
	if err := mappings.DecodePage(lattica.Pages, &page, body, false, nil); err != nil {
		t.Fatal(err)
	}
	in, out := mappings.Map(&page.Data, "$.data", item)
	return page.Cursor, goldentest.List(t, in), goldentest.List(t, out)
}

// FuzzUser: whatever a record is, mapping it never fails, and raw is kept.
func FuzzUser(f *testing.F) {
	for _, seed := range []string{`{}`, `{"roles":[[]]}`, `{"roles":{"id":[]}}`, `{"role":1,"roles":null}`, `{"created_at":"x"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var r lattica.Record
		if mappings.Decode(body, r.UnmarshalJSONFrom) != nil {
			return
		}
		if u := lattica.User("usr_1", &r, body); u.GetId() != "usr_1" || string(u.GetSource().GetRaw()) != string(body) {
			t.Errorf("%v", u)
		}
		lattica.Role("rol_1", &r, nil)
	})
}
