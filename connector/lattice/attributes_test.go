package lattice_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

func withAttributes(o *connectorv1.ListOptions) *connectorv1.ListOptions {
	o.Expand = []string{"custom_attributes"}
	return o
}

// onAttributes makes a fault of requests for custom attributes: of the users that are named, or of all.
func onAttributes(s *latticetest.Server, f func(r *http.Request) *latticetest.Fault, ids ...string) {
	s.SetFault(func(r *http.Request, _ int64) *latticetest.Fault {
		id, ok := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, "/v1/user/"), "/customAttributes")
		if ok && (len(ids) == 0 || slices.Contains(ids, id)) {
			return f(r)
		}
		return nil
	})
}

func always(f *latticetest.Fault) func(*http.Request) *latticetest.Fault {
	return func(*http.Request) *latticetest.Fault { return f }
}

// One request a user, all of them told, and each user with the attributes of its own.
func TestAttributesCostOneRequestAUser(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 230})
	l := listUsers(t.Context(), c, a, withAttributes(&connectorv1.ListOptions{}))
	if l.Err != nil || len(l.Items) != 230 || l.Receipt.GetWarned() != 0 || len(l.Pages) != 3 {
		t.Fatalf("%d users, receipt %v, %v", len(l.Items), l.Receipt, l.Err)
	}
	if n := s.Requests(); n != 233 {
		t.Errorf("%d requests", n)
	}
	if n := len(l.Pages[0].Info.GetExchanges()); n != 101 || len(l.Exchanges()) != 233 {
		t.Errorf("the pages tell of %d requests, the first of %d", len(l.Exchanges()), n)
	}
	for _, e := range l.Exchanges() {
		if e.GetStatus() != 200 || e.GetUrl() == "" || e.GetStartedAt() == nil {
			t.Fatal(e)
		}
	}
	filled := 0
	for i, u := range l.Items {
		if u.CustomFields == nil {
			t.Fatalf("user %d has no custom fields, not even none", i)
		}
		filled += len(u.GetCustomFields().GetFields())
		if i%20 > 0 {
			continue
		}
		got, err := c.GetUser(t.Context(), connector.GetRequest{
			Account: a, ID: u.GetId(), Options: &connectorv1.GetOptions{Expand: []string{"custom_attributes"}},
		})
		if err != nil || !proto.Equal(got, u) {
			t.Errorf("read alone, it is %v, and in the list %v, %v", got, u, err)
		}
	}
	if filled < 230 || filled > 400 { // two attributes, of which each third has no value
		t.Errorf("%d values", filled)
	}
	if v := l.Items[0].GetCustomFields().GetFields()["Cost center"].GetStringValue(); !strings.HasPrefix(v, "V-") {
		t.Errorf("%v", l.Items[0].GetCustomFields())
	}
}

func TestAttributesAreReadOnlyWhenAskedFor(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 20})
	l := listUsers(t.Context(), c, a, nil)
	if _, err := c.GetUser(t.Context(), connector.GetRequest{Account: a, ID: l.Items[1].GetId()}); err != nil {
		t.Fatal(err)
	}
	for path := range s.RequestsByPath() {
		if strings.Contains(path, "customAttributes") {
			t.Errorf("%s was asked for", path)
		}
	}
	if slices.ContainsFunc(l.Items, func(u *iamv1.User) bool { return u.CustomFields != nil }) {
		t.Error("a user has custom fields")
	}
	wantReason(t, listGroups(t, c, a, withAttributes(&connectorv1.ListOptions{})).Err, connector.ReasonUnsupported)
}

// Both expansions go together, and a list with them is gone on with like any other.
func TestAttributesGoOn(t *testing.T) {
	_, c, a := setUp(t, latticetest.Config{Users: 60})
	options := func(token string) *connectorv1.ListOptions {
		return &connectorv1.ListOptions{PageSize: 20, PageToken: token, Expand: []string{"custom_attributes", "groups"}}
	}
	whole := listUsers(t.Context(), c, a, options(""))
	if whole.Err != nil || whole.Items[0].GetDepartment().GetName() == "" || whole.Items[0].CustomFields == nil {
		t.Fatal(whole.Items, whole.Err)
	}
	rest := listUsers(t.Context(), c, a, options(whole.Tokens()[0]))
	if rest.Err != nil || !slices.EqualFunc(rest.Items, whole.Items[20:], func(a, b *iamv1.User) bool { return proto.Equal(a, b) }) {
		t.Errorf("%d users, %v", len(rest.Items), rest.Err)
	}
	wantReason(t, listUsers(t.Context(), c, a, &connectorv1.ListOptions{PageSize: 20, PageToken: whole.Tokens()[0]}).Err, connector.BadPageToken)
}

// A user of whom nothing is told costs a warning, and the request is told all the same.
func TestUserWithoutAttributes(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 5, Records: map[int]string{3: `{"id":"..","isAdmin":false}`}})
	id := listUsers(t.Context(), c, a, nil).Items[1].GetId()
	onAttributes(s, always(status(404, `{"error":"Not found"}`)), id)
	l := listUsers(t.Context(), c, a, withAttributes(&connectorv1.ListOptions{}))
	if l.Err != nil || len(l.Items) != 5 || l.Receipt.GetWarned() != 2 || len(l.Exchanges()) != 5 {
		t.Fatalf("%d users, %d exchanges, receipt %v, %v", len(l.Items), len(l.Exchanges()), l.Receipt, l.Err)
	}
	for i, u := range l.Items {
		none := i == 1 || i == 3
		if w := u.GetSource().GetWarnings(); none != (u.CustomFields == nil) || none != (len(w) == 1) || none && w[0].GetPath() != "$.customAttributes" {
			t.Errorf("user %d: %v", i, u)
		}
	}
	got, err := c.GetUser(t.Context(), connector.GetRequest{
		Account: a, ID: id, Options: &connectorv1.GetOptions{Expand: []string{"custom_attributes"}},
	})
	if err != nil || !proto.Equal(got, l.Items[1]) {
		t.Errorf("%v, %v", got, err)
	}
}

