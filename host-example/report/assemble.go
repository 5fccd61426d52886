package report

import (
	"cmp"
	"slices"
	"time"
)

// Report is what there is to say about all that was taken. The builder and its intakes are done with: the report refers to
// what they hold.
func (b *Builder) Report() *Report {
	b.mu.Lock()
	defer b.mu.Unlock()
	r := &Report{
		Shape: Shape, GeneratedAt: b.options.Now.UTC().Truncate(time.Second), Generator: b.options.Generator, Complete: true,
		Accounts: []*Account{}, Connectors: []Connector{}, Roles: []Role{}, Groups: []Group{}, Admins: []User{}, Gaps: []Gap{},
	}
	for _, in := range b.intakes {
		in.mu.Lock()
		defer in.mu.Unlock()
		in.joinGroups()
		in.findAdmins()
		a := in.account()
		r.add(a)
		holders, members := in.tallies()
		r.Roles = append(r.Roles, in.roleList(holders)...)
		r.Groups = append(r.Groups, in.groupList(members)...)
		r.Admins = append(r.Admins, in.admins()...)
		r.Gaps = append(r.Gaps, in.gaps(a)...)
	}
	sortRoles(r.Roles)
	sortGroups(r.Groups)
	sortUsers(r.Admins)
	r.People, r.Totals.Emails = people(b.intakes)
	r.Totals.People = int64(len(r.People))
	r.Findings = findings(b.intakes, r, b.options.Now)
	slices.SortStableFunc(r.Gaps, func(x, y Gap) int { return cmp.Compare(weights[x.Weight], weights[y.Weight]) })
	return r
}

// add adds an account and its counts.
func (r *Report) add(a *Account) {
	r.Accounts = append(r.Accounts, a)
	t := &r.Totals
	t.Accounts++
	switch a.State {
	case Complete:
		t.AccountsComplete++
	case Partial:
		t.AccountsPartial++
	default:
		t.AccountsFailed++
	}
	r.Complete = r.Complete && a.State == Complete
	t.add(a.Counts)
	if a.State != Failed && !a.AdminsTold {
		t.AdminsNotTold++
	}

	i := slices.IndexFunc(r.Connectors, func(c Connector) bool { return c.Name == a.Connector })
	if i < 0 {
		i = len(r.Connectors)
		r.Connectors = append(r.Connectors, Connector{Name: a.Connector})
	}
	r.Connectors[i].Accounts++
	if a.State != Failed {
		r.Connectors[i].Read++
	}
	r.Connectors[i].add(a.Counts)
}

func (c *Counts) add(d Counts) {
	mixed := c.Users > 0 && d.Users > 0 && c.AdminsTold != d.AdminsTold
	c.AdminsAtLeast = c.AdminsAtLeast || d.AdminsAtLeast || mixed
	c.AdminsTold = c.AdminsTold || d.AdminsTold
	c.Users += d.Users
	c.Admins += d.Admins
	s, t := &c.ByStatus, &c.Told
	for _, sum := range []struct {
		to   *int64
		more int64
	}{
		{&s.Enabled, d.ByStatus.Enabled},
		{&s.Disabled, d.ByStatus.Disabled},
		{&s.Pending, d.ByStatus.Pending},
		{&s.Unmapped, d.ByStatus.Unmapped},
		{&s.NotTold, d.ByStatus.NotTold},
		{&t.Status, d.Told.Status},
		{&t.Email, d.Told.Email},
		{&t.Roles, d.Told.Roles},
		{&t.Groups, d.Told.Groups},
		{&t.AccountType, d.Told.AccountType},
		{&t.MultiFactor, d.Told.MultiFactor},
		{&t.LastSeen, d.Told.LastSeen},
		{&t.Created, d.Told.Created},
	} {
		*sum.to += sum.more
	}
}
