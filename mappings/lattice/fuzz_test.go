package lattice_test

import (
	"encoding/json"
	"os"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/mappings"
	"github.com/trellis-iam/trellis/mappings/goldentest"
	"github.com/trellis-iam/trellis/mappings/lattice"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// FuzzAttributes: whatever a list of custom attributes holds, the user gets fields that can be sent.
func FuzzAttributes(f *testing.F) {
	for _, file := range goldentest.Payloads(f, payloads, "attributes*") {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var p mappings.Page[lattice.AttributeRecord]
		if err := mappings.DecodePage(lattice.Pages, &p, body, false, nil); err != nil {
			return
		}
		var all lattice.Attributes
		all.Add(&p)
		u := &iamv1.User{Id: "1"}
		all.Fill(u)
		if u.CustomFields == nil || len(u.GetCustomFields().GetFields()) > all.Len() {
			t.Errorf("%v of %d attributes", u.GetCustomFields(), all.Len())
		}
		if _, err := proto.Marshal(u); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzUser: whatever a vendor sends, a page is decoded or refused as a whole, every user of it can be sent (valid UTF-8),
// has a usable id, and roles that follow from isAdmin alone; nothing is lost without a word.
func FuzzUser(f *testing.F) {
	for _, file := range goldentest.Payloads(f, payloads, "users-*") {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var p mappings.Page[lattice.UserRecord]
		if err := mappings.DecodePage(lattice.Pages, &p, body, true, func(string) {}); err != nil {
			return
		}
		if !json.Valid(body) {
			t.Fatal("what is no JSON was taken")
		}
		users, rejected := mappings.Map(&p.Data, "$.data", lattice.User)
		if len(users)+len(rejected) != len(p.Data.Elements) {
			t.Fatalf("%d users and %d rejected of %d", len(users), len(rejected), len(p.Data.Elements))
		}
		for _, u := range users {
			if u.GetId() == "" || len(u.GetId()) > mappings.MaxIDSize {
				t.Fatalf("id %q", u.GetId())
			}
			if _, err := proto.Marshal(u); err != nil {
				t.Fatal(err)
			}
			if u.GetStatus() != iamv1.UserStatus_USER_STATUS_UNSPECIFIED && u.GetStatusSourceValue() == "" {
				t.Fatal("a status without its source")
			}
			if u.GetRoles() == nil && len(u.GetSource().GetWarnings()) == 0 {
				t.Fatal("no roles, and no warning")
			}
			if raw := u.GetSource().GetRaw(); !json.Valid(raw) {
				t.Fatalf("raw is no JSON: %s", raw)
			}
		}
	})
}
