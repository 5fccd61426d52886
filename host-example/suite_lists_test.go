package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/coverage"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

func listsAreWhole(t *testing.T, s *suite) {
	if len(s.users.all) != suiteUsers {
		t.Errorf("%d users, want %d", len(s.users.all), suiteUsers)
	}
	listIsWhole(t, s.users)
	listIsWhole(t, s.roles)
	listIsWhole(t, s.groups)
}

// listIsWhole: a receipt that agrees with what came, each item once, the same in small pages as in large ones.
func listIsWhole[T connector.Item](t *testing.T, k kind[T]) {
	t.Helper()
	if k.resource() == nil {
		return
	}
	got := k.run(t, &connectorv1.ListOptions{PageSize: k.of.app.pageSize})
	if got.err != nil {
		t.Errorf("%s: %v", k.name, got.err)
		return
	}
	wantSame(t, k.name, got.items, k.all)
	r := got.receipt
	if r.GetEnd() != connectorv1.End_END_EXHAUSTED || r.GetItems() != int64(len(got.items)) || r.GetRejected() != 0 ||
		r.GetNextPageToken() != "" || len(r.GetListingId()) < 16 || r.GetListingStartedAt() == nil || r.GetDriftObserved() {
		t.Errorf("%s: receipt %v for %d items", k.name, r, len(got.items))
	}
	for _, p := range got.pages {
		if len(p.Items) > int(k.of.app.pageSize) && k.resource().GetDefaultPageSize() > 0 {
			t.Errorf("%s: a page of %d items", k.name, len(p.Items))
		}
		k.of.wantNoSecret(t, p.Info)
		for _, item := range p.Items {
			k.of.wantNoSecret(t, item)
		}
	}
}

func listsGoOn(t *testing.T, s *suite) {
	listGoesOn(t, s.users)
	listGoesOn(t, s.roles)
	listGoesOn(t, s.groups)
}

// listGoesOn: from each token on comes exactly what came after it, under the same listing.
func listGoesOn[T connector.Item](t *testing.T, k kind[T]) {
	t.Helper()
	if k.resource() == nil {
		return
	}
	o := &connectorv1.ListOptions{PageSize: k.of.app.pageSize}
	whole := k.run(t, o)
	if k.name == "users" && len(whole.tokens()) < 2 {
		t.Errorf("%d users, and %d tokens", len(whole.items), len(whole.tokens()))
	}
	var before []T
	for _, p := range whole.pages {
		before = append(before, p.Items...)
		token := p.Info.GetNextPageToken()
		if token == "" {
			continue
		}
		rest := k.run(t, &connectorv1.ListOptions{PageSize: k.of.app.pageSize, PageToken: token})
		if rest.err != nil {
			t.Errorf("%s: %v", k.name, rest.err)
			continue
		}
		wantSame(t, k.name+" in two parts", slices.Concat(before, rest.items), k.all)
		if rest.receipt.GetListingId() != whole.receipt.GetListingId() ||
			!rest.receipt.GetListingStartedAt().AsTime().Equal(whole.receipt.GetListingStartedAt().AsTime()) {
			t.Errorf("%s: another listing: %v, %v", k.name, rest.receipt, whole.receipt)
		}
	}
}

func pageLimits(t *testing.T, s *suite) {
	o := &connectorv1.ListOptions{PageSize: s.app.pageSize, PageLimit: 2}
	var got []*iamv1.User
	for range suiteUsers {
		part := s.users.run(t, o)
		if part.err != nil {
			t.Fatal(part.err)
		}
		got = append(got, part.items...)
		if part.receipt.GetEnd() == connectorv1.End_END_EXHAUSTED {
			wantSame(t, "users in parts", got, s.users.all)
			return
		}
		if o.PageToken = part.receipt.GetNextPageToken(); o.GetPageToken() == "" || len(part.pages) != 2 {
			t.Fatalf("%d pages, %v", len(part.pages), part.receipt)
		}
	}
	t.Error("the list does not end")
}

func rawIsAskedFor(t *testing.T, s *suite) {
	raw := s.users.run(t, &connectorv1.ListOptions{Raw: true})
	if raw.err != nil {
		t.Fatal(raw.err)
	}
	for _, u := range raw.items {
		if b := u.GetSource().GetRaw(); len(b) > 0 && (!json.Valid(b) || bytes.TrimSpace(b)[0] != '{') {
			t.Errorf("raw is no object: %s", b)
		} else if len(b) == 0 && s.remote() {
			t.Errorf("%s has no raw", u.GetId())
		}
		if u.GetSource() != nil {
			u.Source.Raw = nil
			if proto.Size(u.GetSource()) == 0 {
				u.Source = nil
			}
		}
	}
	wantSame(t, "users with raw", raw.items, s.users.all)
	for _, u := range s.users.all {
		if u.GetSource().GetRaw() != nil {
			t.Errorf("%s has raw, which nobody asked for", u.GetId())
		}
	}
}

// remote reports whether there is a vendor, whose JSON raw would be.
func (s *suite) remote() bool { return s.at.account.GetOperator() != nil }

