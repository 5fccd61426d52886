package connector

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// scripted is a connector whose ListUsers and GetUser are given.
type scripted struct {
	Unsupported
	list func(ListRequest, Sink[*iamv1.User]) (*connectorv1.Receipt, error)
	get  func(GetRequest) (*iamv1.User, error)
}

func (scripted) Describe(context.Context) (*connectorv1.Description, error) {
	return testDescription(), nil
}

func (scripted) Authenticate(context.Context, *connectorv1.Account) (*connectorv1.Authentication, error) {
	return &connectorv1.Authentication{ExpiresAt: &timestamppb.Timestamp{Seconds: -1 << 60}}, nil
}

func (s scripted) ListUsers(_ context.Context, r ListRequest, k Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
	return s.list(r, k)
}

func (s scripted) GetUser(_ context.Context, r GetRequest) (*iamv1.User, error) { return s.get(r) }

func page(next string, ids ...string) Page[*iamv1.User] {
	return Page[*iamv1.User]{Items: users(ids...), Info: &connectorv1.PageInfo{NextPageToken: next}}
}

func receipt(items, rejected int64) *connectorv1.Receipt {
	return &connectorv1.Receipt{
		End: connectorv1.End_END_EXHAUSTED, Items: items, Rejected: rejected, ListingId: "L", ListingStartedAt: timestamppb.Now(),
	}
}

func TestGoodListPassesThrough(t *testing.T) {
	var got collect[*iamv1.User]
	c := Checked(scripted{list: func(req ListRequest, sink Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
		return letters(sink, req)
	}})
	r, err := c.ListUsers(t.Context(), ListRequest{Account: testAccount()}, &got)
	if err != nil || r.GetItems() != 7 || strings.Join(got.ids(), "") != "abcdefg" {
		t.Errorf("got %v, %v, %v", got.ids(), r, err)
	}
}

// TestEndlessList: tokens that never repeat are remembered up to a bound.
func TestEndlessList(t *testing.T) {
	pages := 0
	c := Checked(scripted{list: func(_ ListRequest, sink Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
		for i := 0; ; i++ {
			info := &connectorv1.PageInfo{NextPageToken: strconv.Itoa(i)}
			if err := sink.Page(Page[*iamv1.User]{Info: info}); err != nil {
				return nil, err
			}
		}
	}})
	_, err := c.ListUsers(t.Context(), ListRequest{Account: testAccount()}, SinkFuncs[*iamv1.User]{
		OnPage: func(Page[*iamv1.User]) error { pages++; return nil },
	})
	if ReasonOf(err) != ConnectorBug || pages != maxTokens {
		t.Errorf("after %d pages: %v", pages, err)
	}
}

