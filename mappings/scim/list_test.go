package scim_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/mappings"
	"github.com/trellis-iam/trellis/mappings/goldentest"
	"github.com/trellis-iam/trellis/mappings/scim"
)

func TestWhatIsNoList(t *testing.T) {
	for body, want := range map[string]error{
		`{}`:                                        scim.ErrNoList,
		`{"error":"not today"}`:                     scim.ErrNoList,
		`{"totalResults":"many"}`:                   scim.ErrNoList,
		`{"totalResults":null,"Resources":null}`:    scim.ErrNoList,
		`{"totalResults":1,"Resources":{"id":"1"}}`: scim.ErrNoResources,
		`{"totalResults":2,"Resources":[{},{}]}`:    scim.ErrAllInvalid,
		`[]`:                                        mappings.ErrNoObject,
	} {
		var l scim.List[scim.UserRecord]
		if err := scim.Decode(&l, []byte(body), false); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", body, err, want)
		}
	}
	for _, body := range []string{``, `<html>`, `{"totalResults":1,"Resources":[{"id":"1"}`, `{"totalResults":0}{}`} {
		var l scim.List[scim.UserRecord]
		err := scim.Decode(&l, []byte(body), false)
		if _, ok := errors.AsType[*mappings.SyntaxError](err); !ok {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestWhatIsNoConfig(t *testing.T) {
	for _, body := range []string{`{}`, `{"error":"x"}`, `[]`, `<html>`, `null`} {
		if _, err := scim.DecodeConfig([]byte(body)); err == nil {
			t.Errorf("%s is taken for a ServiceProviderConfig", body)
		}
	}
	for _, body := range []string{``, `<html>`, `[]`, `"x"`, `{"detail":{}}`} {
		if got := scim.DecodeError([]byte(body)); got != (scim.Error{}) {
			t.Errorf("%s: %+v", body, got)
		}
	}
}

// A list is decoded into again: nothing of the one before is left.
func TestListsAreDecodedIntoAgain(t *testing.T) {
	var l scim.List[scim.UserRecord]
	for range 2 {
		if err := scim.Decode(&l, []byte(`{"totalResults":1,"startIndex":1,"Resources":[{"id":"1","roles":["a"],"emails":["a@example.com"],"urn:x":{"a":1}}]}`), true); err != nil {
			t.Fatal(err)
		}
		if e := l.Resources.Elements[0]; string(e.Raw) != `{"id":"1","roles":["a"],"emails":["a@example.com"],"urn:x":{"a":1}}` {
			t.Errorf("raw %s", e.Raw)
		}
		if err := scim.Decode(&l, []byte(`{"Resources":[{"id":"2"}]}`), false); err != nil {
			t.Fatal(err)
		}
		r := &l.Resources.Elements[0].Record
		u := scim.Profile{}.User("2", r, nil)
		if l.Total != scim.Untold || l.Start != 0 || u.GetRoles() != nil || u.GetEmails() != nil || u.GetCustomFields() != nil {
			t.Errorf("left over: %+v %v", l, u)
		}
	}
}

func TestBounds(t *testing.T) {
	many := func(n int, one string) string { return "[" + strings.TrimSuffix(strings.Repeat(one+",", n), ",") + "]" }
	var g scim.GroupRecord
	id, err := mappings.DecodeRecord(&g, []byte(`{"id":"1","members":`+many(100_001, `{"value":"u"}`)+`}`))
	if err != nil {
		t.Fatal(err)
	}
	group := scim.Group(id, &g, nil)
	if group.GetMembers() != nil || len(group.GetSource().GetWarnings()) != 1 {
		t.Errorf("%d members, warnings %v", len(group.GetMembers().GetUserIds()), group.GetSource().GetWarnings())
	}
	var u scim.UserRecord
	body := `{"id":"1","roles":["` + strings.Repeat("r", connector.MaxIDSize) + `"],"urn:deep":{"a":` +
		strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + `,"b":1}`
	body += strings.Repeat(`,"urn:x":{}`, 100) + "}"
	if id, err = mappings.DecodeRecord(&u, []byte(body)); err != nil {
		t.Fatal(err)
	}
	user := scim.Profile{}.User(id, &u, nil)
	deep := user.GetCustomFields().GetFields()["urn:deep"].GetStructValue().GetFields()
	if user.GetRoles() != nil || len(deep) != 1 || deep["b"] == nil || len(user.GetSource().GetWarnings()) != 3 {
		t.Errorf("%v", user)
	}
}

// Which members are groups shows by their type, or by where they are; not by what else stands in the address.
func TestMembersThatAreGroups(t *testing.T) {
	for member, user := range map[string]bool{
		`{"value":"x"}`: true,
		`{"value":"x","type":"User","$ref":"https://example.com/Groups/x"}`:   true,
		`{"value":"x","type":"group"}`:                                        false,
		`{"value":"x","$ref":"https://example.com/scim/v2/Groups/x"}`:         false,
		`{"value":"x","$ref":"../Groups/x"}`:                                  false,
		`{"value":"x","$ref":"Groups/x"}`:                                     false,
		`{"value":"x","type":"direct","$ref":"https://example.com/Groups/x"}`: false,
		`{"value":"x","$ref":"https://example.com/groups/scim/Users/x"}`:      true,
	} {
		var r scim.GroupRecord
		id, err := mappings.DecodeRecord(&r, []byte(`{"id":"1","members":[`+member+`]}`))
		if err != nil {
			t.Fatal(err)
		}
		g := scim.Group(id, &r, nil)
		if n := len(g.GetMembers().GetUserIds()); (n == 1) != user || (len(g.GetSource().GetWarnings()) == 0) != user {
			t.Errorf("%s: %v", member, g)
		}
	}
}

// Whatever a provider sends: no panic, an id or a rejection, and items that can be sent.
func FuzzUsers(f *testing.F) {
	for _, pattern := range []string{"users-*", "lattice-*", "groups-*"} {
		for _, file := range goldentest.Payloads(f, payloads, pattern) {
			b, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(b)
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		before := bytes.Clone(body)
		var users scim.List[scim.UserRecord]
		if scim.Decode(&users, body, true) == nil {
			items, rejected := mappings.Map(&users.Resources, "$.Resources", lattice.User)
			for _, u := range items {
				if err := connector.CheckID(u.GetId()); err != nil {
					t.Error(err)
				}
				if _, err := proto.Marshal(u); err != nil {
					t.Error(err)
				}
			}
			if len(items)+len(rejected) != len(users.Resources.Elements) {
				t.Error("an item got lost")
			}
		}
		var groups scim.List[scim.GroupRecord]
		if scim.Decode(&groups, body, true) == nil {
			items, _ := mappings.Map(&groups.Resources, "$.Resources", scim.Group)
			for _, g := range items {
				if _, err := proto.Marshal(g); err != nil {
					t.Error(err)
				}
			}
		}
		_, _ = scim.DecodeConfig(body)
		_ = scim.DecodeError(body)
		if !bytes.Equal(before, body) {
			t.Error("the body was changed")
		}
	})
}
