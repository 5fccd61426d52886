package report

import (
	"cmp"
	"slices"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// role is what is known of a role, from the list of roles and from what users and groups say of it.
type role struct {
	id, name string
	kind     iamv1.RoleType
	source   string // the vendor's value behind kind
	derived  bool
}

// group is what is known of a group, likewise.
type group struct {
	id, name string
	kind     iamv1.GroupType
	source   string
	members  int64    // notTold where the group does not say who is in it
	holders  []string // its members by id, kept only where it gives them roles
	grants   []int32
}

func (in *Intake) addUser(u *iamv1.User) {
	r := newRow(u)
	if a := u.GetRoles(); a != nil {
		r.roles = in.grantSets.number(setOf(in.grantsOf(a)))
	}
	if g := u.GetGroups(); g != nil {
		var set []int32
		for _, m := range g.GetValues() {
			set = append(set, in.groupOf(m.GetGroup()))
		}
		slices.Sort(set)
		r.groups = in.groupSets.number(setOf(slices.Compact(set)))
	}
	if in.places == nil {
		in.places = map[string]int32{}
	}
	place, again := in.places[r.id()]
	if again {
		in.rows[place] = r
		return
	}
	in.places[r.id()] = int32(len(in.rows))
	in.rows = append(in.rows, r)
}

// grantsOf are the numbers of grants, each once.
func (in *Intake) grantsOf(a *iamv1.RoleAssignments) []int32 {
	var numbers []int32
	for _, v := range a.GetValues() {
		g := grant{role: in.roleOf(v.GetRole()), scope: notTold, via: notTold, origin: v.GetOrigin()}
		if s := v.GetScope(); s != nil {
			g.scope = in.scopes.number(clip(cmp.Or(s.GetName(), s.GetId(), s.GetType()), maxText))
		}
		if v.GetViaGroup() != nil {
			g.via = in.groupOf(v.GetViaGroup())
		}
		numbers = append(numbers, in.grants.number(g))
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

func (in *Intake) addRole(r *iamv1.Role) {
	n := in.roleOf(&iamv1.RoleRef{Id: r.GetId(), Name: r.GetName(), Type: r.GetType(), TypeSourceValue: r.GetTypeSourceValue()})
	in.roles[n].derived = r.GetDerived()
}

func (in *Intake) addGroup(g *iamv1.Group) {
	n := in.groupOf(&iamv1.GroupRef{Id: g.GetId(), Name: g.GetName(), Type: g.GetType(), TypeSourceValue: g.GetTypeSourceValue()})
	grants := in.grantsOf(g.GetRoles()) // which may meet further groups
	known := &in.groups[n]
	known.grants, known.members, known.holders = grants, int64(notTold), nil
	if g.GetMembers() != nil {
		known.members = int64(len(g.GetMembers().GetUserIds()))
	}
	if len(grants) > 0 {
		known.holders = g.GetMembers().GetUserIds()
	}
}

// roleOf is a role's number. What is known of it grows with each time that it is met: the list has what references lack.
func (in *Intake) roleOf(r *iamv1.RoleRef) int32 {
	key := cmp.Or(r.GetId(), "\x00"+r.GetName())
	n, there := in.roleAt[key]
	if !there {
		if in.roleAt == nil {
			in.roleAt = map[string]int32{}
		}
		n = int32(len(in.roles))
		in.roleAt[key] = n
		in.roles = append(in.roles, role{id: clip(r.GetId(), maxID)})
	}
	known := &in.roles[n]
	known.name = cmp.Or(known.name, clip(r.GetName(), maxText))
	known.kind = cmp.Or(known.kind, r.GetType())
	known.source = cmp.Or(known.source, clip(r.GetTypeSourceValue(), maxText))
	return n
}

// groupOf is a group's number, likewise.
func (in *Intake) groupOf(g *iamv1.GroupRef) int32 {
	key := cmp.Or(g.GetId(), "\x00"+g.GetName())
	n, there := in.groupAt[key]
	if !there {
		if in.groupAt == nil {
			in.groupAt = map[string]int32{}
		}
		n = int32(len(in.groups))
		in.groupAt[key] = n
		in.groups = append(in.groups, group{id: clip(g.GetId(), maxID), members: int64(notTold)})
	}
	known := &in.groups[n]
	known.name = cmp.Or(known.name, clip(g.GetName(), maxText))
	known.kind = cmp.Or(known.kind, g.GetType())
	known.source = cmp.Or(known.source, clip(g.GetTypeSourceValue(), maxText))
	return n
}
