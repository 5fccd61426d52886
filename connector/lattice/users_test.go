package lattice_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

func TestTenThousandUsersAreAHundredRequests(t *testing.T) {
	const users = 10_000
	s, c, a := setUp(t, latticetest.Config{Users: users})
	l := listUsers(t.Context(), c, a, nil)
	if l.err != nil {
		t.Fatal(l.err)
	}
	if s.Requests() != 100 {
		t.Errorf("%d requests, want 100", s.Requests())
	}
	ids := l.ids()
	slices.Sort(ids)
	if n := len(slices.Compact(ids)); n != users || len(l.items) != users {
		t.Errorf("%d users, %d different, want %d", len(l.items), n, users)
	}
	r := l.receipt
	if r.GetEnd() != connectorv1.End_END_EXHAUSTED || r.GetItems() != users || r.GetRejected() != 0 || r.GetWarned() != 0 ||
		r.GetDriftObserved() || r.GetVisibility() != connectorv1.Visibility_VISIBILITY_UNKNOWN {
		t.Errorf("receipt %v", r)
	}
	counts := map[iamv1.UserStatus]int{}
	for _, u := range l.items {
		counts[u.GetStatus()]++
	}
	if len(counts) != 3 || counts[iamv1.UserStatus_USER_STATUS_DISABLED] == 0 || counts[iamv1.UserStatus_USER_STATUS_PENDING] == 0 {
		t.Errorf("a census has users of every status: %v", counts)
	}
}

func TestTheLastPagesCursorLeadsNowhere(t *testing.T) {
	for _, last := range []latticetest.LastCursor{latticetest.CursorNull, latticetest.CursorAbsent, latticetest.CursorPresent} {
		for _, users := range []int{0, 1, 99, 100, 101, 200} {
			s, c, a := setUp(t, latticetest.Config{Users: users, LastCursor: last, RelativeURLs: true, ExtraFields: true})
			l := listUsers(t.Context(), c, a, nil)
			if l.err != nil || len(l.items) != users || s.Requests() != int64(max(1, (users+99)/100)) {
				t.Errorf("%d users, last cursor %d: %d came in %d requests, %v", users, last, len(l.items), s.Requests(), l.err)
			}
		}
	}
}

// resume checks that from each of a list's tokens, in a process of its own, exactly the rest comes.
func resume(t *testing.T, s *latticetest.Server, o *connectorv1.ListOptions, whole *listing[*iamv1.User]) {
	t.Helper()
	sent := 0
	for _, p := range whole.pages {
		sent += len(p.Items)
		token := p.Info.GetNextPageToken()
		if token == "" {
			continue
		}
		_, c, _ := setUp(t, latticetest.Config{})
		again := &connectorv1.ListOptions{PageSize: o.GetPageSize(), Filters: o.GetFilters(), PageToken: token}
		l := listUsers(t.Context(), c, account(s), again)
		if l.err != nil {
			t.Fatalf("after %d: %v", sent, l.err)
		}
		if diff := cmp.Diff(whole.ids()[sent:], l.ids()); diff != "" {
			t.Errorf("after %d (-want +got):\n%s", sent, diff)
		}
		if l.receipt.GetListingId() != whole.receipt.GetListingId() || l.receipt.GetDriftObserved() != whole.receipt.GetDriftObserved() {
			t.Errorf("after %d: receipt %v, want the listing of %v", sent, l.receipt, whole.receipt)
		}
	}
	if n := len(whole.tokens()); n != len(whole.pages)-1 {
		t.Errorf("%d tokens in %d pages", n, len(whole.pages))
	}
}

func TestResumeFromEveryToken(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 60})
	o := &connectorv1.ListOptions{PageSize: 7}
	whole := listUsers(t.Context(), c, a, o)
	if whole.err != nil || len(whole.items) != 60 || len(whole.pages) != 9 {
		t.Fatalf("%d users in %d pages, %v", len(whole.items), len(whole.pages), whole.err)
	}
	resume(t, s, o, whole)
}

