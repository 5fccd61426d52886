package scim_test

import (
	"encoding/json"
	"testing"

	"github.com/trellis-iam/trellis/mappings"
	"github.com/trellis-iam/trellis/mappings/goldentest"
	"github.com/trellis-iam/trellis/mappings/scim"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// payloads is where service providers' answers stand, each beside what is made of it.
const payloads = "../../testdata/scim"

// lattice is a provider with an extension of its own, and without groups and roles.
var lattice = scim.Profile{
	Extension: "urn:ietf:params:scim:schemas:extension:lattice:attributes:1.0:User",
	Unread:    []string{"startDate", "birthDate", "gender"},
	NoGroups:  true, NoRoles: true, NoUserType: true, NoEmployeeNumber: true,
}

// golden is what the golden file of a list holds.
type golden struct {
	Total    *int              `json:"total,omitempty"`
	Start    int               `json:"start,omitempty"`
	Users    []json.RawMessage `json:"users,omitempty"`
	Groups   []json.RawMessage `json:"groups,omitempty"`
	Rejected []json.RawMessage `json:"rejected,omitempty"`
}

func TestGolden(t *testing.T) {
	users := func(p scim.Profile) goldentest.Normalize {
		return func(t *testing.T, body []byte) any {
			g, users := list(t, body, p.User)
			g.Users = goldentest.List[*iamv1.User](t, users)
			return g
		}
	}
	goldentest.Run(t, payloads, map[string]goldentest.Normalize{
		"users":   users(scim.Profile{}),
		"lattice": users(lattice),
		"groups": func(t *testing.T, body []byte) any {
			g, groups := list(t, body, scim.Group)
			g.Groups = goldentest.List[*iamv1.Group](t, groups)
			return g
		},
		"config": func(t *testing.T, body []byte) any {
			config, err := scim.DecodeConfig(body)
			if err != nil {
				t.Fatal(err)
			}
			return config
		},
		"types": func(t *testing.T, body []byte) any {
			var types scim.List[scim.ResourceType]
			if err := scim.Decode(&types, body, false); err != nil {
				t.Fatal(err)
			}
			return map[string]bool{"User": scim.HasType(&types, "User"), "Group": scim.HasType(&types, "Group")}
		},
		"error": func(_ *testing.T, body []byte) any { return scim.DecodeError(body) },
	})
}

// list makes items of a list response.
func list[T any, R mappings.Record[T], M any](t *testing.T, body []byte, item func(string, *T, []byte) M) (golden, []M) {
	t.Helper()
	var l scim.List[T]
	if err := scim.Decode[T, R](&l, body, false); err != nil {
		t.Fatal(err)
	}
	items, rejected := mappings.Map[T, M, R](&l.Resources, "$.Resources", item)
	g := golden{Start: l.Start, Rejected: goldentest.List(t, rejected)}
	if l.Total != scim.Untold {
		g.Total = &l.Total
	}
	return g, items
}
