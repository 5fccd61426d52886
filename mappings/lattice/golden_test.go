package lattice_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/mappings"
	"github.com/trellis-iam/trellis/mappings/lattice"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// payloads is where Lattice's answers stand, each beside what is made of it (<name>.golden.json).
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

// asJSON is a message in the one form that protojson does not vary: its own output, compacted.
func asJSON[M proto.Message](t *testing.T, m M) json.RawMessage {
	t.Helper()
	b, err := protojson.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, b); err != nil {
		t.Fatal(err)
	}
	return compact.Bytes()
}

func allAsJSON[M proto.Message](t *testing.T, messages []M) []json.RawMessage {
	t.Helper()
	var out []json.RawMessage
	for _, m := range messages {
		out = append(out, asJSON(t, m))
	}
	return out
}

func normalize(t *testing.T, name string, body []byte) golden {
	t.Helper()
	fail := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var g golden
	var rejected []*connectorv1.RejectedItem
	switch kind, _, _ := strings.Cut(strings.TrimSuffix(name, ".json"), "-"); kind {
	case "users":
		var page mappings.Page[lattice.UserRecord]
		fail(mappings.DecodePage(lattice.Pages, &page, body, false, nil))
		g.More, g.Cursor = page.More, page.Cursor
		var users []*iamv1.User
		users, rejected = mappings.Map(&page.Data, "$.data", lattice.User)
		g.Users = allAsJSON(t, users)
	case "departments":
		var page mappings.Page[lattice.DepartmentRecord]
		fail(mappings.DecodePage(lattice.Pages, &page, body, false, nil))
		g.More, g.Cursor = page.More, page.Cursor
		var groups []*iamv1.Group
		groups, rejected = mappings.Map(&page.Data, "$.data", lattice.Department)
		g.Groups = allAsJSON(t, groups)
	case "expand": // a page of users and one of departments, whose names go to the users
		var answers struct{ Departments, Users json.RawMessage }
		fail(json.Unmarshal(body, &answers))
		var departments mappings.Page[lattice.DepartmentRecord]
		fail(mappings.DecodePage(lattice.Pages, &departments, answers.Departments, false, nil))
		var names lattice.Departments
		for i := range departments.Data.Elements {
			r := &departments.Data.Elements[i].Record
			if id, why := r.ID.Use(); why == "" {
				names.Add(id, r)
			}
		}
		var page mappings.Page[lattice.UserRecord]
		fail(mappings.DecodePage(lattice.Pages, &page, answers.Users, false, nil))
		var users []*iamv1.User
		users, rejected = mappings.Map(&page.Data, "$.data", lattice.User)
		for _, u := range users {
			names.Name(u)
		}
		g.Users = allAsJSON(t, users)
	case "me":
		var me lattice.UserRecord
		id, err := mappings.DecodeRecord(&me, body)
		fail(err)
		identity, warnings, visibility := lattice.Owner(id, &me)
		g.Identity, g.Warnings, g.Visibility = asJSON(t, identity), allAsJSON(t, warnings), visibility.String()
	default:
		t.Fatalf("%s: unknown kind of payload", name)
	}
	g.Rejected = allAsJSON(t, rejected)
	return g
}

func TestGolden(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(payloads, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no payloads: %v", err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, ".golden.json") {
			continue
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			e := json.NewEncoder(&got)
			e.SetEscapeHTML(false)
			e.SetIndent("", "  ")
			if err := e.Encode(normalize(t, filepath.Base(file), body)); err != nil {
				t.Fatal(err)
			}
			goldenFile := strings.TrimSuffix(file, ".json") + ".golden.json"
			if *update {
				if err := os.WriteFile(goldenFile, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(goldenFile)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("differs from %s (-want +got); run with -update where that is meant:\n%s", filepath.Base(goldenFile), diff)
			}
		})
	}
}
