package conformance

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

type client = connectorv1.ConnectorServiceClient

// item is a user, a role or a group.
type item interface {
	proto.Message
	GetId() string
	GetSource() *iamv1.Source
}

// kind is one kind of thing that can be read: its calls, whatever the types of their messages are.
type kind struct {
	kind              connectorv1.ResourceKind
	name              string // "users"
	listCall, getCall string // "ListUsers", "GetUser"

	list func(context.Context, client, *connectorv1.Account, *connectorv1.ListOptions) (receive, error)
	get  func(context.Context, client, *connectorv1.Account, string, *connectorv1.GetOptions) (item, error)
}

// receive takes the next message of a list; its error is how the stream ended, io.EOF where its status is OK.
type receive func() (event, error)

// message is one message of a list, of any kind.
type message interface {
	proto.Message
	GetProgress() *connectorv1.Progress
	GetReceipt() *connectorv1.Receipt
}

// kinds are all that there are.
func kinds() []*kind { return []*kind{users(), roles(), groups()} }

func users() *kind {
	return &kind{
		kind: connectorv1.ResourceKind_RESOURCE_KIND_USER, name: "users", listCall: "ListUsers", getCall: "GetUser",
		list: func(ctx context.Context, c client, a *connectorv1.Account, o *connectorv1.ListOptions) (receive, error) {
			s, err := c.ListUsers(ctx, &connectorv1.ListUsersRequest{Account: a, Options: o})
			return receiver(s, err, func(m *connectorv1.ListUsersResponse) *page {
				p := m.GetPage()
				return pageOf(p != nil, p.GetUsers(), p.GetInfo())
			}), err
		},
		get: func(ctx context.Context, c client, a *connectorv1.Account, id string, o *connectorv1.GetOptions) (item, error) {
			r, err := c.GetUser(ctx, &connectorv1.GetUserRequest{Account: a, Id: id, Options: o})
			return itemOf(r.GetUser()), err
		},
	}
}

func roles() *kind {
	return &kind{
		kind: connectorv1.ResourceKind_RESOURCE_KIND_ROLE, name: "roles", listCall: "ListRoles", getCall: "GetRole",
		list: func(ctx context.Context, c client, a *connectorv1.Account, o *connectorv1.ListOptions) (receive, error) {
			s, err := c.ListRoles(ctx, &connectorv1.ListRolesRequest{Account: a, Options: o})
			return receiver(s, err, func(m *connectorv1.ListRolesResponse) *page {
				p := m.GetPage()
				return pageOf(p != nil, p.GetRoles(), p.GetInfo())
			}), err
		},
		get: func(ctx context.Context, c client, a *connectorv1.Account, id string, o *connectorv1.GetOptions) (item, error) {
			r, err := c.GetRole(ctx, &connectorv1.GetRoleRequest{Account: a, Id: id, Options: o})
			return itemOf(r.GetRole()), err
		},
	}
}

func groups() *kind {
	return &kind{
		kind: connectorv1.ResourceKind_RESOURCE_KIND_GROUP, name: "groups", listCall: "ListGroups", getCall: "GetGroup",
		list: func(ctx context.Context, c client, a *connectorv1.Account, o *connectorv1.ListOptions) (receive, error) {
			s, err := c.ListGroups(ctx, &connectorv1.ListGroupsRequest{Account: a, Options: o})
			return receiver(s, err, func(m *connectorv1.ListGroupsResponse) *page {
				p := m.GetPage()
				return pageOf(p != nil, p.GetGroups(), p.GetInfo())
			}), err
		},
		get: func(ctx context.Context, c client, a *connectorv1.Account, id string, o *connectorv1.GetOptions) (item, error) {
			r, err := c.GetGroup(ctx, &connectorv1.GetGroupRequest{Account: a, Id: id, Options: o})
			return itemOf(r.GetGroup()), err
		},
	}
}

// receiver reads the messages of a stream as events.
func receiver[M any, P interface {
	*M
	message
}](s grpc.ServerStreamingClient[M], err error, pageIn func(*M) *page) receive {
	if err != nil {
		return nil
	}
	return func() (event, error) {
		m, err := s.Recv()
		if err != nil {
			return event{}, err
		}
		one := P(m)
		return event{page: pageIn(m), progress: one.GetProgress(), receipt: one.GetReceipt(), size: proto.Size(one)}, nil
	}
}

// pageOf is a page of items of any kind; nil where there is none.
func pageOf[T item](there bool, items []T, info *connectorv1.PageInfo) *page {
	if !there {
		return nil
	}
	p := &page{info: info, items: make([]item, len(items))}
	for i, one := range items {
		p.items[i] = one
	}
	return p
}

// itemOf is an item of any kind; nil where there is none.
func itemOf[T interface {
	item
	comparable
}](one T) item {
	var none T
	if one == none {
		return nil
	}
	return one
}
