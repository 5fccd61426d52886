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
	if l.Err != nil {
		t.Fatal(l.Err)
	}
	if s.Requests() != 100 {
		t.Errorf("%d requests, want 100", s.Requests())
	}
	ids := l.IDs()
	slices.Sort(ids)
	if n := len(slices.Compact(ids)); n != users || len(l.Items) != users {
		t.Errorf("%d users, %d different, want %d", len(l.Items), n, users)
	}
	r := l.Receipt
	if r.GetEnd() != connectorv1.End_END_EXHAUSTED || r.GetItems() != users || r.GetRejected() != 0 || r.GetWarned() != 0 ||
		r.GetDriftObserved() || r.GetVisibility() != connectorv1.Visibility_VISIBILITY_UNKNOWN {
		t.Errorf("receipt %v", r)
	}
	counts := map[iamv1.UserStatus]int{}
	for _, u := range l.Items {
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
			if l.Err != nil || len(l.Items) != users || s.Requests() != int64(max(1, (users+99)/100)) {
				t.Errorf("%d users, last cursor %d: %d came in %d requests, %v", users, last, len(l.Items), s.Requests(), l.Err)
			}
		}
	}
}

// resume checks that from each of a list's tokens, in a process of its own, exactly the rest comes.
func resume(t *testing.T, s *latticetest.Server, o *connectorv1.ListOptions, whole *listing[*iamv1.User]) {
	t.Helper()
	sent := 0
	for _, p := range whole.Pages {
		sent += len(p.Items)
		token := p.Info.GetNextPageToken()
		if token == "" {
			continue
		}
		_, c, _ := setUp(t, latticetest.Config{})
		again := &connectorv1.ListOptions{PageSize: o.GetPageSize(), Filters: o.GetFilters(), PageToken: token}
		l := listUsers(t.Context(), c, account(s), again)
		if l.Err != nil {
			t.Fatalf("after %d: %v", sent, l.Err)
		}
		if diff := cmp.Diff(whole.IDs()[sent:], l.IDs()); diff != "" {
			t.Errorf("after %d (-want +got):\n%s", sent, diff)
		}
		if l.Receipt.GetListingId() != whole.Receipt.GetListingId() || l.Receipt.GetDriftObserved() != whole.Receipt.GetDriftObserved() {
			t.Errorf("after %d: receipt %v, want the listing of %v", sent, l.Receipt, whole.Receipt)
		}
	}
	if n := len(whole.Tokens()); n != len(whole.Pages)-1 {
		t.Errorf("%d tokens in %d pages", n, len(whole.Pages))
	}
}

func TestResumeFromEveryToken(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 60})
	o := &connectorv1.ListOptions{PageSize: 7}
	whole := listUsers(t.Context(), c, a, o)
	if whole.Err != nil || len(whole.Items) != 60 || len(whole.Pages) != 9 {
		t.Fatalf("%d users in %d pages, %v", len(whole.Items), len(whole.Pages), whole.Err)
	}
	resume(t, s, o, whole)
}

func TestPageLimit(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 50})
	var ids []string
	token := ""
	for n := int64(1); ; n++ {
		l := listUsers(t.Context(), c, a, &connectorv1.ListOptions{PageSize: 10, PageLimit: 2, PageToken: token})
		if l.Err != nil {
			t.Fatal(l.Err)
		}
		ids = append(ids, l.IDs()...)
		if token = l.Receipt.GetNextPageToken(); token == "" {
			break
		}
		if s.Requests() != 2*n {
			t.Errorf("%d requests after %d streams of 2 pages", s.Requests(), n)
		}
		if l.Receipt.GetEnd() != connectorv1.End_END_PAGE_LIMIT {
			t.Errorf("receipt %v", l.Receipt)
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
		for _, u := range census.Items {
			name := strings.ToLower(strings.TrimPrefix(u.GetStatus().String(), "USER_STATUS_"))
			if slices.Contains(values, name) {
				want = append(want, u.GetId())
			}
		}
		o := &connectorv1.ListOptions{PageSize: 13, Filters: filter(values...)}
		l := listUsers(t.Context(), c, a, o)
		got := l.IDs()
		slices.Sort(got)
		slices.Sort(want)
		if l.Err != nil || len(want) == 0 || !slices.Equal(got, want) || l.Receipt.GetDriftObserved() {
			t.Errorf("%v: %d users, want %d, %v", values, len(got), len(want), l.Err)
		}
		if !slices.Contains(values, "enabled") {
			resume(t, s, o, l)
		}
	}
	for values, reason := range map[string]connector.Reason{"gone": connector.InvalidConfig, "ENABLED": connector.InvalidConfig} {
		before := s.Requests()
		wantReason(t, listUsers(t.Context(), c, a, &connectorv1.ListOptions{Filters: filter(values)}).Err, reason)
		if s.Requests() != before {
			t.Errorf("%s: something was sent", values)
		}
	}
}

