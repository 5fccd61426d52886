package scim_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/connectortest"
	"github.com/trellis-iam/trellis/connector/scim/scimtest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// wantWhole checks that a list is everybody once, in as many requests as there are pages, and that nothing moved.
func wantWhole(t *testing.T, l *connectortest.Listing[*iamv1.User], users int) {
	t.Helper()
	if l.Err != nil {
		t.Fatal(l.Err)
	}
	ids := l.IDs()
	slices.Sort(ids)
	if n := len(slices.Compact(ids)); n != users || len(l.Items) != users {
		t.Errorf("%d users, %d different, want %d", len(l.Items), n, users)
	}
	r := l.Receipt
	if r.GetEnd() != connectorv1.End_END_EXHAUSTED || r.GetItems() != int64(users) || r.GetRejected() != 0 || r.GetDriftObserved() ||
		r.GetVisibility() != connectorv1.Visibility_VISIBILITY_UNKNOWN {
		t.Errorf("receipt %v", r)
	}
}

func TestTenThousandUsersAreAHundredRequests(t *testing.T) {
	s, c, a := setUp(t, scimtest.Config{Users: 10_000})
	l := listUsers(t, c, a, nil)
	wantWhole(t, l, 10_000)
	if s.Requests() != 100 || len(l.Exchanges()) != 100 || len(l.Pages) != 100 || len(l.Tokens()) != 99 {
		t.Errorf("%d requests, %d exchanges, %d pages", s.Requests(), len(l.Exchanges()), len(l.Pages))
	}
	counts := map[iamv1.UserStatus]int{}
	for i, u := range l.Items {
		counts[u.GetStatus()]++
		if i > 0 && u.GetUsername() != fmt.Sprintf("user%d@example.com", i) {
			t.Fatalf("user %d is %s: out of order", i, u.GetUsername())
		}
	}
	if len(counts) != 2 || counts[iamv1.UserStatus_USER_STATUS_DISABLED] == 0 || l.Receipt.GetWarned() != 0 {
		t.Errorf("statuses %v, %d warned", counts, l.Receipt.GetWarned())
	}
}

// Whatever providers do that do not keep to the RFC, the list is whole, and nothing is said to have moved that has not.
func TestQuirks(t *testing.T) {
	for name, config := range map[string]scimtest.Config{
		"none":                    {},
		"204 past the end":        {NoContent: true},
		"a cap":                   {MaxCount: 40},
		"a cap of one":            {MaxCount: 1},
		"short pages":             {ShortEvery: 2},
		"every page short":        {ShortEvery: 1},
		"no total":                {NoTotal: true},
		"no total, 204":           {NoTotal: true, NoContent: true},
		"no total, a cap":         {NoTotal: true, MaxCount: 7},
		"no total, no resources":  {NoStart: true, NoResources: true, MaxCount: 30},
		"no startIndex":           {NoStart: true},
		"active as text":          {ActiveText: true},
		"lower case":              {LowerNames: true},
		"nothing to discover":     {Discovery: 404},
		"a cap, and short pages":  {MaxCount: 13, ShortEvery: 3},
		"short pages, no numbers": {NoStart: true, ShortEvery: 5},
	} {
		t.Run(name, func(t *testing.T) {
			config.Users = 501
			_, c, a := setUp(t, config)
			l := listUsers(t, c, a, nil)
			wantWhole(t, l, 501)
			if warned := l.Receipt.GetWarned(); (warned != 0) != config.ActiveText {
				t.Errorf("%d warned: %v", warned, l.Items[0].GetSource())
			}
			if u := l.Items[1]; u.GetManager().GetId() != l.Items[0].GetId() || u.GetStatus() == 0 || u.GetRoles() == nil {
				t.Errorf("%v", u)
			}
		})
	}
}

// What moves is said to have moved, and so is a provider that holds users back: of those that it shows, each comes once. Only
// where it holds back and has a cap, some of its second page may come twice.
func TestDrift(t *testing.T) {
	for name, c := range map[string]struct {
		config  scimtest.Config
		at, end int // users there are, and how many must come
	}{
		"grows":                {scimtest.Config{GrowEvery: 1}, 450, 450},
		"holds users back":     {scimtest.Config{HideEvery: 10}, 450, 405},
		"holds back, capped":   {scimtest.Config{HideEvery: 10, MaxCount: 50}, 450, 405},
		"holds back the first": {scimtest.Config{HideEvery: 1000, Records: map[int]string{}}, 1450, 1449},
	} {
		t.Run(name, func(t *testing.T) {
			c.config.Users = c.at
			_, conn, a := setUp(t, c.config)
			l := listUsers(t, conn, a, nil)
			if l.Err != nil || !l.Receipt.GetDriftObserved() {
				t.Fatalf("%v, drift %v", l.Err, l.Receipt.GetDriftObserved())
			}
			ids := l.IDs()
			slices.Sort(ids)
			twice := 0
			if c.config.MaxCount > 0 {
				twice = 10
			}
			if different := len(slices.Compact(ids)); different < c.end || len(l.Items) > different+twice {
				t.Errorf("%d users, %d different, want %d", len(l.Items), different, c.end)
			}
		})
	}
}

