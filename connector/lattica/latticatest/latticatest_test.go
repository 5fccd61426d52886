package latticatest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/trellis-iam/trellis/connector/lattica/latticatest"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func start(t *testing.T, config latticatest.Config) *latticatest.Server {
	t.Helper()
	s, err := latticatest.NewServer(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

type answer struct {
	status int
	header http.Header
	body   string
	page   struct {
		Data []struct {
			ID, Name, Email, Status string
			Role                    string
			Roles                   []json.RawMessage
			Created                 time.Time `json:"created_at"`
		}
		Next *string `json:"next_cursor"`
	}
	failure struct{ Code, Message, RequestID string }
}

var requestID = regexp.MustCompile(`^req_[0-9A-Za-z]{6}$`)

// ask sends a request with a key, and checks what every answer has: rate headers, JSON, and an error's form.
func ask(t *testing.T, s *latticatest.Server, method, path, key string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+key)
	response, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	b, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := answer{status: response.StatusCode, header: response.Header, body: string(b)}
	for _, name := range []string{"X-RateLimit-Remaining", "X-RateLimit-Reset"} {
		if _, err := strconv.Atoi(a.header.Get(name)); err != nil {
			t.Errorf("%s %s: %d: %s: %v", method, path, a.status, name, err)
		}
	}
	if a.status < 400 {
		if strings.Contains(a.body, `"data"`) {
			err = json.Unmarshal(b, &a.page)
		}
		if err != nil || !json.Valid(b) {
			t.Fatalf("%s: %v: %.300s", path, err, b)
		}
		return a
	}
	var wrapped struct {
		Error struct {
			Code, Message string
			RequestID     string `json:"request_id"`
		}
	}
	if err := json.Unmarshal(b, &wrapped); err != nil || !requestID.MatchString(wrapped.Error.RequestID) || wrapped.Error.Code == "" {
		t.Errorf("%s: %d: %v, %s", path, a.status, err, b)
	}
	a.failure = struct{ Code, Message, RequestID string }(wrapped.Error)
	return a
}

func get(t *testing.T, s *latticatest.Server, path string) answer {
	t.Helper()
	return ask(t, s, http.MethodGet, path, s.APIKey)
}

// ids follows the cursors of a list.
func ids(t *testing.T, s *latticatest.Server, path string) []string {
	t.Helper()
	var all []string
	for cursor := ""; ; {
		a := get(t, s, path+cursor)
		for _, r := range a.page.Data {
			all = append(all, r.ID)
		}
		if a.page.Next == nil {
			if !strings.HasSuffix(a.body, `,"next_cursor":null}`) {
				t.Errorf("the end is not said: %s", a.body)
			}
			return all
		}
		cursor = "&cursor=" + url.QueryEscape(*a.page.Next)
	}
}

func TestListsHoldEveryoneOnce(t *testing.T) {
	const users, tasks = 1234, 321
	s := start(t, latticatest.Config{Users: users, Tasks: tasks, CustomRoles: 3, ExtraFields: true})
	for path, want := range map[string]struct {
		n      int
		prefix string
	}{"/v1/users": {users, "usr_"}, "/v1/roles": {7, "role_"}, "/v1/tasks": {tasks, "task_"}} {
		all := ids(t, s, path+"?limit=100")
		seen := map[string]bool{}
		for _, id := range all {
			seen[id] = true
			if !strings.HasPrefix(id, want.prefix) {
				t.Errorf("id %s", id)
			}
		}
		if len(all) != want.n || len(seen) != want.n {
			t.Errorf("%s: %d, %d different, want %d", path, len(all), len(seen), want.n)
		}
		if a := get(t, s, path+"/"+all[len(all)-1]); a.status != http.StatusOK || !strings.Contains(a.body, all[len(all)-1]) {
			t.Errorf("%s", a.body)
		}
	}
	statuses, roles := map[string]int{}, map[string]int{}
	for _, u := range get(t, s, "/v1/users?limit=100").page.Data {
		statuses[u.Status]++
		roles[u.Role]++
		if u.Name == "" || !strings.HasSuffix(u.Email, "@example.com") || u.Created.Year() < 2019 {
			t.Errorf("%+v", u)
		}
	}
	if statuses["active"] < 80 || len(statuses) < 2 || len(roles) < 3 {
		t.Errorf("%v, %v", statuses, roles)
	}
	known := ids(t, s, "/v1/roles?")
	for role := range roles {
		if !slices.Contains(known, role) {
			t.Errorf("there is no role %s", role)
		}
	}
	if other := ids(t, start(t, latticatest.Config{Users: 1, Seed: 7}), "/v1/users?"); slices.Contains(ids(t, s, "/v1/users?limit=100"), other[0]) {
		t.Error("another seed is no other workspace")
	}
}