func TestAFilterThatLatticeDoesNotApplyIsAnError(t *testing.T) {
	_, c, a := setUp(t, latticetest.Config{Users: 30, IgnoreStatus: true})
	e := wantError(t, listUsers(t.Context(), c, a, &connectorv1.ListOptions{Filters: filter("disabled")}).Err, connector.UpstreamMalformed)
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
	if l.Err != nil {
		t.Fatal(l.Err)
	}
	ids := l.IDs()
	slices.Sort(ids)
	if len(ids) != 600 || len(slices.Compact(ids)) != 600 || !slices.Contains(ids, "odd") || !l.Receipt.GetDriftObserved() {
		t.Errorf("%d users, receipt %v", len(ids), l.Receipt)
	}
	resume(t, s, o, l)

	// One page a stream, across the ends of passes.
	var all []string
	token := ""
	for {
		l := listUsers(t.Context(), c, a, &connectorv1.ListOptions{PageSize: 50, PageLimit: 1, PageToken: token})
		if l.Err != nil {
			t.Fatal(l.Err)
		}
		all = append(all, l.IDs()...)
		if token = l.Receipt.GetNextPageToken(); token == "" {
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
	token := listUsers(t.Context(), c, a, o).Tokens()[0]
	for _, code := range []int{400, 404, 410, 422} {
		script(s, status(code, `{"error":"unknown cursor"}`))
		l := listUsers(t.Context(), c, a, &connectorv1.ListOptions{PageSize: 10, PageToken: token})
		if e := wantError(t, l.Err, connector.PageTokenExpired); e.UpstreamStatus != code || e.Path != "options.page_token" {
			t.Errorf("%d: %+v", code, e)
		}
		// Of a list that began without a token, it is Lattice's refusal.
		script(s, nil, status(code, `{"error":"unknown cursor"}`))
		e := wantError(t, listUsers(t.Context(), c, a, o).Err, connector.UpstreamRejected)
		if e.UpstreamStatus != code || !strings.Contains(e.Message, "page 2") {
			t.Errorf("%d: %+v", code, e)
		}
	}
}

func TestTokensAreBound(t *testing.T) {
	_, c, a := setUp(t, latticetest.Config{Users: 30})
	token := listUsers(t.Context(), c, a, &connectorv1.ListOptions{PageSize: 10}).Tokens()[0]
	for name, o := range map[string]*connectorv1.ListOptions{
		"page size": {PageSize: 11, PageToken: token},
		"raw":       {PageSize: 10, PageToken: token, Raw: true},
		"filter":    {PageSize: 10, PageToken: token, Filters: filter("enabled")},
		"damage":    {PageSize: 10, PageToken: token[1:]},
	} {
		t.Run(name, func(t *testing.T) {
			wantReason(t, listUsers(t.Context(), c, a, o).Err, connector.BadPageToken)
		})
	}
}

func TestBadRecordsNeitherStopAListNorLoseAnyone(t *testing.T) {
	_, c, a := setUp(t, latticetest.Config{Users: 10, Records: map[int]string{
		2: `{"id":true,"name":"Without a usable id"}`, 3: `"no object"`,
		4: `{"id":4,"name":7,"isAdmin":"yes","status":"ODD","department":[]}`,
	}})
	l := listUsers(t.Context(), c, a, &connectorv1.ListOptions{Raw: true})
	if l.Err != nil {
		t.Fatal(l.Err)
	}
	if r := l.Receipt; r.GetItems() != 8 || r.GetRejected() != 2 || r.GetWarned() != 1 {
		t.Errorf("receipt %v", r)
	}
	for i, r := range l.Pages[0].Info.GetRejected() {
		if int(r.GetIndex()) != i+2 || !strings.HasPrefix(r.GetPath(), "$.data[") || r.GetReason() == "" {
			t.Errorf("rejected %v", r)
		}
	}
	i := slices.IndexFunc(l.Items, func(u *iamv1.User) bool { return u.GetId() == "4" })
	if i < 0 {
		t.Fatal("a user with a number for an id is missing")
	}
	u := l.Items[i]
	if u.GetStatus() != iamv1.UserStatus_USER_STATUS_UNMAPPED || u.GetRoles() != nil || u.GetGroups() != nil || len(u.GetSource().GetWarnings()) != 3 {
		t.Errorf("user %v", u)
	}
	if string(u.GetSource().GetRaw()) != `{"id":4,"name":7,"isAdmin":"yes","status":"ODD","department":[]}` {
		t.Errorf("raw %s", u.GetSource().GetRaw())
	}
}

func TestRawOnlyWhenAskedFor(t *testing.T) {
	_, c, a := setUp(t, latticetest.Config{Users: 3})
	for _, u := range listUsers(t.Context(), c, a, nil).Items {
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
	if !errors.Is(l.Err, context.Canceled) || l.Receipt != nil {
		t.Errorf("%v, receipt %v", l.Err, l.Receipt)
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
	if l.Err != nil || len(l.Items) != 500 {
		t.Fatalf("%d users, %v", len(l.Items), l.Err)
	}
	for i, u := range l.Items {
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
	if l.Err != nil || len(l.Items) != 30 {
		t.Fatalf("%d users, %v", len(l.Items), l.Err)
	}
	if len(l.Signs) == 0 || l.Signs[0].GetActivity() != connectorv1.Activity_ACTIVITY_WAITING_FOR_RATE_LIMIT ||
		l.Signs[0].GetWaitUntil() == nil || !strings.Contains(l.Signs[0].GetMessage(), "127.0.0.1") {
		t.Errorf("progress %v", l.Signs)
	}
	if r := l.Pages[0].Info.GetRate(); r.GetLimit() != 100 || r.GetRemaining() < 90 || r.GetResetAt() == nil {
		t.Errorf("rate %v", r)
	}
}

// Where the operator sets no pace, it is Lattice's published one.
func TestThePaceIsThePublishedOne(t *testing.T) {
	_, c, a := setUp(t, latticetest.Config{Users: 3})
	delete(a.Operator, "requests_per_minute")
	l := listUsers(t.Context(), c, a, nil)
	if l.Err != nil || l.Pages[0].Info.GetRate().GetLimit() != 240 {
		t.Errorf("%v, %v", l.Pages, l.Err)
	}
}

// A member that Lattice leaves null is absent, and nobody's list is any the worse for it.
func TestEverythingNull(t *testing.T) {
	_, c, a := setUp(t, latticetest.Config{Users: 120, AllNull: true, ExtraFields: true})
	l := listUsers(t.Context(), c, a, &connectorv1.ListOptions{Expand: []string{"groups"}})
	if l.Err != nil || len(l.Items) != 120 || l.Receipt.GetWarned() != 0 {
		t.Fatalf("%d users, receipt %v, %v", len(l.Items), l.Receipt, l.Err)
	}
	for _, u := range l.Items {
		if u.GetName() != "" || u.GetManager() != nil || u.GetDepartment() != nil || u.GetGroups() == nil || len(u.GetGroups().GetValues()) != 0 {
			t.Errorf("%v", u)
		}
	}
}
