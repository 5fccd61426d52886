package resttest_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
	"github.com/trellis-iam/trellis/connector/rest/resttest/internal/bakery"
)

// Every kind of fault does what it says, and is over when its rule is.
func TestKinds(t *testing.T) {
	s := start(t, bakery.Config{Users: 25})
	cursor := url.QueryEscape(resttest.Cursor(9))
	path := "/users?after=" + cursor
	right := get(t, s, path)
	kinds := map[string]struct {
		rule resttest.Rule
		ok   func(answer) bool
	}{
		"status": {resttest.Rule{Status: 418, Body: "teapot"}, func(a answer) bool { return a.status == 418 && a.body == "teapot" }},
		"rate_limit": {resttest.Rule{RetryAfter: 5, RetryAfterDate: true}, func(a answer) bool {
			at, err := http.ParseTime(a.header.Get("Retry-After"))
			return a.status == 429 && err == nil && time.Until(at) > 3*time.Second
		}},
		"html":     {resttest.Rule{}, func(a answer) bool { return a.status == 502 && strings.Contains(a.body, "<html>") }},
		"not_json": {resttest.Rule{}, func(a answer) bool { return a.status == 200 && !json.Valid([]byte(a.body)) }},
		"redirect": {resttest.Rule{Location: "/users/u1", Times: 1}, func(a answer) bool { return strings.HasPrefix(a.body, `{"id":"u1"`) }},
		"hang":     {resttest.Rule{}, func(a answer) bool { return a.status == 0 && a.err != nil }},
		"reset":    {resttest.Rule{}, func(a answer) bool { return a.status == 0 && a.err != nil }},
		"refuse": {resttest.Rule{For: resttest.Duration(30 * time.Millisecond), Times: 1}, func(a answer) bool {
			return a.status == 0 && a.err != nil
		}},
		"truncate": {resttest.Rule{Bytes: 7}, func(a answer) bool { return a.err != nil && a.body == right.body[:7] }},
		"delay":    {resttest.Rule{For: resttest.Duration(time.Millisecond)}, func(a answer) bool { return a.body == right.body }},
		"slow":     {resttest.Rule{For: resttest.Duration(time.Millisecond)}, func(a answer) bool { return a.body == right.body }},
		"endless": {resttest.Rule{}, func(a answer) bool {
			return a.err == nil && len(a.body) == maxRead && strings.HasPrefix(a.body, `{"rolls":[{"id":"endless","name":"xx`)
		}},
		"same_cursor": {resttest.Rule{}, func(a answer) bool {
			return strings.Contains(a.body, `"u10"`) && strings.HasSuffix(a.body, `],"next":"`+resttest.Cursor(9)+`"}`)
		}},
		"no_cursor": {resttest.Rule{}, func(a answer) bool {
			return a.body == strings.Replace(right.body, `,"next":"`+resttest.Cursor(19)+`"`, "", 1)
		}},
		"empty_page": {resttest.Rule{}, func(a answer) bool { return a.body == `{"rolls":[],"next":"`+resttest.Cursor(10)+`"}` }},
		"wrong_type": {resttest.Rule{}, func(a answer) bool { return a.body == `{"rolls":"none","next":null}` }},
		"renamed_id": {resttest.Rule{}, func(a answer) bool {
			return strings.ReplaceAll(a.body, `"uuid":`, `"id":`) == right.body && strings.Count(a.body, `{"uuid":`) == 10
		}},
		"missing_id": {resttest.Rule{Index: 3}, func(a answer) bool { return a.body == strings.Replace(right.body, `"id":"u13",`, "", 1) }},
		"bad_date": {resttest.Rule{Index: 9}, func(a answer) bool {
			return strings.Count(a.body, `"made":{"at":"some time ago","in":"Wien"}`) == 1 && strings.Index(a.body, "some time ago") > len(a.body)-80
		}},
		"stale": {resttest.Rule{}, func(a answer) bool { return a.body == strings.TrimSuffix(right.body, "}")+`,"stale":true}` }},
	}
	for name, tt := range kinds {
		t.Run(name, func(t *testing.T) {
			tt.rule.Kind = name
			if err := s.SetRules(tt.rule); err != nil {
				t.Fatal(err)
			}
			if name == "hang" {
				s.Client().Timeout = 50 * time.Millisecond
				defer func() { s.Client().Timeout = 0 }()
			}
			if a := get(t, s, path); !tt.ok(a) {
				t.Errorf("%d, %v, %.300s, %v", a.status, a.header, a.body, a.err)
			}
			if rules := s.Rules(); rules[0].Hits == 0 {
				t.Errorf("%+v", rules)
			}
			for deadline := time.Now().Add(10 * time.Second); ; { // a gate that was shut opens again
				if err := s.SetRules(); err != nil {
					t.Fatal(err)
				}
				if a := get(t, s, path); a.err == nil && a.body == right.body {
					break
				}
				if time.Now().After(deadline) {
					t.Fatal("it does not recover")
				}
			}
		})
	}
	for name := range s.Kinds() {
		if _, ok := kinds[name]; !ok {
			t.Errorf("the fault %s is not tried here", name)
		}
	}
}