func TestBreachesOfTheContract(t *testing.T) {
	type script = func(Sink[*iamv1.User]) *connectorv1.Receipt
	limit := func(token string) *connectorv1.Receipt {
		r := receipt(1, 0)
		r.End, r.NextPageToken = connectorv1.End_END_PAGE_LIMIT, token
		return r
	}
	for _, c := range []struct {
		name      string
		pageLimit int32
		run       script
		says      string
	}{
		{"no receipt", 0, func(Sink[*iamv1.User]) *connectorv1.Receipt { return nil }, "without a receipt"},
		{"too few counted", 0, func(s Sink[*iamv1.User]) *connectorv1.Receipt { _ = s.Page(page("", "a", "b")); return receipt(1, 0) }, "counts 1"},
		{"too many counted", 0, func(s Sink[*iamv1.User]) *connectorv1.Receipt { _ = s.Page(page("", "a")); return receipt(2, 0) }, "counts 2"},
		{"rejected not counted", 0, func(s Sink[*iamv1.User]) *connectorv1.Receipt {
			p := page("", "a")
			p.Info.Rejected = []*connectorv1.RejectedItem{{Path: "$.data[1]"}}
			_ = s.Page(p)
			return receipt(1, 0)
		}, "0 rejected"},
		{"token repeated", 0, func(s Sink[*iamv1.User]) *connectorv1.Receipt {
			_ = s.Page(page("t", "a"))
			_ = s.Page(page("u", "b"))
			_ = s.Page(page("t", "c"))
			return receipt(3, 0)
		}, "there before"},
		{"token no ASCII", 0, func(s Sink[*iamv1.User]) *connectorv1.Receipt { _ = s.Page(page("é", "a")); return receipt(1, 0) }, "URL-safe"},
		{"token too long", 0, func(s Sink[*iamv1.User]) *connectorv1.Receipt {
			_ = s.Page(page(strings.Repeat("t", 2049), "a"))
			return receipt(1, 0)
		}, "2048"},
		{"no end", 0, func(Sink[*iamv1.User]) *connectorv1.Receipt { r := receipt(0, 0); r.End = 0; return r }, "neither"},
		{"end out of range", 0, func(Sink[*iamv1.User]) *connectorv1.Receipt { r := receipt(0, 0); r.End = 77; return r }, "neither"},
		{"exhausted with a token", 0, func(Sink[*iamv1.User]) *connectorv1.Receipt { r := receipt(0, 0); r.NextPageToken = "t"; return r }, "EXHAUSTED"},
		{"limit that was not asked for", 0, func(s Sink[*iamv1.User]) *connectorv1.Receipt { _ = s.Page(page("t", "a")); return limit("t") }, "PAGE_LIMIT"},
		{"limit without token", 1, func(s Sink[*iamv1.User]) *connectorv1.Receipt { _ = s.Page(page("t", "a")); return limit("") }, "PAGE_LIMIT"},
		{"limit with another token", 1, func(s Sink[*iamv1.User]) *connectorv1.Receipt { _ = s.Page(page("t", "a")); return limit("u") }, "last page"},
		{"limit after a page without token", 2, func(s Sink[*iamv1.User]) *connectorv1.Receipt {
			_ = s.Page(page("t"))
			_ = s.Page(page("", "a"))
			return limit("t")
		}, "last page"},
		{"limit passed over", 1, func(s Sink[*iamv1.User]) *connectorv1.Receipt {
			_ = s.Page(page("t", "a"))
			_ = s.Page(page("u", "b"))
			return receipt(2, 0)
		}, "asked for"},
		{"no listing id", 0, func(Sink[*iamv1.User]) *connectorv1.Receipt { r := receipt(0, 0); r.ListingId = ""; return r }, "listing_id"},
		{"long listing id", 0, func(Sink[*iamv1.User]) *connectorv1.Receipt {
			r := receipt(0, 0)
			r.ListingId = strings.Repeat("x", 65)
			return r
		}, "listing_id"},
		{"no start", 0, func(Sink[*iamv1.User]) *connectorv1.Receipt { r := receipt(0, 0); r.ListingStartedAt = nil; return r }, "listing_started_at"},
		{"start out of range", 0, func(Sink[*iamv1.User]) *connectorv1.Receipt {
			r := receipt(0, 0)
			r.ListingStartedAt = &timestamppb.Timestamp{Seconds: 1 << 50}
			return r
		}, "listing_started_at"},
		{"page without a usable id", 0, func(s Sink[*iamv1.User]) *connectorv1.Receipt { _ = s.Page(page("", "", "")); return receipt(2, 0) }, "usable id"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := Checked(scripted{list: func(_ ListRequest, s Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
				return c.run(s), nil
			}}, BreachAs(PluginProtocol))
			req := ListRequest{Account: testAccount(), Options: &connectorv1.ListOptions{PageLimit: c.pageLimit}}
			r, err := k.ListUsers(t.Context(), req, &collect[*iamv1.User]{})
			e, ok := errors.AsType[*Error](err)
			if !ok || e.Reason != PluginProtocol || r != nil || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("got %v, %v; want PLUGIN_PROTOCOL that says %q", r, err, c.says)
			}
			if e.Connector != "test" || e.Operation != "ListUsers" {
				t.Errorf("the error does not say where it is from: %#v", e)
			}
		})
	}
}

func TestTokenOfTheRequestMustNotComeBack(t *testing.T) {
	k := Checked(scripted{list: func(_ ListRequest, s Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
		if err := s.Page(page("same", "a")); err == nil {
			t.Error("the connector was not told")
		}
		return receipt(1, 0), nil
	}})
	req := ListRequest{Account: testAccount(), Options: &connectorv1.ListOptions{PageToken: "same"}}
	if _, err := k.ListUsers(t.Context(), req, &collect[*iamv1.User]{}); !errors.Is(err, ConnectorBug) {
		t.Errorf("got %v", err)
	}
}

