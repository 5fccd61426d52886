package sample_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/coverage"
	"github.com/trellis-iam/trellis/connector/sample"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

func account(settings map[string]string) *connectorv1.Account {
	return &connectorv1.Account{Id: "a", Settings: settings, Credentials: map[string]string{"token": sample.Token}}
}

// read runs one stream of a list through the contract's checks and returns its items.
func read[T connector.Item](
	t *testing.T, list func(context.Context, connector.ListRequest, connector.Sink[T]) (*connectorv1.Receipt, error),
	req connector.ListRequest,
) (items []T, tokens []string, receipt *connectorv1.Receipt) {
	t.Helper()
	receipt, err := list(t.Context(), req, connector.SinkFuncs[T]{OnPage: func(p connector.Page[T]) error {
		items = append(items, p.Items...)
		tokens = append(tokens, p.Info.GetNextPageToken())
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	return items, tokens, receipt
}

func TestCoverageIsTrue(t *testing.T) {
	c := connector.Checked(sample.New())
	d, err := c.Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	req := connector.ListRequest{Account: account(nil)}
	users, _, receipt := read(t, c.ListUsers, req)
	roles, _, _ := read(t, c.ListRoles, req)
	groups, _, _ := read(t, c.ListGroups, req)
	if len(users) != 25 || receipt.GetVisibility() != connectorv1.Visibility_VISIBILITY_FULL {
		t.Errorf("%d users, receipt %v", len(users), receipt)
	}
	for i, diff := range []coverage.Difference{
		coverage.Compare(d.GetResources()[0].GetCoverage(), users),
		coverage.Compare(d.GetResources()[1].GetCoverage(), roles),
		coverage.Compare(d.GetResources()[2].GetCoverage(), groups),
	} {
		if !diff.None() {
			t.Errorf("%v: %+v", d.GetResources()[i].GetKind(), diff)
		}
	}
}

func TestEveryTokenResumesAndEveryItemCanBeRead(t *testing.T) {
	c := connector.Checked(sample.New())
	a := account(map[string]string{"users": "23"})
	all, tokens, _ := read(t, c.ListUsers, connector.ListRequest{Account: a, Options: &connectorv1.ListOptions{PageSize: 5, Raw: true}})
	for i, token := range tokens[:4] {
		rest, _, _ := read(t, c.ListUsers, connector.ListRequest{
			Account: a, Options: &connectorv1.ListOptions{PageSize: 5, Raw: true, PageToken: token},
		})
		if len(rest) != 23-5*(i+1) || rest[0].GetId() != strconv.Itoa(5*(i+1)+1) {
			t.Errorf("after page %d: %d users from %s on", i+1, len(rest), rest[0].GetId())
		}
	}
	for _, u := range all {
		one, err := c.GetUser(t.Context(), connector.GetRequest{Account: a, ID: u.GetId(), Options: &connectorv1.GetOptions{Raw: true}})
		if err != nil || one.String() != u.String() || len(one.GetSource().GetRaw()) == 0 {
			t.Errorf("user %s: %v, %v", u.GetId(), one, err)
		}
	}
	if _, err := c.GetUser(t.Context(), connector.GetRequest{Account: a, ID: "24"}); !errors.Is(err, connector.NotFound) {
		t.Errorf("a user that is not there: %v", err)
	}
}

func TestMembersAreAllOrNone(t *testing.T) {
	c := connector.Checked(sample.New())
	for users, want := range map[string]int{"0": 0, "23": 23, "1000000": -1} {
		groups, _, _ := read(t, c.ListGroups, connector.ListRequest{Account: account(map[string]string{"users": users})})
		unread := slices.ContainsFunc(groups, func(g *iamv1.Group) bool { return g.GetMembers() == nil })
		n := 0
		for _, g := range groups {
			n += len(g.GetMembers().GetUserIds())
		}
		if unread != (want < 0) || !unread && n != want {
			t.Errorf("%s users: %d members, unread %t", users, n, unread)
		}
	}
}

func TestConfigurationAndCredentials(t *testing.T) {
	c := connector.Checked(sample.New())
	for _, tc := range []struct {
		settings map[string]string
		token    string
		want     connector.Reason
	}{
		{nil, "another-token", connector.CredentialsRejected},
		{map[string]string{"users": "1000001"}, sample.Token, connector.InvalidConfig},
		{map[string]string{"users": "-1"}, sample.Token, connector.InvalidConfig},
		{map[string]string{"delay": "slow"}, sample.Token, connector.InvalidConfig},
		{map[string]string{"delay": "2h"}, sample.Token, connector.InvalidConfig},
	} {
		a := account(tc.settings)
		a.Credentials["token"] = tc.token
		if _, err := c.Authenticate(t.Context(), a); !errors.Is(err, tc.want) {
			t.Errorf("%v: %v, want %s", tc, err, tc.want)
		}
	}
	auth, err := c.Authenticate(t.Context(), account(nil))
	if err != nil || auth.GetIdentity().GetName() == "" || len(auth.GetResources()) != 3 {
		t.Errorf("got %v, %v", auth, err)
	}
}

func TestSlowPagesShowSignsOfLife(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		progress, start := 0, time.Now()
		sink := connector.SinkFuncs[*iamv1.Role]{OnProgress: func(*connectorv1.Progress) error { progress++; return nil }}
		req := connector.ListRequest{Account: account(map[string]string{"delay": "12s"})}
		if _, err := sample.New().ListRoles(t.Context(), req, sink); err != nil {
			t.Fatal(err)
		}
		if progress != 2 || time.Since(start) != 12*time.Second {
			t.Errorf("%d signs of life in %v", progress, time.Since(start))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := sample.New().ListRoles(ctx, req, sink); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a cancelled list: %v", err)
		}
	})
}
