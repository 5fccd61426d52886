package report

import (
	"strconv"
	"testing"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

func TestPeopleInSeveralAccounts(t *testing.T) {
	b := newBuilder()
	account(t, b, "hr",
		user("1", "Ada@Example.com", isDisabled), user("2", "bo@example.com", isEnabled),
		user("3", "twice@example.com", isEnabled), user("4", "TWICE@example.com", isDisabled),
		user("5", "STRASSE@example.com", isEnabled), user("6", "", isDisabled), user("7", "gone@example.com", isDisabled))
	account(t, b, "crm",
		user("a", "ada@example.COM ", isEnabled, holding(adminRole)), user("b", "BO@example.com", isEnabled),
		user("c", "straße@example.com", isDisabled), user("d", "", isEnabled), user("e", "gone@example.com", isDisabled))
	r := b.Report()
	if len(r.People) != 4 || r.Totals.People != 4 || r.Totals.Emails != 5 {
		t.Fatalf("%d people, %+v", len(r.People), r.Totals)
	}
	// The admin who is disabled elsewhere stands first; then who is disabled elsewhere.
	for i, want := range []struct {
		users    string
		mismatch bool
	}{
		{"hr/1 crm/a ", true}, {"hr/5 crm/c ", true}, {"hr/2 crm/b ", false}, {"hr/7 crm/e ", false},
	} {
		if got := ids(r.People[i].Users); got != want.users || r.People[i].Mismatch != want.mismatch {
			t.Errorf("%d: %q, disabled and enabled %v", i, got, r.People[i].Mismatch)
		}
	}
	if f := r.finding(t, "disabled_and_enabled"); f.Total != 2 || f.Told != 10 || f.Of != 12 {
		t.Errorf("%+v", f)
	}
}

// Disabled and enabled within one account is that account's own affair.
func TestMismatchIsBetweenAccounts(t *testing.T) {
	for _, tt := range []struct {
		name     string
		one, two []*iamv1.User
		want     bool
	}{
		{"within one", []*iamv1.User{user("1", "a@x", isEnabled), user("2", "a@x", isDisabled)}, []*iamv1.User{user("1", "a@x", isPending)}, false},
		{"within one, and enabled in the other", []*iamv1.User{user("1", "a@x", isEnabled), user("2", "a@x", isDisabled)}, []*iamv1.User{user("1", "a@x", isEnabled)}, true},
		{"pending is not enabled", []*iamv1.User{user("1", "a@x", isDisabled)}, []*iamv1.User{user("1", "a@x", isPending)}, false},
		{"not told is not enabled", []*iamv1.User{user("1", "a@x", isDisabled)}, []*iamv1.User{user("1", "a@x", 0)}, false},
	} {
		b := newBuilder()
		account(t, b, "one", tt.one...)
		account(t, b, "two", tt.two...)
		if p := b.Report().People; len(p) != 1 || p[0].Mismatch != tt.want {
			t.Errorf("%s: %+v", tt.name, p)
		}
	}
}

// Thousands of users behind one address are one person, in no more than one pass.
func TestSharedAddress(t *testing.T) {
	b := newBuilder()
	for _, name := range []string{"one", "two"} {
		var users []*iamv1.User
		for i := range 20_000 {
			users = append(users, user(strconv.Itoa(i), "none@example.com", isEnabled))
		}
		account(t, b, name, users...)
	}
	r := b.Report()
	if len(r.People) != 1 || len(r.People[0].Users) != 40_000 || r.Totals.Emails != 1 {
		t.Errorf("%+v", r.Totals)
	}
}

func TestAddressOfUser(t *testing.T) {
	address := func(a string, primary bool) *iamv1.EmailAddress {
		return &iamv1.EmailAddress{Address: a, Primary: primary}
	}
	for _, tt := range []struct {
		user *iamv1.User
		want string
	}{
		{&iamv1.User{PrimaryEmail: " a@x "}, "a@x"},
		{&iamv1.User{Emails: &iamv1.EmailAddresses{Values: []*iamv1.EmailAddress{address("b@x", false)}}}, "b@x"},
		{&iamv1.User{Emails: &iamv1.EmailAddresses{Values: []*iamv1.EmailAddress{address("b@x", false), address("c@x", true)}}}, "c@x"},
		{&iamv1.User{Emails: &iamv1.EmailAddresses{Values: []*iamv1.EmailAddress{address("b@x", false), address("c@x", false)}}}, ""},
		{&iamv1.User{Username: "d@x"}, ""}, // what someone signs in with is no address
	} {
		if got := emailOf(tt.user); got != tt.want {
			t.Errorf("%v: %q", tt.user, got)
		}
	}
}
