package harbor

import (
	"time"

	"github.com/trellis-iam/trellis/connector/coverage"
	"github.com/trellis-iam/trellis/connector/rest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/types/known/durationpb"
)

// expandGroups asks for the names of members' crews.
const expandGroups = "groups"

// filterStatus is one of the two filters.
const filterStatus = "status"

func describe(name string) *connectorv1.Description {
	ofUsers := users.Resource(append(coverage.Pairs(coverage.Native, "", "id", "id", "name", "name", "primary_email", "email",
		"title", "title", "status", "state", "roles", "ranks", "created_at", "since"),
		coverage.Native("groups", "crew", "the names of crews with expand=groups"))...)
	ofUsers.Filters = []*connectorv1.FilterSpec{
		{Name: filterStatus, Help: "Members of one status.", Choices: []*connectorv1.Choice{
			{Value: "enabled", Label: "Aboard"}, {Value: "disabled", Label: "Ashore"}, {Value: "pending", Label: "Hired"},
		}},
		{Name: "primary_email", Help: "The member with one e-mail address."},
	}
	ofUsers.Expands = []*connectorv1.ExpandSpec{{
		Name: expandGroups, Help: "The names of members' crews.", Cost: "one request a list",
	}}
	return &connectorv1.Description{
		Name: name, Title: "Harbor", Version: "0.1.0",
		Summary: "An application that does not exist, for tests of the conformance kit. Reads members, ranks and crews.",
		Vendor:  &connectorv1.Vendor{Name: "Nobody"},
		AuthMethods: []*connectorv1.AuthMethod{rest.KeyMethod("Any that the harbor master gives out.", 8, &connectorv1.ConnectGuide{
			Steps: []string{"Start the sandbox: it prints a **key**."},
		})},
		Settings: []*connectorv1.Field{{
			Key: "ship", Label: "Ship", Help: "Which ship it is about, for people.", MaxLength: 64,
			Type: connectorv1.FieldType_FIELD_TYPE_STRING,
		}},
		Regions: []*connectorv1.Region{
			{Id: "north", Title: "Northern seas", BaseUrl: "https://north.harbor.example"},
			{Id: "south", Title: "Southern seas", BaseUrl: "https://south.harbor.example"},
		},
		Resources: []*connectorv1.Resource{
			ofUsers,
			roles.Resource(coverage.Pairs(coverage.Native, "", "id", "id", "name", "name", "type", "sort", "created_at", "since")...),
			groups.Resource(coverage.Pairs(coverage.Native, "", "id", "id", "name", "name", "created_at", "since")...),
		},
		RateLimits: []*connectorv1.RateLimit{{Requests: perMinute, Per: durationpb.New(time.Minute), Scope: "key"}},
	}
}
