package report

import (
	"testing"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

func service(u *iamv1.User) { u.AccountType = iamv1.AccountType_ACCOUNT_TYPE_SERVICE }
func human(u *iamv1.User)   { u.AccountType = iamv1.AccountType_ACCOUNT_TYPE_HUMAN }

// Each finding names those of whom it holds, says how many it could judge, and takes silence for nothing.
func TestFindings(t *testing.T) {
	noFactors := func(u *iamv1.User) { u.MultiFactorMethods = &iamv1.MultiFactorMethods{} }
	r := oneOf(t,
		user("a", "", isEnabled, holding(adminRole), multiFactorIs(false), seen(91), human),
		user("b", "", isEnabled, holding(adminRole), multiFactorIs(true), seen(89)),
		user("c", "", isEnabled, holding(adminRole)),                        // nothing is told of a second factor, nor of a sign-in
		user("d", "", isDisabled, holding(adminRole), multiFactorIs(false)), // cannot sign in
		user("e", "", isEnabled, holding(editorRole), multiFactorIs(false), service, seen(400)),
		user("f", "", isPending, holding(adminRole), noFactors, created(31)),
		user("g", "", isPending, created(29)),
		user("h", "", isPending),
		user("i", "", isDisabled, seen(1000)),
	)
	for _, want := range []struct {
		id, users string
		told, of  int64
	}{
		{"admins_without_multi_factor", "acme/a acme/f ", 3, 4},
		{"service_accounts", "acme/e ", 2, 9},
		{"not_seen_lately", "acme/a acme/e ", 3, 4},
		{"never_seen", "acme/c ", 4, 4},
		{"pending_long", "acme/f ", 2, 3},
	} {
		f := r.finding(t, want.id)
		if got := ids(f.Users); got != want.users || f.Told != want.told || f.Of != want.of || f.Total != int64(len(f.Users)) {
			t.Errorf("%s: %s, %d told of %d, total %d", want.id, got, f.Told, f.Of, f.Total)
		}
		if f.Limit == "" || f.Title == "" {
			t.Errorf("%s says not what it cannot know", want.id)
		}
	}
}

// Where no application tells a sign-in, nobody has perhaps never signed in.
func TestNobodyTellsSignIns(t *testing.T) {
	f := oneOf(t, user("a", "", isEnabled), user("b", "", isEnabled)).finding(t, "never_seen")
	if f.Total != 0 || f.Told != 0 || f.Of != 2 {
		t.Errorf("%+v", f)
	}
}
