// Package sample is a connector to a made-up application, Orchard, whose data lives in memory: for demonstrations and
// tests that want a second connector, unlike Lattice in everything the contract leaves open. Ids are numbers, there are
// real roles with scopes, memberships stand on the group, and a list is a snapshot that any index can be read from.
//
// No vendor is behind it, and nothing it says is true of anyone.
package sample

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// Token is a credential that the sample accepts; so is any other text with the same beginning.
const Token = tokenPrefix + "orchard"

const (
	tokenPrefix   = "sample-"
	defaultUsers  = 25
	maxUsers      = 1_000_000
	maxDelay      = time.Minute
	defaultPage   = 50
	cursorVersion = 1
)

// New makes the connector. It holds nothing: the data is computed from the account's settings.
func New() connector.Connector { return sample{} }

type sample struct{}

// Authenticate accepts what looks like its token.
func (sample) Authenticate(_ context.Context, account *connectorv1.Account) (*connectorv1.Authentication, error) {
	if _, err := open(account); err != nil {
		return nil, err
	}
	a := &connectorv1.Authentication{
		Identity:    &connectorv1.Identity{Id: "1", Name: personName(0), Email: email(0)},
		Workspace:   &connectorv1.Workspace{Id: "orchard", Name: "Orchard"},
		Environment: connectorv1.Environment_ENVIRONMENT_SANDBOX,
	}
	for _, r := range description.GetResources() {
		a.Resources = append(a.Resources, &connectorv1.ResourceAccess{
			Kind:         r.GetKind(),
			Availability: connectorv1.Availability_AVAILABILITY_AVAILABLE,
			Visibility:   connectorv1.Visibility_VISIBILITY_FULL,
		})
	}
	return a, nil
}

// directory is the data of one account.
type directory struct {
	users int
	delay time.Duration // before each page
}

// open checks what the description cannot say about an account, and its token.
func open(account *connectorv1.Account) (directory, error) {
	d := directory{users: defaultUsers}
	if v := account.GetSettings()["users"]; v != "" {
		n, err := strconv.Atoi(v)
		if err != nil || n < 0 || n > maxUsers {
			return d, connector.InvalidField("settings.users", "must be 0 to %d", maxUsers)
		}
		d.users = n
	}
	if v := account.GetSettings()["delay"]; v != "" {
		delay, err := time.ParseDuration(v)
		if err != nil || delay < 0 || delay > maxDelay {
			return d, connector.InvalidField("settings.delay", "must be a duration of at most %v, such as 50ms", maxDelay)
		}
		d.delay = delay
	}
	if !strings.HasPrefix(account.GetCredentials()["token"], tokenPrefix) {
		e := connector.Errorf(connector.CredentialsRejected, "Orchard does not take this token")
		e.Suggestion = "use a token that begins with " + tokenPrefix
		return d, e
	}
	return d, nil
}

// ListUsers lists users in the order of their ids.
func (sample) ListUsers(ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
	d, err := open(req.Account)
	if err != nil {
		return nil, err
	}
	return list(ctx, d, req, sink, "users", d.users, user)
}

// ListRoles lists the four roles.
func (sample) ListRoles(ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.Role]) (*connectorv1.Receipt, error) {
	d, err := open(req.Account)
	if err != nil {
		return nil, err
	}
	return list(ctx, d, req, sink, "roles", len(roles), role)
}

// ListGroups lists the teams with their members.
func (sample) ListGroups(ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.Group]) (*connectorv1.Receipt, error) {
	d, err := open(req.Account)
	if err != nil {
		return nil, err
	}
	return list(ctx, d, req, sink, "groups", len(teams), d.team)
}

// GetUser reads one user.
func (sample) GetUser(_ context.Context, req connector.GetRequest) (*iamv1.User, error) {
	d, err := open(req.Account)
	if err != nil {
		return nil, err
	}
	return get(req, d.users, user)
}

// GetRole reads one role.
func (sample) GetRole(_ context.Context, req connector.GetRequest) (*iamv1.Role, error) {
	if _, err := open(req.Account); err != nil {
		return nil, err
	}
	return get(req, len(roles), role)
}

// GetGroup reads one team.
func (sample) GetGroup(_ context.Context, req connector.GetRequest) (*iamv1.Group, error) {
	d, err := open(req.Account)
	if err != nil {
		return nil, err
	}
	return get(req, len(teams), d.team)
}

// list hands out the items 0 to n-1, page by page. The cursor is the index of the next item.
func list[T connector.Item](
	ctx context.Context, d directory, req connector.ListRequest, sink connector.Sink[T], name string, n int, item func(int) T,
) (*connectorv1.Receipt, error) {
	size := connector.PageSize(req.Options, defaultPage, connector.MaxPageSize)
	l, err := connector.Begin(sink, req, connector.Binding{
		Connector: "sample", Resource: name, PageSize: size, CursorVersion: cursorVersion,
		Visibility: connectorv1.Visibility_VISIBILITY_FULL,
	})
	if err != nil {
		return nil, err
	}
	from := 0
	if c := l.Cursor(); c != "" {
		if from, err = strconv.Atoi(c); err != nil || from < 0 || from > n {
			return nil, connector.Errorf(connector.BadPageToken, "the page token names no place in the list")
		}
	}
	for {
		if err := wait(ctx, d.delay, l.Progress); err != nil {
			return nil, err
		}
		end := min(from+int(size), n)
		items := make([]T, 0, end-from)
		for i := from; i < end; i++ {
			it := item(i)
			if req.Options.GetRaw() {
				attachRaw(it, i)
			}
			items = append(items, it)
		}
		next := ""
		if end < n {
			next = strconv.Itoa(end)
		}
		if err := l.Page(items, nil, next); err != nil {
			return nil, err
		}
		switch {
		case next == "":
			return l.Exhausted(), nil
		case l.Full():
			return l.PageLimit(), nil
		}
		from = end
	}
}

// wait waits as a slow vendor would make us wait, with signs of life.
func wait(ctx context.Context, d time.Duration, progress func(*connectorv1.Progress) error) error {
	const every = connector.MaxSilence / 2
	for ; d > 0; d -= every {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(min(d, every)):
		}
		if d > every {
			err := progress(&connectorv1.Progress{
				Activity: connectorv1.Activity_ACTIVITY_WAITING_FOR_UPSTREAM, Message: "waiting for Orchard",
			})
			if err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

func get[T connector.Item](req connector.GetRequest, n int, item func(int) T) (T, error) {
	i, err := strconv.Atoi(req.ID)
	if err != nil || i < 1 || i > n || strconv.Itoa(i) != req.ID {
		var none T
		return none, connector.Errorf(connector.NotFound, "Orchard has no such item")
	}
	it := item(i - 1)
	if req.Options.GetRaw() {
		attachRaw(it, i-1)
	}
	return it, nil
}
