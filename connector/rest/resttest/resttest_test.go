package resttest_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
	"github.com/trellis-iam/trellis/connector/rest/resttest/internal/bakery"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func start(t *testing.T, config bakery.Config) *resttest.Server {
	t.Helper()
	s, err := resttest.NewServer(&config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// answer is one answer, whole unless err says otherwise.
type answer struct {
	status int
	header http.Header
	body   string
	err    error
}

// maxRead is where answers that do not end are left.
const maxRead = 3 << 20

// ask sends a request, as it is given.
func ask(t *testing.T, s *resttest.Server, method, path, authorization string, body io.Reader) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, body)
	if err != nil {
		t.Fatal(err)
	}
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	response, err := s.Client().Do(r)
	if err != nil {
		return answer{err: err}
	}
	defer response.Body.Close()
	b, err := io.ReadAll(io.LimitReader(response.Body, maxRead))
	return answer{response.StatusCode, response.Header, string(b), err}
}

// get asks with the key.
func get(t *testing.T, s *resttest.Server, path string) answer {
	t.Helper()
	return ask(t, s, http.MethodGet, path, "Bearer "+s.APIKey, http.NoBody)
}

// Answers have the vendor's media type, its headers, and its form of errors, whoever makes them: the vendor, a rule, a limit.
func TestAnswers(t *testing.T) {
	s := start(t, bakery.Config{Users: 12, Settings: resttest.Settings{Rate: 3, Burst: 3, Window: resttest.Duration(time.Hour)}})
	for _, tt := range []struct {
		name, method, path, authorization string
		rules                             []resttest.Rule
		status                            int
		body, left                        string
	}{
		{name: "right", path: "/users/u7", status: 200, body: `{"id":"u7","bread":"","made":{"at":"2024-05-06T07:08:09Z","in":"Wien"}}`, left: "2"},
		{name: "none", path: "/cakes", status: 404, body: `{"burnt":{"code":404,"why":"no such thing"}}`, left: "1"},
		{name: "wrong key", path: "/users", authorization: "Bearer x", status: 401, body: `{"burnt":{"code":401,"why":"Unauthorized"}}`, left: "1"},
		{
			name: "by a rule", path: "/users", rules: []resttest.Rule{{Kind: "status", Status: 503}}, status: 503,
			body: `{"burnt":{"code":503,"why":"injected"}}`, left: "1",
		},
		{
			name: "a rule's header", path: "/users", rules: []resttest.Rule{{Kind: "status", Status: 500, Headers: map[string]string{"X-Left": "none"}}},
			status: 500, body: `{"burnt":{"code":500,"why":"injected"}}`, left: "none",
		},
		{name: "an edited page", path: "/users", rules: []resttest.Rule{{Kind: "wrong_type"}}, status: 200, body: `{"rolls":"none","next":null}`, left: "0"},
		{name: "too many", path: "/users", status: 429, body: `{"burnt":{"code":429,"why":"Too many requests"}}`, left: "0"},
	} {
		if err := s.SetRules(tt.rules...); err != nil {
			t.Fatal(err)
		}
		if tt.authorization == "" {
			tt.authorization = "Bearer " + bakery.Key
		}
		a := ask(t, s, http.MethodGet, tt.path, tt.authorization, http.NoBody)
		if a.status != tt.status || a.body != tt.body || a.header.Get("X-Left") != tt.left || a.err != nil {
			t.Errorf("%s: %+v", tt.name, a)
		}
		if got := a.header.Values("Content-Type"); len(got) != 1 || got[0] != "application/bakery+json" {
			t.Errorf("%s: media type %q", tt.name, got)
		}
	}
	if a := get(t, s, "/users"); a.header.Get("Retry-After") != "1200" {
		t.Errorf("%+v", a)
	}
}

