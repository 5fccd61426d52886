package latticetest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
)

// ask sends a request as it is given, and returns status and body.
func ask(t *testing.T, c *http.Client, method, url, key, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+key)
	response, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	b, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(b) {
		t.Errorf("%s %s: not JSON: %s", method, url, b)
	}
	return response.StatusCode, string(b)
}

func TestControl(t *testing.T) {
	s, c := start(t, latticetest.Config{Users: 250})
	patch := func(body string, want int, has ...string) {
		t.Helper()
		status, text := ask(t, c, http.MethodPatch, s.URL+latticetest.ControlPath+"/config", s.ControlKey, body)
		if status != want {
			t.Errorf("%s: %d, want %d: %s", body, status, want, text)
		}
		for _, h := range has {
			if !strings.Contains(text, h) {
				t.Errorf("%s: %s lacks %s", body, text, h)
			}
		}
	}
	patch(`{"users": 3, "last_cursor": "present", "relative_urls": true, "delay": "1ms", "window": "3s", "records": {"1": "{\"id\":\"odd\"}"}}`,
		http.StatusOK, `"users": 3`, `"last_cursor": "present"`, `"delay": "1ms"`)
	if a := get(t, c, s, "/v1/users?status=null"); len(a.Page.Data) != 3 || a.Page.Data[1].ID != "odd" || a.Page.EndingCursor == nil ||
		strings.Contains(a.Body, s.URL) {
		t.Errorf("%s", a.Body)
	}
	// What makes no sense changes nothing.
	for _, body := range []string{
		`{"users":-1}`, `{"users":1,"last_cursor":"odd"}`, `{"bad_limit":301}`, `{"bad_cursor":301}`, `{"departments":10000001}`,
	} {
		patch(body, http.StatusBadRequest, `"error"`)
	}
	patch(`{}`, http.StatusOK, `"users": 3`)
}

// The two regions of Lattice: a key of one is a wrong key at the other, which keeps what it was sent.
func TestRegions(t *testing.T) {
	us, c := start(t, latticetest.Config{Users: 1, Settings: latticetest.Settings{APIKey: "key-of-us-0123456789"}})
	emea, d := start(t, latticetest.Config{Users: 1, Settings: latticetest.Settings{APIKey: "key-of-emea-0123456789"}})
	for _, tt := range []struct {
		c    *http.Client
		s    *latticetest.Server
		key  string
		want int
	}{{c, us, us.APIKey, 200}, {c, us, emea.APIKey, 401}, {d, emea, emea.APIKey, 200}, {d, emea, us.APIKey, 401}} {
		if status, _ := ask(t, tt.c, "GET", tt.s.URL+"/v1/me", tt.key, ""); status != tt.want {
			t.Errorf("%s at %s: %d", tt.key, tt.s.URL, status)
		}
	}
	if got := emea.WrongAuthorizations(); len(got) != 1 || got[0] != "Bearer key-of-us-0123456789" {
		t.Errorf("%q", got)
	}
}

func TestBadParameters(t *testing.T) {
	for _, tt := range []struct {
		config latticetest.Config
		query  string
		status int
		size   int
	}{
		{latticetest.Config{}, "limit=0", 400, 0},
		{latticetest.Config{BadLimit: 422}, "limit=0", 422, 0},
		{latticetest.Config{BadLimit: 422}, "limit=1000", 422, 0},
		{latticetest.Config{BadLimit: 200}, "limit=0", 200, 1},
		{latticetest.Config{BadLimit: 200}, "limit=1000", 200, 100},
		{latticetest.Config{BadLimit: 200}, "limit=abc", 200, 10},
		{latticetest.Config{}, "startingAfter=x", 400, 0},
		{latticetest.Config{BadCursor: 410}, "startingAfter=x", 410, 0},
	} {
		tt.config.Users = 150
		s, c := start(t, tt.config)
		if a := get(t, c, s, "/v1/users?status=null&"+tt.query); a.Status != tt.status || len(a.Page.Data) != tt.size {
			t.Errorf("%s with %+v: %d, %d users", tt.query, tt.config, a.Status, len(a.Page.Data))
		}
	}
}

