package latticetest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

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
	control := func(method, resource, body string) (int, string) {
		t.Helper()
		return ask(t, c, method, s.URL+latticetest.ControlPath+resource, s.ControlKey, body)
	}
	want := func(method, resource, body string, status int, has ...string) {
		t.Helper()
		got, text := control(method, resource, body)
		if got != status {
			t.Errorf("%s %s %s: %d, want %d: %s", method, resource, body, got, status, text)
		}
		for _, h := range has {
			if !strings.Contains(text, h) {
				t.Errorf("%s %s %s: %s lacks %s", method, resource, body, text, h)
			}
		}
	}
	want("GET", "", "", 200, `"config"`, `"kinds"`, `"renamed_id"`, `"wrong_authorizations": []`)

	// Another key opens neither.
	for path, key := range map[string]string{latticetest.ControlPath: s.APIKey, "/v1/me": s.ControlKey} {
		if status, _ := ask(t, c, "GET", s.URL+path, key, ""); status != http.StatusUnauthorized {
			t.Errorf("%s: %d with the other key", path, status)
		}
	}
	want("GET", "/requests", "", 200, `"total": 1`, `"Bearer `+s.ControlKey)
	want("DELETE", "/requests", "", 200, `"total": 0`)

	// Variants.
	want("PATCH", "/config", `{"users": 3, "last_cursor": "present", "relative_urls": true, "delay": "1ms", "window": "3s", "records": {"1": "{\"id\":\"odd\"}"}}`,
		200, `"users": 3`, `"last_cursor": "present"`, `"delay": "1ms"`)
	if a := get(t, c, s, "/v1/users?status=null"); len(a.Page.Data) != 3 || a.Page.Data[1].ID != "odd" || a.Page.EndingCursor == nil ||
		strings.Contains(a.Body, s.URL) {
		t.Errorf("%s", a.Body)
	}
	want("PATCH", "/config", `{"api_key": "another-key-0123456789"}`, 200, `"users": 3`) // the rest stays
	if a := get(t, c, s, "/v1/me"); a.Status != http.StatusUnauthorized {
		t.Errorf("the old key still works: %d", a.Status)
	}
	want("PATCH", "/config", `{"api_key": "`+s.APIKey+`"}`, 200)

	// Faults.
	want("PUT", "/faults", `[{"path":"/v1/users","from":2,"times":1,"kind":"status","status":503,"headers":{"X-Odd":"yes"},"body":"no"}]`, 200, `"hits": 0`)
	for i, status := range []int{200, 503, 200} {
		r, err := c.Do(newRequest(t, s, "/v1/users"))
		if err != nil || r.StatusCode != status || status == 503 && r.Header.Get("X-Odd") != "yes" {
			t.Errorf("request %d: %v, %v", i+1, r, err)
		}
		_ = r.Body.Close()
	}
	want("POST", "/faults", `{"kind":"rate_limit","retry_after":7}`, 200, `"seen": 3`, `"hits": 1`, `"rate_limit"`)
	if a := get(t, c, s, "/v1/me"); a.Status != http.StatusTooManyRequests || a.Header.Get("Retry-After") != "7" {
		t.Errorf("%d, %v", a.Status, a.Header)
	}
	want("DELETE", "/faults", "", 200, "[]")
	want("GET", "/faults", "", 200, "[]")

	// What makes no sense changes nothing.
	for _, tt := range [][3]string{
		{"PATCH", "/config", `{"nope":1}`}, {"PATCH", "/config", `{"users":-1}`}, {"PATCH", "/config", `{"delay":"soon"}`},
		{"PATCH", "/config", `{"last_cursor":"odd"}`}, {"PATCH", "/config", `{} {}`}, {"PATCH", "/config", ``},
		{"PATCH", "/config", `{"api_key":"` + s.ControlKey + `"}`}, {"PATCH", "/config", `{"bad_limit":301}`},
		{"PUT", "/faults", `{}`}, {"PUT", "/faults", `[{"kind":"nope"}]`}, {"POST", "/faults", `{"kind":"status"}`},
		{"POST", "/faults", `{"kind":"redirect"}`}, {"POST", "/faults", `{"kind":"reset","from":-1}`},
		{"POST", "/faults", `{"kind":"status","status":99}`},
	} {
		want(tt[0], tt[1], tt[2], 400, `"error"`)
	}
	want("GET", "/faults", "", 200, "[]")
	want("GET", "/config", "", 200, `"users": 3`)
	for _, path := range []string{"/", "/nope", "/config/x"} {
		want("GET", path, "", 404)
	}
	want("POST", "/config", "{}", 404)
}

