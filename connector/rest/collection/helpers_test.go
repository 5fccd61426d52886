package collection_test

import (
	"fmt"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/coverage"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/connector/rest/collection"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
	"github.com/trellis-iam/trellis/mappings"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const key = "stand-in-key-0123456789"

// record is a user or a role of all vendors here.
type record struct {
	ID   mappings.ID     `json:"id"`
	Name mappings.String `json:"name"`
}

var members = mappings.Tagged[record]()

func (r *record) UnmarshalJSONFrom(d *mappings.Decoder) error { return mappings.Members(d, r, members) }
func (r *record) Key() (id *mappings.ID, member string)       { return &r.ID, ".id" }

func user(id string, r *record, raw []byte) *iamv1.User {
	var notes mappings.Notes
	u := &iamv1.User{Id: id, Name: r.Name.Text(&notes, "$.name")}
	u.Source = notes.Source(raw)
	return u
}

func role(id string, r *record, _ []byte) *iamv1.Role {
	var notes mappings.Notes
	return &iamv1.Role{Id: id, Name: r.Name.Text(&notes, "$.name")}
}

// application is a vendor, as its connector knows it and as its stand-in does.
type application struct {
	api    collection.API
	pages  resttest.Pages
	scheme rest.Scheme
	shown  resttest.Scheme
	me     string
}

func (a application) vendor() resttest.Vendor {
	pages := a.pages
	pages.ID, pages.Size, pages.Default = "id", "limit", 25
	if pages.Max == 0 {
		pages.Max = 100
	}
	return resttest.Vendor{
		API: resttest.API{Name: "Acme", APIKey: key, Scheme: a.shown, Error: resttest.NestedError, Pages: pages},
		Me:  "/v1/me",
		Lists: []resttest.List{
			{Path: "/v1/users", Prefix: "u", Record: func(p resttest.Person) string {
				return fmt.Sprintf(`{"id":%q,"name":%q}`, p.ID, p.Name)
			}},
			{Path: "/v1/roles", Records: []string{`{"id":"r1","name":"Member"}`}},
		},
	}
}

// connector makes the connector, as hosts run it.
func (a application) connector(t *testing.T) connector.Connector {
	t.Helper()
	api := a.api
	api.Connector, api.Vendor, api.Size, api.MaxPageSize = "acme", "Acme", "limit", 100
	users, roles := collection.Users(api, "/v1/users", user), collection.Roles(api, "/v1/roles", role)
	method := rest.KeyMethod("A key.", 8, nil)
	if a.scheme.UserField != "" {
		method = rest.BasicMethod(a.scheme.UserField, "E-mail", "Whose key it is.", "A key.", 8, nil)
	}
	ids := coverage.Pairs(coverage.Native, "", "id", "id", "name", "name")
	c := &collection.Connector{Me: a.me, Users: users, Roles: roles, Service: rest.NewService(rest.API{
		Description: &connectorv1.Description{
			Name: "acme", Title: "Acme", Version: "1.0.0", Vendor: &connectorv1.Vendor{Name: "Acme"}, Summary: "A vendor.",
			AuthMethods: []*connectorv1.AuthMethod{method}, Resources: []*connectorv1.Resource{users.Resource(ids...), roles.Resource(ids...)},
		},
		BaseURL: "https://api.acme.example", KeyField: rest.APIKey, Scheme: a.scheme, ReadError: rest.NestedError,
	}, rest.WithPolicy(rest.Policy{Timeout: 10 * time.Second, Tries: 2, Backoff: time.Millisecond, MaxBackoff: time.Millisecond}))}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return connector.Checked(c)
}

// start starts the vendor's stand-in with so many users, and links an account there.
func (a application) start(t *testing.T, users int) (*resttest.Server, *connectorv1.Account) {
	t.Helper()
	s, err := resttest.NewServer(resttest.NewCompany(a.vendor(), users, 1))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	account := &connectorv1.Account{
		Id: "acme", Operator: map[string]string{"base_url": s.URL, "ca_pem": s.CAPEM()}, Credentials: map[string]string{"api_key": s.APIKey},
	}
	if a.scheme.UserField != "" {
		account.Settings = map[string]string{a.scheme.UserField: a.shown.User}
	}
	return s, account
}

// listed is what a list yielded.
type listed struct {
	ids     []string
	tokens  []string // of each page
	before  []int    // how many came with and before it
	shown   []string // the URLs asked for, as they are shown
	receipt *connectorv1.Receipt
}

func list(t *testing.T, c connector.Connector, a *connectorv1.Account, o *connectorv1.ListOptions) (listed, error) {
	t.Helper()
	var l listed
	var err error
	l.receipt, err = c.ListUsers(t.Context(), connector.ListRequest{Account: a, Options: o}, connector.SinkFuncs[*iamv1.User]{
		OnPage: func(p connector.Page[*iamv1.User]) error {
			for _, u := range p.Items {
				l.ids = append(l.ids, u.GetId())
			}
			l.tokens, l.before = append(l.tokens, p.Info.GetNextPageToken()), append(l.before, len(l.ids))
			for _, e := range p.Info.GetExchanges() {
				l.shown = append(l.shown, e.GetUrl())
			}
			return nil
		},
	})
	return l, err
}