// Faults of pages leave alone what is no page, and what has no such record.
func TestPagesOnly(t *testing.T) {
	s := start(t, bakery.Config{Users: 5})
	for kind, path := range map[string]string{
		"same_cursor": "/users", // nothing was asked for
		"renamed_id":  "/users/u1", "missing_id": "/users/u1", "bad_date": "/nowhere",
	} {
		right := get(t, s, path)
		if err := s.SetRules(resttest.Rule{Kind: kind}); err != nil {
			t.Fatal(err)
		}
		if a := get(t, s, path); a.body != right.body || a.status != right.status {
			t.Errorf("%s of %s: %+v", kind, path, a)
		}
		if err := s.SetRules(resttest.Rule{Kind: "missing_id", Index: 5}); err != nil {
			t.Fatal(err)
		}
		if a := get(t, s, path); a.body != right.body {
			t.Errorf("%s of %s: %+v", kind, path, a)
		}
		if err := s.SetRules(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOneInTen(t *testing.T) {
	s := start(t, bakery.Config{Users: 1})
	if err := s.SetRules(resttest.Rule{Kind: "status", Status: 503, From: 3, Every: 10, Times: 2}); err != nil {
		t.Fatal(err)
	}
	var failed []int
	for i := range 40 {
		if get(t, s, "/users").status != http.StatusOK {
			failed = append(failed, i+1)
		}
	}
	if !slices.Equal(failed, []int{3, 13}) {
		t.Errorf("requests %v failed", failed)
	}
}

// A rule can be about one page, whichever request asks for it.
func TestRuleOfAPage(t *testing.T) {
	s := start(t, bakery.Config{Users: 25})
	second := "?after=" + url.QueryEscape(resttest.Cursor(9))
	for _, tt := range []struct {
		query map[string]string
		fails []string
	}{
		{map[string]string{"after": resttest.Cursor(9)}, []string{second, second + "&x=1"}},
		{map[string]string{"after": ""}, []string{"", "?x=1"}},
		{map[string]string{"after": resttest.Cursor(9), "x": "1"}, []string{second + "&x=1"}},
		{nil, []string{"", second, "?x=1", second + "&x=1"}},
	} {
		if err := s.SetRules(resttest.Rule{Path: "/users", Query: tt.query, Kind: "status", Status: 503}); err != nil {
			t.Fatal(err)
		}
		for _, query := range []string{"", second, "?x=1", second + "&x=1"} {
			if failed := get(t, s, "/users"+query).status == 503; failed != slices.Contains(tt.fails, query) {
				t.Errorf("rule of %v: %q failed: %v", tt.query, query, failed)
			}
		}
		if r := s.Rules()[0]; r.Seen != int64(len(tt.fails)) || r.Hits != r.Seen {
			t.Errorf("%+v", r)
		}
	}
}

// Rules that are taken back open a gate that was shut for long; and a server that is closed meanwhile ends.
func TestRefuseIsTakenBack(t *testing.T) {
	s := start(t, bakery.Config{Users: 1})
	for range 3 {
		if err := s.SetRules(resttest.Rule{Kind: "refuse", For: resttest.Duration(time.Hour)}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if a := get(t, s, "/users"); a.err == nil {
				t.Errorf("%+v", a)
			}
		}
		if err := s.SetRules(); err != nil {
			t.Fatal(err)
		}
		if a := get(t, s, "/users"); a.status != http.StatusOK {
			t.Errorf("%+v", a)
		}
	}
	s.SetFault(func(*http.Request, int64) *resttest.Fault { return &resttest.Fault{Refuse: time.Hour} })
	if a := get(t, s, "/users"); a.err == nil {
		t.Errorf("%+v", a)
	}
	s.Close()
}

// Pages with numbers have loops of their own.
func TestPagesWithNumbers(t *testing.T) {
	s := start(t, bakery.Config{Users: 25, ByNumber: true})
	first, second := get(t, s, "/users"), get(t, s, "/users?from=11")
	if !strings.Contains(first.body, `"u0"`) || !strings.Contains(second.body, `"u10"`) || !strings.HasSuffix(second.body, `],"total":25}`) {
		t.Fatalf("%+v, %+v", first, second)
	}
	for kind, want := range map[string]string{"ignored_start": first.body, "empty_page": `{"rolls":[],"total":25}`} {
		if err := s.SetRules(resttest.Rule{Kind: kind, Query: map[string]string{"from": "11"}}); err != nil {
			t.Fatal(err)
		}
		if a := get(t, s, "/users?from=11"); a.status != http.StatusOK || a.body != want {
			t.Errorf("%s: %+v", kind, a)
		}
		if a := get(t, s, "/users"); a.body != first.body {
			t.Errorf("%s of the first page: %+v", kind, a)
		}
	}
	for _, kind := range []string{"same_cursor", "no_cursor"} {
		if _, ok := s.Kinds()[kind]; ok {
			t.Errorf("there is %s, without cursors", kind)
		}
	}
}

func TestObject(t *testing.T) {
	for _, text := range []string{`{}`, `{"a":{"b":[1, 2],"c":null},"é\"<":"\u00e9"}`} {
		o, ok := resttest.ParseObject([]byte(text))
		if !ok || !json.Valid([]byte(o.String())) {
			t.Errorf("%s: %v", text, o)
		}
	}
	for _, text := range []string{``, `[]`, `"a"`, `{`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,}`, `{1:2}`, `nope`} {
		if o, ok := resttest.ParseObject([]byte(text)); ok {
			t.Errorf("%q: %s", text, o)
		}
	}
	o, _ := resttest.ParseObject([]byte(`{"a":1,"b":{"c":2},"d":3}`))
	o.Set("a", "10")
	o.SetIn("b.c", "20")
	o.SetIn("b.e.f", "30")
	o.Rename("d", "")
	o.Set("g", `"h"`)
	if want := `{"a":10,"b":{"c":20,"e":{"f":30}},"g":"h"}`; o.String() != want || o.Get("d") != nil {
		t.Errorf("%s, want %s", o, want)
	}
}
