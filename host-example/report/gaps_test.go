package report

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// What was not read, and what is not sure, is said; and an account's state follows from its lists.
func TestGaps(t *testing.T) {
	limited := &connector.Error{Reason: connector.RateLimited, Message: "still limited", Suggestion: "wait"}
	for _, tt := range []struct {
		name  string
		read  func(*Intake)
		state State
		want  []string
	}{
		{"all", func(in *Intake) {
			feed(t, in.Users(), user("1", "", isEnabled, holding(editorRole)))
			in.Ended(userKind, whole, nil)
		}, Complete, nil},
		{"failed at once", func(in *Intake) { in.Ended(userKind, nil, limited) }, Failed, []string{"missing list_failed of users"}},
		{"failed later", func(in *Intake) {
			feed(t, in.Users(), user("1", "", isEnabled, holding(editorRole)))
			in.Ended(userKind, nil, limited)
		}, Partial, []string{"missing partial_list of users"}},
		{"never ended", func(in *Intake) { feed(t, in.Users(), user("1", "", isEnabled, holding())) }, Partial,
			[]string{"missing partial_list of users"}},
		{"no users to read", func(in *Intake) { in.Ended(userKind, nil, connector.Errorf(connector.ReasonUnsupported, "no")) }, Failed,
			[]string{"missing unsupported of users"}},
		{"doubts", func(in *Intake) {
			feed(t, in.Users(), user("1", "", isEnabled, holding(editorRole), func(u *iamv1.User) {
				u.Source = &iamv1.Source{Warnings: []*iamv1.Warning{{Path: "$.email", Reason: "number where a string is expected"}}}
			}))
			err := in.Users().Page(connector.Page[*iamv1.User]{Info: &connectorv1.PageInfo{Rejected: []*connectorv1.RejectedItem{{Reason: "no id"}}}})
			if err != nil {
				t.Fatal(err)
			}
			in.Ended(userKind, &connectorv1.Receipt{
				End: connectorv1.End_END_EXHAUSTED, DriftObserved: true, Visibility: connectorv1.Visibility_VISIBILITY_PARTIAL,
			}, nil)
			in.Authenticated(&connectorv1.Authentication{
				Environment: connectorv1.Environment_ENVIRONMENT_SANDBOX,
				Warnings:    []*connectorv1.AccountWarning{{Code: "EXPIRES_SOON", Message: "tomorrow"}},
			})
		}, Complete, []string{
			"doubt drift of users", "doubt rejected of users", "doubt warnings of users", "doubt visibility_partial of users",
			"note sandbox", "note account_warning",
		}},
		{"visibility that nobody knows", func(in *Intake) {
			in.Ended(userKind, &connectorv1.Receipt{End: connectorv1.End_END_EXHAUSTED}, nil)
		}, Complete, []string{"doubt visibility_unknown of users"}},
		{"roles of which it is not told what they are", func(in *Intake) {
			feed(t, in.Users(), user("1", "", isEnabled, holding(editorRole, &iamv1.RoleRef{Id: "r9"})))
			in.Ended(userKind, whole, nil)
		}, Complete, []string{"doubt role_types_not_told"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBuilder()
			in := b.Account("acme", "made-up")
			in.Describe(describe("Vineyard", userKind))
			tt.read(in)
			r := b.Report()
			got := slices.DeleteFunc(gapsOf(r), func(s string) bool { // the connector lists users alone
				return s == "note unsupported of roles" || s == "note unsupported of groups"
			})
			if !slices.Equal(tt.want, got) {
				t.Errorf("%q, want %q", got, tt.want)
			}
			if r.Accounts[0].State != tt.state || r.Complete != (tt.state == Complete) {
				t.Errorf("state %s, complete %v", r.Accounts[0].State, r.Complete)
			}
		})
	}
}

// An error is told with its reason and what to do, without secrets.
func TestErrorsInGaps(t *testing.T) {
	b := NewBuilder(Options{Now: now, Redact: func(s string) string { return strings.ReplaceAll(s, "hunter2", "REDACTED") }})
	b.Account("one", "x").Failed(&connector.Error{Reason: connector.CredentialsRejected, Message: "hunter2 was refused", Suggestion: "not hunter2"})
	b.Account("two", "x").Failed(connector.Errorf(connector.UpstreamUnavailable, "down"))
	b.Account("three", "x").Failed(errors.New("something else"))
	want := []Gap{
		{Account: "one", Weight: "missing", What: "account_failed", Reason: "CREDENTIALS_REJECTED", Message: "REDACTED was refused", ToDo: "not REDACTED"},
		{Account: "two", Weight: "missing", What: "account_failed", Reason: "UPSTREAM_UNAVAILABLE", Message: "down", ToDo: "make the report again later"},
		{Account: "three", Weight: "missing", What: "account_failed", Message: "something else"},
	}
	if d := cmp.Diff(want, b.Report().Gaps); d != "" {
		t.Error(d)
	}
}

// Every reason of the contract that an account can meet has something to do about it.
func TestToDo(t *testing.T) {
	for number, name := range connectorv1.ErrorReason_name {
		reason := connector.Reason(strings.TrimPrefix(name, "ERROR_REASON_"))
		switch reason {
		case connector.NotFound, connector.BadPageToken, connector.ReasonUnsupported: // of questions that a report does not ask
			continue
		}
		if number != 0 && toDo[reason] == "" {
			t.Errorf("nobody says what to do about %s", reason)
		}
	}
}

// However many different warnings there are, few are told, the most frequent ones, and all are counted.
func TestManyWarnings(t *testing.T) {
	b := newBuilder()
	in := b.Account("acme", "made-up")
	in.Describe(describe("Vineyard", userKind))
	for i := range 200 {
		path := "$.often"
		if i%2 == 1 {
			path = "$.field" + strings.Repeat("x", i)
		}
		feed(t, in.Users(), user(strings.Repeat("u", i+1), "", isEnabled, func(u *iamv1.User) {
			u.Source = &iamv1.Source{Warnings: []*iamv1.Warning{{Path: path, Reason: "odd"}}}
		}))
	}
	in.Ended(userKind, whole, nil)
	r := b.Report()
	i := slices.IndexFunc(r.Gaps, func(g Gap) bool { return g.What == "warnings" })
	if g := r.Gaps[i]; g.Count != 200 || !strings.Contains(string(g.Message), "; 100 times $.often: odd;") || !strings.HasSuffix(string(g.Message), "; and others") {
		t.Errorf("%+v", g)
	}
}