func filtersSelect(t *testing.T, s *suite) {
	const nobody = `no"body\@example.com`
	statuses := map[string]iamv1.UserStatus{
		"enabled": iamv1.UserStatus_USER_STATUS_ENABLED, "disabled": iamv1.UserStatus_USER_STATUS_DISABLED,
		"pending": iamv1.UserStatus_USER_STATUS_PENDING,
	}
	for _, f := range s.users.resource().GetFilters() {
		matches := map[string]func(*iamv1.User) bool{}
		switch f.GetName() {
		case "status":
			for _, c := range f.GetChoices() {
				matches[c.GetValue()] = func(u *iamv1.User) bool { return u.GetStatus() == statuses[c.GetValue()] }
			}
		case "primary_email", "email":
			some := s.users.all[len(s.users.all)/2].GetPrimaryEmail()
			matches[some] = func(u *iamv1.User) bool { return u.GetPrimaryEmail() == some }
			matches[nobody] = func(*iamv1.User) bool { return false }
		case "username":
			some := s.users.all[len(s.users.all)/2].GetUsername()
			matches[some] = func(u *iamv1.User) bool { return u.GetUsername() == some }
		default:
			t.Errorf("the suite does not know the filter %s", f.GetName())
		}
		for value, match := range matches {
			got := s.users.run(t, &connectorv1.ListOptions{Filters: []*connectorv1.Filter{{Name: f.GetName(), Values: []string{value}}}})
			if got.err != nil {
				t.Errorf("%s=%s: %v", f.GetName(), value, got.err)
				continue
			}
			want := slices.DeleteFunc(slices.Clone(s.users.all), func(u *iamv1.User) bool { return !match(u) })
			if found := len(want) > 0; found == (value == nobody) || len(want) == len(s.users.all) {
				t.Errorf("%s=%s selects %d of %d users, which proves nothing", f.GetName(), value, len(want), len(s.users.all))
			}
			wantSame(t, f.GetName()+"="+value, got.items, want)
		}
	}
}

func foreignTokens(t *testing.T, s *suite) {
	o := &connectorv1.ListOptions{PageSize: s.app.pageSize}
	tokens := s.users.run(t, o).tokens()
	if len(tokens) == 0 {
		t.Fatal("no tokens")
	}
	other := proto.CloneOf(s.at.account)
	other.Id = "somebody-else"
	for what, try := range map[string]func() error{
		"another account":   func() error { return s.users.runAs(t.Context(), other, with(o, tokens[0])).err },
		"another page size": func() error { return s.users.run(t, with(&connectorv1.ListOptions{PageSize: 7}, tokens[0])).err },
		"raw": func() error {
			return s.users.run(t, with(&connectorv1.ListOptions{PageSize: s.app.pageSize, Raw: true}, tokens[0])).err
		},
		"a damaged token":    func() error { return s.users.run(t, with(o, tokens[0][:len(tokens[0])-4])).err },
		"nonsense":           func() error { return s.users.run(t, with(o, "nonsense")).err },
		"a token with a URL": func() error { return s.users.run(t, with(o, "https://elsewhere.example/")).err },
	} {
		s.wantReason(t, what, try(), connector.BadPageToken)
	}
	// A rotated credential goes on from the token. The vendor may refuse this one, and the connector must not.
	rotated := proto.CloneOf(s.at.account)
	for field, value := range rotated.GetCredentials() {
		rotated.Credentials[field] = value[:9] + "-of-the-next-quarter"
	}
	err := s.users.runAs(t.Context(), rotated, with(o, tokens[0])).err
	if s.remote() {
		s.wantReason(t, "a rotated credential", err, connector.CredentialsRejected)
	} else if err != nil {
		t.Error(err)
	}
}

func with(o *connectorv1.ListOptions, token string) *connectorv1.ListOptions {
	o = proto.CloneOf(o)
	o.PageToken = token
	return o
}

func coverageIsTrue(t *testing.T, s *suite) {
	everything := func(r *connectorv1.Resource) *connectorv1.ListOptions {
		o := &connectorv1.ListOptions{}
		for _, e := range r.GetExpands() {
			o.Expand = append(o.Expand, e.GetName())
		}
		return o
	}
	coverageOf(t, s.users, everything)
	coverageOf(t, s.roles, everything)
	coverageOf(t, s.groups, everything)
}

// coverageOf compares what is declared with what comes through the wall.
func coverageOf[T connector.Item](t *testing.T, k kind[T], options func(*connectorv1.Resource) *connectorv1.ListOptions) {
	t.Helper()
	r := k.resource()
	if r == nil {
		return
	}
	got := k.run(t, options(r))
	if got.err != nil {
		t.Errorf("%s: %v", k.name, got.err)
		return
	}
	if d := coverage.Compare(r.GetCoverage(), got.items); !d.None() {
		t.Errorf("%s: %+v", k.name, d)
	}
}

// cancelled: the caller's end is the list's, with the caller's own error.
func cancelled(t *testing.T, s *suite) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	start := time.Now()
	_, err := s.ListUsers(ctx, connector.ListRequest{Account: s.at.account, Options: &connectorv1.ListOptions{PageSize: s.app.pageSize}},
		connector.SinkFuncs[*iamv1.User]{OnPage: func(connector.Page[*iamv1.User]) error {
			cancel()
			<-ctx.Done()
			return nil
		}})
	if !errors.Is(err, context.Canceled) || time.Since(start) > patience {
		t.Errorf("%v after %v", err, time.Since(start))
	}
	enough := errors.New("enough")
	_, err = s.ListUsers(t.Context(), connector.ListRequest{Account: s.at.account}, connector.SinkFuncs[*iamv1.User]{
		OnPage: func(connector.Page[*iamv1.User]) error { return enough },
	})
	if !errors.Is(err, enough) {
		t.Errorf("the receiver's own error comes back as %v", err)
	}
}
