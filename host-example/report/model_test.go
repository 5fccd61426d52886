package report

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// What is not told is counted as that, and as nothing else.
func TestCounts(t *testing.T) {
	r := oneOf(t,
		user("1", "a@x", isEnabled, holding(adminRole), multiFactorIs(false), seen(1)),
		user("2", "", isDisabled, holding(), created(3)),
		user("3", "c@x", isPending, holding(editorRole)),
		user("4", "d@x", iamv1.UserStatus_USER_STATUS_UNMAPPED),
		user("5", "e@x", 0),
	)
	want := Counts{
		Users: 5, Admins: 1, AdminsTold: true, AdminsAtLeast: true, // of two users it is not told which roles they hold
		ByStatus: Statuses{Enabled: 1, Disabled: 1, Pending: 1, Unmapped: 1, NotTold: 1},
		Told:     Told{Status: 4, Email: 4, Roles: 3, MultiFactor: 1, LastSeen: 1, Created: 1},
	}
	if d := cmp.Diff(want, r.Totals.Counts); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(want, r.Accounts[0].Counts); d != "" {
		t.Error(d)
	}
	if !r.Complete || r.Totals.Emails != 4 || r.Totals.People != 0 {
		t.Errorf("complete %v, %d addresses, %d people", r.Complete, r.Totals.Emails, r.Totals.People)
	}
}

// A list that moves may bring a user twice: the later one counts, and all that the earlier one told is gone.
func TestUsersThatComeTwice(t *testing.T) {
	r := oneOf(t,
		user("1", "a@x", isEnabled, holding(adminRole), multiFactorIs(false)),
		user("2", "b@x", isEnabled, holding(editorRole)),
		user("1", "a@x", isDisabled, holding(editorRole)),
	)
	if r.Totals.Users != 2 || r.Totals.Admins != 0 || r.Totals.ByStatus.Disabled != 1 || r.Totals.Told.MultiFactor != 0 {
		t.Errorf("%+v", r.Totals)
	}
	for _, role := range r.Roles {
		if want := map[Text]int64{"Owner": 0, "Editor": 2}[role.Name]; *role.Users != want {
			t.Errorf("%s: %d users", role.Name, *role.Users)
		}
	}
}

// Roles are known by their list, also where users only refer to them, in whatever order the two come.
func TestRolesByReference(t *testing.T) {
	bare := &iamv1.RoleRef{Id: "r1"}
	for _, rolesFirst := range []bool{true, false} {
		b := newBuilder()
		in := b.Account("acme", "made-up")
		in.Describe(describe("Vineyard", userKind, roleKind))
		list := func() {
			feed(t, in.Roles(), &iamv1.Role{Id: "r1", Name: "Owner", Type: iamv1.RoleType_ROLE_TYPE_ADMIN})
		}
		if rolesFirst {
			list()
		}
		feed(t, in.Users(), user("1", "", isEnabled, holding(bare)), user("2", "", isEnabled, holding()))
		if !rolesFirst {
			list()
		}
		r := b.Report()
		if got := ids(r.Admins); got != "acme/1 " {
			t.Errorf("roles first %v: admins %q", rolesFirst, got)
		}
		if role := r.Roles[0]; role.Name != "Owner" || role.Type != "admin" || *role.Users != 1 {
			t.Errorf("%+v", role)
		}
	}
}

// Where nothing says who holds roles or is in a group, there is no number.
func TestWhatIsNotToldIsNoNumber(t *testing.T) {
	b := newBuilder()
	in := account(t, b, "acme", user("1", "", isEnabled))
	feed(t, in.Roles(), &iamv1.Role{Id: "r1", Name: "Owner", Type: iamv1.RoleType_ROLE_TYPE_ADMIN})
	feed(t, in.Groups(), &iamv1.Group{Id: "g1", Name: "All"})
	r := b.Report()
	if r.Roles[0].Users != nil || r.Groups[0].Users != nil {
		t.Errorf("%v, %v", r.Roles[0].Users, r.Groups[0].Users)
	}
	if r.Totals.AdminsTold || r.Totals.AdminsNotTold != 1 || !slices.Contains(gapsOf(r), "doubt admins_not_told") {
		t.Errorf("%+v\n%v", r.Totals, gapsOf(r))
	}
}

// A role that a group gives is held by its members, once, and says through what.
func TestAdminsThroughGroups(t *testing.T) {
	b := newBuilder()
	in := account(t, b, "acme",
		user("1", "", isEnabled, holding(editorRole)), user("2", "", isEnabled), user("3", "", isEnabled))
	feed(t, in.Groups(), &iamv1.Group{
		Id: "g1", Name: "Operators", Members: &iamv1.GroupMembers{UserIds: []string{"1", "2", "nobody"}},
		Roles: &iamv1.RoleAssignments{Values: []*iamv1.RoleAssignment{{Role: adminRole}}},
	})
	r := b.Report()
	if got := ids(r.Admins); got != "acme/1 acme/2 " {
		t.Fatalf("admins %q", got)
	}
	want := []AdminRole{{Role: "Owner", ViaGroup: "Operators", Origin: "inherited"}}
	if d := cmp.Diff(want, r.Admins[0].AdminRoles()); d != "" {
		t.Error(d)
	}
	if *r.Roles[0].Users != 2 || *r.Groups[0].Users != 3 {
		t.Errorf("%d hold the role, %d are in the group", *r.Roles[0].Users, *r.Groups[0].Users)
	}
}

// An admin says what makes him one, where the application does not say it in so many words.
func TestWhereAdminsAreKnownFrom(t *testing.T) {
	b := newBuilder()
	in := account(t, b, "acme", user("1", "", isEnabled, holding(adminRole)))
	d := describe("Vineyard", userKind)
	d.Resources[0].Coverage = []*connectorv1.FieldCoverage{{
		Field: "roles", VendorField: "isAdmin", Kind: connectorv1.CoverageKind_COVERAGE_KIND_DERIVED,
	}}
	in.Describe(d)
	r := b.Report()
	if a := r.Admins[0].AdminRoles()[0]; a.Source != "derived" || a.From != "isAdmin" {
		t.Errorf("%+v", a)
	}
	if !slices.Contains(gapsOf(r), "note derived of users") {
		t.Error(gapsOf(r))
	}
}

// Accounts of one connector are added up, and a count of admins that is known of one alone is at least that.
func TestByConnector(t *testing.T) {
	b := newBuilder()
	account(t, b, "one", user("1", "", isEnabled, holding(adminRole)))
	account(t, b, "two", user("1", "", isDisabled), user("2", "", isEnabled))
	b.Account("three", "other").Failed(connector.Errorf(connector.CredentialsRejected, "no"))
	r := b.Report()
	if len(r.Connectors) != 2 {
		t.Fatalf("%+v", r.Connectors)
	}
	c := r.Connectors[0]
	if c.Accounts != 2 || c.Users != 3 || c.Admins != 1 || !c.AdminsTold || !c.AdminsAtLeast || c.ByStatus.Enabled != 2 {
		t.Errorf("%+v", c)
	}
	if t1 := r.Totals; t1.Accounts != 3 || t1.AccountsComplete != 2 || t1.AccountsFailed != 1 || r.Complete {
		t.Errorf("%+v", t1)
	}
}
