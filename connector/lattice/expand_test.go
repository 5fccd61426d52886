package lattice_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

func withGroups(o *connectorv1.ListOptions) *connectorv1.ListOptions {
	o.Expand = []string{"groups"}
	return o
}

// A run reads the departments once, whatever the number of users: a request for each hundred departments.
func TestExpandCostsOneListingOfDepartments(t *testing.T) {
	for _, tt := range []struct{ users, departments, requests int }{
		{10_000, 100, 101}, {10_000, 101, 102}, {1000, 1, 11}, {250, 730, 3 + 8},
	} {
		t.Run(fmt.Sprintf("%d users, %d departments", tt.users, tt.departments), func(t *testing.T) {
			s, c, a := setUp(t, latticetest.Config{Users: tt.users, Departments: tt.departments})
			l := listUsers(t.Context(), c, a, withGroups(&connectorv1.ListOptions{}))
			if l.Err != nil || len(l.Items) != tt.users || l.Receipt.GetWarned() != 0 {
				t.Fatalf("%d users, receipt %v, %v", len(l.Items), l.Receipt, l.Err)
			}
			if n := s.Requests(); n != int64(tt.requests) {
				t.Errorf("%d requests, want %d: %v", n, tt.requests, s.RequestsByPath())
			}
			if n := len(l.Exchanges()); n != tt.requests {
				t.Errorf("the pages tell of %d requests", n)
			}
			names := map[string]string{}
			for _, g := range listGroups(t, c, a, nil).Items {
				names[g.GetId()] = g.GetName()
			}
			named := 0
			for _, u := range l.Items {
				want := names[u.GetDepartment().GetId()]
				if got := u.GetDepartment().GetName(); got != want {
					t.Fatalf("%s: %q, want %q", u.GetId(), got, want)
				}
				for _, m := range u.GetGroups().GetValues() {
					if m.GetGroup().GetName() != want {
						t.Fatalf("%s: group %q, want %q", u.GetId(), m.GetGroup().GetName(), want)
					}
					named++
				}
			}
			if named < tt.users*9/10 {
				t.Errorf("only %d of %d users have a department with a name", named, tt.users)
			}
		})
	}
}

func TestDepartmentsAreReadOnlyWhenAskedFor(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 150})
	l := listUsers(t.Context(), c, a, nil)
	if s.RequestsByPath()["/v1/departments"] != 0 || slices.ContainsFunc(l.Items, func(u *iamv1.User) bool { return u.GetDepartment().GetName() != "" }) {
		t.Errorf("requests %v", s.RequestsByPath())
	}
	for _, expand := range []string{"roles", "Groups", "customAttributes"} {
		before := s.Requests()
		wantReason(t, listUsers(t.Context(), c, a, &connectorv1.ListOptions{Expand: []string{expand}}).Err, connector.ReasonUnsupported)
		wantReason(t, listGroups(t, c, a, &connectorv1.ListOptions{Expand: []string{"groups"}}).Err, connector.ReasonUnsupported)
		if s.Requests() != before {
			t.Error("something was sent")
		}
	}
}

// A stream that goes on reads the departments again, for nothing is kept; and its token is of an expanded list.
func TestExpandGoesOn(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 60})
	o := withGroups(&connectorv1.ListOptions{PageSize: 20})
	whole := listUsers(t.Context(), c, a, o)
	for i, token := range whole.Tokens() {
		s.ResetCounts()
		_, other, _ := setUp(t, latticetest.Config{})
		l := listUsers(t.Context(), other, a, withGroups(&connectorv1.ListOptions{PageSize: 20, PageToken: token}))
		rest := whole.Items[20*(i+1):]
		if l.Err != nil || !slices.EqualFunc(l.Items, rest, func(a, b *iamv1.User) bool { return proto.Equal(a, b) }) {
			t.Errorf("after page %d: %d users, want %d, %v", i+1, len(l.Items), len(rest), l.Err)
		}
		if got := s.RequestsByPath(); got["/v1/departments"] != 1 || s.Requests() != int64(1+len(rest)/20) {
			t.Errorf("requests %v", got)
		}
		wantReason(t, listUsers(t.Context(), c, a, &connectorv1.ListOptions{PageSize: 20, PageToken: token}).Err, connector.BadPageToken)
	}
	plain := listUsers(t.Context(), c, a, &connectorv1.ListOptions{PageSize: 20}).Tokens()[0]
	wantReason(t, listUsers(t.Context(), c, a, withGroups(&connectorv1.ListOptions{PageSize: 20, PageToken: plain})).Err, connector.BadPageToken)
}

// onDepartments makes a fault of the requests for departments alone.
func onDepartments(s *latticetest.Server, f *latticetest.Fault) {
	s.SetFault(func(r *http.Request, _ int64) *latticetest.Fault {
		if strings.HasPrefix(r.URL.Path, "/v1/department") {
			return f
		}
		return nil
	})
}