func TestWrongRequests(t *testing.T) {
	s := start(t, latticatest.Config{Users: 20})
	id := get(t, s, "/v1/users?limit=1").page.Data[0].ID
	for path, want := range map[string]struct {
		status int
		code   string
	}{
		"/v1/users?limit=0": {400, "invalid_limit"}, "/v1/users?limit=101": {400, "invalid_limit"}, "/v1/users?limit=x": {400, "invalid_limit"},
		"/v1/users?cursor=x": {400, "invalid_cursor"}, "/v1/users?cursor=YWZ0ZXI6OTk=": {400, "invalid_cursor"},
		"/v1/tasks/task_x": {404, "task_not_found"}, "/v1/users/" + id[:12] + "zzzz": {404, "user_not_found"}, "/v1/users/usr_-------0000!": {404, "user_not_found"},
		"/v1/roles/" + id: {404, "role_not_found"}, "/v1/me": {404, "not_found"}, "/": {404, "not_found"}, "/v2/users": {404, "not_found"},
	} {
		if a := get(t, s, path); a.status != want.status || a.failure.Code != want.code {
			t.Errorf("%s: %d %+v", path, a.status, a.failure)
		}
	}
	if a, b := get(t, s, "/"), get(t, s, "/"); a.failure.RequestID == b.failure.RequestID {
		t.Errorf("two errors have one request id: %+v", a.failure)
	}
	s = start(t, latticatest.Config{Users: 150, BadLimit: 200})
	if n := len(get(t, s, "/v1/users?limit=1000").page.Data); n != 100 {
		t.Errorf("%d users", n)
	}
}

