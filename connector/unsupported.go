package connector

import (
	"context"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// Unsupported answers UNSUPPORTED to every list and get. Embed it in a connector for the resources that the vendor does
// not offer; Describe and Authenticate remain to be written.
type Unsupported struct{}

func unsupported(operation string) *Error {
	e := Errorf(ReasonUnsupported, "the connector does not offer %s", operation)
	e.Operation = operation
	return e
}

// ListUsers answers UNSUPPORTED.
func (Unsupported) ListUsers(context.Context, ListRequest, Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
	return nil, unsupported("ListUsers")
}

// ListRoles answers UNSUPPORTED.
func (Unsupported) ListRoles(context.Context, ListRequest, Sink[*iamv1.Role]) (*connectorv1.Receipt, error) {
	return nil, unsupported("ListRoles")
}

// ListGroups answers UNSUPPORTED.
func (Unsupported) ListGroups(context.Context, ListRequest, Sink[*iamv1.Group]) (*connectorv1.Receipt, error) {
	return nil, unsupported("ListGroups")
}

// GetUser answers UNSUPPORTED.
func (Unsupported) GetUser(context.Context, GetRequest) (*iamv1.User, error) {
	return nil, unsupported("GetUser")
}

// GetRole answers UNSUPPORTED.
func (Unsupported) GetRole(context.Context, GetRequest) (*iamv1.Role, error) {
	return nil, unsupported("GetRole")
}

// GetGroup answers UNSUPPORTED.
func (Unsupported) GetGroup(context.Context, GetRequest) (*iamv1.Group, error) {
	return nil, unsupported("GetGroup")
}
