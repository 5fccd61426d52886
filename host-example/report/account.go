package report

import (
	"cmp"
	"errors"
	"slices"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// kinds are the lists of an account, in the order in which a report has them.
var kinds = []struct {
	kind connectorv1.ResourceKind
	name string
}{
	{connectorv1.ResourceKind_RESOURCE_KIND_USER, "users"},
	{connectorv1.ResourceKind_RESOURCE_KIND_ROLE, "roles"},
	{connectorv1.ResourceKind_RESOURCE_KIND_GROUP, "groups"},
}

// account is how the account was read, and its counts.
func (in *Intake) account() *Account {
	a := &Account{
		Name: Text(in.name), Connector: Text(in.connector), Application: Text(clip(in.description.GetTitle(), maxText)),
		Workspace:   Text(clip(cmp.Or(in.login.GetWorkspace().GetName(), in.login.GetWorkspace().GetId()), maxText)),
		Environment: valueName(in.login.GetEnvironment().String(), "ENVIRONMENT_"),
		Lists:       []List{}, Counts: in.counts(),
	}
	for _, k := range kinds {
		l := in.list(k.kind)
		a.Lists = append(a.Lists, List{
			Resource: k.name, State: in.stateOf(k.kind, l), Items: l.items, Rejected: l.rejected, Warned: l.warned,
			Visibility: visibilityOf(l.receipt), Drift: l.receipt.GetDriftObserved(),
		})
	}
	a.State = stateOfAll(a.Lists)
	unknown, tells := in.unknownRoles(), in.tellsHolders()
	a.AdminsTold = tells && (unknown < len(in.roles) || unknown == 0)
	a.AdminsAtLeast = a.AdminsTold && (unknown > 0 || a.Told.Roles < a.Users || a.State != Complete)
	if in.groupsTellMembers(a.Lists[2].State) {
		a.Told.Groups = a.Users
	}
	return a
}

// stateOf is how far a list was read. A list that nobody began, for want of an account, has failed.
func (in *Intake) stateOf(kind connectorv1.ResourceKind, l *list) State {
	switch {
	case in.failure != nil:
		return Failed
	case in.description != nil && !in.Offers(kind), errors.Is(l.err, connector.ReasonUnsupported) && l.items == 0:
		return Unsupported
	case l.ended && l.err == nil && l.receipt.GetEnd() == connectorv1.End_END_EXHAUSTED:
		return Complete
	case l.items > 0 || l.receipt != nil:
		return Partial
	}
	return Failed
}

// stateOfAll is how far an account was read, given its lists. Without its users it has failed, whatever else came.
func stateOfAll(lists []List) State {
	state := Complete
	for _, l := range lists {
		switch {
		case l.Resource == "users" && (l.State == Failed || l.State == Unsupported):
			return Failed
		case l.State == Failed || l.State == Partial:
			state = Partial
		}
	}
	return state
}

func visibilityOf(r *connectorv1.Receipt) string {
	switch {
	case r == nil:
		return ""
	case r.GetVisibility() == connectorv1.Visibility_VISIBILITY_UNSPECIFIED:
		return "unknown"
	}
	return valueName(r.GetVisibility().String(), "VISIBILITY_")
}

// unknownRoles counts the roles of which it is not told what they amount to.
func (in *Intake) unknownRoles() (n int) {
	for _, r := range in.roles {
		switch r.kind {
		case iamv1.RoleType_ROLE_TYPE_UNSPECIFIED, iamv1.RoleType_ROLE_TYPE_UNMAPPED:
			n++
		}
	}
	return n
}

// groupsTellMembers reports whether all groups are there and each says who is in it, so that it is known of every user.
func (in *Intake) groupsTellMembers(state State) bool {
	return state == Complete && in.resource(connectorv1.ResourceKind_RESOURCE_KIND_GROUP).GetEdges() == connectorv1.EdgeLocation_EDGE_LOCATION_GROUP &&
		!slices.ContainsFunc(in.groups, func(g group) bool { return g.members == int64(notTold) })
}

// tellsHolders reports whether anything says who holds roles.
func (in *Intake) tellsHolders() bool {
	if len(in.byGroup) > 0 {
		return true
	}
	for i := range in.rows {
		if in.rows[i].roles != notTold {
			return true
		}
	}
	return false
}

// counts are how many users there are, and of how many each fact was told.
func (in *Intake) counts() Counts {
	c := Counts{Users: int64(len(in.rows))}
	count := func(to *int64, told bool) {
		if told {
			*to++
		}
	}
	for i := range in.rows {
		r := &in.rows[i]
		*c.ByStatus.of(r.status)++
		count(&c.Admins, in.admin(int32(i)))
		count(&c.Told.Status, r.status != iamv1.UserStatus_USER_STATUS_UNSPECIFIED)
		count(&c.Told.Email, r.email() != "")
		count(&c.Told.Roles, r.roles != notTold)
		count(&c.Told.Groups, r.groups != notTold)
		count(&c.Told.AccountType, r.kind == iamv1.AccountType_ACCOUNT_TYPE_HUMAN || r.kind == iamv1.AccountType_ACCOUNT_TYPE_SERVICE)
		count(&c.Told.MultiFactor, r.multiFactor != silent)
		count(&c.Told.LastSeen, r.seenAt != never)
		count(&c.Told.Created, r.madeAt != never)
	}
	return c
}

// of is the count of a status.
func (s *Statuses) of(status iamv1.UserStatus) *int64 {
	switch status {
	case iamv1.UserStatus_USER_STATUS_ENABLED:
		return &s.Enabled
	case iamv1.UserStatus_USER_STATUS_DISABLED:
		return &s.Disabled
	case iamv1.UserStatus_USER_STATUS_PENDING:
		return &s.Pending
	case iamv1.UserStatus_USER_STATUS_UNSPECIFIED:
		return &s.NotTold
	}
	return &s.Unmapped
}
