package main

import (
	"slices"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func describesItself(t *testing.T, s *suite) {
	if err := connector.CheckDescription(s.about); err != nil {
		t.Error(err)
	}
	if s.about.GetName() != s.app.connector || s.about.GetTitle() == "" || s.about.GetSummary() == "" {
		t.Errorf("%v", s.about)
	}
	again, err := s.Describe(t.Context())
	if err != nil || !proto.Equal(again, s.about) {
		t.Errorf("another answer: %v, %v", again, err)
	}
	for _, m := range s.about.GetAuthMethods() {
		if len(m.GetGuide().GetSteps()) == 0 {
			t.Errorf("%s has no connect guide", m.GetId())
		}
	}
}

func authenticates(t *testing.T, s *suite) {
	answer, err := s.Authenticate(t.Context(), s.at.account)
	if err != nil {
		t.Fatal(err)
	}
	s.wantNoSecret(t, answer)
	if len(answer.GetResources()) != len(s.about.GetResources()) {
		t.Errorf("%d resources of %d", len(answer.GetResources()), len(s.about.GetResources()))
	}
	for i, r := range answer.GetResources() {
		switch {
		case r.GetKind() != s.about.GetResources()[i].GetKind():
			t.Errorf("resource %d is %v", i, r.GetKind())
		case r.GetAvailability() != connectorv1.Availability_AVAILABILITY_AVAILABLE && r.GetReason() == "":
			t.Errorf("%v is %v, without a reason", r.GetKind(), r.GetAvailability())
		case r.GetAvailability() == connectorv1.Availability_AVAILABILITY_UNAVAILABLE:
			t.Errorf("%v: %s", r.GetKind(), r.GetReason())
		}
	}
	for field := range s.at.account.GetCredentials() {
		wrong := proto.CloneOf(s.at.account)
		wrong.Credentials[field] = wrong.GetCredentials()[field][:9] + "-of-somebody-elses-account"
		if s.remote() {
			_, err = s.Authenticate(t.Context(), wrong)
			s.wantReason(t, "a wrong "+field, err, connector.CredentialsRejected)
		}
		delete(wrong.Credentials, field)
		_, err = s.Authenticate(t.Context(), wrong)
		s.wantReason(t, "no "+field, err, connector.InvalidConfig)
	}
	for what, change := range map[string]func(*connectorv1.Account){
		"an operator's key among the settings": func(a *connectorv1.Account) { a.Settings = map[string]string{"base_url": "https://x.example"} },
		"an unknown setting":                   func(a *connectorv1.Account) { a.Settings = map[string]string{"nope": "x"} },
		"an unknown operator's key":            func(a *connectorv1.Account) { a.Operator = map[string]string{"nope": "x"} },
	} {
		wrong := proto.CloneOf(s.at.account)
		change(wrong)
		_, err := s.Authenticate(t.Context(), wrong)
		s.wantReason(t, what, err, connector.InvalidConfig)
	}
}

func readsByID(t *testing.T, s *suite) {
	readByID(t, s.users)
	readByID(t, s.roles)
	readByID(t, s.groups)
}

// readByID: some of what is listed, read one by one, is the same.
func readByID[T connector.Item](t *testing.T, k kind[T]) {
	t.Helper()
	if k.resource() == nil || !offers(k.resource(), connectorv1.Operation_OPERATION_GET) {
		return
	}
	for i := 0; i < len(k.all); i += 1 + len(k.all)/4 {
		want := k.all[i]
		got, err := k.get(t.Context(), connector.GetRequest{Account: k.of.at.account, ID: want.GetId()})
		if err != nil || !proto.Equal(got, want) {
			t.Errorf("%s: %v, %v, want %v", k.name, got, err, want)
		}
	}
}

func offers(r *connectorv1.Resource, o connectorv1.Operation) bool {
	return slices.Contains(r.GetOperations(), o)
}

func unknownIDs(t *testing.T, s *suite) {
	unknownID(t, s.users)
	unknownID(t, s.roles)
	unknownID(t, s.groups)
}

// unknownID: whatever an id looks like, it leads nowhere else.
func unknownID[T connector.Item](t *testing.T, k kind[T]) {
	t.Helper()
	if k.resource() == nil || !offers(k.resource(), connectorv1.Operation_OPERATION_GET) {
		return
	}
	for _, id := range []string{"nobody-at-all", ".", "..", "../" + k.name, "a/b", "?x=1", "#", "%2e%2e", "é"} {
		_, err := k.get(t.Context(), connector.GetRequest{Account: k.of.at.account, ID: id})
		k.of.wantReason(t, k.name+" "+id, err, connector.NotFound)
	}
	_, err := k.get(t.Context(), connector.GetRequest{Account: k.of.at.account})
	k.of.wantReason(t, k.name+" without an id", err, connector.InvalidConfig)
}

func unsupported(t *testing.T, s *suite) {
	unsupportedOf(t, s.users)
	unsupportedOf(t, s.roles)
	unsupportedOf(t, s.groups)
}

func unsupportedOf[T connector.Item](t *testing.T, k kind[T]) {
	t.Helper()
	if k.resource() == nil {
		k.of.wantReason(t, k.name, k.run(t, nil).err, connector.ReasonUnsupported)
		_, err := k.get(t.Context(), connector.GetRequest{Account: k.of.at.account, ID: "x"})
		k.of.wantReason(t, k.name, err, connector.ReasonUnsupported)
		return
	}
	for what, o := range map[string]*connectorv1.ListOptions{
		"filter":  {Filters: []*connectorv1.Filter{{Name: "shoe_size", Values: []string{"43"}}}},
		"expand":  {Expand: []string{"shoes"}},
		"changes": {ChangeToken: "since-ever"},
	} {
		k.of.wantReason(t, k.name+" "+what, k.run(t, o).err, connector.ReasonUnsupported)
	}
}

// accountsAreNotMixed: two customers at the same time, through one process.
func accountsAreNotMixed(t *testing.T, s *suite) {
	other := s.app.link(t, suiteUsers/2, 2)
	other.account.Id = "another"
	const rounds = 4
	mine, theirs := make([]*connectorv1.Receipt, rounds), make([]*connectorv1.Receipt, rounds)
	t.Run("at the same time", func(t *testing.T) {
		for i := range rounds {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				got := s.users.run(t, &connectorv1.ListOptions{PageSize: s.app.pageSize})
				wantSame(t, "mine", got.items, s.users.all)
				mine[i] = got.receipt
			})
			t.Run("", func(t *testing.T) {
				t.Parallel()
				got := s.users.runAs(t.Context(), other.account, &connectorv1.ListOptions{PageSize: s.app.pageSize})
				if got.err != nil || len(got.items) != suiteUsers/2 {
					t.Errorf("%d users, %v", len(got.items), got.err)
				}
				known := byID(t, s.users.all)
				for _, u := range got.items {
					if known[u.GetId()] != nil && !other.shared {
						t.Errorf("%s is of the other customer", u.GetId())
					}
				}
				theirs[i] = got.receipt
			})
		}
	})
	ids := map[string]bool{}
	for _, r := range slices.Concat(mine, theirs) {
		if ids[r.GetListingId()] {
			t.Errorf("two listings are called %s", r.GetListingId())
		}
		ids[r.GetListingId()] = true
	}
}