// What was seen in one stream is known in those that go on from its tokens.
func TestDriftGoesOn(t *testing.T) {
	s, c, a := setUp(t, scimtest.Config{Users: 300})
	whole := listUsers(t, c, a, nil)
	if err := s.Configure(func(c *scimtest.Config) { c.Users++ }); err != nil {
		t.Fatal(err)
	}
	l := listUsers(t, c, a, &connectorv1.ListOptions{PageToken: whole.Tokens()[0], PageLimit: 1})
	if l.Err != nil || !l.Receipt.GetDriftObserved() {
		t.Fatalf("the total has changed between the streams: %v, %v", l.Receipt, l.Err)
	}
	rest := listUsers(t, c, a, &connectorv1.ListOptions{PageToken: l.Receipt.GetNextPageToken()})
	if rest.Err != nil || !rest.Receipt.GetDriftObserved() || len(rest.Items) != 101 || rest.Receipt.GetListingId() != whole.Receipt.GetListingId() {
		t.Errorf("%d items, %v, %v", len(rest.Items), rest.Receipt, rest.Err)
	}
}

// From each token, in a process of its own, exactly the rest comes.
func TestTokensGoOn(t *testing.T) {
	for name, config := range map[string]scimtest.Config{
		"rightly": {}, "capped": {MaxCount: 30}, "short": {ShortEvery: 2}, "no total": {NoTotal: true},
	} {
		t.Run(name, func(t *testing.T) {
			config.Users = 205
			s, c, a := setUp(t, config)
			whole := listUsers(t, c, a, &connectorv1.ListOptions{PageSize: 50})
			wantWhole(t, whole, 205)
			sent := 0
			for _, p := range whole.Pages {
				sent += len(p.Items)
				token := p.Info.GetNextPageToken()
				if token == "" {
					continue
				}
				_, other, _ := setUp(t, scimtest.Config{})
				l := listUsers(t, other, account(s), &connectorv1.ListOptions{PageSize: 50, PageToken: token})
				if diff := cmp.Diff(whole.IDs()[sent:], l.IDs()); diff != "" || l.Err != nil || l.Receipt.GetDriftObserved() {
					t.Errorf("after %d: %v, drift %v (-want +got):\n%s", sent, l.Err, l.Receipt.GetDriftObserved(), diff)
				}
			}
			token := whole.Tokens()[0]
			for what, o := range map[string]*connectorv1.ListOptions{
				"another size": {PageToken: token, PageSize: 60}, "a filter": {PageToken: token, PageSize: 50, Filters: status1("enabled")},
				"raw": {PageToken: token, PageSize: 50, Raw: true}, "damaged": {PageToken: token[1:] + token[:1], PageSize: 50},
			} {
				e := wantError(t, listUsers(t, c, a, o).Err, connector.BadPageToken)
				if e.Path != "options.page_token" {
					t.Errorf("%s: %v", what, e)
				}
			}
			groups := connectortest.Groups(t.Context(), c, a, &connectorv1.ListOptions{PageToken: token, PageSize: 50})
			wantError(t, groups.Err, connector.BadPageToken)
		})
	}
}

// However a list is split into streams, each user comes once; and a provider that takes no notice of startIndex is found out
// where each stream is one page.
func TestStreamsOfOnePage(t *testing.T) {
	for name, c := range map[string]struct {
		config scimtest.Config
		users  int // 0: a loop
	}{
		"rightly":                   {scimtest.Config{Users: 205}, 205},
		"full pages":                {scimtest.Config{Users: 200}, 200},
		"one full page":             {scimtest.Config{Users: 50}, 50},
		"one full page, over again": {scimtest.Config{Users: 50, IgnoreStart: true, SayStart: true}, 50},
		"capped":                    {scimtest.Config{Users: 205, MaxCount: 30}, 205},
		"short":                     {scimtest.Config{Users: 205, ShortEvery: 2}, 205},
		"no total":                  {scimtest.Config{Users: 200, NoTotal: true, NoContent: true}, 200},
		"holds users back":          {scimtest.Config{Users: 210, HideEvery: 7}, 180},
		"ignores startIndex":        {scimtest.Config{Users: 205, IgnoreStart: true, NoStart: true}, 0},
		"and has no total":          {scimtest.Config{Users: 205, IgnoreStart: true, NoStart: true, NoTotal: true}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			_, conn, a := setUp(t, c.config)
			var ids []string
			o := &connectorv1.ListOptions{PageSize: 50, PageLimit: 1}
			for {
				l := listUsers(t, conn, a, o)
				ids = append(ids, l.IDs()...)
				if c.users == 0 && l.Err != nil {
					if wantError(t, l.Err, connector.UpstreamLoop); len(ids) != 50 {
						t.Errorf("%d users came before", len(ids))
					}
					return
				}
				if l.Err != nil {
					t.Fatal(l.Err)
				}
				if o.PageToken = l.Receipt.GetNextPageToken(); o.PageToken == "" {
					break
				}
			}
			slices.Sort(ids)
			if n := len(slices.Compact(slices.Clone(ids))); n != c.users || len(ids) != c.users {
				t.Errorf("%d users, %d different, want %d", len(ids), n, c.users)
			}
		})
	}
}

