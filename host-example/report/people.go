package report

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"golang.org/x/text/cases"
)

// foldEmail is an address as it is compared: without regard to case. Domains know no case, and no application that we know
// tells mailboxes apart by it.
func foldEmail(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return cases.Fold().String(s)
		}
	}
	return strings.ToLower(s) // the same for ASCII, and without a copy where there is nothing to change
}

type addressed struct {
	email string
	user  User
}

// people joins users by e-mail address: those that are in several accounts, and how many addresses there are.
func people(intakes []*Intake) (joined []Person, emails int64) {
	var all []addressed
	for _, in := range intakes {
		for i := range in.rows {
			if r := &in.rows[i]; r.email() != "" && !r.emailIsTruncated {
				all = append(all, addressed{foldEmail(r.email()), User{in, int32(i)}})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b addressed) int { return cmp.Compare(a.email, b.email) })
	for start := 0; start < len(all); {
		end := start + 1
		for end < len(all) && all[end].email == all[start].email {
			end++
		}
		emails++
		if all[end-1].user.in != all[start].user.in { // users of an account stand side by side: the sort is stable
			p := Person{Email: Text(all[start].email)}
			for _, a := range all[start:end] {
				p.Users = append(p.Users, a.user)
			}
			joined = append(joined, p.judged())
		}
		start = end
	}
	slices.SortStableFunc(joined, func(a, b Person) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(len(b.Users), len(a.Users)))
	})
	return joined, emails
}

// judged weighs how much a person is worth a look: disabled in one account and enabled in another, above all as an admin; then
// admins. One pass, because an address may stand for thousands of users (`none@example.com`).
func (p Person) judged() Person {
	var disabled, enabled accountSet
	admin, adminEnabled := false, false
	for _, u := range p.Users {
		isAdmin := u.Admin()
		admin = admin || isAdmin
		switch u.row().status {
		case iamv1.UserStatus_USER_STATUS_DISABLED:
			disabled.add(u.in)
		case iamv1.UserStatus_USER_STATUS_ENABLED:
			enabled.add(u.in)
			adminEnabled = adminEnabled || isAdmin
		}
	}
	p.Mismatch = disabled.first != nil && enabled.first != nil &&
		(disabled.first != enabled.first || disabled.several || enabled.several)
	switch {
	case p.Mismatch && adminEnabled:
		p.weight = 3
	case p.Mismatch:
		p.weight = 2
	case admin:
		p.weight = 1
	}
	return p
}

// accountSet is what there is to know of a set of accounts: one of them, and whether there are others.
type accountSet struct {
	first   *Intake
	several bool
}

func (s *accountSet) add(in *Intake) {
	switch s.first {
	case nil:
		s.first = in
	case in:
	default:
		s.several = true
	}
}

// Name is what the person is called where a name is told.
func (p Person) Name() Text {
	for _, u := range p.Users {
		if n := u.Name(); n != "" {
			return n
		}
	}
	return ""
}
