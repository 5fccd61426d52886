// Package connectortest is what tests of connectors share: lists as a test reads them, and what holds of every error.
package connectortest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// Listing is what a list yielded. It is the list's sink.
type Listing[T connector.Item] struct {
	Items   []T
	Pages   []connector.Page[T]
	Signs   []*connectorv1.Progress
	Receipt *connectorv1.Receipt
	Err     error
}

// Page keeps a page.
func (l *Listing[T]) Page(p connector.Page[T]) error {
	l.Items = append(l.Items, p.Items...)
	l.Pages = append(l.Pages, p)
	return nil
}

// Progress keeps a sign of life.
func (l *Listing[T]) Progress(p *connectorv1.Progress) error {
	l.Signs = append(l.Signs, p)
	return nil
}

// IDs are those of all items, in order.
func (l *Listing[T]) IDs() []string {
	ids := make([]string, len(l.Items))
	for i, item := range l.Items {
		ids[i] = item.GetId()
	}
	return ids
}

// Tokens are the page tokens, in order.
func (l *Listing[T]) Tokens() (tokens []string) {
	for _, p := range l.Pages {
		if token := p.Info.GetNextPageToken(); token != "" {
			tokens = append(tokens, token)
		}
	}
	return tokens
}

// Exchanges are the requests behind all pages.
func (l *Listing[T]) Exchanges() (all []*connectorv1.Exchange) {
	for _, p := range l.Pages {
		all = append(all, p.Info.GetExchanges()...)
	}
	return all
}

// Users lists users.
func Users(ctx context.Context, c connector.Connector, a *connectorv1.Account, o *connectorv1.ListOptions) *Listing[*iamv1.User] {
	return list(ctx, c.ListUsers, a, o)
}

// Groups lists groups.
func Groups(ctx context.Context, c connector.Connector, a *connectorv1.Account, o *connectorv1.ListOptions) *Listing[*iamv1.Group] {
	return list(ctx, c.ListGroups, a, o)
}

// Roles lists roles.
func Roles(ctx context.Context, c connector.Connector, a *connectorv1.Account, o *connectorv1.ListOptions) *Listing[*iamv1.Role] {
	return list(ctx, c.ListRoles, a, o)
}

func list[T connector.Item](
	ctx context.Context, method func(context.Context, connector.ListRequest, connector.Sink[T]) (*connectorv1.Receipt, error),
	a *connectorv1.Account, o *connectorv1.ListOptions,
) *Listing[T] {
	l := &Listing[T]{}
	l.Receipt, l.Err = method(ctx, connector.ListRequest{Account: a, Options: o}, l)
	return l
}

// WantError checks an error's reason, and what all errors must be: they name connector and operation, and do not hold the
// secret. It returns the error.
func WantError(t testing.TB, err error, reason connector.Reason, name, secret string) *connector.Error {
	t.Helper()
	e, ok := errors.AsType[*connector.Error](err)
	if !ok || e.Reason != reason {
		t.Fatalf("got %v, want %s", err, reason)
	}
	if e.Connector != name || e.Operation == "" {
		t.Errorf("the error does not say where it is from: %+v", e)
	}
	if strings.Contains(err.Error()+e.Suggestion+e.UpstreamExcerpt+e.VendorRequestID, secret) {
		t.Errorf("the error holds the credential: %+v", e)
	}
	return e
}