func TestPageLimitsAndSizes(t *testing.T) {
	s, c, a := setUp(t, scimtest.Config{Users: 1234})
	for limit := int32(1); limit <= 5; limit++ {
		s.ResetCounts()
		l := listUsers(t, c, a, &connectorv1.ListOptions{PageLimit: limit, PageSize: 20})
		if l.Err != nil || l.Receipt.GetEnd() != connectorv1.End_END_PAGE_LIMIT || len(l.Items) != 20*int(limit) || s.Requests() != int64(limit) {
			t.Errorf("limit %d: %d items in %d requests, %v, %v", limit, len(l.Items), s.Requests(), l.Receipt, l.Err)
		}
	}
	for size, requests := range map[int32]int64{1000: 2, 500: 3, 0: 13} {
		s.ResetCounts()
		wantWhole(t, listUsers(t, c, a, &connectorv1.ListOptions{PageSize: size}), 1234)
		if s.Requests() != requests {
			t.Errorf("size %d: %d requests", size, s.Requests())
		}
	}
}

func TestRawIsTheProviders(t *testing.T) {
	const record = `{"id": "x",  "userName":"\u0061", "extra": {"a": [1, 2]}}`
	_, c, a := setUp(t, scimtest.Config{Users: 3, Records: map[int]string{1: record}})
	l := listUsers(t, c, a, &connectorv1.ListOptions{Raw: true})
	if l.Err != nil || len(l.Items) != 3 || string(l.Items[1].GetSource().GetRaw()) != strings.Join(strings.Fields(record), "") {
		t.Errorf("%v, %v", l.Items, l.Err) // the stand-in's encoder takes white space out
	}
}

// Bad data removes nobody.
func TestBadRecords(t *testing.T) {
	_, c, a := setUp(t, scimtest.Config{Users: 120, Records: map[int]string{
		0: `"no object"`, 1: `{"userName":"no id"}`, 2: `{"id":"2","active":[],"emails":7,"name":1}`, 110: `{"id":" "}`,
	}})
	l := listUsers(t, c, a, nil)
	if l.Err != nil || len(l.Items) != 117 || l.Receipt.GetRejected() != 3 || l.Receipt.GetWarned() != 1 || l.Receipt.GetDriftObserved() {
		t.Fatalf("%d users, %v, %v", len(l.Items), l.Receipt, l.Err)
	}
	if r := l.Pages[0].Info.GetRejected(); len(r) != 2 || r[0].GetPath() != "$.Resources[0]" || r[1].GetPath() != "$.Resources[1].id" {
		t.Errorf("rejected %v", r)
	}
}

func TestExchangesTellNoSecret(t *testing.T) {
	_, c, a := setUp(t, scimtest.Config{Users: 30})
	l := listUsers(t, c, a, &connectorv1.ListOptions{PageSize: 10, Filters: []*connectorv1.Filter{{Name: "email", Values: []string{"user7@example.com"}}}})
	if l.Err != nil || len(l.Items) != 1 || len(l.Exchanges()) != 2 { // the ServiceProviderConfig is told too
		t.Fatalf("%d items, %v, %v", len(l.Items), l.Exchanges(), l.Err)
	}
	for _, e := range l.Exchanges() {
		if strings.Contains(e.GetUrl(), "user7") || strings.Contains(e.GetUrl(), a.GetCredentials()["token"]) || e.GetStatus() != http.StatusOK {
			t.Errorf("exchange %v", e)
		}
	}
	if u := l.Exchanges()[1].GetUrl(); !strings.Contains(u, "/Users?count=10&filter=REDACTED&startIndex=1") {
		t.Errorf("%s", u)
	}
}