func TestAllNull(t *testing.T) {
	s, c := start(t, latticetest.Config{Users: 3, AllNull: true})
	a := get(t, c, s, "/v1/users?status=null")
	for _, member := range []string{"name", "title", "manager", "department", "timezone", "startDate", "birthDate", "externalUserId", "createdAt"} {
		if n := strings.Count(a.Body, `"`+member+`":null`); n != 3 {
			t.Errorf("%s is null in %d of 3 records", member, n)
		}
	}
	if id := a.Page.Data[2].ID; !strings.Contains(get(t, c, s, "/v1/user/"+id+"/customAttributes").Body, `"name":"Cost center"`) {
		t.Error("no custom attributes")
	}
}

// Lattice's pages go wrong as they would.
func TestKinds(t *testing.T) {
	s, c := start(t, latticetest.Config{Users: 500})
	const path = "/v1/users?limit=100&status=null"
	right := get(t, c, s, path)
	next := path + "&startingAfter=" + url.QueryEscape(*right.Page.EndingCursor)
	for kind, tt := range map[string]struct {
		rule latticetest.Rule
		ok   func(body string) bool
	}{
		"wrong_type": {latticetest.Rule{}, func(b string) bool {
			return b == `{"object":"list","hasMore":false,"endingCursor":null,"data":"none"}`
		}},
		"same_cursor": {latticetest.Rule{}, func(b string) bool {
			return strings.HasPrefix(b, `{"object":"list","hasMore":true,"endingCursor":"`+*right.Page.EndingCursor+`"`)
		}},
		"no_cursor": {latticetest.Rule{}, func(b string) bool {
			return strings.HasPrefix(b, `{"object":"list","hasMore":true,"endingCursor":null,"data":[{`)
		}},
		"empty_page": {latticetest.Rule{}, func(b string) bool {
			return strings.HasSuffix(b, `","data":[]}`) && strings.Contains(b, `"hasMore":true`)
		}},
		"renamed_id": {latticetest.Rule{}, func(b string) bool {
			return strings.Count(b, `{"uuid":`) == 100 && strings.Count(b, `:{"id":`) > 100
		}},
		"bad_date": {latticetest.Rule{Index: 99}, func(b string) bool {
			return strings.Count(b, `"createdAt":"some time ago"`) == 1 && strings.Index(b, "some time ago") > len(b)-100
		}},
		"missing_id": {latticetest.Rule{Index: 3}, func(b string) bool { return strings.Count(b, `,{"object":"user"`) == 1 }},
	} {
		tt.rule.Kind = kind
		if err := s.SetRules(tt.rule); err != nil {
			t.Fatal(err)
		}
		if status, body := ask(t, c, http.MethodGet, s.URL+next, s.APIKey, ""); status != http.StatusOK || !tt.ok(body) {
			t.Errorf("%s: %d %.300s", kind, status, body)
		}
	}
	if len(latticetest.Kinds()) != 19 {
		t.Errorf("kinds of faults: %v", latticetest.Kinds())
	}
}

// A company whose owner changes while it is asked: nothing is torn.
func TestConfigureWhileServing(t *testing.T) {
	s, c := start(t, latticetest.Config{Users: 50, Records: map[int]string{1: `{"id":"a"}`}})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 100 {
			if err := s.Configure(func(c *latticetest.Config) { c.Users, c.Records[2] = 50+i, `{"id":"b"}` }); err != nil {
				t.Error(err)
			}
		}
	}()
	for range 50 {
		if a := get(t, c, s, "/v1/users?limit=100&status=null"); len(a.Page.Data) < 50 || a.Page.Data[1].ID != "a" {
			t.Errorf("%d users", len(a.Page.Data))
		}
	}
	<-done
}
