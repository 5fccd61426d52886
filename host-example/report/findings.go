package report

import (
	"cmp"
	"slices"
	"time"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// Longer than this is long. Both are habits of access reviews and nobody's law; the report says them wherever it uses them.
const (
	staleAfter   = 90 * 24 * time.Hour // since someone was last seen
	pendingAfter = 30 * 24 * time.Hour // since an account was made that nobody has taken up
)

// rule is a kind of finding about single users. Of all whom it concerns, those of whom enough is told are judged.
type rule struct {
	id, title, limit string
	concerns         func(u User) bool
	told             func(u User) bool
	found            func(u User, now time.Time) bool
	// oldest sorts by a time, the oldest first, instead of by who can sign in.
	oldest func(r *row) int64
}

func enabled(u User) bool { return u.row().status == iamv1.UserStatus_USER_STATUS_ENABLED }

func pending(u User) bool { return u.row().status == iamv1.UserStatus_USER_STATUS_PENDING }

func tellsLastSeen(u User) bool { return u.in.tellsLastSeen }

func before(seconds int64, now time.Time, age time.Duration) bool {
	return seconds != never && seconds < now.Add(-age).Unix()
}

var rules = []rule{
	{
		id:       "admins_without_multi_factor",
		title:    "Admins without a second factor",
		limit:    "Only where an application tells it. A second factor may be asked for by a single sign-on that the application knows nothing of.",
		concerns: func(u User) bool { return u.Admin() && !disabled(u) },
		told:     func(u User) bool { return u.row().multiFactor != silent },
		found:    func(u User, _ time.Time) bool { return u.row().multiFactor == no },
	},
	{
		id:       "service_accounts",
		title:    "Service accounts",
		limit:    "Only where an application tells people and machines apart. Machines that sign in as people are not among them.",
		concerns: func(User) bool { return true },
		told:     func(u User) bool { t := u.AccountType(); return t == "human" || t == "service" },
		found:    func(u User, _ time.Time) bool { return u.row().kind == iamv1.AccountType_ACCOUNT_TYPE_SERVICE },
	},
	{
		id:       "not_seen_lately",
		title:    "Enabled, and last seen more than 90 days ago",
		limit:    "Only where an application tells a last sign-in or activity. What happened through an API or another application may not count there.",
		concerns: enabled,
		told:     func(u User) bool { return u.row().seenAt != never },
		found:    func(u User, now time.Time) bool { return before(u.row().seenAt, now, staleAfter) },
		oldest:   func(r *row) int64 { return r.seenAt },
	},
	{
		id:       "never_seen",
		title:    "Enabled, and perhaps never signed in",
		limit:    "The application tells a last sign-in or activity of others, and none of these. It may have forgotten it.",
		concerns: enabled,
		told:     tellsLastSeen,
		found:    func(u User, _ time.Time) bool { return u.in.tellsLastSeen && u.row().seenAt == never },
	},
	{
		id:       "pending_long",
		title:    "Invited or created more than 30 days ago, and never taken up",
		limit:    "Only where an application tells when an account was made. An invitation may have been sent again since.",
		concerns: pending,
		told:     func(u User) bool { return u.row().madeAt != never },
		found:    func(u User, now time.Time) bool { return before(u.row().madeAt, now, pendingAfter) },
		oldest:   func(r *row) int64 { return r.madeAt },
	},
}

func disabled(u User) bool { return u.row().status == iamv1.UserStatus_USER_STATUS_DISABLED }

// findings are what is worth a look.
func findings(intakes []*Intake, r *Report, now time.Time) []Finding {
	all := []Finding{mismatches(r)}
	for _, in := range intakes {
		in.tellsLastSeen = slices.ContainsFunc(in.rows, func(r row) bool { return r.seenAt != never })
	}
	for i := range rules {
		all = append(all, rules[i].find(intakes, now))
	}
	return all
}

// mismatches are the people who are disabled in one account and enabled in another. They are sorted already.
func mismatches(r *Report) Finding {
	f := Finding{
		ID:    "disabled_and_enabled",
		Title: "Disabled in one account, enabled in another",
		Limit: "People are matched by e-mail address, which is a guess: addresses are shared, reused and misspelt, and whoever has none or another one is not matched.",
		Told:  r.Totals.Told.Email, Of: r.Totals.Users,
	}
	for _, p := range r.People {
		if p.Mismatch {
			f.People = append(f.People, p)
		}
	}
	f.Total = int64(len(f.People))
	return f
}

func (l *rule) find(intakes []*Intake, now time.Time) Finding {
	f := Finding{ID: l.id, Title: l.title, Limit: l.limit}
	for _, in := range intakes {
		for i := range in.rows {
			u := User{in, int32(i)}
			if !l.concerns(u) {
				continue
			}
			f.Of++
			if !l.told(u) {
				continue
			}
			f.Told++
			if l.found(u, now) {
				f.Users = append(f.Users, u)
			}
		}
	}
	f.Total = int64(len(f.Users))
	l.sort(f.Users)
	return f
}

// sort puts admins first.
func (l *rule) sort(users []User) {
	if l.oldest == nil {
		sortUsers(users)
	} else {
		slices.SortStableFunc(users, func(a, b User) int { return cmp.Compare(l.oldest(a.row()), l.oldest(b.row())) })
	}
	slices.SortStableFunc(users, func(a, b User) int {
		switch x, y := a.Admin(), b.Admin(); {
		case x == y:
			return 0
		case x:
			return -1
		}
		return 1
	})
}
