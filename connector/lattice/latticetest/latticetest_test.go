package latticetest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func start(t *testing.T, config latticetest.Config) (*latticetest.Server, *http.Client) {
	t.Helper()
	s, err := latticetest.NewServer(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s, s.Client()
}

type answer struct {
	Status int
	Header http.Header
	Body   string
	Page   struct {
		Object       string
		HasMore      bool
		EndingCursor *string
		Data         []struct {
			ID, Status, Email, URL string
			Name                   *string
			IsAdmin                bool
			Manager, Department    *struct{ ID, Object, URL string }
		}
	}
}

func get(t *testing.T, c *http.Client, s *latticetest.Server, path string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+s.APIKey)
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
		t.Fatalf("%s: not JSON: %s", path, b)
	}
	a := answer{Status: response.StatusCode, Header: response.Header, Body: string(b)}
	if a.Status == http.StatusOK && strings.Contains(a.Body, `"data"`) {
		if err := json.Unmarshal(b, &a.Page); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

// all follows the cursors of a list.
func all(t *testing.T, c *http.Client, s *latticetest.Server, path string) (ids []string, byStatus map[string]int) {
	t.Helper()
	byStatus = map[string]int{}
	for cursor := ""; ; {
		a := get(t, c, s, path+cursor)
		for _, u := range a.Page.Data {
			ids = append(ids, u.ID)
			byStatus[u.Status]++
		}
		if !a.Page.HasMore {
			return ids, byStatus
		}
		cursor = "&startingAfter=" + url.QueryEscape(*a.Page.EndingCursor)
	}
}

func TestListsHoldEveryoneOnce(t *testing.T) {
	const users = 1234
	s, c := start(t, latticetest.Config{Users: users, ExtraFields: true})
	everyone, byStatus := all(t, c, s, "/v1/users?limit=100&status=null")
	seen := map[string]bool{}
	for _, id := range everyone {
		seen[id] = true
	}
	if len(everyone) != users || len(seen) != users {
		t.Errorf("%d users, %d different, want %d", len(everyone), len(seen), users)
	}
	if active := byStatus["ACTIVE"]; active < users*85/100 || active > users*97/100 || len(byStatus) != 4 {
		t.Errorf("by status: %v", byStatus)
	}
	for query, want := range map[string]int{
		"": byStatus["ACTIVE"], "&status=active": byStatus["ACTIVE"], "&status=inactive": byStatus["DEACTIVATED"],
		"&status=DEACTIVATED": byStatus["DEACTIVATED"], "&status=Invited": byStatus["INVITED"], "&status=CREATED": byStatus["CREATED"],
	} {
		if ids, _ := all(t, c, s, "/v1/users?limit=37"+query); len(ids) != want {
			t.Errorf("%q: %d users, want %d", query, len(ids), want)
		}
	}
	if got := len(get(t, c, s, "/v1/users").Page.Data); got != 10 {
		t.Errorf("default page of %d", got)
	}
	if ids, _ := all(t, c, s, "/v1/departments?limit=5"); len(ids) != users/100 {
		t.Errorf("%d departments", len(ids))
	}
}

func TestRecordsAreFoundByTheirIDs(t *testing.T) {
	s, c := start(t, latticetest.Config{Users: 300})
	for _, u := range get(t, c, s, "/v1/users?limit=100&status=null").Page.Data {
		a := get(t, c, s, "/v1/user/"+u.ID)
		if a.Status != http.StatusOK || !strings.Contains(a.Body, u.Email) || u.URL != s.URL+"/v1/user/"+u.ID {
			t.Fatalf("%s: %d %s", u.ID, a.Status, a.Body)
		}
		if d := u.Department; d != nil && get(t, c, s, "/v1/department/"+d.ID).Status != http.StatusOK {
			t.Errorf("department %s is not there", d.ID)
		}
		if m := u.Manager; m != nil {
			reports, _ := all(t, c, s, "/v1/user/"+m.ID+"/directReports?limit=100")
			if !strings.Contains(strings.Join(reports, " "), u.ID) {
				t.Errorf("%s is none of the direct reports of %s", u.ID, m.ID)
			}
		}
	}
	owner := get(t, c, s, "/v1/me").Body
	if !strings.Contains(owner, `"isAdmin":true`) || !strings.Contains(owner, `"status":"ACTIVE"`) {
		t.Errorf("owner: %s", owner)
	}
	id := get(t, c, s, "/v1/users?limit=1").Page.Data[0].ID
	for _, path := range []string{
		"/v1/user/x", "/v1/user/" + id[:35] + "f", "/v1/user/-" + id[1:], "/v1/user/" + id + "/x", "/v1/department/" + id,
		"/v1/user/", "/v1/user", "/v1/roles", "/", "/v2/users",
	} {
		if a := get(t, c, s, path); a.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.Status)
		}
	}
}

func TestWrongRequests(t *testing.T) {
	s, c := start(t, latticetest.Config{Users: 20, RefuseNull: true, StrictStatus: true})
	for query, want := range map[string]int{
		"limit=0": 400, "limit=101": 400, "limit=abc": 400, "limit=": 400, "startingAfter=x": 400, "startingAfter=YWZ0ZXI6OTk=": 400,
		"status=null": 422, "status=NULL": 422, "status=active": 422, "status=GONE": 422, "status=ACTIVE": 200,
	} {
		if a := get(t, c, s, "/v1/users?"+query); a.Status != want {
			t.Errorf("%s: %d, want %d", query, a.Status, want)
		}
	}
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/v1/users", http.NoBody)
	r.Header.Set("Authorization", "Bearer "+s.APIKey)
	response, err := c.Do(r)
	if err != nil || response.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %v %v", response, err)
	}
	_ = response.Body.Close()
}

func TestVariants(t *testing.T) {
	for last, want := range map[latticetest.LastCursor]string{
		latticetest.CursorNull: `"hasMore":false,"endingCursor":null,`, latticetest.CursorAbsent: `"hasMore":false,"data"`,
		latticetest.CursorPresent: `"hasMore":false,"endingCursor":"`,
	} {
		s, c := start(t, latticetest.Config{Users: 3, LastCursor: last, RelativeURLs: true, Settings: latticetest.Settings{HTTP2: true}})
		if body := get(t, c, s, "/v1/users?status=null").Body; !strings.Contains(body, want) || strings.Contains(body, s.URL) {
			t.Errorf("%d: %s", last, body)
		}
	}
	s, c := start(t, latticetest.Config{Users: 2, Seed: 1, OwnerIsMember: true, Records: map[int]string{1: `{"id":"7","odd":7}`}})
	if body := get(t, c, s, "/v1/users?status=null").Body; !strings.Contains(body, `,{"id":"7","odd":7}]`) || strings.Contains(body, `"isAdmin":true`) {
		t.Errorf("records: %s", body)
	}
}

func BenchmarkPage(b *testing.B) {
	s, err := latticetest.NewServer(latticetest.Config{Users: 10_000})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	c := s.Client()
	b.ReportAllocs()
	for b.Loop() {
		r, _ := http.NewRequestWithContext(b.Context(), http.MethodGet, s.URL+"/v1/users?limit=100&status=null", http.NoBody)
		r.Header.Set("Authorization", "Bearer "+s.APIKey)
		response, err := c.Do(r)
		if err != nil {
			b.Fatal(err)
		}
		n, _ := io.Copy(io.Discard, response.Body)
		b.SetBytes(n)
		_ = response.Body.Close()
	}
}
