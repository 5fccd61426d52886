package lattice_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/mappings"
	"github.com/trellis-iam/trellis/mappings/lattice"
)

func payload(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(payloads, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestPageEnds(t *testing.T) {
	for name, want := range map[string]struct {
		more         bool
		cursor, hint string
	}{
		"users-plain.json":         {true, "eyJpZCI6NX0=", "eyJpZCI6NX0="},
		"users-cursor-last.json":   {true, "after-the-data", "after-the-data"},
		"users-cursor-number.json": {true, "12345678901234567890", "12345678901234567890"},
		"users-end-null.json":      {},
		"users-end-absent.json":    {},
		"users-end-present.json":   {},
		"users-empty.json":         {},
	} {
		var p mappings.Page[lattice.UserRecord]
		hint := ""
		if err := mappings.DecodePage(lattice.Pages, &p, payload(t, name), false, func(c string) { hint += c }); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if p.More != want.more || p.Cursor != want.cursor || hint != want.hint {
			t.Errorf("%s: more %v, cursor %q, hint %q; want %v", name, p.More, p.Cursor, hint, want)
		}
	}
}

// What a page left behind must not show in the next one that is decoded into the same memory.
func TestPageIsReused(t *testing.T) {
	var p mappings.Page[lattice.UserRecord]
	if err := mappings.DecodePage(lattice.Pages, &p, payload(t, "users-plain.json"), true, nil); err != nil {
		t.Fatal(err)
	}
	if err := mappings.DecodePage(lattice.Pages, &p, []byte(`{"hasMore":false,"data":[{"id":"a"}]}`), false, nil); err != nil {
		t.Fatal(err)
	}
	users, rejected := mappings.Map(&p.Data, "$.data", lattice.User)
	if len(users) != 1 || len(rejected) != 0 || p.More || p.Cursor != "" {
		t.Fatalf("%d users, %d rejected, more %v, cursor %q", len(users), len(rejected), p.More, p.Cursor)
	}
	if u := users[0]; u.GetName() != "" || u.GetRoles() != nil || u.GetGroups() != nil || u.GetSource().GetRaw() != nil {
		t.Errorf("something of the page before: %v", u)
	}
	err := mappings.DecodePage(lattice.Pages, &p, []byte(`{"hasMore":false}`), false, nil)
	if err == nil {
		t.Errorf("data of the page before was taken: %v", err)
	}
}

func TestRaw(t *testing.T) {
	body := payload(t, "users-plain.json")
	var p mappings.Page[lattice.UserRecord]
	if err := mappings.DecodePage(lattice.Pages, &p, body, true, nil); err != nil {
		t.Fatal(err)
	}
	users, _ := mappings.Map(&p.Data, "$.data", lattice.User)
	rest := string(body)
	clear(body) // items do not hold on to the body
	for _, u := range users {
		raw := string(u.GetSource().GetRaw())
		i := strings.Index(rest, raw)
		if i < 0 || !strings.HasPrefix(raw, "{") || !strings.HasSuffix(raw, "}") || !strings.Contains(raw, u.GetId()) {
			t.Fatalf("raw is not the vendor's: %s", raw)
		}
		rest = rest[i+len(raw):]
	}
}

// The receiver of a user owns it: no two users share a message.
func TestUsersShareNothing(t *testing.T) {
	var r lattice.UserRecord
	if _, err := mappings.DecodeRecord(&r, []byte(`{"id":"a","isAdmin":true,"department":{"id":"d"}}`)); err != nil {
		t.Fatal(err)
	}
	a, b := lattice.User("a", &r, nil), lattice.User("a", &r, nil)
	a.GetRoles().GetValues()[0].GetRole().Name = "changed"
	a.GetDepartment().Name = "changed"
	lattice.Roles()[0].Name = "changed"
	if b.GetRoles().GetValues()[0].GetRole().GetName() != "Admin" || b.GetDepartment().GetName() != "" {
		t.Error("a change of one user shows in another")
	}
	if a.GetGroups().GetValues()[0].GetGroup().GetName() != "" || lattice.Roles()[0].GetName() != "Admin" {
		t.Error("a change of one part shows in another")
	}
}