func TestBadItemsAreTakenOutAndGoodOnesStay(t *testing.T) {
	sent := page("", "a", "", strings.Repeat("x", 513), "a", "\xff", "b")
	sent.Items = append(sent.Items, nil)
	odd := sent.Items[5]
	odd.Status, odd.AccountType = 99, 98
	odd.Roles = &iamv1.RoleAssignments{Values: []*iamv1.RoleAssignment{
		nil, {Role: &iamv1.RoleRef{Id: "r", Type: 97}, Origin: 96, GrantedAt: &timestamppb.Timestamp{Nanos: -5}},
	}}
	odd.CreatedAt = &timestamppb.Timestamp{Seconds: 1 << 60}
	odd.Department = &iamv1.GroupRef{Type: -1}

	var got collect[*iamv1.User]
	k := Checked(scripted{list: func(_ ListRequest, s Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
		return receipt(7, 0), s.Page(sent)
	}})
	r, err := k.ListUsers(t.Context(), ListRequest{Account: testAccount()}, &got)
	if err != nil {
		t.Fatal(err)
	}
	if ids := strings.Join(got.ids(), ""); ids != "ab" {
		t.Errorf("ids %q", ids)
	}
	if r.GetItems() != 2 || r.GetRejected() != 5 || r.GetWarned() != 1 {
		t.Errorf("the receipt must count what was given: %v", r)
	}
	rejected := got.pages[0].Info.GetRejected()
	for i, want := range []struct {
		index int32
		id    bool
	}{{1, false}, {2, true}, {3, true}, {4, true}, {6, false}} {
		if x := rejected[i]; x.GetIndex() != want.index || (x.GetId() != "") != want.id || x.GetReason() == "" || len(x.GetId()) > MaxIDSize {
			t.Errorf("rejected %d: %v", i, x)
		}
	}
	u := got.pages[0].Items[1]
	if u.GetStatus() != iamv1.UserStatus_USER_STATUS_UNMAPPED || u.GetAccountType() != iamv1.AccountType_ACCOUNT_TYPE_UNMAPPED ||
		u.GetRoles().GetValues()[1].GetRole().GetType() != iamv1.RoleType_ROLE_TYPE_UNMAPPED ||
		u.GetRoles().GetValues()[1].GetOrigin() != 0 || u.GetDepartment().GetType() != iamv1.GroupType_GROUP_TYPE_UNMAPPED {
		t.Errorf("unknown enum numbers stay: %v", u)
	}
	if u.GetCreatedAt() != nil || u.GetRoles().GetValues()[1].GetGrantedAt() != nil || len(u.GetSource().GetWarnings()) != 2 {
		t.Errorf("times out of range must be absent, with a warning each: %v", u)
	}
}