func TestPageLimit(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 50})
	var ids []string
	token := ""
	for n := int64(1); ; n++ {
		l := listUsers(t.Context(), c, a, &connectorv1.ListOptions{PageSize: 10, PageLimit: 2, PageToken: token})
		if l.err != nil {
			t.Fatal(l.err)
		}
		ids = append(ids, l.ids()...)
		if token = l.receipt.GetNextPageToken(); token == "" {
			break
		}
		if s.Requests() != 2*n {
			t.Errorf("%d requests after %d streams of 2 pages", s.Requests(), n)
		}
		if l.receipt.GetEnd() != connectorv1.End_END_PAGE_LIMIT {
			t.Errorf("receipt %v", l.receipt)
		}
	}
	slices.Sort(ids)
	if len(slices.Compact(ids)) != 50 || s.Requests() != 5 {
		t.Errorf("%d users, %d requests", len(ids), s.Requests())
	}
}

func TestStatusFilter(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 700})
	census := listUsers(t.Context(), c, a, nil)
	for _, values := range [][]string{
		{"enabled"}, {"pending"}, {"disabled"}, {"pending", "disabled"}, {"disabled", "enabled", "pending"},
	} {
		var want []string
		for _, u := range census.items {
			name := strings.ToLower(strings.TrimPrefix(u.GetStatus().String(), "USER_STATUS_"))
			if slices.Contains(values, name) {
				want = append(want, u.GetId())
			}
		}
		o := &connectorv1.ListOptions{PageSize: 13, Filters: filter(values...)}
		l := listUsers(t.Context(), c, a, o)
		got := l.ids()
		slices.Sort(got)
		slices.Sort(want)
		if l.err != nil || len(want) == 0 || !slices.Equal(got, want) || l.receipt.GetDriftObserved() {
			t.Errorf("%v: %d users, want %d, %v", values, len(got), len(want), l.err)
		}
		if !slices.Contains(values, "enabled") {
			resume(t, s, o, l)
		}
	}
	for values, reason := range map[string]connector.Reason{"gone": connector.InvalidConfig, "ENABLED": connector.InvalidConfig} {
		before := s.Requests()
		wantReason(t, listUsers(t.Context(), c, a, &connectorv1.ListOptions{Filters: filter(values)}).err, reason)
		if s.Requests() != before {
			t.Errorf("%s: something was sent", values)
		}
	}
}

func TestAFilterThatLatticeDoesNotApplyIsAnError(t *testing.T) {
	_, c, a := setUp(t, latticetest.Config{Users: 30, IgnoreStatus: true})
	e := wantError(t, listUsers(t.Context(), c, a, &connectorv1.ListOptions{Filters: filter("disabled")}).err, connector.UpstreamMalformed)
	if !strings.Contains(e.Message, "DEACTIVATED") {
		t.Error(e.Message)
	}
}

// Where Lattice refuses status=null, a census is one pass for each status.
func TestCensusWithoutNull(t *testing.T) {
	config := latticetest.Config{Users: 600, RefuseNull: true, StrictStatus: true, Records: map[int]string{
		5: `{"id":"odd","status":"A_STATUS_THAT_LATTICE_CAME_TO_HAVE","isAdmin":false}`,
	}}
	s, c, a := setUp(t, config)
	o := &connectorv1.ListOptions{PageSize: 50}
	l := listUsers(t.Context(), c, a, o)
	if l.err != nil {
		t.Fatal(l.err)
	}
	ids := l.ids()
	slices.Sort(ids)
	if len(ids) != 600 || len(slices.Compact(ids)) != 600 || !slices.Contains(ids, "odd") || !l.receipt.GetDriftObserved() {
		t.Errorf("%d users, receipt %v", len(ids), l.receipt)
	}
	resume(t, s, o, l)

	// One page a stream, across the ends of passes.
	var all []string
	token := ""
	for {
		l := listUsers(t.Context(), c, a, &connectorv1.ListOptions{PageSize: 50, PageLimit: 1, PageToken: token})
		if l.err != nil {
			t.Fatal(l.err)
		}
		all = append(all, l.ids()...)
		if token = l.receipt.GetNextPageToken(); token == "" {
			break
		}
	}
	slices.Sort(all)
	if !slices.Equal(all, ids) {
		t.Errorf("page by page: %d users", len(all))
	}
}

