package connector

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/proto"
)

// collect is a sink that keeps everything.
type collect[T Item] struct {
	pages    []Page[T]
	progress []*connectorv1.Progress
}

func (c *collect[T]) Page(p Page[T]) error { c.pages = append(c.pages, p); return nil }
func (c *collect[T]) Progress(p *connectorv1.Progress) error {
	c.progress = append(c.progress, p)
	return nil
}
func (c *collect[T]) tokens() (all []string) {
	for _, p := range c.pages {
		all = append(all, p.Info.GetNextPageToken())
	}
	return all
}

func (c *collect[T]) ids() (all []string) {
	for _, p := range c.pages {
		for _, item := range p.Items {
			all = append(all, item.GetId())
		}
	}
	return all
}

func users(ids ...string) (all []*iamv1.User) {
	for _, id := range ids {
		all = append(all, &iamv1.User{Id: id})
	}
	return all
}

var testBinding = Binding{
	Connector: "test", Resource: "users", Endpoint: "https://us.example", PageSize: 2, CursorVersion: 3,
	Visibility: connectorv1.Visibility_VISIBILITY_FULL,
}

// letters lists a to g in pages of two, as a connector would.
func letters(sink Sink[*iamv1.User], req ListRequest) (*connectorv1.Receipt, error) {
	l, err := Begin(sink, req, testBinding)
	if err != nil {
		return nil, err
	}
	from, _ := strconv.Atoi(l.Cursor())
	all := strings.Split("abcdefg", "")
	for {
		end, next := min(from+2, len(all)), ""
		if end < len(all) {
			next = strconv.Itoa(end)
		}
		if err := l.Page(users(all[from:end]...), nil, next); err != nil {
			return nil, err
		}
		if next == "" {
			return l.Exhausted(), nil
		}
		if l.Full() {
			return l.PageLimit(), nil
		}
		from = end
	}
}

func TestResumeFromEveryTokenLosesNothing(t *testing.T) {
	var whole collect[*iamv1.User]
	first, err := letters(&whole, ListRequest{Account: testAccount()})
	if err != nil {
		t.Fatal(err)
	}
	if first.GetItems() != 7 || first.GetEnd() != connectorv1.End_END_EXHAUSTED || first.GetNextPageToken() != "" {
		t.Errorf("receipt: %v", first)
	}
	for i, token := range whole.tokens()[:3] {
		var rest collect[*iamv1.User]
		r, err := letters(&rest, ListRequest{Account: testAccount(), Options: &connectorv1.ListOptions{PageToken: token}})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := rest.ids(), whole.ids()[2*(i+1):]; !slices.Equal(got, want) {
			t.Errorf("after page %d: %v, want %v", i+1, got, want)
		}
		if r.GetListingId() != first.GetListingId() || !proto.Equal(r.GetListingStartedAt(), first.GetListingStartedAt()) {
			t.Errorf("the listing's name or start did not travel: %v, %v", r, first)
		}
		if r.GetItems() != int64(len(rest.ids())) {
			t.Errorf("the receipt counts %d, of this stream alone are %d", r.GetItems(), len(rest.ids()))
		}
	}
}

func TestPageLimitEndsAtATokenToGoOnFrom(t *testing.T) {
	options := &connectorv1.ListOptions{PageLimit: 2}
	var ids []string
	for range 3 {
		var part collect[*iamv1.User]
		r, err := letters(&part, ListRequest{Account: testAccount(), Options: options})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, part.ids()...)
		if r.GetEnd() == connectorv1.End_END_EXHAUSTED {
			break
		}
		options = &connectorv1.ListOptions{PageLimit: 2, PageToken: r.GetNextPageToken()}
	}
	if got := strings.Join(ids, ""); got != "abcdefg" {
		t.Errorf("got %s", got)
	}
}