func newRequest(t *testing.T, s *latticetest.Server, path string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+s.APIKey)
	return r
}

// The two regions of Lattice: a key of one is a wrong key at the other, which keeps what it was sent.
func TestRegions(t *testing.T) {
	us, c := start(t, latticetest.Config{Users: 1, APIKey: "key-of-us-0123456789"})
	emea, d := start(t, latticetest.Config{Users: 1, APIKey: "key-of-emea-0123456789"})
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

// Every kind of fault does what it says.
func TestKinds(t *testing.T) {
	s, c := start(t, latticetest.Config{Users: 500})
	const path = "/v1/users?limit=100&status=null"
	right := get(t, c, s, path)
	read := func(path string) (*http.Response, string, error) {
		response, err := c.Do(newRequest(t, s, path))
		if err != nil {
			return nil, "", err
		}
		defer response.Body.Close()
		b, err := io.ReadAll(io.LimitReader(response.Body, 3<<20))
		return response, string(b), err
	}
	for name, tt := range map[string]struct {
		rule latticetest.Rule
		ok   func(r *http.Response, body string, err error) bool
	}{
		"html": {latticetest.Rule{}, func(r *http.Response, b string, _ error) bool {
			return r.StatusCode == http.StatusBadGateway && strings.Contains(b, "<html>")
		}},
		"not_json": {latticetest.Rule{}, func(r *http.Response, b string, _ error) bool {
			return r.StatusCode == http.StatusOK && !json.Valid([]byte(b))
		}},
		"wrong_type": {latticetest.Rule{}, func(r *http.Response, b string, _ error) bool {
			return r.StatusCode == http.StatusOK && strings.Contains(b, `"data":"none"`)
		}},
		"rate_limit": {latticetest.Rule{RetryAfter: 5, RetryAfterDate: true}, func(r *http.Response, _ string, _ error) bool {
			at, err := http.ParseTime(r.Header.Get("Retry-After"))
			return r.StatusCode == http.StatusTooManyRequests && err == nil && time.Until(at) > 3*time.Second
		}},
		"reset":    {latticetest.Rule{}, func(_ *http.Response, _ string, err error) bool { return err != nil }},
		"truncate": {latticetest.Rule{Bytes: 7}, func(_ *http.Response, b string, err error) bool { return err != nil && len(b) == 7 }},
		"delay":    {latticetest.Rule{For: latticetest.Duration(time.Millisecond)}, func(_ *http.Response, b string, _ error) bool { return b == right.Body }},
		"slow":     {latticetest.Rule{For: latticetest.Duration(time.Millisecond)}, func(_ *http.Response, b string, _ error) bool { return b == right.Body }},
		"endless":  {latticetest.Rule{}, func(_ *http.Response, b string, err error) bool { return err == nil && len(b) == 3<<20 }},
		"same_cursor": {latticetest.Rule{}, func(_ *http.Response, b string, _ error) bool {
			_, again, _ := read(path + "&startingAfter=" + url.QueryEscape(*right.Page.EndingCursor))
			return b == right.Body && json.Valid([]byte(again)) &&
				strings.HasPrefix(again, `{"object":"list","hasMore":true,"endingCursor":"`+*right.Page.EndingCursor+`"`)
		}},
		"no_cursor": {latticetest.Rule{}, func(_ *http.Response, b string, _ error) bool {
			return strings.HasPrefix(b, `{"object":"list","hasMore":true,"endingCursor":null,"data":[{`) && json.Valid([]byte(b))
		}},
		"empty_page": {latticetest.Rule{}, func(_ *http.Response, b string, _ error) bool {
			return strings.HasSuffix(b, `","data":[]}`) && strings.Contains(b, `"hasMore":true`)
		}},
		"renamed_id": {latticetest.Rule{}, func(_ *http.Response, b string, _ error) bool {
			return strings.Count(b, `{"uuid":`) == 100 && strings.Count(b, `:{"id":`) == strings.Count(right.Body, `:{"id":`)
		}},
		"bad_date": {latticetest.Rule{Index: 99}, func(_ *http.Response, b string, _ error) bool {
			return strings.Count(b, `"createdAt":"some time ago"`) == 1 && strings.Index(b, "some time ago") > len(b)-100
		}},
		"missing_id": {latticetest.Rule{Index: 3}, func(_ *http.Response, b string, _ error) bool {
			return strings.Count(b, `,{"object":"user"`) == 1 && json.Valid([]byte(b))
		}},
		"status": {latticetest.Rule{Status: 418, Body: "teapot"}, func(r *http.Response, b string, _ error) bool {
			return r.StatusCode == http.StatusTeapot && b == "teapot"
		}},
		"redirect": {latticetest.Rule{Location: "/v1/me", Path: "/v1/users"}, func(r *http.Response, _ string, _ error) bool { return r.Request.URL.Path == "/v1/me" }},
		"refuse":   {latticetest.Rule{For: latticetest.Duration(30 * time.Millisecond), Times: 1}, func(_ *http.Response, _ string, err error) bool { return err != nil }},
		"hang":     {latticetest.Rule{}, func(_ *http.Response, _ string, err error) bool { return err != nil }},
	} {
		t.Run(name, func(t *testing.T) {
			tt.rule.Kind = name
			if err := s.SetRules(tt.rule); err != nil {
				t.Fatal(err)
			}
			if name == "hang" {
				c.Timeout = 50 * time.Millisecond
				defer func() { c.Timeout = 0 }()
			}
			if r, b, err := read(path); !tt.ok(r, b, err) {
				t.Errorf("%v, %.300s, %v", r, b, err)
			}
			if rules := s.Rules(); rules[0].Hits == 0 {
				t.Errorf("%+v", rules)
			}
			for deadline := time.Now().Add(10 * time.Second); ; { // a gate that was shut opens again
				if err := s.SetRules(); err != nil {
					t.Fatal(err)
				}
				if _, b, err := read(path); err == nil && b == right.Body {
					break
				}
				if time.Now().After(deadline) {
					t.Fatal("it does not recover")
				}
			}
		})
	}
	if len(latticetest.Kinds()) != 19 {
		t.Errorf("%d kinds of faults, of which not all are tried here", len(latticetest.Kinds()))
	}
}

func TestOneInTen(t *testing.T) {
	s, c := start(t, latticetest.Config{Users: 1})
	if err := s.SetRules(latticetest.Rule{Kind: "status", Status: 503, From: 3, Every: 10, Times: 2}); err != nil {
		t.Fatal(err)
	}
	var failed []int
	for i := range 40 {
		if get(t, c, s, "/v1/me").Status != http.StatusOK {
			failed = append(failed, i+1)
		}
	}
	if len(failed) != 2 || failed[0] != 3 || failed[1] != 13 {
		t.Errorf("requests %v failed", failed)
	}
}

// Rules that are taken back open a gate that was shut for long; and a server that is closed meanwhile ends.
func TestRefuseIsTakenBack(t *testing.T) {
	s, c := start(t, latticetest.Config{Users: 1})
	for range 3 {
		if err := s.SetRules(latticetest.Rule{Kind: "refuse", For: latticetest.Duration(time.Hour)}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if response, err := c.Do(newRequest(t, s, "/v1/me")); err == nil {
				_ = response.Body.Close()
				t.Error("an answer")
			}
		}
		if err := s.SetRules(); err != nil {
			t.Fatal(err)
		}
		if a := get(t, c, s, "/v1/me"); a.Status != http.StatusOK {
			t.Error(a.Status)
		}
	}
	s.SetFault(func(*http.Request, int64) *latticetest.Fault { return &latticetest.Fault{Refuse: time.Hour} })
	if response, err := c.Do(newRequest(t, s, "/v1/me")); err == nil {
		_ = response.Body.Close()
	}
	s.Close()
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