func TestWrongRequests(t *testing.T) {
	s := start(t, bakery.Config{})
	if a := ask(t, s, http.MethodPost, "/users", "Bearer "+s.APIKey, http.NoBody); a.status != http.StatusMethodNotAllowed {
		t.Errorf("POST: %+v", a)
	}
	wrong := []string{"", "Bearer x", s.APIKey, "Bearer " + s.APIKey + "x"}
	for _, authorization := range wrong {
		if a := ask(t, s, http.MethodGet, "/users", authorization, http.NoBody); a.status != http.StatusUnauthorized {
			t.Errorf("%q: %+v", authorization, a)
		}
	}
	if got := s.WrongAuthorizations(); !slices.Equal(got, wrong) {
		t.Errorf("wrong authorizations: %q", got)
	}
}

func TestCounts(t *testing.T) {
	s := start(t, bakery.Config{Users: 3})
	for _, path := range []string{"/users", "/users/u1", "/users/u2", "/users/u2/breads", "/"} {
		get(t, s, path)
	}
	got, err := json.Marshal(s.RequestsByPath())
	if want := `{"/":1,"/users":1,"/users/{id}":2,"/users/{id}/breads":1}`; err != nil || string(got) != want || s.Requests() != 5 {
		t.Errorf("%s, %d, %v", got, s.Requests(), err)
	}
	s.ResetCounts()
	if s.Requests() != 0 || len(s.RequestsByPath()) != 0 {
		t.Errorf("%d, %v", s.Requests(), s.RequestsByPath())
	}
}

// A window lets so many pass, and then none before the oldest has left it; a bucket lets through what has come back to it.
func TestRates(t *testing.T) {
	for name, tt := range map[string]struct {
		settings resttest.Settings
		passes   int
		retry    string
		next     time.Duration // from the first request to one more
		full     time.Duration // from the last to all
	}{
		"window":          {resttest.Settings{Rate: 2}, 2, "60", time.Minute, time.Minute},
		"a window's span": {resttest.Settings{Rate: 3, Window: resttest.Duration(7 * time.Second)}, 3, "7", 7 * time.Second, 7 * time.Second},
		"bucket":          {resttest.Settings{Rate: 2, Burst: 5}, 5, "30", 30 * time.Second, 150 * time.Second},
		"small bucket":    {resttest.Settings{Rate: 6, Burst: 1}, 1, "10", 10 * time.Second, 10 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, bakery.Config{Users: 1, Settings: tt.settings})
			for i := range tt.passes {
				if a := get(t, s, "/users"); a.status != http.StatusOK || a.header.Get("X-Left") != strconv.Itoa(tt.passes-i-1) {
					t.Fatalf("request %d: %+v", i+1, a)
				}
			}
			a := get(t, s, "/users")
			if a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") != tt.retry {
				t.Errorf("%+v", a)
			}
			for name, want := range map[string]time.Duration{"X-Next": tt.next, "X-Full": tt.full} {
				got, err := time.ParseDuration(a.header.Get(name) + "ms")
				if err != nil || got > want || got < want-900*time.Millisecond { // what these requests took
					t.Errorf("%s: %v, %v, want %v", name, got, err, want)
				}
			}
			if s.Limited() != 1 || s.Requests() != int64(tt.passes)+1 {
				t.Errorf("limited %d, requests %d", s.Limited(), s.Requests())
			}
		})
	}
}

// What was used comes back: of a bucket piece by piece, of a window once it has passed.
func TestRatesComeBack(t *testing.T) {
	const span = 100 * time.Millisecond
	for name, settings := range map[string]resttest.Settings{
		"window": {Rate: 2, Window: resttest.Duration(span)},
		"bucket": {Rate: 2, Burst: 3, Window: resttest.Duration(span)},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, bakery.Config{Users: 1, Settings: settings})
			begin, passed := time.Now(), 0
			for time.Since(begin) < 10*span {
				if get(t, s, "/users").status == http.StatusOK {
					passed++
				}
			}
			// In ten spans that began with a full limit: 2 each, and what was there. The last request may come late.
			most := int(time.Since(begin)/span+1)*2 + 3
			if passed < 4 || passed > most {
				t.Errorf("%d passed in %v", passed, time.Since(begin))
			}
		})
	}
}