func TestRequestsAreCheckedBeforeTheConnectorSeesThem(t *testing.T) {
	k := Checked(scripted{
		list: func(ListRequest, Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
			t.Error("the connector was called")
			return nil, nil
		},
		get: func(GetRequest) (*iamv1.User, error) { t.Error("the connector was called"); return nil, nil },
	})
	bad := testAccount()
	bad.Credentials = nil
	ctx := t.Context()
	none := &collect[*iamv1.User]{}
	for name, c := range map[string]struct {
		call func() error
		want Reason
	}{
		"list, account":    {func() error { _, err := k.ListUsers(ctx, ListRequest{Account: bad}, none); return err }, InvalidConfig},
		"list, no account": {func() error { _, err := k.ListUsers(ctx, ListRequest{}, none); return err }, InvalidConfig},
		"list, options": {func() error {
			o := &connectorv1.ListOptions{Expand: []string{"nothing"}}
			_, err := k.ListUsers(ctx, ListRequest{Account: testAccount(), Options: o}, none)
			return err
		}, ReasonUnsupported},
		"get, account": {func() error { _, err := k.GetUser(ctx, GetRequest{Account: bad, ID: "1"}); return err }, InvalidConfig},
		"get, no id":   {func() error { _, err := k.GetUser(ctx, GetRequest{Account: testAccount()}); return err }, InvalidConfig},
		"authenticate": {func() error { _, err := k.Authenticate(ctx, bad); return err }, InvalidConfig},
		"no such kind": {func() error { _, err := k.GetRole(ctx, GetRequest{Account: testAccount(), ID: "1"}); return err }, ReasonUnsupported},
		"no such lists": {func() error {
			_, err := k.ListGroups(ctx, ListRequest{Account: testAccount()}, &collect[*iamv1.Group]{})
			return err
		}, ReasonUnsupported},
	} {
		if err := c.call(); !errors.Is(err, c.want) || !strings.HasPrefix(err.Error(), "test: ") {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}

// Whoever asks for what a connector does not have is told what it has.
func TestUnsupportedSaysWhatThereIs(t *testing.T) {
	lists := []connectorv1.Operation{connectorv1.Operation_OPERATION_LIST}
	resources := []*connectorv1.Resource{
		{Kind: connectorv1.ResourceKind_RESOURCE_KIND_USER, Operations: lists},
		{Kind: connectorv1.ResourceKind_RESOURCE_KIND_ROLE, Operations: lists},
	}
	for _, tt := range []struct {
		resources []*connectorv1.Resource
		op        connectorv1.Operation
		want      string
	}{
		{resources, connectorv1.Operation_OPERATION_LIST, "the connector does not offer this for groups, only for users or roles"},
		{resources, connectorv1.Operation_OPERATION_GET, "the connector does not offer this for groups"},
		{nil, connectorv1.Operation_OPERATION_LIST, "the connector does not offer this for groups"},
	} {
		_, err := resource(&connectorv1.Description{Resources: tt.resources}, connectorv1.ResourceKind_RESOURCE_KIND_GROUP, tt.op)
		if err == nil || err.Error() != tt.want || !errors.Is(err, ReasonUnsupported) {
			t.Errorf("%v, want %q", err, tt.want)
		}
	}
	err := CheckListOptions(resources[0], &connectorv1.ListOptions{Filters: []*connectorv1.Filter{{Name: "x", Values: []string{"1"}}}})
	if err == nil || !strings.HasSuffix(err.Error(), "there is no such filter; there is none at all") {
		t.Error(err)
	}
}

func TestGetIsChecked(t *testing.T) {
	for name, answer := range map[string]*iamv1.User{"nothing": nil, "no id": {}, "another id": {Id: "2"}} {
		k := Checked(scripted{get: func(GetRequest) (*iamv1.User, error) { return answer, nil }})
		if _, err := k.GetUser(t.Context(), GetRequest{Account: testAccount(), ID: "1"}); !errors.Is(err, ConnectorBug) {
			t.Errorf("%s: %v", name, err)
		}
	}
	k := Checked(scripted{get: func(GetRequest) (*iamv1.User, error) { return &iamv1.User{Id: "1", Status: 99}, nil }})
	u, err := k.GetUser(t.Context(), GetRequest{Account: testAccount(), ID: "1"})
	if err != nil || u.GetStatus() != iamv1.UserStatus_USER_STATUS_UNMAPPED {
		t.Errorf("got %v, %v", u, err)
	}
}

func TestPanicIsABugWithAnIncident(t *testing.T) {
	k := Checked(scripted{get: func(GetRequest) (*iamv1.User, error) { panic(secretValue) }})
	_, err := k.GetUser(t.Context(), GetRequest{Account: testAccount(), ID: "1"})
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Reason != ConnectorBug || len(e.IncidentID) < 16 || strings.Contains(e.Error()+e.Suggestion, secretValue) {
		t.Fatalf("got %#v", err)
	}
	if p, ok := errors.AsType[*Panic](err); !ok || p.Value != secretValue || !strings.Contains(string(p.Stack), "checked_test.go") {
		t.Errorf("the cause does not say where: %v", p)
	}
}

func TestTheReceiversPanicIsItsOwn(t *testing.T) {
	defer func() {
		if v := recover(); v != "mine" {
			t.Errorf("recovered %v", v)
		}
	}()
	k := Checked(scripted{list: func(_ ListRequest, s Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
		return receipt(1, 0), s.Page(page("", "a"))
	}})
	sink := SinkFuncs[*iamv1.User]{OnPage: func(Page[*iamv1.User]) error { panic("mine") }}
	r, err := k.ListUsers(t.Context(), ListRequest{Account: testAccount()}, sink)
	t.Errorf("the receiver's panic became %v, %v", r, err)
}

func TestTheReceiversErrorIsItsOwn(t *testing.T) {
	enough := errors.New("enough")
	for _, hides := range []bool{false, true} {
		k := Checked(scripted{list: func(_ ListRequest, s Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
			err := s.Page(page("t", "a"))
			if again := s.Page(page("u", "b")); again == nil {
				t.Error("a sink that wants no more was called again")
			}
			if hides {
				return receipt(1, 0), nil
			}
			return nil, err
		}})
		calls := 0
		sink := SinkFuncs[*iamv1.User]{OnPage: func(Page[*iamv1.User]) error { calls++; return enough }}
		if _, err := k.ListUsers(t.Context(), ListRequest{Account: testAccount()}, sink); err != enough || calls != 1 {
			t.Errorf("got %v after %d calls", err, calls)
		}
	}
}

func TestAuthenticationIsSettled(t *testing.T) {
	a, err := Checked(scripted{}).Authenticate(t.Context(), testAccount())
	if err != nil || a.GetExpiresAt() != nil {
		t.Errorf("got %v, %v", a, err)
	}
}

func TestDescriptionIsCheckedAndOnesOwn(t *testing.T) {
	k := Checked(scripted{})
	d, err := k.Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d.Name = "changed"
	if again, _ := k.Describe(t.Context()); again.GetName() != "test" {
		t.Error("a caller changed everybody's description")
	}
	if _, err := Checked(describes{d: &connectorv1.Description{}}).Describe(t.Context()); !errors.Is(err, ConnectorBug) {
		t.Errorf("an empty description: %v", err)
	}
	if _, err := Checked(describes{}).Describe(t.Context()); !errors.Is(err, ConnectorBug) {
		t.Errorf("no description: %v", err)
	}
}

type describes struct {
	scripted
	d *connectorv1.Description
}

func (d describes) Describe(context.Context) (*connectorv1.Description, error) { return d.d, nil }