// What was asked for and cannot be read fails the call, before any user is delivered.
func TestDepartmentsThatCannotBeRead(t *testing.T) {
	for name, tt := range map[string]struct {
		fault  *latticetest.Fault
		reason connector.Reason
	}{
		"403":               {status(403, ""), connector.PermissionMissing},
		"404":               {status(404, ""), connector.UpstreamRejected},
		"422":               {status(422, ""), connector.UpstreamRejected}, // not taken for a refusal of status=null
		"500":               {status(500, ""), connector.UpstreamUnavailable},
		"no JSON":           {status(200, "<html>"), connector.UpstreamMalformed},
		"none usable":       {status(200, `{"hasMore":false,"data":[{},{}]}`), connector.UpstreamMalformed},
		"without end":       {status(200, `{"hasMore":true,"endingCursor":"x","data":[{"id":"a"}]}`), connector.UpstreamLoop},
		"an endless answer": {&latticetest.Fault{Endless: 1 << 30}, connector.UpstreamMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			s, c, a := setUp(t, latticetest.Config{Users: 150})
			onDepartments(s, tt.fault)
			l := listUsers(t.Context(), c, a, withGroups(&connectorv1.ListOptions{}))
			e := wantError(t, l.Err, tt.reason)
			if !strings.Contains(e.Message, "departments, for expand=groups") || len(l.Items) != 0 || l.Receipt != nil {
				t.Errorf("%v after %d users", e, len(l.Items))
			}
			if n := s.RequestsByPath()["/v1/users"]; n != 0 {
				t.Errorf("%d requests for users", n)
			}
		})
	}
}

// Names are kept in memory while a list lasts, and so there is an end to how many.
func TestDepartmentsAreBounded(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 1})
	var b strings.Builder
	for i := range 100 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"PAGE-%d","name":"%s"}`, i, strings.Repeat("x", 60<<10))
	}
	s.SetFault(func(_ *http.Request, n int64) *latticetest.Fault {
		page := strconv.FormatInt(n, 10)
		return status(200, `{"hasMore":true,"endingCursor":"`+page+`","data":[`+strings.ReplaceAll(b.String(), "PAGE", page)+`]}`)
	})
	e := wantError(t, listUsers(t.Context(), c, a, withGroups(&connectorv1.ListOptions{})).Err, connector.UpstreamMalformed)
	if !strings.Contains(e.Message, "more than 300 departments") || s.Requests() > 4 {
		t.Errorf("%v after %d requests", e, s.Requests())
	}
}

// A department that no list tells of costs a warning, and nobody.
func TestUnknownDepartment(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 3, Records: map[int]string{
		1: `{"id":"astray","isAdmin":false,"department":{"id":"nowhere"}}`, 2: `{"id":"dots","isAdmin":false,"department":{"id":".."}}`,
	}})
	l := listUsers(t.Context(), c, a, withGroups(&connectorv1.ListOptions{}))
	if l.Err != nil || len(l.Items) != 3 || l.Receipt.GetWarned() != 2 {
		t.Fatalf("%d users, receipt %v, %v", len(l.Items), l.Receipt, l.Err)
	}
	u := l.Items[1]
	w := u.GetSource().GetWarnings()
	if len(w) != 1 || w[0].GetPath() != "$.department.id" || u.GetDepartment().GetId() != "nowhere" || u.GetDepartment().GetName() != "" {
		t.Errorf("%v", u)
	}
	for _, want := range l.Items[1:] {
		s.SetFault(func(r *http.Request, _ int64) *latticetest.Fault {
			if strings.HasPrefix(r.URL.Path, "/v1/user/") {
				i := slices.Index([]string{"astray", "dots"}, want.GetId())
				return status(200, []string{
					`{"id":"astray","isAdmin":false,"department":{"id":"nowhere"}}`, `{"id":"dots","isAdmin":false,"department":{"id":".."}}`,
				}[i])
			}
			return nil
		})
		got, err := c.GetUser(t.Context(), connector.GetRequest{Account: a, ID: want.GetId(), Options: &connectorv1.GetOptions{Expand: []string{"groups"}}})
		if err != nil || !proto.Equal(got, want) {
			t.Errorf("%v, want %v, %v", got, want, err)
		}
	}
}

func TestGetUserExpanded(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 120})
	list := listUsers(t.Context(), c, a, withGroups(&connectorv1.ListOptions{}))
	o := &connectorv1.GetOptions{Expand: []string{"groups"}}
	for _, want := range list.Items[:60] {
		s.ResetCounts()
		got, err := c.GetUser(t.Context(), connector.GetRequest{Account: a, ID: want.GetId(), Options: o})
		if err != nil || !proto.Equal(got, want) {
			t.Errorf("%v, want %v, %v", got, want, err)
		}
		requests := int64(1)
		if want.GetDepartment() != nil {
			requests = 2
		}
		if s.Requests() != requests {
			t.Errorf("%d requests, want %d", s.Requests(), requests)
		}
	}
	onDepartments(s, status(500, ""))
	i := slices.IndexFunc(list.Items, func(u *iamv1.User) bool { return u.GetDepartment() != nil })
	_, err := c.GetUser(t.Context(), connector.GetRequest{Account: a, ID: list.Items[i].GetId(), Options: o})
	wantReason(t, err, connector.UpstreamUnavailable)
}

// While departments are waited for, the list is not silent.
func TestExpandTellsItsWaits(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 3})
	n := 0
	s.SetFault(func(*http.Request, int64) *latticetest.Fault {
		if n++; n == 1 {
			return &latticetest.Fault{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"1"}}}
		}
		return nil
	})
	start := time.Now()
	l := listUsers(t.Context(), c, a, withGroups(&connectorv1.ListOptions{}))
	if l.Err != nil || len(l.Items) != 3 || len(l.Signs) == 0 || time.Since(start) < time.Second {
		t.Errorf("%d users, progress %v, %v", len(l.Items), l.Signs, l.Err)
	}
}