func TestBadConfigs(t *testing.T) {
	for name, config := range map[string]bakery.Config{
		"rate":               {Settings: resttest.Settings{Rate: -1}},
		"delay":              {Settings: resttest.Settings{Delay: -1}},
		"window":             {Settings: resttest.Settings{Window: -1}},
		"burst":              {Settings: resttest.Settings{Burst: -1, Rate: 1}},
		"burst without rate": {Settings: resttest.Settings{Burst: 1}},
		"one key for both":   {Settings: resttest.Settings{APIKey: "x", ControlKey: "x"}},
		"the vendor's":       {Users: -1},
		"port":               {Settings: resttest.Settings{Port: 99999}},
	} {
		if s, err := resttest.NewServer(&config); err == nil {
			s.Close()
			t.Errorf("%s: no error", name)
		}
	}
}

func TestFaults(t *testing.T) {
	for _, http2 := range []bool{false, true} {
		s := start(t, bakery.Config{Users: 50, Settings: resttest.Settings{HTTP2: http2}})
		do := func(f *resttest.Fault) answer {
			s.SetFault(func(*http.Request, int64) *resttest.Fault { return f })
			defer s.SetFault(nil)
			return get(t, s, "/users")
		}
		a := do(&resttest.Fault{Status: 503, Header: http.Header{"Retry-After": {"1"}}, Body: []byte("sorry")})
		if a.err != nil || a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") != "1" || a.body != "sorry" {
			t.Errorf("status: %+v", a)
		}
		if a := do(&resttest.Fault{Reset: true}); a.status != 0 || a.err == nil {
			t.Errorf("reset: %+v", a)
		}
		a = do(&resttest.Fault{Truncate: new(100)})
		if a.status != 200 || a.err == nil || (!http2 && !errors.Is(a.err, io.ErrUnexpectedEOF)) || len(a.body) != 100 {
			t.Errorf("truncate: %+v", a)
		}
		if a := do(&resttest.Fault{Delay: time.Millisecond}); a.err != nil || a.status != http.StatusOK || !json.Valid([]byte(a.body)) {
			t.Errorf("delay: %+v", a)
		}
	}
}

func TestCloseEndsWhatHangs(t *testing.T) {
	s := start(t, bakery.Config{Users: 1})
	arrived := make(chan struct{})
	s.SetFault(func(*http.Request, int64) *resttest.Fault {
		close(arrived)
		return &resttest.Fault{Hang: true}
	})
	done := make(chan answer)
	go func() { done <- get(t, s, "/users") }()
	<-arrived
	s.Close()
	if a := <-done; a.err == nil {
		t.Errorf("%+v", a)
	}
}

// A vendor that changes while it is asked: nothing is torn.
func TestConfigureWhileServing(t *testing.T) {
	s := start(t, bakery.Config{Users: 10})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 100 {
			err := s.Configure(func(c resttest.Config) { c.(*bakery.Config).Bread = "rye-" + strconv.Itoa(i) })
			if err != nil {
				t.Error(err)
			}
		}
	}()
	for range 50 {
		var page struct{ Rolls []struct{ Bread string } }
		if a := get(t, s, "/users"); a.err != nil || json.Unmarshal([]byte(a.body), &page) != nil || len(page.Rolls) != 10 {
			t.Fatalf("%+v", a)
		}
		for _, r := range page.Rolls {
			if r.Bread != page.Rolls[0].Bread {
				t.Errorf("%+v", page)
			}
		}
	}
	<-done
	if err := s.Configure(func(c resttest.Config) { c.(*bakery.Config).Users = -1 }); err == nil {
		t.Error("no error")
	}
}
