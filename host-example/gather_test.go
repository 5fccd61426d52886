package main

import (
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// gathered is what one list of users gave.
type gathered struct {
	pages   []connector.Page[*iamv1.User]
	users   []*iamv1.User
	receipt *connectorv1.Receipt
}

// gather lists users to the end.
func gather(t *testing.T, c connector.Connector, account *connectorv1.Account, o *connectorv1.ListOptions) (g gathered) {
	t.Helper()
	receipt, err := c.ListUsers(t.Context(), connector.ListRequest{Account: account, Options: o}, connector.SinkFuncs[*iamv1.User]{
		OnPage: func(p connector.Page[*iamv1.User]) error {
			g.pages, g.users = append(g.pages, p), append(g.users, p.Items...)
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	g.receipt = receipt
	return g
}

// tokens is how many pages have one.
func (g gathered) tokens() (n int) {
	for _, p := range g.pages {
		if p.Info.GetNextPageToken() != "" {
			n++
		}
	}
	return n
}

// wantSame compares users by id.
func wantSame(t *testing.T, got, want []*iamv1.User) {
	t.Helper()
	have := make(map[string]*iamv1.User, len(got))
	for _, u := range got {
		have[u.GetId()] = u
	}
	if len(have) != len(want) || len(got) != len(want) {
		t.Errorf("%d users of %d ids, want %d", len(got), len(have), len(want))
	}
	for _, u := range want {
		if other := have[u.GetId()]; !proto.Equal(other, u) {
			t.Fatalf("got %v, want %v", other, u)
		}
	}
}