// Keys: two kinds by their prefix, scopes, reaches, and their end.
func TestKeys(t *testing.T) {
	s := start(t, latticatest.Config{Users: 9, Tasks: 9})
	live := get(t, s, "/v1/users")
	sample := ask(t, s, http.MethodGet, "/v1/users?limit=100", latticatest.DefaultSandboxKey)
	if len(live.page.Data) != 9 || len(sample.page.Data) != 100 || sample.page.Next == nil || !strings.Contains(sample.body, "sample0@example.com") ||
		strings.Contains(sample.body, live.page.Data[0].ID) {
		t.Errorf("%s\n%s", live.body, sample.body)
	}
	for _, key := range []string{"", "lat_live_x", "lat_test_x", s.ControlKey} {
		if a := ask(t, s, http.MethodGet, "/v1/tasks", key); a.status != http.StatusUnauthorized || a.failure.Code != "invalid_api_key" {
			t.Errorf("%q: %d %+v", key, a.status, a.failure)
		}
	}
	for _, tt := range []struct {
		config       latticatest.Config
		method, path string
		status       int
		code         string
		has          int
	}{
		{latticatest.Config{Expired: true}, "GET", "/v1/tasks", 401, "expired_api_key", 0},
		{latticatest.Config{}, "POST", "/v1/tasks", 403, "insufficient_scope", 0},
		{latticatest.Config{Scope: latticatest.ReadOnly}, "DELETE", "/v1/tasks", 403, "insufficient_scope", 0},
		{latticatest.Config{Scope: latticatest.ReadWrite}, "POST", "/v1/tasks", 405, "method_not_allowed", 0},
		{latticatest.Config{Scope: latticatest.ReadWrite}, "GET", "/v1/tasks", 200, "", 9},
		{latticatest.Config{Reach: latticatest.ProjectsRefused}, "GET", "/v1/users", 403, "forbidden", 0},
		{latticatest.Config{Reach: latticatest.ProjectsRefused}, "GET", "/v1/roles", 403, "forbidden", 0},
		{latticatest.Config{Reach: latticatest.ProjectsRefused}, "GET", "/v1/tasks", 200, "", 9},
		{latticatest.Config{Reach: latticatest.ProjectsPartial}, "GET", "/v1/users", 200, "", 6},
		{latticatest.Config{Reach: latticatest.ProjectsPartial}, "GET", "/v1/users/" + live.page.Data[1].ID, 404, "user_not_found", 0},
		{latticatest.Config{Reach: latticatest.ProjectsPartial}, "GET", "/v1/users/" + live.page.Data[2].ID, 200, "", 0},
		{latticatest.Config{UsersPath: "/v1/members"}, "GET", "/v1/members", 200, "", 9},
		{latticatest.Config{UsersPath: "/v1/members"}, "GET", "/v1/users", 404, "not_found", 0},
		{latticatest.Config{RolesPath: "/v1/access/roles"}, "GET", "/v1/access/roles", 200, "", 4},
	} {
		tt.config.Users, tt.config.Tasks = 9, 9
		s := start(t, tt.config)
		if a := ask(t, s, tt.method, tt.path, s.APIKey); a.status != tt.status || a.failure.Code != tt.code || len(a.page.Data) != tt.has {
			t.Errorf("%s %s with %+v: %d %s", tt.method, tt.path, tt.config, a.status, a.body)
		}
	}
}

func TestRoleForms(t *testing.T) {
	for form, want := range map[latticatest.RoleForm]string{
		"": `"role":"role_`, latticatest.RoleName: `"role":"Owner"`, latticatest.RoleIDs: `"roles":["role_`,
		latticatest.RoleObjects: `"roles":[{"id":"role_`,
	} {
		s := start(t, latticatest.Config{Users: 2, RoleForm: form, Records: map[int]string{1: `{"id":"odd"}`}})
		if a := get(t, s, "/v1/users"); !strings.Contains(a.body, want) || a.page.Data[1].ID != "odd" {
			t.Errorf("%s: %s", form, a.body)
		}
	}
	s := start(t, latticatest.Config{Users: 2, AllNull: true})
	if a := get(t, s, "/v1/users"); strings.Count(a.body, `"name":null,"email":null,"role":null,"status":null,"created_at":null`) != 2 {
		t.Errorf("%s", a.body)
	}
}

// The published limits, with a minute that is as short as is wanted, and the header in both units.
func TestPlans(t *testing.T) {
	for _, tt := range []struct {
		config latticatest.Config
		left   string // after one request
		reset  time.Duration
	}{
		{latticatest.Config{Plan: latticatest.Free}, "119", time.Second},
		{latticatest.Config{Plan: latticatest.Team}, "599", time.Minute / 300},
		{latticatest.Config{}, "2399", time.Minute / 1200},
		{latticatest.Config{Plan: latticatest.Enterprise}, "10000", 0},
		{latticatest.Config{Plan: latticatest.Free, Settings: resttest.Settings{Rate: 2}}, "1", time.Minute},
		{latticatest.Config{Plan: latticatest.Free, Settings: resttest.Settings{Window: resttest.Duration(time.Hour)}}, "119", time.Minute},
	} {
		for _, tt.config.ResetForm = range []latticatest.ResetForm{latticatest.ResetUnix, latticatest.ResetDelta} {
			s := start(t, tt.config)
			a := get(t, s, "/v1/tasks")
			reset, _ := strconv.ParseInt(a.header.Get("X-RateLimit-Reset"), 10, 64)
			if tt.config.ResetForm == latticatest.ResetUnix {
				reset -= time.Now().Unix()
			}
			if off := time.Duration(reset)*time.Second - tt.reset; a.header.Get("X-RateLimit-Remaining") != tt.left || off < -time.Second || off > 2*time.Second {
				t.Errorf("%+v: %v", tt.config, a.header)
			}
		}
	}
}

