package resttest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
	"github.com/trellis-iam/trellis/connector/rest/resttest/internal/bakery"
)

func TestControl(t *testing.T) {
	s := start(t, bakery.Config{Users: 25})
	want := func(method, resource, body string, status int, has ...string) {
		t.Helper()
		got := ask(t, s, method, resttest.ControlPath+resource, "Bearer "+s.ControlKey, strings.NewReader(body))
		if got.status != status || !json.Valid([]byte(got.body)) || got.header.Get("Content-Type") != "application/json; charset=utf-8" {
			t.Errorf("%s %s %s: want %d: %+v", method, resource, body, status, got)
		}
		for _, h := range has {
			if !strings.Contains(got.body, h) {
				t.Errorf("%s %s %s: %s lacks %s", method, resource, body, got.body, h)
			}
		}
	}
	want("GET", "", "", 200, `"config"`, `"kinds"`, `"renamed_id"`, `"stale"`, `"wrong_authorizations": []`)

	// Another key opens neither.
	for path, key := range map[string]string{resttest.ControlPath: s.APIKey, "/users": s.ControlKey} {
		if a := ask(t, s, http.MethodGet, path, "Bearer "+key, http.NoBody); a.status != http.StatusUnauthorized {
			t.Errorf("%s: %+v with the other key", path, a)
		}
	}
	want("GET", "/requests", "", 200, `"total": 1`, `"Bearer `+s.ControlKey)
	want("DELETE", "/requests", "", 200, `"total": 0`)

	// What is given changes, the rest stays.
	want("PATCH", "/config", `{"users": 3, "bread": "rye", "delay": "1ms", "window": "3s"}`, 200, `"users": 3`, `"delay": "1ms"`)
	want("PATCH", "/config", `{"api_key": "another-key-0123456789"}`, 200, `"users": 3`, `"bread": "rye"`, `"window": "3s"`)
	if a := get(t, s, "/users"); a.status != http.StatusUnauthorized {
		t.Errorf("the old key still works: %+v", a)
	}
	want("PATCH", "/config", `{"api_key": "`+s.APIKey+`"}`, 200)
	if a := get(t, s, "/users"); strings.Count(a.body, `"rye"`) != 3 {
		t.Errorf("%+v", a)
	}
	want("DELETE", "/requests", "", 200)

	// Faults.
	want("PUT", "/faults", `[{"path":"/users","from":2,"times":1,"kind":"status","status":503,"headers":{"X-Odd":"yes"},"body":"no"}]`, 200, `"hits": 0`)
	for i, status := range []int{200, 503, 200} {
		if a := get(t, s, "/users"); a.status != status || status == 503 && (a.header.Get("X-Odd") != "yes" || a.body != "no") {
			t.Errorf("request %d: %+v", i+1, a)
		}
	}
	want("POST", "/faults", `{"kind":"rate_limit","retry_after":7}`, 200, `"seen": 3`, `"hits": 1`, `"rate_limit"`)
	if a := get(t, s, "/"); a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") != "7" {
		t.Errorf("%+v", a)
	}
	want("DELETE", "/faults", "", 200, "[]")
	want("GET", "/faults", "", 200, "[]")

	// What makes no sense changes nothing.
	for _, tt := range [][3]string{
		{"PATCH", "/config", `{"nope":1}`}, {"PATCH", "/config", `{"users":-1}`}, {"PATCH", "/config", `{"users":7,"delay":"soon"}`},
		{"PATCH", "/config", `{} {}`}, {"PATCH", "/config", ``}, {"PATCH", "/config", `{"api_key":"` + s.ControlKey + `"}`},
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
	want("GET", "/requests", "", 200, `"total": 4`, `"/users": 3`) // what is asked of the endpoint itself is not counted
}
