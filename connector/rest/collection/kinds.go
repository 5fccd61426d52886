package collection

import (
	"github.com/trellis-iam/trellis/mappings"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// Users is the usual collection of users: a list at a path, and each of them below it, at its id. A vendor whose single users stand
// elsewhere, or nowhere, has another Record.
func Users[T any, R mappings.Record[T]](a API, path string, item func(string, *T, []byte) *iamv1.User) Collection[T, R, *iamv1.User] {
	return Collection[T, R, *iamv1.User]{
		API: a, Kind: connectorv1.ResourceKind_RESOURCE_KIND_USER, Name: "users", Object: "user", Path: path, Record: path + "/", Item: item,
	}
}

// Roles is the usual collection of roles, likewise. Who holds them stands in the users.
func Roles[T any, R mappings.Record[T]](a API, path string, item func(string, *T, []byte) *iamv1.Role) Collection[T, R, *iamv1.Role] {
	return Collection[T, R, *iamv1.Role]{
		API: a, Kind: connectorv1.ResourceKind_RESOURCE_KIND_ROLE, Name: "roles", Object: "role", Path: path, Record: path + "/", Item: item,
		Edges: connectorv1.EdgeLocation_EDGE_LOCATION_USER,
	}
}

// Groups is the usual collection of groups, likewise. Who is in them stands in the users.
func Groups[T any, R mappings.Record[T]](a API, path string, item func(string, *T, []byte) *iamv1.Group) Collection[T, R, *iamv1.Group] {
	return Collection[T, R, *iamv1.Group]{
		API: a, Kind: connectorv1.ResourceKind_RESOURCE_KIND_GROUP, Name: "groups", Object: "group", Path: path, Record: path + "/", Item: item,
		Edges: connectorv1.EdgeLocation_EDGE_LOCATION_USER,
	}
}
