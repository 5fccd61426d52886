package main

import (
	"context"
	"strconv"

	connectorv1 "github.com/trellis-iam/trellis/testdata/contract-v1/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/testdata/contract-v1/trellis/iam/v1"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// token is what lets anyone in.
const token = "frozen-token"

// connector has users and no more: the calls for roles and groups are the generated code's UNIMPLEMENTED.
type connector struct {
	connectorv1.UnimplementedConnectorServiceServer
}

func (*connector) Describe(context.Context, *connectorv1.DescribeRequest) (*connectorv1.DescribeResponse, error) {
	resource := func(kind connectorv1.ResourceKind) *connectorv1.Resource {
		return &connectorv1.Resource{
			Kind:            kind,
			Operations:      []connectorv1.Operation{connectorv1.Operation_OPERATION_LIST, connectorv1.Operation_OPERATION_GET},
			DefaultPageSize: pageSize, MaxPageSize: pageSize,
		}
	}
	return &connectorv1.DescribeResponse{Description: &connectorv1.Description{
		Name: "frozen", Title: "Frozen", Version: "1.0.0",
		AuthMethods: []*connectorv1.AuthMethod{{
			Id: "token", Title: "Token",
			Kind: &connectorv1.AuthMethod_Fields{Fields: &connectorv1.FieldsAuth{Fields: []*connectorv1.Field{
				{Key: "token", Label: "Token", Secret: true, Required: true},
			}}},
		}},
		Resources: []*connectorv1.Resource{
			resource(connectorv1.ResourceKind_RESOURCE_KIND_USER),
			resource(connectorv1.ResourceKind_RESOURCE_KIND_ROLE), // says so, and has no such call
		},
	}}, nil
}

func (*connector) Authenticate(_ context.Context, r *connectorv1.AuthenticateRequest) (*connectorv1.AuthenticateResponse, error) {
	if err := authenticate(r.GetAccount()); err != nil {
		return nil, err
	}
	return &connectorv1.AuthenticateResponse{Authentication: &connectorv1.Authentication{
		Workspace: &connectorv1.Workspace{Id: "w", Name: "Frozen Inc."},
	}}, nil
}

func (*connector) GetUser(_ context.Context, r *connectorv1.GetUserRequest) (*connectorv1.GetUserResponse, error) {
	if err := authenticate(r.GetAccount()); err != nil {
		return nil, err
	}
	i, err := strconv.Atoi(r.GetId())
	if err != nil || i < 1 || i > userCount {
		return nil, notFound(r.GetId())
	}
	return &connectorv1.GetUserResponse{User: user(i)}, nil
}

func user(i int) *iamv1.User {
	return &iamv1.User{
		Id: strconv.Itoa(i), Name: "User " + strconv.Itoa(i), Status: iamv1.UserStatus_USER_STATUS_ENABLED, StatusSourceValue: "on",
		CreatedAt: &timestamppb.Timestamp{Seconds: 1_700_000_000},
	}
}
