package scim_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/scim/scimtest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

func status1(values ...string) []*connectorv1.Filter {
	return []*connectorv1.Filter{{Name: "status", Values: values}}
}

func named(name, value string) []*connectorv1.Filter {
	return []*connectorv1.Filter{{Name: name, Values: []string{value}}}
}

// seen collects the filters that a stand-in is asked with.
func seen(s *scimtest.Server) func() []string {
	var mu sync.Mutex
	var all []string
	s.SetFault(func(r *http.Request, _ int64) *scimtest.Fault {
		mu.Lock()
		defer mu.Unlock()
		if strings.HasSuffix(r.URL.Path, "/Users") {
			all = append(all, r.URL.Query().Get("filter"))
		}
		return nil
	})
	return func() []string { mu.Lock(); defer mu.Unlock(); return all }
}

func TestFiltersAreTheProviders(t *testing.T) {
	disabled := 0
	_, c, a := setUp(t, scimtest.Config{Users: 500})
	for _, u := range listUsers(t, c, a, nil).Items {
		if u.GetStatus() == iamv1.UserStatus_USER_STATUS_DISABLED {
			disabled++
		}
	}
	for name, tt := range map[string]struct {
		filters []*connectorv1.Filter
		asked   string
		users   int
	}{
		"disabled":      {status1("disabled"), `active eq false`, disabled},
		"enabled":       {status1("enabled"), `active eq true`, 500 - disabled},
		"either":        {status1("enabled", "disabled"), `(active eq true or active eq false)`, 500},
		"username":      {named("username", "USER7@example.com"), `userName eq "USER7@example.com"`, 1},
		"address":       {named("email", "private10@EXAMPLE.org"), `emails.value eq "private10@EXAMPLE.org"`, 1},
		"nobody":        {named("email", "nobody@example.com"), `emails.value eq "nobody@example.com"`, 0},
		"all of them":   {append(status1("enabled"), named("username", "user0@example.com")...), `active eq true and userName eq "user0@example.com"`, 1},
		"a quote":       {named("username", `a" or userName pr or userName eq "`), `userName eq "a\" or userName pr or userName eq \""`, 0},
		"a backslash":   {named("username", `a\`), `userName eq "a\\"`, 0},
		"other scripts": {named("username", "zoë & 太郎"), `userName eq "zoë & 太郎"`, 0},
	} {
		for _, discovery := range []int{0, 404} { // with and without the provider's word that it filters
			t.Run(name, func(t *testing.T) {
				s, c, a := setUp(t, scimtest.Config{Users: 500, Discovery: discovery})
				asked := seen(s)
				l := listUsers(t, c, a, &connectorv1.ListOptions{Filters: tt.filters, PageSize: 100})
				if l.Err != nil || len(l.Items) != tt.users || l.Receipt.GetDriftObserved() {
					t.Fatalf("%d users, want %d, %v", len(l.Items), tt.users, l.Err)
				}
				for _, got := range asked() {
					if got != tt.asked {
						t.Errorf("asked %q, want %q", got, tt.asked)
					}
				}
			})
		}
	}
}

// A provider that cannot filter, by its own word or by what it answers, is filtered for: the same people come, and tokens
// go on in the list of all.
func TestFiltersAreOurs(t *testing.T) {
	_, right, at := setUp(t, scimtest.Config{Users: 500})
	want := listUsers(t, right, at, &connectorv1.ListOptions{Filters: status1("disabled")})
	for name, config := range map[string]scimtest.Config{
		"by its word": {NoFilter: true},
		"refused":     {RefuseFilter: true},
		"neither":     {RefuseFilter: true, Discovery: 403},
	} {
		t.Run(name, func(t *testing.T) {
			config.Users = 500
			s, c, a := setUp(t, config)
			asked := seen(s)
			o := &connectorv1.ListOptions{Filters: status1("disabled"), PageSize: 50}
			l := listUsers(t, c, a, o)
			if l.Err != nil || strings.Join(l.IDs(), " ") != strings.Join(want.IDs(), " ") || len(l.Pages) != 10 {
				t.Fatalf("%d users in %d pages, want %d, %v", len(l.Items), len(l.Pages), len(want.Items), l.Err)
			}
			refused := 0
			for _, f := range asked() {
				if f != "" {
					refused++
				}
			}
			if refused > 1 || refused == 1 && name == "by its word" {
				t.Errorf("asked %q", asked())
			}
			rest := listUsers(t, c, a, &connectorv1.ListOptions{Filters: o.GetFilters(), PageSize: 50, PageToken: l.Tokens()[3]})
			before := 0
			for _, p := range l.Pages[:4] {
				before += len(p.Items)
			}
			if rest.Err != nil || strings.Join(rest.IDs(), " ") != strings.Join(want.IDs()[before:], " ") {
				t.Errorf("gone on with: %v, %v", rest.IDs(), rest.Err)
			}
		})
	}
}

// A provider that takes no notice of a filter never yields anyone who does not fit.
func TestFiltersThatAreIgnored(t *testing.T) {
	s, c, a := setUp(t, scimtest.Config{Users: 500, IgnoreFilter: true})
	e := wantError(t, listUsers(t, c, a, &connectorv1.ListOptions{Filters: named("email", "nobody@example.com")}).Err, connector.UpstreamMalformed)
	if !strings.Contains(e.Message, "does not apply the filter") || strings.Contains(e.Message, "nobody@") || e.Path != "$.Resources" {
		t.Errorf("%+v", e)
	}
	for value, status := range map[string]iamv1.UserStatus{
		"enabled": iamv1.UserStatus_USER_STATUS_ENABLED, "disabled": iamv1.UserStatus_USER_STATUS_DISABLED,
	} {
		o := &connectorv1.ListOptions{Filters: status1(value), PageSize: 100}
		l := listUsers(t, c, a, o)
		if l.Err != nil || len(l.Items) == 0 {
			t.Fatal(l.Err)
		}
		for _, u := range l.Items {
			if u.GetStatus() != status {
				t.Errorf("%s: %v", value, u)
			}
		}
		rest := listUsers(t, c, a, &connectorv1.ListOptions{Filters: status1(value), PageSize: 100, PageToken: l.Tokens()[1]})
		if rest.Err != nil || rest.IDs()[len(rest.Items)-1] != l.IDs()[len(l.Items)-1] {
			t.Errorf("%s, gone on with: %v", value, rest.Err)
		}
	}
	if wrong := s.WrongAuthorizations(); len(wrong) != 0 {
		t.Error(wrong)
	}
}

func TestFiltersThatAreNone(t *testing.T) {
	s, c, a := setUp(t, scimtest.Config{Users: 5})
	for name, tt := range map[string]struct {
		filters []*connectorv1.Filter
		reason  connector.Reason
	}{
		"unknown":     {named("title", "x"), connector.ReasonUnsupported},
		"pending":     {status1("pending"), connector.InvalidConfig},
		"two names":   {[]*connectorv1.Filter{{Name: "username", Values: []string{"a", "b"}}}, connector.InvalidConfig},
		"a line feed": {named("username", "a\nb"), connector.InvalidConfig},
	} {
		t.Run(name, func(t *testing.T) {
			wantError(t, listUsers(t, c, a, &connectorv1.ListOptions{Filters: tt.filters}).Err, tt.reason)
		})
	}
	if s.Requests() != 0 {
		t.Errorf("%d requests", s.Requests())
	}
}
