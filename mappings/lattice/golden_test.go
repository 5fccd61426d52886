package lattice_test

import (
	"encoding/json"
	"testing"

	"github.com/trellis-iam/trellis/mappings"
	"github.com/trellis-iam/trellis/mappings/goldentest"
	"github.com/trellis-iam/trellis/mappings/lattice"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// payloads is where Lattice's answers stand, each beside what is made of it.
const payloads = "../../testdata/lattice"

// golden is what a golden file holds.
type golden struct {
	More       bool              `json:"more,omitempty"`
	Cursor     string            `json:"cursor,omitempty"`
	Users      []json.RawMessage `json:"users,omitempty"`
	Groups     []json.RawMessage `json:"groups,omitempty"`
	Rejected   []json.RawMessage `json:"rejected,omitempty"`
	Identity   json.RawMessage   `json:"identity,omitempty"`
	Warnings   []json.RawMessage `json:"warnings,omitempty"`
	Visibility string            `json:"visibility,omitempty"`
}

func TestGolden(t *testing.T) {
	goldentest.Run(t, payloads, map[string]goldentest.Normalize{
		"users": func(t *testing.T, body []byte) any {
			page, users, rejected := normalize(t, body, lattice.User)
			return golden{More: page.More, Cursor: page.Cursor, Users: goldentest.List(t, users), Rejected: rejected}
		},
		"departments": func(t *testing.T, body []byte) any {
			page, groups, rejected := normalize(t, body, lattice.Department)
			return golden{More: page.More, Cursor: page.Cursor, Groups: goldentest.List(t, groups), Rejected: rejected}
		},
		"expand":     expand,
		"attributes": attributes,
		"me": func(t *testing.T, body []byte) any {
			var me lattice.UserRecord
			id, err := mappings.DecodeRecord(&me, body)
			if err != nil {
				t.Fatal(err)
			}
			identity, warnings, visibility := lattice.Owner(id, &me)
			return golden{
				Identity: goldentest.JSON(t, identity), Warnings: goldentest.List(t, warnings), Visibility: visibility.String(),
			}
		},
	})
}

// normalize makes items of a page.
func normalize[T any, R mappings.Record[T], M any](
	t *testing.T, body []byte, item func(string, *T, []byte) M,
) (page mappings.Page[T], items []M, rejected []json.RawMessage) {
	t.Helper()
	if err := mappings.DecodePage[T, R](lattice.Pages, &page, body, false, nil); err != nil {
		t.Fatal(err)
	}
	items, out := mappings.Map[T, M, R](&page.Data, "$.data", item)
	return page, items, goldentest.List[*connectorv1.RejectedItem](t, out)
}

// attributes is a page of one user's custom attributes.
func attributes(t *testing.T, body []byte) any {
	var page mappings.Page[lattice.AttributeRecord]
	if err := mappings.DecodePage(lattice.Pages, &page, body, false, nil); err != nil {
		t.Fatal(err)
	}
	var all lattice.Attributes
	all.Add(&page)
	u := &iamv1.User{Id: "0b3f6f0e-0000-4000-8000-000000000001"}
	all.Fill(u)
	return golden{Users: goldentest.List(t, []*iamv1.User{u})}
}

// expand is a page of users and one of departments, whose names go to the users.
func expand(t *testing.T, body []byte) any {
	var answers struct{ Departments, Users json.RawMessage }
	if err := json.Unmarshal(body, &answers); err != nil {
		t.Fatal(err)
	}
	var names lattice.Departments
	page, _, _ := normalize(t, answers.Departments, lattice.Department)
	for i := range page.Data.Elements {
		r := &page.Data.Elements[i].Record
		if id, why := r.ID.Use(); why == "" {
			names.Add(id, r)
		}
	}
	_, users, rejected := normalize(t, answers.Users, func(id string, r *lattice.UserRecord, raw []byte) *iamv1.User {
		u := lattice.User(id, r, raw)
		names.Name(u)
		return u
	})
	return golden{Users: goldentest.List(t, users), Rejected: rejected}
}