func TestACursorThatLatticeNoLongerTakes(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 30})
	o := &connectorv1.ListOptions{PageSize: 10}
	token := listUsers(t.Context(), c, a, o).tokens()[0]
	for _, code := range []int{400, 404, 410, 422} {
		script(s, status(code, `{"error":"unknown cursor"}`))
		l := listUsers(t.Context(), c, a, &connectorv1.ListOptions{PageSize: 10, PageToken: token})
		if e := wantError(t, l.err, connector.PageTokenExpired); e.UpstreamStatus != code || e.Path != "options.page_token" {
			t.Errorf("%d: %+v", code, e)
		}
		// Of a list that began without a token, it is Lattice's refusal.
		script(s, nil, status(code, `{"error":"unknown cursor"}`))
		e := wantError(t, listUsers(t.Context(), c, a, o).err, connector.UpstreamRejected)
		if e.UpstreamStatus != code || !strings.Contains(e.Message, "page 2") {
			t.Errorf("%d: %+v", code, e)
		}
	}
}

func TestTokensAreBound(t *testing.T) {
	_, c, a := setUp(t, latticetest.Config{Users: 30})
	token := listUsers(t.Context(), c, a, &connectorv1.ListOptions{PageSize: 10}).tokens()[0]
	for name, o := range map[string]*connectorv1.ListOptions{
		"page size": {PageSize: 11, PageToken: token},
		"raw":       {PageSize: 10, PageToken: token, Raw: true},
		"filter":    {PageSize: 10, PageToken: token, Filters: filter("enabled")},
		"damage":    {PageSize: 10, PageToken: token[1:]},
	} {
		t.Run(name, func(t *testing.T) {
			wantReason(t, listUsers(t.Context(), c, a, o).err, connector.BadPageToken)
		})
	}
}

func TestBadRecordsNeitherStopAListNorLoseAnyone(t *testing.T) {
	_, c, a := setUp(t, latticetest.Config{Users: 10, Records: map[int]string{
		2: `{"id":true,"name":"Without a usable id"}`, 3: `"no object"`,
		4: `{"id":4,"name":7,"isAdmin":"yes","status":"ODD","department":[]}`,
	}})
	l := listUsers(t.Context(), c, a, &connectorv1.ListOptions{Raw: true})
	if l.err != nil {
		t.Fatal(l.err)
	}
	if r := l.receipt; r.GetItems() != 8 || r.GetRejected() != 2 || r.GetWarned() != 1 {
		t.Errorf("receipt %v", r)
	}
	for i, r := range l.pages[0].Info.GetRejected() {
		if int(r.GetIndex()) != i+2 || !strings.HasPrefix(r.GetPath(), "$.data[") || r.GetReason() == "" {
			t.Errorf("rejected %v", r)
		}
	}
	i := slices.IndexFunc(l.items, func(u *iamv1.User) bool { return u.GetId() == "4" })
	if i < 0 {
		t.Fatal("a user with a number for an id is missing")
	}
	u := l.items[i]
	if u.GetStatus() != iamv1.UserStatus_USER_STATUS_UNMAPPED || u.GetRoles() != nil || u.GetGroups() != nil || len(u.GetSource().GetWarnings()) != 3 {
		t.Errorf("user %v", u)
	}
	if string(u.GetSource().GetRaw()) != `{"id":4,"name":7,"isAdmin":"yes","status":"ODD","department":[]}` {
		t.Errorf("raw %s", u.GetSource().GetRaw())
	}
}

func TestRawOnlyWhenAskedFor(t *testing.T) {
	_, c, a := setUp(t, latticetest.Config{Users: 3})
	for _, u := range listUsers(t.Context(), c, a, nil).items {
		if u.GetSource() != nil {
			t.Errorf("source %v", u.GetSource())
		}
	}
}

func TestCancellationStopsTheList(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 1000})
	ctx, cancel := context.WithCancel(t.Context())
	s.SetFault(func(_ *http.Request, n int64) *latticetest.Fault {
		if n < 3 {
			return nil
		}
		cancel()
		return &latticetest.Fault{Hang: true}
	})
	l := listUsers(ctx, c, a, nil)
	if !errors.Is(l.err, context.Canceled) || l.receipt != nil {
		t.Errorf("%v, receipt %v", l.err, l.receipt)
	}
}

