package report

import (
	"sync"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// Intake takes what is read of one account. Each list that was begun must be [Intake.Ended]: until then it counts as one that
// was not read.
type Intake struct {
	name, connector string
	redact          func(string) string

	mu          sync.Mutex
	description *connectorv1.Description
	login       *connectorv1.Authentication
	failure     error // before any list
	lists       map[connectorv1.ResourceKind]*list

	// Users by their place, and their places by id: what comes again replaces what was there, as the contract has it.
	rows   []row
	places map[string]int32

	roles     []role
	roleAt    map[string]int32
	groups    []group
	groupAt   map[string]int32
	scopes    index[string]
	grants    index[grant]
	grantSets index[string]
	groupSets index[string]

	// What follows is made at the end: which sets of grants make an admin, and byGroup, the grants that users hold through
	// groups, where groups tell their members and roles.
	adminSets     []bool
	tellsLastSeen bool
	byGroup       map[int32][]int32
}

// grant is that someone holds a role, where, and through what.
type grant struct {
	role, scope, via int32 // scope, via: notTold where there is none
	origin           iamv1.AssignmentOrigin
}

// Describe takes what the connector says of itself.
func (in *Intake) Describe(d *connectorv1.Description) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.description = d
}

// Authenticated takes what the account's credentials opened.
func (in *Intake) Authenticated(a *connectorv1.Authentication) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.login = a
}

// Failed takes the error after which nothing of the account was read.
func (in *Intake) Failed(err error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.failure = err
}

// Ended takes how a list ended: a receipt, or an error.
func (in *Intake) Ended(kind connectorv1.ResourceKind, receipt *connectorv1.Receipt, err error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	l := in.list(kind)
	l.ended, l.receipt, l.err = true, receipt, err
}

// Users is where the account's users go.
func (in *Intake) Users() connector.Sink[*iamv1.User] {
	return sink(in, connectorv1.ResourceKind_RESOURCE_KIND_USER, in.addUser)
}

// Roles is where its roles go.
func (in *Intake) Roles() connector.Sink[*iamv1.Role] {
	return sink(in, connectorv1.ResourceKind_RESOURCE_KIND_ROLE, in.addRole)
}

// Groups is where its groups go.
func (in *Intake) Groups() connector.Sink[*iamv1.Group] {
	return sink(in, connectorv1.ResourceKind_RESOURCE_KIND_GROUP, in.addGroup)
}

// sink takes pages of one list. Lists of an account may run at the same time.
func sink[T connector.Item](in *Intake, kind connectorv1.ResourceKind, add func(T)) connector.Sink[T] {
	return connector.SinkFuncs[T]{OnPage: func(p connector.Page[T]) error {
		in.mu.Lock()
		defer in.mu.Unlock()
		l := in.list(kind)
		for _, item := range p.Items {
			add(item)
			l.warn(item.GetSource().GetWarnings())
		}
		l.page(len(p.Items), p.Info)
		return nil
	}}
}

func (in *Intake) list(kind connectorv1.ResourceKind) *list {
	l := in.lists[kind]
	if l == nil {
		if in.lists == nil {
			in.lists = map[connectorv1.ResourceKind]*list{}
		}
		l = &list{}
		in.lists[kind] = l
	}
	return l
}
