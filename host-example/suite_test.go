package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/manager"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// TestEveryConnector is the suite that all connectors pass alike, each as the binary that it is, in a process of its own, side
// by side under one manager.
func TestEveryConnector(t *testing.T) {
	m, err := manager.New(manager.Config{Folder: filepath.Join(built, "plugins")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	there, err := filepath.Glob(filepath.Join(built, "plugins", "trellis-connector-*"))
	if err != nil || len(there) != len(applications) {
		t.Errorf("there are %d connectors, and %d are in the suite: %v, %v", len(there), len(applications), there, err)
	}
	for _, app := range applications {
		passesSuite(t, m, app)
	}
}

func passesSuite(t *testing.T, m *manager.Manager, app application) {
	t.Helper()
	t.Run(app.connector, func(t *testing.T) {
		s := newSuite(t, m, app)
		for _, c := range suiteCases {
			t.Run(c.name, func(t *testing.T) { c.check(t, s) })
		}
	})
}

// suiteUsers is enough for several pages, and little enough to list many times.
const suiteUsers = 260

// suiteCases are what every connector must do. Each is about all kinds of things that a connector offers.
var suiteCases = []struct {
	name  string
	check func(*testing.T, *suite)
}{
	{"its description keeps to the contract", describesItself},
	{"the credentials are judged", authenticates},
	{"lists are whole", listsAreWhole},
	{"lists go on from every token", listsGoOn},
	{"a page limit ends a list where it can go on", pageLimits},
	{"raw is there when it is asked for, and not else", rawIsAskedFor},
	{"filters select", filtersSelect},
	{"what is listed can be read by its id", readsByID},
	{"nobody has an id that is none", unknownIDs},
	{"what is not offered is said", unsupported},
	{"tokens of others are refused", foreignTokens},
	{"accounts are never mixed", accountsAreNotMixed},
	{"the coverage is true", coverageIsTrue},
	{"a list ends with its caller", cancelled},
}

// suite is one connector under test.
type suite struct {
	connector.Connector
	app   application
	about *connectorv1.Description
	at    linked

	users  kind[*iamv1.User]
	roles  kind[*iamv1.Role]
	groups kind[*iamv1.Group]
}

// kind is one kind of thing that a connector may offer.
type kind[T connector.Item] struct {
	of   *suite
	name string
	what connectorv1.ResourceKind
	list func(context.Context, connector.ListRequest, connector.Sink[T]) (*connectorv1.Receipt, error)
	get  func(context.Context, connector.GetRequest) (T, error)
	all  []T // of the customer, as a whole list gave them
}

func newSuite(t *testing.T, m *manager.Manager, app application) *suite {
	t.Helper()
	s := &suite{Connector: m.Connector(app.connector), app: app, at: app.link(t, suiteUsers, 1)}
	s.at.account.Id = "suite"
	var err error
	if s.about, err = s.Describe(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.users = kind[*iamv1.User]{of: s, name: "users", what: connectorv1.ResourceKind_RESOURCE_KIND_USER, list: s.ListUsers, get: s.GetUser}
	s.roles = kind[*iamv1.Role]{of: s, name: "roles", what: connectorv1.ResourceKind_RESOURCE_KIND_ROLE, list: s.ListRoles, get: s.GetRole}
	s.groups = kind[*iamv1.Group]{of: s, name: "groups", what: connectorv1.ResourceKind_RESOURCE_KIND_GROUP, list: s.ListGroups, get: s.GetGroup}
	s.users.readAll(t)
	s.roles.readAll(t)
	s.groups.readAll(t)
	return s
}

// resource is what the description says of a kind; nil where it is not offered.
func (k kind[T]) resource() *connectorv1.Resource {
	for _, r := range k.of.about.GetResources() {
		if r.GetKind() == k.what {
			return r
		}
	}
	return nil
}

func (k *kind[T]) readAll(t *testing.T) {
	t.Helper()
	if k.resource() == nil {
		return
	}
	got := k.run(t, nil)
	if got.err != nil {
		t.Fatalf("%s: %v", k.name, got.err)
	}
	k.all = got.items
}

// stream is what one list gave.
type stream[T connector.Item] struct {
	pages   []connector.Page[T]
	items   []T
	receipt *connectorv1.Receipt
	err     error
}

func (k kind[T]) run(t *testing.T, o *connectorv1.ListOptions) *stream[T] {
	t.Helper()
	return k.runAs(t.Context(), k.of.at.account, o)
}

func (k kind[T]) runAs(ctx context.Context, account *connectorv1.Account, o *connectorv1.ListOptions) *stream[T] {
	s := &stream[T]{}
	s.receipt, s.err = k.list(ctx, connector.ListRequest{Account: account, Options: o}, connector.SinkFuncs[T]{
		OnPage: func(p connector.Page[T]) error {
			s.pages, s.items = append(s.pages, p), append(s.items, p.Items...)
			return nil
		},
	})
	return s
}

// tokens are the page tokens of a stream, in order.
func (s *stream[T]) tokens() (tokens []string) {
	for _, p := range s.pages {
		if token := p.Info.GetNextPageToken(); token != "" {
			tokens = append(tokens, token)
		}
	}
	return tokens
}

// byID are items by their ids; two of one id are an error of the connector's.
func byID[T connector.Item](t *testing.T, items []T) map[string]T {
	t.Helper()
	all := make(map[string]T, len(items))
	for _, item := range items {
		if all[item.GetId()] != nil {
			t.Errorf("%s comes twice", item.GetId())
		}
		all[item.GetId()] = item
	}
	return all
}

// wantSame compares items by id.
func wantSame[T connector.Item](t *testing.T, what string, got, want []T) {
	t.Helper()
	have := byID(t, got)
	if len(have) != len(want) {
		t.Errorf("%s: %d items, want %d", what, len(have), len(want))
	}
	for _, item := range want {
		if other := have[item.GetId()]; other == nil || !proto.Equal(other, item) {
			t.Errorf("%s: got %v, want %v", what, other, item)
			return
		}
	}
}

// wantNoSecret makes sure that a credential stands nowhere.
func (s *suite) wantNoSecret(t *testing.T, messages ...proto.Message) {
	t.Helper()
	for _, m := range messages {
		b, err := protojson.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(b), s.at.secret) {
			t.Errorf("the credential is in %s", b)
		}
	}
}

// wantReason checks an error, and what all errors are.
func (s *suite) wantReason(t *testing.T, what string, err error, reasons ...connector.Reason) {
	t.Helper()
	e, ok := errors.AsType[*connector.Error](err)
	switch {
	case !ok || !slices.Contains(reasons, e.Reason):
		t.Errorf("%s: %v, want %v", what, err, reasons)
	case e.Connector != s.app.connector || e.Operation == "":
		t.Errorf("%s: the error does not say where it is from: %+v", what, e)
	case strings.Contains(fmt.Sprintf("%+v", e), s.at.secret):
		t.Errorf("%s: the credential is in %+v", what, e)
	}
}
