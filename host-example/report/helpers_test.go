package report

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// now is when the reports of these tests are made.
var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func newBuilder() *Builder { return NewBuilder(Options{Now: now, Generator: "trellis test"}) }

const (
	userKind  = connectorv1.ResourceKind_RESOURCE_KIND_USER
	roleKind  = connectorv1.ResourceKind_RESOURCE_KIND_ROLE
	groupKind = connectorv1.ResourceKind_RESOURCE_KIND_GROUP

	isEnabled  = iamv1.UserStatus_USER_STATUS_ENABLED
	isDisabled = iamv1.UserStatus_USER_STATUS_DISABLED
	isPending  = iamv1.UserStatus_USER_STATUS_PENDING
)

// describe is a connector that lists the kinds given.
func describe(title string, kinds ...connectorv1.ResourceKind) *connectorv1.Description {
	d := &connectorv1.Description{Title: title}
	for _, k := range kinds {
		d.Resources = append(d.Resources, &connectorv1.Resource{
			Kind: k, Operations: []connectorv1.Operation{connectorv1.Operation_OPERATION_LIST},
		})
	}
	return d
}

var whole = &connectorv1.Receipt{
	End: connectorv1.End_END_EXHAUSTED, Visibility: connectorv1.Visibility_VISIBILITY_FULL,
}

func feed[T connector.Item](t testing.TB, to connector.Sink[T], items ...T) {
	t.Helper()
	if err := to.Page(connector.Page[T]{Items: items}); err != nil {
		t.Fatal(err)
	}
}

// user makes a user of whom only this much is told; what else there is, is set by the functions.
func user(id, email string, status iamv1.UserStatus, more ...func(*iamv1.User)) *iamv1.User {
	u := &iamv1.User{Id: id, Name: "Name of " + id, PrimaryEmail: email, Status: status}
	for _, f := range more {
		f(u)
	}
	return u
}

func holding(roles ...*iamv1.RoleRef) func(*iamv1.User) {
	return func(u *iamv1.User) {
		u.Roles = &iamv1.RoleAssignments{}
		for _, r := range roles {
			u.Roles.Values = append(u.Roles.Values, &iamv1.RoleAssignment{
				Role: r, Origin: iamv1.AssignmentOrigin_ASSIGNMENT_ORIGIN_DIRECT,
			})
		}
	}
}

func multiFactorIs(set bool) func(*iamv1.User) {
	return func(u *iamv1.User) { u.MultiFactorEnabled = &set }
}

func seen(daysAgo int) func(*iamv1.User) {
	return func(u *iamv1.User) { u.LastLoginAt = timestamppb.New(now.AddDate(0, 0, -daysAgo)) }
}

func created(daysAgo int) func(*iamv1.User) {
	return func(u *iamv1.User) { u.CreatedAt = timestamppb.New(now.AddDate(0, 0, -daysAgo)) }
}

func typed(id, name string, kind iamv1.RoleType) *iamv1.RoleRef {
	return &iamv1.RoleRef{Id: id, Name: name, Type: kind}
}

var (
	adminRole  = typed("r1", "Owner", iamv1.RoleType_ROLE_TYPE_ADMIN)
	editorRole = typed("r2", "Editor", iamv1.RoleType_ROLE_TYPE_EDITOR)
)

// oneOf is a report of a single account with these users, all of them.
func oneOf(t testing.TB, users ...*iamv1.User) *Report {
	t.Helper()
	b := newBuilder()
	account(t, b, "acme", users...)
	return b.Report()
}

// account adds an account with these users, all of them.
func account(t testing.TB, b *Builder, name string, users ...*iamv1.User) *Intake {
	t.Helper()
	in := b.Account(name, "made-up")
	in.Describe(describe("Vineyard", userKind))
	feed(t, in.Users(), users...)
	in.Ended(userKind, whole, nil)
	return in
}

func (r *Report) finding(t testing.TB, id string) Finding {
	t.Helper()
	for _, f := range r.Findings {
		if f.ID == id {
			return f
		}
	}
	t.Fatalf("there is no finding %s", id)
	return Finding{}
}

func ids(users []User) string {
	var b strings.Builder
	for _, u := range users {
		fmt.Fprintf(&b, "%s/%s ", u.Account(), u.ID())
	}
	return b.String()
}

// gapsOf are the kinds of gaps of a report, in its order.
func gapsOf(r *Report) (all []string) {
	for _, g := range r.Gaps {
		what := g.Weight + " " + g.What
		if len(g.Resources) > 0 {
			what += " of " + strings.Join(g.Resources, ", ")
		}
		all = append(all, what)
	}
	return all
}
