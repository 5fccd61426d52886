package report

import (
	"cmp"
	"slices"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// tallies count users by role and by group, over what users say of themselves and what groups give them.
func (in *Intake) tallies() (holders, members []int64) {
	holders, members = make([]int64, len(in.roles)), make([]int64, len(in.groups))
	var held []int32
	for i := range in.rows {
		held = held[:0]
		for _, n := range in.held(int32(i)) {
			held = append(held, in.grants.all[n].role)
		}
		slices.Sort(held) // a role may be held in several places
		for _, n := range slices.Compact(held) {
			holders[n]++
		}
		if set := in.rows[i].groups; set != notTold {
			for _, n := range numbersOf(in.groupSets.all[set]) {
				members[n]++
			}
		}
	}
	return holders, members
}

// roleList is the roles, and how many hold them.
func (in *Intake) roleList(holders []int64) []Role {
	var list []Role
	told := in.tellsHolders()
	for n, r := range in.roles {
		role := Role{
			Account: Text(in.name), ID: Text(r.id), Name: Text(r.name),
			Type: valueName(r.kind.String(), "ROLE_TYPE_"), Derived: r.derived,
		}
		if told {
			role.Users = &holders[n]
		}
		list = append(list, role)
	}
	return list
}

// sortRoles puts those of admins first, then those that most hold.
func sortRoles(list []Role) {
	isAdmin := func(r Role) int {
		if r.Type == "admin" {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b Role) int {
		return cmp.Or(cmp.Compare(isAdmin(a), isAdmin(b)), most(a.Users, b.Users), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
}

// groupList is the groups, and how many are in them: as groups say, or as users do.
func (in *Intake) groupList(members []int64) []Group {
	var list []Group
	told := slices.ContainsFunc(in.rows, func(r row) bool { return r.groups != notTold })
	for n, g := range in.groups {
		group := Group{
			Account: Text(in.name), ID: Text(g.id), Name: Text(g.name), Type: valueName(g.kind.String(), "GROUP_TYPE_"),
		}
		switch {
		case g.members != int64(notTold):
			group.Users = &g.members
		case told:
			group.Users = &members[n]
		}
		list = append(list, group)
	}
	return list
}

// sortGroups puts those first that most are in.
func sortGroups(list []Group) {
	slices.SortStableFunc(list, func(a, b Group) int {
		return cmp.Or(most(a.Users, b.Users), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
}

// most compares counts so that the highest comes first and those that are not told last.
func most(a, b *int64) int {
	value := func(n *int64) int64 {
		if n == nil {
			return -1
		}
		return *n
	}
	return cmp.Compare(value(b), value(a))
}

// admins are the users with a role of type admin.
func (in *Intake) admins() []User {
	var list []User
	for i := range in.rows {
		if in.admin(int32(i)) {
			list = append(list, User{in, int32(i)})
		}
	}
	return list
}

// sortUsers puts those first who can sign in, then goes by name.
func sortUsers(list []User) {
	rank := func(u User) int {
		switch u.row().status {
		case iamv1.UserStatus_USER_STATUS_ENABLED:
			return 0
		case iamv1.UserStatus_USER_STATUS_DISABLED:
			return 2
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b User) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.row().name(), b.row().name()), cmp.Compare(a.row().id(), b.row().id()))
	})
}
