package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
)

// What is wrong with an account is found before anything is sent: the error names the field, and the vendor sees nothing.
func TestConfigurationFaults(t *testing.T) {
	server, account := standIn(t, latticetest.Config{Users: 5})
	ca, secret := account[3:5], account[5:7]
	at := func(url string) []string { return []string{"--operator", "base_url=" + url} }
	keyOf := func(text string) []string {
		path := filepath.Join(t.TempDir(), "key")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return []string{"--secret", "api_key=file:" + path}
	}
	right := at(server.URL)
	for name, tt := range map[string]struct {
		url, secret, more []string
		stderr            []string
	}{
		"no key":                         {right, nil, nil, []string{"credentials.api_key", "is missing"}},
		"an empty key":                   {right, keyOf(""), nil, []string{"api_key", "is empty"}},
		"an empty line for a key":        {right, keyOf("\n"), nil, []string{"api_key", "is empty"}},
		"a key with a newline":           {right, keyOf("lattice-key-0123\n456789abcdef\n"), nil, []string{"credentials.api_key", "line break"}},
		"a key with a space":             {right, keyOf("lattice-key-0123 456789abcdef\n"), nil, []string{"credentials.api_key"}},
		"a key of another name":          {right, []string{"--secret", "token=" + strings.TrimPrefix(secret[1], "api_key=")}, nil, []string{"credentials.token", "is unknown"}},
		"an unknown setting":             {right, secret, []string{"--set", "subdomain=acme"}, []string{"settings.subdomain", "is unknown"}},
		"an operator key as a setting":   {nil, secret, []string{"--set", "base_url=" + server.URL}, []string{"settings.base_url", "operator"}},
		"another operator key":           {right, secret, []string{"--set", "ca_pem=x"}, []string{"settings.ca_pem", "operator"}},
		"the key as a setting":           {right, nil, []string{"--set", "api_key=0123456789abcdef"}, []string{"settings.api_key", "secret"}},
		"an unknown operator key":        {right, secret, []string{"--operator", "proxy=x"}, []string{"operator.proxy", "is unknown"}},
		"an unknown region":              {right, secret, []string{"--set", "region=moon"}, []string{"settings.region", "us or emea"}},
		"a base URL with http":           {at(strings.Replace(server.URL, "https", "http", 1)), secret, nil, []string{"operator.base_url", "https"}},
		"a base URL without host":        {at("https://"), secret, nil, []string{"operator.base_url", "host"}},
		"a base URL that is a path":      {at("/v1"), secret, nil, []string{"operator.base_url", "host"}},
		"a base URL with a key":          {at("https://me:hush-hush-hush@127.0.0.1"), secret, nil, []string{"operator.base_url"}},
		"an auth method that is no such": {right, secret, []string{"--auth-method", "oauth"}, []string{"auth_method_id", "api_key"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, command := range []string{"users", "groups", "roles", "authenticate"} {
				args := slices.Concat([]string{command, "lattice"}, ca, tt.url, tt.secret, tt.more)
				r := trellis(t, args...).want(t, 2, tt.stderr...)
				if r.stdout != "" {
					t.Errorf("stdout: %s", r.stdout)
				}
				for _, secret := range []string{server.APIKey, "456789abcdef", "0123456789abcdef", "hush"} {
					if strings.Contains(r.stderr, secret) {
						t.Errorf("stderr holds %q:\n%s", secret, r.stderr)
					}
				}
			}
			if n := server.Requests(); n != 0 {
				t.Errorf("%d requests", n)
			}
		})
	}
	// The same flags without the fault do work.
	trellis(t, slices.Concat([]string{"users", "lattice"}, ca, right, secret)...).want(t, 0)
}

// Names of departments cost one listing of them, in a list that goes on as in a whole one.
func TestExpand(t *testing.T) {
	server, account := standIn(t, latticetest.Config{Users: 1000, Departments: 120})
	list := append(listOf(account), "--expand", "groups")
	whole := trellis(t, list...).want(t, 0).lines(t)
	if by := server.RequestsByPath(); len(whole) != 1000 || by["/v1/users"] != 10 || by["/v1/departments"] != 2 || len(by) != 2 {
		t.Errorf("%d users, requests %v", len(whole), by)
	}
	named := 0
	for _, user := range whole {
		if strings.Count(string(user), `"name":`) >= 4 { // the user's, the role's, the department's and the group's
			named++
		}
	}
	if named < 900 {
		t.Errorf("only %d users have a department with a name", named)
	}
	if err := server.SetRules(latticetest.Rule{Path: latticeFaults.users, From: 5, Kind: "status", Status: 403}); err != nil {
		t.Fatal(err)
	}
	first := trellis(t, list...).want(t, 4, "partial: 400 users")
	if err := server.SetRules(); err != nil {
		t.Fatal(err)
	}
	server.ResetCounts()
	rest := trellis(t, append(list, first.goOn(t)...)...).want(t, 0)
	if by := server.RequestsByPath(); by["/v1/users"] != 6 || by["/v1/departments"] != 2 {
		t.Errorf("requests %v", by)
	}
	got := first.lines(t)
	for id, user := range rest.lines(t) {
		if got[id] != nil {
			t.Errorf("%s comes twice", id)
		}
		got[id] = user
	}
	for id, user := range whole {
		if string(got[id]) != string(user) {
			t.Errorf("%s, want %s", got[id], user)
		}
	}
	// The token is of the expanded list.
	trellis(t, append(listOf(account), first.goOn(t)...)...).want(t, 2, "BAD_PAGE_TOKEN")

	if err := server.SetRules(latticetest.Rule{Path: "/v1/departments", Kind: "status", Status: 403}); err != nil {
		t.Fatal(err)
	}
	if r := trellis(t, list...).want(t, 3, "PERMISSION_MISSING", "departments"); r.stdout != "" {
		t.Errorf("users came without what was asked for: %.300s", r.stdout)
	}
	trellis(t, listOf(account)...).want(t, 0)
}