func TestTokenMisuse(t *testing.T) {
	var whole collect[*iamv1.User]
	plain := ListRequest{Account: testAccount(), Options: &connectorv1.ListOptions{}}
	if _, err := letters(&whole, plain); err != nil {
		t.Fatal(err)
	}
	token := whole.tokens()[0]
	status := &connectorv1.Filter{Name: "status", Values: []string{"enabled"}}
	for _, c := range []struct {
		name   string
		change func(*ListRequest, *Binding)
		want   Reason // "" = the token is good
	}{
		{"as it was", func(*ListRequest, *Binding) {}, ""},
		{"another credential", func(r *ListRequest, _ *Binding) { r.Account.Credentials["api_key"] = "rotated-key" }, ""},
		{"another page limit", func(r *ListRequest, _ *Binding) { r.Options.PageLimit = 9 }, ""},
		{"another account", func(r *ListRequest, _ *Binding) { r.Account.Id = "other" }, BadPageToken},
		{"another visibility", func(_ *ListRequest, b *Binding) { b.Visibility = 0 }, ""},
		{"another setting", func(r *ListRequest, _ *Binding) { r.Account.Settings["region"] = "us" }, BadPageToken},
		{"a setting that is empty", func(r *ListRequest, _ *Binding) { r.Account.Settings["subdomain"] = "" }, ""},
		{"another base URL", func(_ *ListRequest, b *Binding) { b.Endpoint += "/" }, BadPageToken},
		{"another resource", func(_ *ListRequest, b *Binding) { b.Resource = "roles" }, BadPageToken},
		{"another connector", func(_ *ListRequest, b *Binding) { b.Connector = "other" }, BadPageToken},
		{"another page size", func(_ *ListRequest, b *Binding) { b.PageSize = 3 }, BadPageToken},
		{"a filter", func(r *ListRequest, _ *Binding) { r.Options.Filters = []*connectorv1.Filter{status} }, BadPageToken},
		{"expand", func(r *ListRequest, _ *Binding) { r.Options.Expand = []string{"groups"} }, BadPageToken},
		{"raw", func(r *ListRequest, _ *Binding) { r.Options.Raw = true }, BadPageToken},
		{"another version", func(_ *ListRequest, b *Binding) { b.CursorVersion = 4 }, PageTokenExpired},
		{"cut", func(r *ListRequest, _ *Binding) { r.Options.PageToken = token[:len(token)-4] }, BadPageToken},
		{"longer", func(r *ListRequest, _ *Binding) { r.Options.PageToken = token + "AAAA" }, BadPageToken},
		{"one letter changed", func(r *ListRequest, _ *Binding) { r.Options.PageToken = "B" + token[1:] }, BadPageToken},
		{"with a line break", func(r *ListRequest, _ *Binding) { r.Options.PageToken = token[:9] + "\r\n" + token[9:] }, BadPageToken},
		{"not ours", func(r *ListRequest, _ *Binding) { r.Options.PageToken = "hello" }, BadPageToken},
	} {
		t.Run(c.name, func(t *testing.T) {
			req := ListRequest{Account: testAccount(), Options: &connectorv1.ListOptions{PageToken: token}}
			binding := testBinding
			c.change(&req, &binding)
			l, err := Begin(&collect[*iamv1.User]{}, req, binding)
			if c.want == "" {
				if err != nil || l.Cursor() != "2" {
					t.Errorf("got %v", err)
				}
			} else if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestOrderOfFiltersAndExpandDoesNotBind(t *testing.T) {
	f := func(name string, values ...string) *connectorv1.Filter {
		return &connectorv1.Filter{Name: name, Values: values}
	}
	a := ListRequest{Options: &connectorv1.ListOptions{
		Expand: []string{"x", "y"}, Filters: []*connectorv1.Filter{f("a", "1", "2"), f("b", "3")},
	}}
	b := ListRequest{Options: &connectorv1.ListOptions{
		Expand: []string{"y", "x"}, Filters: []*connectorv1.Filter{f("b", "3"), f("a", "2", "1")},
	}}
	c := ListRequest{Options: &connectorv1.ListOptions{
		Expand: []string{"x", "y"}, Filters: []*connectorv1.Filter{f("a", "1"), f("b", "2", "3")},
	}}
	setting := ListRequest{Account: &connectorv1.Account{Settings: map[string]string{"a": "1"}}}
	filter := ListRequest{Options: &connectorv1.ListOptions{Filters: []*connectorv1.Filter{f("a", "1")}}}
	if testBinding.digest(setting) == testBinding.digest(filter) {
		t.Error("a setting and a filter of the same name look alike")
	}
	if testBinding.digest(a) != testBinding.digest(b) || testBinding.digest(a) == testBinding.digest(c) {
		t.Error("the digest must depend on what is asked for, and on nothing else")
	}
}

func TestTokensHoldNoCredentialAndFit(t *testing.T) {
	var sink collect[*iamv1.User]
	l, err := Begin(&sink, ListRequest{Account: testAccount()}, testBinding)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{1, maxCursor, maxCursor + 1} {
		if err := l.Page(users("a"), nil, strings.Repeat("c", n)); err != nil {
			t.Fatal(err)
		}
	}
	tokens := sink.tokens()
	if n := len(tokens[1]); n > MaxTokenSize || n < MaxTokenSize-4 || !validToken(tokens[1]) {
		t.Errorf("the longest token has %d bytes", n)
	}
	if tokens[2] != "" {
		t.Error("a cursor that does not fit must make no resume point")
	}
	if l.limit = 1; l.Full() {
		t.Error("a page without a token cannot end a stream by its limit")
	}
}

func TestDriftTravels(t *testing.T) {
	var sink collect[*iamv1.User]
	l, err := Begin(&sink, ListRequest{Account: testAccount()}, testBinding)
	if err != nil {
		t.Fatal(err)
	}
	l.Drift()
	if err := l.Page(users("a"), nil, "2"); err != nil {
		t.Fatal(err)
	}
	req := ListRequest{Account: testAccount(), Options: &connectorv1.ListOptions{PageToken: sink.tokens()[0]}}
	r, err := letters(&sink, req)
	if err != nil || !r.GetDriftObserved() {
		t.Errorf("receipt %v, error %v", r, err)
	}
}

func TestTheLeastVisibilityTravels(t *testing.T) {
	const (
		unset   = connectorv1.Visibility_VISIBILITY_UNSPECIFIED
		full    = connectorv1.Visibility_VISIBILITY_FULL
		partial = connectorv1.Visibility_VISIBILITY_PARTIAL
		unknown = connectorv1.Visibility_VISIBILITY_UNKNOWN
	)
	for _, c := range []struct{ first, second, want connectorv1.Visibility }{
		{full, full, full}, {partial, full, partial}, {full, partial, partial}, {unknown, full, unknown}, {full, unset, unknown},
		{partial, unknown, partial},
	} {
		var sink collect[*iamv1.User]
		b := testBinding
		b.Visibility = c.first
		l, err := Begin(&sink, ListRequest{Account: testAccount()}, b)
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Page(users("a"), nil, "2"); err != nil {
			t.Fatal(err)
		}
		b.Visibility = c.second
		req := ListRequest{Account: testAccount(), Options: &connectorv1.ListOptions{PageToken: sink.tokens()[0]}}
		if l, err = Begin(&sink, req, b); err != nil || l.Exhausted().GetVisibility() != c.want {
			t.Errorf("%v then %v: %v, %v", c.first, c.second, l.Exhausted().GetVisibility(), err)
		}
		if l.Sees(partial); l.Exhausted().GetVisibility() != partial {
			t.Error("what is seen to be partial is not full")
		}
	}
}

func TestAnItemThatFitsNoMessageLosesItsLargestPart(t *testing.T) {
	var sink collect[*iamv1.Group]
	l, err := Begin(&sink, ListRequest{Account: testAccount()}, testBinding)
	if err != nil {
		t.Fatal(err)
	}
	g := &iamv1.Group{Id: "g", Name: "All", Members: &iamv1.GroupMembers{}}
	for range MessageSize / 500 {
		g.Members.UserIds = append(g.Members.UserIds, strings.Repeat("x", MaxIDSize))
	}
	if err := l.Page([]*iamv1.Group{g}, nil, ""); err != nil {
		t.Fatal(err)
	}
	got := sink.pages[0].Items[0]
	if got.GetMembers() != nil || got.GetName() != "All" || len(got.GetSource().GetWarnings()) != 1 || l.Exhausted().GetWarned() != 1 {
		t.Errorf("got %v", got)
	}
}

func TestLargePagesAreSplit(t *testing.T) {
	var sink collect[*iamv1.User]
	l, err := Begin(&sink, ListRequest{Account: testAccount()}, testBinding)
	if err != nil {
		t.Fatal(err)
	}
	var items []*iamv1.User
	for i := range 10 {
		items = append(items, &iamv1.User{Id: strconv.Itoa(i), Source: &iamv1.Source{
			Raw: make([]byte, MaxRawSize-i), Warnings: []*iamv1.Warning{{Path: strings.Repeat("p", 999), Reason: "r"}},
		}})
	}
	items = append(items, &iamv1.User{Id: "large", Source: &iamv1.Source{Raw: make([]byte, MaxRawSize+1)}})
	rejected := []*connectorv1.RejectedItem{{Path: "$.data[3]"}}
	if err := l.Page(items, &connectorv1.PageInfo{Rejected: rejected}, "next"); err != nil {
		t.Fatal(err)
	}
	if len(sink.pages) != 4 {
		t.Errorf("%d messages", len(sink.pages))
	}
	for i, p := range sink.pages {
		wire := &connectorv1.ListUsersResponse{Event: &connectorv1.ListUsersResponse_Page{
			Page: &connectorv1.UsersPage{Users: p.Items, Info: p.Info},
		}}
		if n := proto.Size(wire); n > MessageSize+16 {
			t.Errorf("message %d has %d bytes", i, n)
		}
		if last := i == len(sink.pages)-1; last != (p.Info.GetNextPageToken() != "") {
			t.Errorf("only the last part of a page is a resume point; part %d has token %q", i, p.Info.GetNextPageToken())
		}
	}
	if got := len(sink.ids()); got != 11 {
		t.Errorf("%d items", got)
	}
	source := items[10].GetSource()
	if source.GetRaw() != nil || !source.GetRawOmitted() {
		t.Error("raw above the limit must be left out and flagged")
	}
	r := l.Exhausted()
	if r.GetItems() != 11 || r.GetRejected() != 1 || r.GetWarned() != 10 {
		t.Errorf("receipt %v", r)
	}
}

func FuzzToken(f *testing.F) {
	digest := testBinding.digest(ListRequest{Account: testAccount()})
	f.Add(position{cursor: "x"}.token(digest, 3), uint32(3))
	f.Add("", uint32(0))
	f.Add("AQAAAAAAAAAAAAAAAAAAAAAA\robID6z0aAAAAAAADeFccM1VE3ei8SgjEfQ", uint32(3)) // base64 skips line breaks
	f.Fuzz(func(t *testing.T, token string, version uint32) {
		p, err := parseToken(token, digest, version)
		if err != nil {
			if r := ReasonOf(err); r != BadPageToken && r != PageTokenExpired {
				t.Fatalf("reason %q", r)
			}
			return
		}
		if again := p.token(digest, version); again != token {
			t.Fatalf("a token that was taken is written otherwise: %q, %q", token, again)
		}
	})
}
