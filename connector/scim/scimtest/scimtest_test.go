package scimtest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"testing"

	"go.uber.org/goleak"

	"github.com/trellis-iam/trellis/connector/scim/scimtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// answer is what a request got.
type answer struct {
	status                                 int
	TotalResults, StartIndex, ItemsPerPage int
	Resources                              []struct {
		ID       string
		UserName string
		Active   any
		Groups   []any
		Members  []any
	}
	Detail, ScimType string
	header           http.Header
}

func get(t *testing.T, s *scimtest.Server, path string, query url.Values) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+path+"?"+query.Encode(), http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+s.APIKey)
	response, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := answer{status: response.StatusCode, header: response.Header}
	if len(body) > 0 {
		if err := json.Unmarshal(body, &a); err != nil {
			t.Fatalf("%v: %s", err, body)
		}
	}
	return a
}

func start(t *testing.T, config scimtest.Config) *scimtest.Server {
	t.Helper()
	s, err := scimtest.NewServer(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func TestPages(t *testing.T) {
	s := start(t, scimtest.Config{Users: 250})
	a := get(t, s, "/Users", url.Values{"startIndex": {"201"}, "count": {"100"}})
	if a.status != 200 || a.TotalResults != 250 || a.StartIndex != 201 || a.ItemsPerPage != 50 || len(a.Resources) != 50 ||
		a.Resources[0].UserName != "user200@example.com" || a.header.Get("Content-Type") != "application/scim+json" {
		t.Errorf("%+v", a)
	}
	if a := get(t, s, "/Users", url.Values{"startIndex": {"0"}, "count": {"0"}}); a.TotalResults != 250 || len(a.Resources) != 0 {
		t.Errorf("count 0: %+v", a)
	}
	one := get(t, s, "/Users/"+a.Resources[0].ID, nil)
	if one.status != 200 {
		t.Errorf("%+v", one)
	}
	for _, path := range []string{"/Users/" + a.Resources[0].ID + "x", "/Users/-1", "/Nothing", "/scim/v2/Users"} {
		if a := get(t, s, path, nil); a.status != 404 || a.Detail == "" {
			t.Errorf("%s: %+v", path, a)
		}
	}
}

func TestFilters(t *testing.T) {
	s := start(t, scimtest.Config{Users: 100})
	for filter, n := range map[string]int{
		`userName eq "USER7@example.com"`: 1, `emails eq "user7@example.com"`: 1, `EMAILS.value EQ "private3@example.org"`: 1,
		`active eq true or active eq false`: 100, `active eq true and active eq false`: 0, `( active eq true or active eq false )`: 100,
		`userName eq "user7@example.com" or userName eq "user8@example.com" and active eq "no"`:   1,
		`(userName eq "user7@example.com" or userName eq "user8@example.com") and active eq "no"`: 0,
		`userName eq "a\"b"`: 0,
	} {
		if a := get(t, s, "/Users", url.Values{"filter": {filter}}); a.status != 200 || a.TotalResults != n {
			t.Errorf("%s: %d with %d, want %d", filter, a.status, a.TotalResults, n)
		}
	}
	for _, filter := range []string{
		`userName`, `userName eq`, `userName eq "a`, `userName co "a"`, `title eq "x"`, `(active eq true`, `active eq true)`, `active eq true and`,
		`userName eq true`, `active eq true active eq false`, `"`,
	} {
		if a := get(t, s, "/Users", url.Values{"filter": {filter}}); a.status != 400 || a.ScimType != "invalidFilter" {
			t.Errorf("%s: %+v", filter, a)
		}
	}
}

func TestSwitches(t *testing.T) {
	past := url.Values{"startIndex": {"1000"}}
	for name, c := range map[string]struct {
		config scimtest.Config
		path   string
		query  url.Values
		check  func(answer) bool
	}{
		"204":           {scimtest.Config{NoContent: true}, "/Users", past, func(a answer) bool { return a.status == 204 }},
		"cap":           {scimtest.Config{MaxCount: 7}, "/Users", nil, func(a answer) bool { return len(a.Resources) == 7 && a.TotalResults == 50 }},
		"short":         {scimtest.Config{ShortEvery: 1}, "/Users", nil, func(a answer) bool { return len(a.Resources) == 50 }},
		"hidden":        {scimtest.Config{HideEvery: 10}, "/Users", nil, func(a answer) bool { return len(a.Resources) == 45 && a.TotalResults == 50 }},
		"growing":       {scimtest.Config{GrowEvery: 1}, "/Users", nil, func(a answer) bool { return a.TotalResults == 51 }},
		"ignores":       {scimtest.Config{IgnoreStart: true}, "/Users", past, func(a answer) bool { return len(a.Resources) == 50 && a.StartIndex == 1 }},
		"ignores, lies": {scimtest.Config{IgnoreStart: true, SayStart: true}, "/Users", past, func(a answer) bool { return a.StartIndex == 1000 }},
		"no totals":     {scimtest.Config{NoTotal: true, NoStart: true}, "/Users", nil, func(a answer) bool { return a.TotalResults == 0 && len(a.Resources) == 50 }},
		"text":          {scimtest.Config{ActiveText: true}, "/Users", nil, func(a answer) bool { return a.Resources[0].Active == "True" }},
		"discovery":     {scimtest.Config{Discovery: 403}, "/ServiceProviderConfig", nil, func(a answer) bool { return a.status == 403 }},
		"discovered":    {scimtest.Config{}, "/ResourceTypes", nil, func(a answer) bool { return a.TotalResults == 2 }},
		"groups":        {scimtest.Config{}, "/Groups", nil, func(a answer) bool { return len(a.Resources) == 1 && len(a.Resources[0].Members) == 50 }},
		"no groups":     {scimtest.Config{NoGroups: true}, "/Groups", nil, func(a answer) bool { return a.status == 404 }},
		"no filter":     {scimtest.Config{NoFilter: true}, "/Users", url.Values{"filter": {"active eq true"}}, func(a answer) bool { return a.status == 400 }},
		"ignored":       {scimtest.Config{IgnoreFilter: true}, "/Users", url.Values{"filter": {"active eq 5"}}, func(a answer) bool { return len(a.Resources) == 50 }},
		"Lattice":       {scimtest.Config{Lattice: true}, "/scim/v2/Users", nil, func(a answer) bool { return len(a.Resources) == 50 && len(a.Resources[0].Groups) == 0 }},
		"its discovery": {scimtest.Config{Lattice: true}, "/scim/v2/ServiceProviderConfig", nil, func(a answer) bool { return a.status == 404 }},
	} {
		t.Run(name, func(t *testing.T) {
			c.config.Users = 50
			if a := get(t, start(t, c.config), c.path, c.query); !c.check(a) {
				t.Errorf("%+v", a)
			}
		})
	}
	for _, config := range []scimtest.Config{{Users: -1}, {MaxCount: -1}, {Discovery: 200}} {
		if s, err := scimtest.NewServer(config); err == nil {
			s.Close()
			t.Errorf("%+v is taken", config)
		}
	}
}
