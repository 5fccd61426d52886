package conformance

import (
	"context"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// Where edges stand.
const (
	onUser  = connectorv1.EdgeLocation_EDGE_LOCATION_USER
	onGroup = connectorv1.EdgeLocation_EDGE_LOCATION_GROUP
)

func modelEdges(ctx context.Context, t *trial) {
	roleEdges, groupEdges := roles(), groups()
	filled := map[*kind]map[connectorv1.EdgeLocation]int{roleEdges: {}, groupEdges: {}}
	some := map[connectorv1.EdgeLocation]bool{}
	t.eachItem(ctx, func(_ *kind, one item) {
		switch one := one.(type) {
		case *iamv1.User:
			some[onUser] = true
			if one.Manager != nil && proto.Size(one.GetManager()) == 0 || one.Department != nil && proto.Size(one.GetDepartment()) == 0 {
				t.failf("user %s: a manager or department that is set and empty", one.GetId())
			}
			for i, a := range one.GetRoles().GetValues() {
				filled[roleEdges][onUser]++
				if a.GetRole().GetId() == "" && a.GetRole().GetName() == "" {
					t.failf("user %s: roles[%d] has no role", one.GetId(), i)
				}
			}
			for i, m := range one.GetGroups().GetValues() {
				filled[groupEdges][onUser]++
				if m.GetGroup().GetId() == "" && m.GetGroup().GetName() == "" {
					t.failf("user %s: groups[%d] has no group", one.GetId(), i)
				}
			}
		case *iamv1.Group:
			some[onGroup] = true
			filled[roleEdges][onGroup] += len(one.GetRoles().GetValues())
			filled[groupEdges][onGroup] += len(one.GetMembers().GetUserIds())
		}
	})
	for k, at := range filled {
		where := t.resource(k).GetEdges()
		switch {
		case t.resource(k) == nil:
		case where != onUser && where != onGroup:
			if n := at[onUser] + at[onGroup]; n > 0 {
				t.failf("%s: %d edges came, and Describe says that they are at %v", k.name, n, where)
			}
		case at[elsewhere(where)] > 0 && !t.declaresEdges(k, elsewhere(where)):
			t.failf("%s: %d edges are at %v, and Describe says that they are at %v", k.name, at[elsewhere(where)], elsewhere(where), where)
		case at[where] == 0 && some[where]:
			t.failf("%s: no edge is where Describe says that they are, %v: %d are on users, %d on groups", k.name, where, at[onUser], at[onGroup])
		}
	}
}

// declaresEdges reports whether the coverage of the resource at a place has the edges of a kind. Those that Describe does not
// point at are then a copy, which hosts leave aside: SCIM, for one, tells groups of users that are not the whole of it.
func (t *trial) declaresEdges(k *kind, where connectorv1.EdgeLocation) bool {
	at, field := users(), k.name // User.roles, User.groups
	if where == onGroup {
		at = groups()
		if k.name == groups().name {
			field = "members"
		}
	}
	return slices.ContainsFunc(t.resource(at).GetCoverage(), func(c *connectorv1.FieldCoverage) bool {
		return c.GetField() == field || strings.HasPrefix(c.GetField(), field+".")
	})
}

// elsewhere is the other place.
func elsewhere(e connectorv1.EdgeLocation) connectorv1.EdgeLocation {
	if e == onUser {
		return onGroup
	}
	return onUser
}

// references are the references of an item to items of a kind, by id, with where they stand.
func references(one item, to *kind) (refs []reference) {
	add := func(at, id, name string, kindOfIt int32) {
		if id != "" {
			refs = append(refs, reference{at, id, name, kindOfIt})
		}
	}
	role := func(at string, a *iamv1.RoleAssignment) {
		add(at, a.GetRole().GetId(), a.GetRole().GetName(), int32(a.GetRole().GetType()))
	}
	group := func(at string, g *iamv1.GroupRef) { add(at, g.GetId(), g.GetName(), int32(g.GetType())) }
	u, _ := one.(*iamv1.User)
	g, _ := one.(*iamv1.Group)
	switch to.name {
	case users().name:
		add("manager", u.GetManager().GetId(), u.GetManager().GetName(), 0)
		for _, id := range g.GetMembers().GetUserIds() {
			add("members", id, "", 0)
		}
	case roles().name:
		for _, a := range u.GetRoles().GetValues() {
			role("roles", a)
		}
		for _, a := range g.GetRoles().GetValues() {
			role("roles", a)
		}
	case groups().name:
		group("department", u.GetDepartment())
		group("parent", g.GetParent())
		for _, m := range u.GetGroups().GetValues() {
			group("groups", m.GetGroup())
		}
		for _, a := range u.GetRoles().GetValues() {
			group("roles.via_group", a.GetViaGroup())
		}
	}
	return refs
}

// reference is one of an item, with what it says of what it refers to; type 0 is not said.
type reference struct {
	at, id, name string
	kindOfIt     int32
}

// targets are the items of a kind that references must lead to; nil where not all of them are seen.
func (t *trial) targets(ctx context.Context, to *kind) map[string]item {
	for k := range t.lists(ctx) {
		if k.name != to.name {
			continue
		}
		s := t.whole(ctx, k)
		r := s.receipt()
		if r.GetVisibility() == connectorv1.Visibility_VISIBILITY_PARTIAL || r.GetRejected() > 0 ||
			r.GetEnd() != connectorv1.End_END_EXHAUSTED {
			return nil
		}
		return byID(s.items())
	}
	return nil
}

func modelReferences(ctx context.Context, t *trial) {
	tried := false
	for _, to := range kinds() {
		there := t.targets(ctx, to)
		if there == nil {
			continue
		}
		t.eachItem(ctx, func(k *kind, one item) {
			for _, r := range references(one, to) {
				tried = true
				// A department need not be a group that can be listed.
				if there[r.id] == nil && r.at != "department" {
					t.failf("%s %s: %s refers to %q, which is none of the %s", k.name, one.GetId(), r.at, r.id, to.name)
				}
			}
		})
	}
	if !tried {
		t.doesNotApply("no item refers to another one of which all are seen")
	}
}

func modelReferenceNames(ctx context.Context, t *trial) {
	for _, to := range []*kind{roles(), groups()} { // how vendors call a manager is often not how they call the user
		there := map[string]item{}
		for k := range t.lists(ctx) {
			if k.name == to.name {
				there = byID(t.everything(ctx, k).items())
			}
		}
		t.eachItem(ctx, func(k *kind, one item) {
			for _, r := range references(one, to) {
				name, kindOfIt := saidOf(there[r.id])
				if name != "" && r.name != "" && name != r.name || kindOfIt != 0 && r.kindOfIt != 0 && kindOfIt != r.kindOfIt {
					t.failf("%s %s: %s calls %q %q, of type %d; it calls itself %q, of type %d",
						k.name, one.GetId(), r.at, r.id, r.name, r.kindOfIt, name, kindOfIt)
				}
			}
		})
	}
}

// saidOf is what an item says of itself that references repeat.
func saidOf(one item) (name string, kindOfIt int32) {
	switch one := one.(type) {
	case *iamv1.Role:
		return one.GetName(), int32(one.GetType())
	case *iamv1.Group:
		return one.GetName(), int32(one.GetType())
	}
	return "", 0
}