func TestRolesAreThoseThatUsersHold(t *testing.T) {
	s, c, a := setUp(t, scimtest.Config{Users: 250})
	l := connectortest.Roles(t.Context(), c, a, nil)
	want := []string{"trellis:role:editor", "trellis:role:admin", "trellis:role:viewer"}
	if diff := cmp.Diff(want, l.IDs()); diff != "" || l.Err != nil {
		t.Errorf("%v (-want +got):\n%s", l.Err, diff)
	}
	if r := l.Receipt; r.GetVisibility() != connectorv1.Visibility_VISIBILITY_PARTIAL || len(l.Pages) != 1 || len(l.Exchanges()) != 3 ||
		s.Requests() != 3 || r.GetDriftObserved() {
		t.Errorf("%v, %d pages, %d requests", r, len(l.Pages), s.Requests())
	}
	for _, role := range l.Items {
		if !role.GetDerived() || role.GetName() == "" || role.GetDescription() == "" {
			t.Errorf("%v", role)
		}
	}
	held := map[string]bool{}
	for _, u := range listUsers(t, c, a, nil).Items {
		for _, r := range u.GetRoles().GetValues() {
			held[r.GetRole().GetId()] = true
		}
	}
	if len(held) != 3 {
		t.Errorf("users hold %v", held)
	}
}

// Until the one page comes, there are signs of life, also where no request takes long.
func TestRolesAreNotSilent(t *testing.T) {
	s, c, a := setUp(t, scimtest.Config{Users: 1000, NoTotal: true})
	if err := s.Configure(func(c *scimtest.Config) { c.Delay = 300_000_000 }); err != nil {
		t.Fatal(err)
	}
	l := connectortest.Roles(t.Context(), c, a, nil)
	if l.Err != nil || len(l.Items) != 3 || len(l.Signs) < 2 {
		t.Errorf("%d signs of life in eleven requests of 0.3 s, %v", len(l.Signs), l.Err)
	}
}

func TestTooManyRoles(t *testing.T) {
	many, long := map[int]string{}, map[int]string{}
	for i := range 101 {
		values := make([]string, 100)
		for k := range values {
			values[k] = strconv.Quote("role " + strconv.Itoa(100*i+k))
		}
		many[i] = `{"id":"` + strconv.Itoa(i) + `","roles":[` + strings.Join(values, ",") + `]}`
	}
	for i := range 300 {
		long[i] = `{"id":"` + strconv.Itoa(i) + `","roles":[{"value":"` + strconv.Itoa(i) + `","display":"` + strings.Repeat("x", 60<<10) + `"}]}`
	}
	for _, records := range []map[int]string{many, long} {
		_, c, a := setUp(t, scimtest.Config{Users: len(records), Records: records})
		l := connectortest.Roles(t.Context(), c, a, nil)
		wantError(t, l.Err, connector.UpstreamMalformed)
	}
}

func TestGroups(t *testing.T) {
	s, c, a := setUp(t, scimtest.Config{Users: 1000, Groups: 250})
	l := connectortest.Groups(t.Context(), c, a, nil)
	if l.Err != nil || len(l.Items) != 250 || s.Requests() != 3 {
		t.Fatalf("%d groups in %d requests, %v", len(l.Items), s.Requests(), l.Err)
	}
	members := map[string]string{}
	for _, g := range l.Items {
		if len(g.GetMembers().GetUserIds()) != 4 || g.GetType() != iamv1.GroupType_GROUP_TYPE_GROUP {
			t.Errorf("%v", g)
		}
		for _, id := range g.GetMembers().GetUserIds() {
			members[id] = g.GetId()
		}
	}
	for _, u := range listUsers(t, c, a, nil).Items { // the attribute of users says the same
		if got := u.GetGroups().GetValues(); len(got) != 1 || got[0].GetGroup().GetId() != members[u.GetId()] {
			t.Errorf("%v", u.GetGroups())
		}
	}
}

// A provider without groups is told from one where something failed.
func TestNoGroups(t *testing.T) {
	s, c, a := setUp(t, scimtest.Config{Users: 10, NoGroups: true})
	l := connectortest.Groups(t.Context(), c, a, nil)
	if e := wantError(t, l.Err, connector.ReasonUnsupported); e.UpstreamStatus != 404 || e.Suggestion == "" {
		t.Errorf("%+v", e)
	}
	for code, reason := range map[int]connector.Reason{
		501: connector.ReasonUnsupported, 405: connector.ReasonUnsupported, 403: connector.PermissionMissing, 500: connector.UpstreamUnavailable,
	} {
		s.SetFault(func(*http.Request, int64) *scimtest.Fault { return status(code, "") })
		wantError(t, connectortest.Groups(t.Context(), c, a, nil).Err, reason)
	}
}