// What was asked for and cannot be read fails the call, for what it is: neither as a refusal of status=null nor as a cursor
// that has expired.
func TestAttributesThatCannotBeRead(t *testing.T) {
	for name, tt := range map[string]struct {
		fault  *latticetest.Fault
		reason connector.Reason
	}{
		"401":           {status(401, ""), connector.CredentialsRejected},
		"403":           {status(403, ""), connector.PermissionMissing},
		"410":           {status(410, ""), connector.UpstreamRejected},
		"422":           {status(422, ""), connector.UpstreamRejected},
		"500":           {status(500, ""), connector.UpstreamUnavailable},
		"no JSON":       {status(200, "<html>"), connector.UpstreamMalformed},
		"no page":       {status(200, `{"data":[]}`), connector.UpstreamMalformed},
		"none usable":   {status(200, `{"hasMore":false,"data":[{},{}]}`), connector.UpstreamMalformed},
		"without end":   {status(200, `{"hasMore":true,"endingCursor":"x","data":[{"id":"a"}]}`), connector.UpstreamLoop},
		"empty, and on": {status(200, `{"hasMore":true,"endingCursor":"x","data":[]}`), connector.UpstreamLoop},
	} {
		t.Run(name, func(t *testing.T) {
			s, c, a := setUp(t, latticetest.Config{Users: 150})
			first := listUsers(t.Context(), c, a, withAttributes(&connectorv1.ListOptions{PageLimit: 1}))
			token := first.Receipt.GetNextPageToken()
			onAttributes(s, always(tt.fault))
			for _, o := range []*connectorv1.ListOptions{{}, {PageToken: token}} {
				s.ResetCounts()
				l := listUsers(t.Context(), c, a, withAttributes(o))
				e := wantError(t, l.Err, tt.reason)
				if !strings.Contains(e.Message, "reading the custom attributes, for expand=custom_attributes") || len(l.Items) != 0 {
					t.Errorf("%v after %d users", e, len(l.Items))
				}
				// The page, and the one after it, which is asked for ahead.
				if n := s.RequestsByPath()["/v1/users"]; n > 2 {
					t.Errorf("%d requests for users", n)
				}
			}
			_, err := c.GetUser(t.Context(), connector.GetRequest{
				Account: a, ID: first.Items[0].GetId(), Options: &connectorv1.GetOptions{Expand: []string{"custom_attributes"}},
			})
			wantReason(t, err, tt.reason)
		})
	}
}

// Attributes that fill several pages are read from all of them, and an end to them there must be.
func TestManyAttributes(t *testing.T) {
	s, c, a := setUp(t, latticetest.Config{Users: 3})
	id := listUsers(t.Context(), c, a, nil).Items[1].GetId()
	page := func(from, to int, rest string) string {
		var values []string
		for i := from; i < to; i++ {
			values = append(values, fmt.Sprintf(`{"id":"v%d","attribute":{"id":"a%d","name":"Field %d"},"value":%d}`, i, i, i, i))
		}
		return `{"object":"list","data":[` + strings.Join(values, ",") + `],` + rest + `}`
	}
	onAttributes(s, func(r *http.Request) *latticetest.Fault {
		if r.URL.Query().Get("startingAfter") == "more" {
			return status(200, page(100, 150, `"hasMore":false`))
		}
		return status(200, page(0, 100, `"hasMore":true,"endingCursor":"more"`))
	}, id)
	l := listUsers(t.Context(), c, a, withAttributes(&connectorv1.ListOptions{}))
	if l.Err != nil || len(l.Items) != 3 {
		t.Fatal(l.Err)
	}
	fields := l.Items[1].GetCustomFields().GetFields()
	if len(fields) != 150 || fields["Field 149"].GetNumberValue() != 149 || len(l.Items[2].GetCustomFields().GetFields()) > 2 {
		t.Errorf("%d fields", len(fields))
	}
	if len(l.Exchanges()) != int(s.Requests())-1 {
		t.Errorf("%d of %d requests are told", len(l.Exchanges()), s.Requests()-1)
	}

	var mu sync.Mutex
	n := 0
	onAttributes(s, func(*http.Request) *latticetest.Fault {
		mu.Lock()
		defer mu.Unlock()
		n++
		return status(200, page(n*100, n*100+100, fmt.Sprintf(`"hasMore":true,"endingCursor":"%d"`, n)))
	}, id)
	e := wantError(t, listUsers(t.Context(), c, a, withAttributes(&connectorv1.ListOptions{})).Err, connector.UpstreamMalformed)
	mu.Lock() // what was given up may be being answered still
	defer mu.Unlock()
	if !strings.Contains(e.Message, "more than 1000 custom attributes of one user") || n > 14 {
		t.Errorf("%v after %d requests", e, n)
	}
}
