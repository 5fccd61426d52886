package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

var update = flag.Bool("update", false, "write the golden files")

// small is a report with something of everything.
func small(t testing.TB) *Report {
	t.Helper()
	b := newBuilder()
	hr := b.Account("hr", "lattice")
	d := describe("Lattice", userKind, roleKind, groupKind)
	d.Resources[0].Coverage = []*connectorv1.FieldCoverage{
		{Field: "roles", VendorField: "isAdmin", Kind: connectorv1.CoverageKind_COVERAGE_KIND_DERIVED},
		{Field: "status", VendorField: "status", Kind: connectorv1.CoverageKind_COVERAGE_KIND_NATIVE},
	}
	hr.Describe(d)
	hr.Authenticated(&connectorv1.Authentication{
		Workspace:   &connectorv1.Workspace{Name: "Example & Sons"},
		Environment: connectorv1.Environment_ENVIRONMENT_LIVE,
		Warnings:    []*connectorv1.AccountWarning{{Code: "KEY_DIES_WITH_OWNER", Message: "The key ends with its owner."}},
	})
	member := typed("trellis:member", "Member", iamv1.RoleType_ROLE_TYPE_BASIC)
	admin := typed("trellis:admin", "Admin", iamv1.RoleType_ROLE_TYPE_ADMIN)
	in := func(group string) func(*iamv1.User) {
		return func(u *iamv1.User) {
			u.Groups = &iamv1.GroupMemberships{Values: []*iamv1.GroupMembership{{Group: &iamv1.GroupRef{Id: group}}}}
		}
	}
	feed(t, hr.Users(),
		user("1", "ada@example.com", isDisabled, holding(member), in("g1"), created(900)),
		user("2", "bo@example.com", isEnabled, holding(admin), in("g1"), created(400)),
		user("3", "", isPending, holding(member), in("g2"), created(40)))
	hr.Ended(userKind, &connectorv1.Receipt{End: connectorv1.End_END_EXHAUSTED}, nil)
	feed(t, hr.Roles(), &iamv1.Role{Id: "trellis:admin", Derived: true}, &iamv1.Role{Id: "trellis:member", Derived: true})
	hr.Ended(roleKind, whole, nil)
	feed(t, hr.Groups(), &iamv1.Group{Id: "g1", Name: "Engineering", Type: iamv1.GroupType_GROUP_TYPE_DEPARTMENT}, &iamv1.Group{Id: "g2"})
	hr.Ended(groupKind, whole, nil)

	crm := b.Account("crm", "vineyard")
	crm.Describe(describe("Vineyard", userKind))
	feed(t, crm.Users(),
		user("a", "ADA@example.com", isEnabled, holding(adminRole), multiFactorIs(false), seen(200), human),
		user("b", "", isEnabled, holding(editorRole), multiFactorIs(true), service),
		user("c", "cy@example.com", iamv1.UserStatus_USER_STATUS_UNMAPPED, seen(3)))
	crm.Ended(userKind, nil, &connector.Error{
		Reason: connector.RateLimited, Connector: "vineyard", Operation: "ListUsers", Message: "page 2: still limited", Suggestion: "try again in an hour",
	})

	b.Account("old", "vineyard").Failed(connector.Errorf(connector.CredentialsRejected, "vineyard.example answered 401"))
	return b.Report()
}

// golden compares with a file below testdata. A difference is read before the file is written again (-update).
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(bytes.ReplaceAll(want, []byte("\r\n"), []byte("\n"))), string(got)); d != "" {
		t.Error(d)
	}
}

func TestGoldenJSON(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJSON(&b, small(t)); err != nil {
		t.Fatal(err)
	}
	golden(t, "small.json", b.Bytes())
}

// The empty report is one, with lists that are empty and not null.
func TestEmptyReport(t *testing.T) {
	r := newBuilder().Report()
	var b bytes.Buffer
	if err := WriteJSON(&b, r); err != nil {
		t.Fatal(err)
	}
	var members map[string]any
	if err := json.Unmarshal(b.Bytes(), &members); err != nil {
		t.Fatal(err)
	}
	for name, value := range members {
		if value == nil {
			t.Errorf("%s is null", name)
		}
	}
	page := write(t, r)
	if len(find(page, "tbody", "tr")) != 0 || !bytes.Contains(text(page), []byte("There are no accounts in this report")) {
		t.Errorf("%s", text(page))
	}
}