func TestAReceiverThatWantsNoMore(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 1000})
	enough := errors.New("enough")
	pages := 0
	receipt, err := c.ListUsers(t.Context(), connector.ListRequest{Account: a}, connector.SinkFuncs[*iamv1.User]{
		OnPage: func(connector.Page[*iamv1.User]) error {
			if pages++; pages == 2 {
				return enough
			}
			return nil
		},
	})
	if err != enough || receipt != nil || s.Requests() > 3 {
		t.Errorf("%v, receipt %v, %d requests", err, receipt, s.Requests())
	}
}

// The bytes of a page are the items' own: nothing of the pages that are read meanwhile gets into them.
func TestRawIsOfTheRightUser(t *testing.T) {
	_, c, a := setUp(t, latticetest.Config{Users: 500})
	l := listUsers(t.Context(), c, a, &connectorv1.ListOptions{PageSize: 20, Raw: true})
	if l.err != nil || len(l.items) != 500 {
		t.Fatalf("%d users, %v", len(l.items), l.err)
	}
	for i, u := range l.items {
		var raw struct{ ID, Email string }
		if err := json.Unmarshal(u.GetSource().GetRaw(), &raw); err != nil || raw.ID != u.GetId() || raw.Email != u.GetPrimaryEmail() {
			t.Fatalf("user %d: %v, raw %s", i, err, u.GetSource().GetRaw())
		}
		if i%100 == 0 {
			one, err := c.GetUser(t.Context(), connector.GetRequest{Account: a, ID: u.GetId(), Options: &connectorv1.GetOptions{Raw: true}})
			if err != nil || !proto.Equal(one, u) {
				t.Errorf("%v, want %v, %v", one, u, err)
			}
		}
	}
}

func TestAWaitIsTold(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 30})
	a.Operator["requests_per_minute"] = "100"
	script(s, nil, &latticetest.Fault{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"1"}}})
	l := listUsers(t.Context(), c, a, &connectorv1.ListOptions{PageSize: 10})
	if l.err != nil || len(l.items) != 30 {
		t.Fatalf("%d users, %v", len(l.items), l.err)
	}
	if len(l.progress) == 0 || l.progress[0].GetActivity() != connectorv1.Activity_ACTIVITY_WAITING_FOR_RATE_LIMIT ||
		l.progress[0].GetWaitUntil() == nil || !strings.Contains(l.progress[0].GetMessage(), "127.0.0.1") {
		t.Errorf("progress %v", l.progress)
	}
	if r := l.pages[0].Info.GetRate(); r.GetLimit() != 100 || r.GetRemaining() < 90 || r.GetResetAt() == nil {
		t.Errorf("rate %v", r)
	}
}

// Where the operator sets no pace, it is Lattice's published one.
func TestThePaceIsThePublishedOne(t *testing.T) {
	_, c, a := setUp(t, latticetest.Config{Users: 3})
	delete(a.Operator, "requests_per_minute")
	l := listUsers(t.Context(), c, a, nil)
	if l.err != nil || l.pages[0].Info.GetRate().GetLimit() != 240 {
		t.Errorf("%v, %v", l.pages, l.err)
	}
}

// A member that Lattice leaves null is absent, and nobody's list is any the worse for it.
func TestEverythingNull(t *testing.T) {
	_, c, a := setUp(t, latticetest.Config{Users: 120, AllNull: true, ExtraFields: true})
	l := listUsers(t.Context(), c, a, &connectorv1.ListOptions{Expand: []string{"groups"}})
	if l.err != nil || len(l.items) != 120 || l.receipt.GetWarned() != 0 {
		t.Fatalf("%d users, receipt %v, %v", len(l.items), l.receipt, l.err)
	}
	for _, u := range l.items {
		if u.GetName() != "" || u.GetManager() != nil || u.GetDepartment() != nil || u.GetGroups() == nil || len(u.GetGroups().GetValues()) != 0 {
			t.Errorf("%v", u)
		}
	}
}
