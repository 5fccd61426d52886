package sample

import (
	"context"

	"github.com/trellis-iam/trellis/connector/coverage"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/proto"
)

// Describe says what the sample is.
func (sample) Describe(context.Context) (*connectorv1.Description, error) {
	return proto.CloneOf(description), nil
}

var (
	listAndGet  = []connectorv1.Operation{connectorv1.Operation_OPERATION_LIST, connectorv1.Operation_OPERATION_GET}
	description = &connectorv1.Description{
		Name:    "sample",
		Title:   "Orchard (sample data)",
		Version: "0.1.0",
		Summary: "A made-up application with its data in memory, for demonstrations and tests. Reads users, roles and teams.",
		Vendor:  &connectorv1.Vendor{Name: "Nobody"},
		AuthMethods: []*connectorv1.AuthMethod{{
			Id: "token", Title: "Access token",
			Kind: &connectorv1.AuthMethod_Fields{Fields: &connectorv1.FieldsAuth{Fields: []*connectorv1.Field{{
				Key: "token", Label: "Token", Help: "Any text that begins with " + tokenPrefix + ".", Secret: true, Required: true,
				MinLength: int32(len(tokenPrefix)), MaxLength: 256, Type: connectorv1.FieldType_FIELD_TYPE_STRING,
			}}}},
			Guide: &connectorv1.ConnectGuide{Steps: []string{"Think of a text that begins with **" + tokenPrefix + "**: that is a token."}},
		}},
		Settings: []*connectorv1.Field{
			{
				Key: "users", Label: "Users", Help: "How many users the directory has, 0 to 1,000,000.",
				Type: connectorv1.FieldType_FIELD_TYPE_INTEGER, DefaultValue: "25",
			},
			{
				Key: "delay", Label: "Delay", Help: "How long each page takes, such as 50ms, to see how slow applications feel.",
				Type: connectorv1.FieldType_FIELD_TYPE_STRING, DefaultValue: "0s",
			},
		},
		Resources: []*connectorv1.Resource{
			{
				Kind: connectorv1.ResourceKind_RESOURCE_KIND_USER, Operations: listAndGet,
				Consistency:     connectorv1.Consistency_CONSISTENCY_SNAPSHOT,
				DefaultPageSize: defaultPage, MaxPageSize: 1000,
				Coverage: coverage.Pairs(coverage.Native, "",
					"id", "number", "name", "name", "first_name", "name.first", "last_name", "name.last", "username", "login",
					"primary_email", "mail", "status", "state", "account_type", "kind", "roles.role", "grants.role",
					"roles.scope", "grants.field", "roles.via_group", "grants.team", "roles.origin", "grants.by",
					"roles.granted_at", "grants.at", "created_at", "since",
				),
			},
			{
				Kind: connectorv1.ResourceKind_RESOURCE_KIND_ROLE, Operations: listAndGet,
				Consistency:     connectorv1.Consistency_CONSISTENCY_SNAPSHOT,
				Edges:           connectorv1.EdgeLocation_EDGE_LOCATION_USER,
				DefaultPageSize: defaultPage, MaxPageSize: 1000,
				Coverage: coverage.Pairs(coverage.Native, "", "id", "number", "name", "name", "description", "about", "type", "key", "created_at", "since"),
			},
			{
				Kind: connectorv1.ResourceKind_RESOURCE_KIND_GROUP, Operations: listAndGet,
				Consistency:     connectorv1.Consistency_CONSISTENCY_SNAPSHOT,
				Edges:           connectorv1.EdgeLocation_EDGE_LOCATION_GROUP,
				DefaultPageSize: defaultPage, MaxPageSize: 1000,
				Coverage: coverage.Pairs(coverage.Native, "", "id", "number", "name", "team", "type", "kind", "members", "pickers", "created_at", "since"),
				Notes:    []string{"The members of a team of more than 10,000 are not read."},
			},
		},
		Notes: []string{"No vendor is behind this connector: nothing it says is true of anyone."},
	}
)
