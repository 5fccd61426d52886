package report

import "html/template"

// The most rows of each list on a page. All of them together stay within some megabytes, which every browser bears.
const (
	maxAdmins   = 1000
	maxPeople   = 1000
	maxFinding  = 250
	maxRoles    = 500
	maxGroups   = 500
	maxAccounts = 1000
	maxGaps     = 1000
	maxWhere    = 12 // users of one address
)

// page is a report as the page shows it.
type page struct {
	*Report

	Policy string
	Style  template.CSS
	Script template.JS

	Read       int   // accounts, whole or in part
	Doubts     int   // gaps that are doubts
	Mismatches int64 // people disabled here and enabled there
	Unmatched  int64 // users without an address

	Found, Quiet []shownFinding
	AdminRows    rows[User]
	PeopleRows   rows[Person]
	AccountRows  rows[*Account]
	RoleRows     rows[roleRow]
	GroupRows    rows[groupRow]
	GapRows      rows[Gap]
}

// rows is what a page shows of a list.
type rows[T any] struct {
	Caption string
	Rows    []T
	Total   int
	More    int
}

func cut[T any](all []T, most int) rows[T] {
	shown := all[:min(len(all), most)]
	return rows[T]{Rows: shown, Total: len(all), More: len(all) - len(shown)}
}

// captioned is the rows with a caption for their table.
func (r rows[T]) captioned(caption string) any {
	r.Caption = caption
	return r
}

// shownFinding is a finding with the rows that are shown of it.
type shownFinding struct {
	*Finding
	Users  rows[User]
	People rows[Person]
}

// Unknown reports whether nobody could be judged though there is somebody.
func (f shownFinding) Unknown() bool { return f.Told == 0 && f.Of > 0 }

// Rest is how many could not be judged.
func (f shownFinding) Rest() int64 { return f.Of - f.Told }

// roleRow is a role, and how many users its account has.
type roleRow struct {
	Role
	Of int64
}

type groupRow struct {
	Group
	Of int64
}

func newPage(r *Report) *page {
	p := &page{
		Report: r, Policy: policy(),
		Style: template.CSS(styleText), Script: template.JS(scriptText), //nolint:gosec // they are our own files
		Read:       r.Totals.AccountsComplete + r.Totals.AccountsPartial,
		Unmatched:  r.Totals.Users - r.Totals.Told.Email,
		AdminRows:  cut(r.Admins, maxAdmins),
		PeopleRows: cut(r.People, maxPeople), AccountRows: cut(r.Accounts, maxAccounts), GapRows: cut(r.Gaps, maxGaps),
	}
	for _, g := range r.Gaps {
		if g.Weight == doubt {
			p.Doubts++
		}
	}
	users := map[Text]int64{}
	for _, a := range r.Accounts {
		users[a.Name] = a.Users
	}
	var roles []roleRow
	for _, role := range r.Roles {
		roles = append(roles, roleRow{role, users[role.Account]})
	}
	var groups []groupRow
	for _, g := range r.Groups {
		groups = append(groups, groupRow{g, users[g.Account]})
	}
	p.RoleRows, p.GroupRows = cut(roles, maxRoles), cut(groups, maxGroups)
	for i := range r.Findings {
		f := &r.Findings[i]
		s := shownFinding{f, cut(f.Users, maxFinding), cut(f.People, maxFinding)}
		if f.People != nil {
			p.Mismatches = f.Total
		}
		if f.Total > 0 {
			p.Found = append(p.Found, s)
		} else {
			p.Quiet = append(p.Quiet, s)
		}
	}
	return p
}
