package manager

import (
	"context"
	"errors"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/proto"
)

// managed is a connector as the manager's users have it.
type managed struct{ k *keeper }

var _ connector.Connector = managed{}

func (c managed) Describe(ctx context.Context) (*connectorv1.Description, error) {
	c.k.mu.Lock()
	b := c.k.binary
	c.k.mu.Unlock()
	if d := b.about(); d != nil && c.k.m.open.Err() == nil {
		return proto.CloneOf(d), nil
	}
	return unary(ctx, c.k, "Describe", nil, func(ctx context.Context, p connector.Connector) (*connectorv1.Description, error) {
		return p.Describe(ctx)
	})
}

func (c managed) Authenticate(ctx context.Context, account *connectorv1.Account) (*connectorv1.Authentication, error) {
	return unary(ctx, c.k, "Authenticate", account, func(ctx context.Context, p connector.Connector) (*connectorv1.Authentication, error) {
		return p.Authenticate(ctx, account)
	})
}

func (c managed) ListUsers(ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
	return list(ctx, c.k, "ListUsers", req, sink, connector.Connector.ListUsers)
}

func (c managed) ListRoles(ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.Role]) (*connectorv1.Receipt, error) {
	return list(ctx, c.k, "ListRoles", req, sink, connector.Connector.ListRoles)
}

func (c managed) ListGroups(ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.Group]) (*connectorv1.Receipt, error) {
	return list(ctx, c.k, "ListGroups", req, sink, connector.Connector.ListGroups)
}

func (c managed) GetUser(ctx context.Context, req connector.GetRequest) (*iamv1.User, error) {
	return unary(ctx, c.k, "GetUser", req.Account, func(ctx context.Context, p connector.Connector) (*iamv1.User, error) {
		return p.GetUser(ctx, req)
	})
}

func (c managed) GetRole(ctx context.Context, req connector.GetRequest) (*iamv1.Role, error) {
	return unary(ctx, c.k, "GetRole", req.Account, func(ctx context.Context, p connector.Connector) (*iamv1.Role, error) {
		return p.GetRole(ctx, req)
	})
}

func (c managed) GetGroup(ctx context.Context, req connector.GetRequest) (*iamv1.Group, error) {
	return unary(ctx, c.k, "GetGroup", req.Account, func(ctx context.Context, p connector.Connector) (*iamv1.Group, error) {
		return p.GetGroup(ctx, req)
	})
}

// unary makes a call that has one answer, and makes it again where its process died. All of the contract's calls read, so
// that nothing happens twice.
func unary[R any](
	ctx context.Context, k *keeper, operation string, account *connectorv1.Account,
	method func(context.Context, connector.Connector) (R, error),
) (result R, err error) {
	c, err := k.begin(ctx, operation, account)
	if err != nil {
		return result, err
	}
	defer func() { c.end(err) }()
	for {
		err := c.attempt(func(ctx context.Context, p connector.Connector) (err error) {
			result, err = method(ctx, p)
			return err
		})
		if err == nil || !c.again(err) {
			return result, err
		}
	}
}

// list makes a call that has a stream for an answer, and goes on with it where its process died.
func list[T connector.Item](
	ctx context.Context, k *keeper, operation string, req connector.ListRequest, sink connector.Sink[T],
	method func(connector.Connector, context.Context, connector.ListRequest, connector.Sink[T]) (*connectorv1.Receipt, error),
) (receipt *connectorv1.Receipt, err error) {
	c, err := k.begin(ctx, operation, req.Account)
	if err != nil {
		return nil, err
	}
	defer func() { c.end(err) }()
	j := newJournal(req, sink)
	j.onPage, j.looped = c.span.page, c.looped
	for {
		points := j.points
		err := c.attempt(func(ctx context.Context, p connector.Connector) (err error) {
			receipt, err = method(p, ctx, j.request(), j)
			return err
		})
		switch {
		case err == nil:
			return j.close(receipt), nil
		case j.sinkErr != nil: // the receiver wants no more
			return nil, j.sinkErr
		case j.points > points:
			c.resumes = 0 // it got somewhere
		}
		if !j.resumable() || !c.again(err) {
			return nil, err
		}
		j.rewind()
	}
}

// isLoss reports whether an error can be that of a process that is gone.
func isLoss(err error) bool {
	return errors.Is(err, connector.PluginCrashed) || errors.Is(err, connector.PluginProtocol)
}
