package lattica

import (
	"time"

	"github.com/trellis-iam/trellis/connector/coverage"
	"github.com/trellis-iam/trellis/connector/rest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/types/known/durationpb"
)

func describe() *connectorv1.Description {
	minute := durationpb.New(time.Minute)
	return &connectorv1.Description{
		Name: api.Connector, Title: api.Vendor, Version: "0.1.0",
		Summary: "Task manager. Reads users and roles, through endpoints that are assumed: Lattica documents none for them.",
		Vendor:  &connectorv1.Vendor{Name: api.Vendor},
		AuthMethods: []*connectorv1.AuthMethod{rest.KeyMethod(
			"Begins with lat_live_ (production) or lat_test_ (sandbox); made under Settings > API > New API key.", 10, guide,
		)},
		OperatorFields: []*connectorv1.Field{users.PathField(), roles.PathField()},
		Resources: []*connectorv1.Resource{
			users.Resource(append(coverage.Pairs(coverage.Assumed, "where Lattica sends it", "id", "id", "name", "name", "primary_email", "email",
				"status", "status", "created_at", "created_at"), coverage.Assumed("roles", "role", "or roles, where Lattica sends one of them"))...),
			roles.Resource(coverage.Pairs(coverage.Assumed, "where Lattica sends it", "id", "id", "name", "name",
				"description", "description", "created_at", "created_at")...),
		},
		RateLimits: []*connectorv1.RateLimit{
			{Plan: "Free", Requests: 60, Per: minute, Burst: 120},
			{Plan: "Team", Requests: 300, Per: minute, Burst: 600},
			{Plan: "Business", Requests: 1200, Per: minute, Burst: 2400},
		},
		Notes: []string{
			"Lattica documents no endpoint for users or roles. GET /v1/users and GET /v1/roles are assumed, under its conventions for lists.",
			"The documented GET /v1/tasks tries the key. Whether users and roles are there shows when they are listed.",
			"The limits of the plan Enterprise are by contract. Whatever the plan, the headers of Lattica's answers steer the pace.",
			"Whether a key reaches the entire workspace, and when it expires, cannot be read.",
		},
	}
}

var guide = &connectorv1.ConnectGuide{
	Steps: []string{
		"In Lattica, go to **Settings > API** and click **New API key**.",
		"Scope: **read-only** suffices; nothing is ever written.",
		"Reach: the **entire workspace**. With specific projects, or a single one, lists are partial.",
		"Expiry: **never**, **30 days**, **90 days** or **1 year**. Note it down: it cannot be read later.",
		"**Copy** the key: it is shown once. Paste it here as the API key, and connect.",
	},
	Notes: []string{
		"A lost key cannot be shown again: revoke it, and make a new one.",
		"A key that begins with lat_test_ opens the sandbox, a mirror workspace with sample data.",
	},
}
