package collection_test

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// schemes are the ways in which requests show a key.
var schemes = map[string]struct {
	ours   rest.Scheme
	theirs resttest.Scheme
}{
	"bearer":              {},
	"header":              {rest.InHeader("x-api-key", ""), resttest.Scheme{Header: "X-Api-Key"}},
	"header and prefix":   {rest.InHeader("Authorization", "Token "), resttest.Scheme{Header: "Authorization", Prefix: "Token "}},
	"user and key":        {rest.Basic("email"), resttest.Scheme{Basic: true, User: "ada@example.com"}},
	"the key is the user": {rest.Basic(""), resttest.Scheme{Basic: true}},
}

func of(name string) application {
	a := pagings["cursor"]
	a.me, a.scheme, a.shown = "/v1/me", schemes[name].ours, schemes[name].theirs
	return a
}

// A key is shown as the vendor wants it, and Authenticate says whose it is and what it opens; tokens go on with another key.
func TestSchemes(t *testing.T) {
	for name := range schemes {
		t.Run(name, func(t *testing.T) {
			a := of(name)
			s, account := a.start(t, 25)
			c := a.connector(t)
			auth, err := c.Authenticate(t.Context(), account)
			if err != nil {
				t.Fatal(err)
			}
			if auth.GetIdentity().GetId() == "" || auth.GetIdentity().GetName() == "" || len(auth.GetResources()) != 2 {
				t.Errorf("%v", auth)
			}
			for _, r := range auth.GetResources() {
				if r.GetAvailability() != connectorv1.Availability_AVAILABILITY_AVAILABLE || r.GetReason() != "" {
					t.Errorf("%v", r)
				}
			}
			first, err := list(t, c, account, &connectorv1.ListOptions{PageSize: 10, PageLimit: 1})
			if err != nil {
				t.Fatal(err)
			}
			const rotated = "rotated-key-9876543210"
			if err := s.Configure(func(c resttest.Config) { c.Common().APIKey = rotated }); err != nil {
				t.Fatal(err)
			}
			_, err = c.Authenticate(t.Context(), account)
			if !errors.Is(err, connector.CredentialsRejected) {
				t.Errorf("the old key: %v", err)
			}
			account = proto.CloneOf(account)
			account.Credentials["api_key"] = rotated
			rest, err := list(t, c, account, &connectorv1.ListOptions{PageSize: 10, PageToken: first.tokens[0]})
			if err != nil || len(first.ids)+len(rest.ids) != 25 {
				t.Errorf("%d and %d users: %v", len(first.ids), len(rest.ids), err)
			}
		})
	}
}

// A vendor that says the key back, in whatever form it got it, is not repeated.
func TestNoErrorHasTheKey(t *testing.T) {
	for name := range schemes {
		a := of(name)
		s, account := a.start(t, 1)
		pair := base64.StdEncoding.EncodeToString([]byte(a.shown.User + ":" + key))
		alone := base64.StdEncoding.EncodeToString([]byte(key + ":"))
		said := `{"error":{"code":"no","message":"got ` + key + ` and ` + pair + ` and ` + alone + `"}}`
		if err := s.SetRules(resttest.Rule{Kind: "status", Status: 400, Body: said}); err != nil {
			t.Fatal(err)
		}
		_, err := a.connector(t).Authenticate(t.Context(), account)
		e, ok := errors.AsType[*connector.Error](err)
		if !ok || e.UpstreamExcerpt == "" {
			t.Fatalf("%s: %v", name, err)
		}
		for _, never := range []string{key, key[4:14], pair[len(pair)-20 : len(pair)-4], alone[:16]} {
			if strings.Contains(e.UpstreamExcerpt+e.Error(), never) {
				t.Errorf("%s: %q holds %q", name, e.UpstreamExcerpt, never)
			}
		}
	}
}

// What no header can carry is INVALID_CONFIG, and nothing is sent.
func TestSchemesRefuseWhatTheyCannotCarry(t *testing.T) {
	for name, c := range map[string]struct {
		scheme string
		change func(*connectorv1.Account)
		at     string
	}{
		"a key with a space":     {"header", func(a *connectorv1.Account) { a.Credentials["api_key"] = "two words 123" }, "credentials.api_key"},
		"a key with a colon":     {"the key is the user", func(a *connectorv1.Account) { a.Credentials["api_key"] = "user:password" }, "credentials.api_key"},
		"a user with a colon":    {"user and key", func(a *connectorv1.Account) { a.Settings["email"] = "a:b" }, "settings.email"},
		"no user":                {"user and key", func(a *connectorv1.Account) { a.Settings = nil }, "settings.email"},
		"a user where none goes": {"bearer", func(a *connectorv1.Account) { a.Settings = map[string]string{"email": "x"} }, "settings.email"},
	} {
		a := of(c.scheme)
		s, account := a.start(t, 1)
		c.change(account)
		_, err := a.connector(t).Authenticate(t.Context(), account)
		e, ok := errors.AsType[*connector.Error](err)
		if !ok || e.Reason != connector.InvalidConfig || e.Path != c.at || s.Requests() != 0 {
			t.Errorf("%s: %v at %q, %d requests", name, err, e.Path, s.Requests())
		}
	}
	a := of("user and key") // a password may hold what a token may not
	s, account := a.start(t, 1)
	const password = "pass: wörd 1"
	if err := s.Configure(func(c resttest.Config) { c.Common().APIKey = password }); err != nil {
		t.Fatal(err)
	}
	account.Credentials["api_key"] = password
	if _, err := a.connector(t).Authenticate(t.Context(), account); err != nil {
		t.Error(err)
	}
}

// What only a later request is refused is the account's lack, and not the key's.
func TestAuthenticateTellsWhatCannotBeRead(t *testing.T) {
	for status, want := range map[int]connectorv1.Availability{
		403: connectorv1.Availability_AVAILABILITY_UNAVAILABLE, 404: connectorv1.Availability_AVAILABILITY_UNKNOWN,
	} {
		a := of("bearer")
		s, account := a.start(t, 1)
		if err := s.SetRules(resttest.Rule{Path: "/v1/roles", Kind: "status", Status: status}); err != nil {
			t.Fatal(err)
		}
		auth, err := a.connector(t).Authenticate(t.Context(), account)
		if err != nil {
			t.Fatal(err)
		}
		users, roles := auth.GetResources()[0], auth.GetResources()[1]
		if users.GetAvailability() != connectorv1.Availability_AVAILABILITY_AVAILABLE || roles.GetAvailability() != want || roles.GetReason() == "" {
			t.Errorf("%d: %v", status, auth.GetResources())
		}
		if err := s.SetRules(resttest.Rule{Kind: "status", Status: 403}); err != nil {
			t.Fatal(err)
		}
		if _, err := a.connector(t).Authenticate(t.Context(), account); !errors.Is(err, connector.PermissionMissing) {
			t.Errorf("everything refused: %v", err)
		}
	}
}
