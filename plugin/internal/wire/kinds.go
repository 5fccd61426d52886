// Package wire is the contract on the wire: a connector as a gRPC service, and the service as a connector. It converts and
// nothing else; deadlines, limits and the meaning of broken connections are its users' business.
package wire

import (
	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// kind is what differs between the lists of users, roles and groups: how the messages of the stream are made, and how
// a page is read. M is the message.
type kind[T connector.Item, M any] struct {
	page     func([]T, *connectorv1.PageInfo) *M
	progress func(*connectorv1.Progress) *M
	receipt  func(*connectorv1.Receipt) *M

	readPage     func(*M) (page connector.Page[T], ok bool)
	readProgress func(*M) *connectorv1.Progress
	readReceipt  func(*M) *connectorv1.Receipt
}

var users = kind[*iamv1.User, connectorv1.ListUsersResponse]{
	page: func(items []*iamv1.User, info *connectorv1.PageInfo) *connectorv1.ListUsersResponse {
		page := &connectorv1.UsersPage{Users: items, Info: info}
		return &connectorv1.ListUsersResponse{Event: &connectorv1.ListUsersResponse_Page{Page: page}}
	},
	progress: func(p *connectorv1.Progress) *connectorv1.ListUsersResponse {
		return &connectorv1.ListUsersResponse{Event: &connectorv1.ListUsersResponse_Progress{Progress: p}}
	},
	receipt: func(r *connectorv1.Receipt) *connectorv1.ListUsersResponse {
		return &connectorv1.ListUsersResponse{Event: &connectorv1.ListUsersResponse_Receipt{Receipt: r}}
	},
	readPage: func(m *connectorv1.ListUsersResponse) (connector.Page[*iamv1.User], bool) {
		p := m.GetPage()
		return connector.Page[*iamv1.User]{Items: p.GetUsers(), Info: p.GetInfo()}, p != nil
	},
	readProgress: (*connectorv1.ListUsersResponse).GetProgress,
	readReceipt:  (*connectorv1.ListUsersResponse).GetReceipt,
}

var roles = kind[*iamv1.Role, connectorv1.ListRolesResponse]{
	page: func(items []*iamv1.Role, info *connectorv1.PageInfo) *connectorv1.ListRolesResponse {
		page := &connectorv1.RolesPage{Roles: items, Info: info}
		return &connectorv1.ListRolesResponse{Event: &connectorv1.ListRolesResponse_Page{Page: page}}
	},
	progress: func(p *connectorv1.Progress) *connectorv1.ListRolesResponse {
		return &connectorv1.ListRolesResponse{Event: &connectorv1.ListRolesResponse_Progress{Progress: p}}
	},
	receipt: func(r *connectorv1.Receipt) *connectorv1.ListRolesResponse {
		return &connectorv1.ListRolesResponse{Event: &connectorv1.ListRolesResponse_Receipt{Receipt: r}}
	},
	readPage: func(m *connectorv1.ListRolesResponse) (connector.Page[*iamv1.Role], bool) {
		p := m.GetPage()
		return connector.Page[*iamv1.Role]{Items: p.GetRoles(), Info: p.GetInfo()}, p != nil
	},
	readProgress: (*connectorv1.ListRolesResponse).GetProgress,
	readReceipt:  (*connectorv1.ListRolesResponse).GetReceipt,
}

var groups = kind[*iamv1.Group, connectorv1.ListGroupsResponse]{
	page: func(items []*iamv1.Group, info *connectorv1.PageInfo) *connectorv1.ListGroupsResponse {
		page := &connectorv1.GroupsPage{Groups: items, Info: info}
		return &connectorv1.ListGroupsResponse{Event: &connectorv1.ListGroupsResponse_Page{Page: page}}
	},
	progress: func(p *connectorv1.Progress) *connectorv1.ListGroupsResponse {
		return &connectorv1.ListGroupsResponse{Event: &connectorv1.ListGroupsResponse_Progress{Progress: p}}
	},
	receipt: func(r *connectorv1.Receipt) *connectorv1.ListGroupsResponse {
		return &connectorv1.ListGroupsResponse{Event: &connectorv1.ListGroupsResponse_Receipt{Receipt: r}}
	},
	readPage: func(m *connectorv1.ListGroupsResponse) (connector.Page[*iamv1.Group], bool) {
		p := m.GetPage()
		return connector.Page[*iamv1.Group]{Items: p.GetGroups(), Info: p.GetInfo()}, p != nil
	},
	readProgress: (*connectorv1.ListGroupsResponse).GetProgress,
	readReceipt:  (*connectorv1.ListGroupsResponse).GetReceipt,
}