func TestOverTheLimit(t *testing.T) {
	for next, want := range map[bool]string{false: "120", true: "1"} {
		s := start(t, latticatest.Config{Plan: latticatest.Free, ResetForm: latticatest.ResetDelta, ResetNext: next})
		for range 120 {
			if a := get(t, s, "/v1/tasks"); a.status != http.StatusOK {
				t.Fatal(a.status)
			}
		}
		// Under load, one or another may have come back meanwhile.
		var a answer
		for range 120 {
			if a = get(t, s, "/v1/tasks"); a.status != http.StatusOK {
				break
			}
		}
		if a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") != "1" || a.header.Get("X-RateLimit-Remaining") != "0" ||
			a.header.Get("X-RateLimit-Reset") != want || a.failure.Code != "rate_limited" {
			t.Errorf("%d %v %s", a.status, a.header, a.body)
		}
	}
}

// Every fault there is, Lattica can have, and its answers stay Lattica's.
func TestFaults(t *testing.T) {
	s := start(t, latticatest.Config{Users: 250})
	right := get(t, s, "/v1/users?limit=100")
	path := "/v1/users?limit=100&cursor=" + *right.page.Next
	for kind, ok := range map[string]func(a answer) bool{
		"status":      func(a answer) bool { return a.status == 503 && a.failure.Code == "unavailable" },
		"rate_limit":  func(a answer) bool { return a.status == 429 && a.failure.Code == "rate_limited" },
		"same_cursor": func(a answer) bool { return *a.page.Next == *right.page.Next && len(a.page.Data) == 100 },
		"no_cursor":   func(a answer) bool { return len(a.page.Data) == 100 && !strings.Contains(a.body, "next_cursor") },
		"empty_page":  func(a answer) bool { return len(a.page.Data) == 0 && *a.page.Next != *right.page.Next },
		"renamed_id":  func(a answer) bool { return strings.Count(a.body, `{"uuid":"usr_`) == 100 },
		"missing_id":  func(a answer) bool { return strings.Count(a.body, `{"name":`) == 1 },
		"slow":        func(a answer) bool { return len(a.page.Data) == 100 },
	} {
		rule := resttest.Rule{Kind: kind, For: resttest.Duration(time.Millisecond)}
		if kind == "status" {
			rule.Status = http.StatusServiceUnavailable
		}
		if err := s.SetRules(rule); err != nil {
			t.Fatal(err)
		}
		if a := get(t, s, path); !ok(a) {
			t.Errorf("%s: %d %.300s", kind, a.status, a.body)
		}
	}
	if n := len(s.Kinds()); n != 19 {
		t.Errorf("%d kinds of faults: %v", n, s.Kinds())
	}
}

func TestConfigure(t *testing.T) {
	s := start(t, latticatest.Config{Users: 1, Records: map[int]string{0: `{"id":"a"}`}})
	if err := s.Configure(func(c *latticatest.Config) { c.Users, c.Records[1] = 2, `{"id":"b"}` }); err != nil {
		t.Fatal(err)
	}
	if all := ids(t, s, "/v1/users?"); !slices.Equal(all, []string{"a", "b"}) {
		t.Errorf("%q", all)
	}
	for _, change := range []func(*latticatest.Config){
		func(c *latticatest.Config) { c.Users = -1 }, func(c *latticatest.Config) { c.Plan = "gold" },
		func(c *latticatest.Config) { c.Scope = "all" }, func(c *latticatest.Config) { c.Reach = "all" },
		func(c *latticatest.Config) { c.RoleForm = "x" }, func(c *latticatest.Config) { c.ResetForm = "x" },
		func(c *latticatest.Config) { c.BadLimit = 300 }, func(c *latticatest.Config) { c.SandboxKey = s.ControlKey },
	} {
		if err := s.Configure(change); err == nil {
			t.Error("no error")
		}
	}
}
