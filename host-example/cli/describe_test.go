package cli

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// told is a connector with something to say in every field.
type told struct {
	connector.Unsupported
	description    *connectorv1.Description
	authentication *connectorv1.Authentication
}

func (c told) Describe(context.Context) (*connectorv1.Description, error) {
	return proto.CloneOf(c.description), nil
}

func (c told) Authenticate(context.Context, *connectorv1.Account) (*connectorv1.Authentication, error) {
	return proto.CloneOf(c.authentication), nil
}

func everything() told {
	return told{
		description: &connectorv1.Description{
			Name: "everything", Title: "Every\x1b[31mthing", Version: "1.2.3-beta+4",
			Summary: "An application with something in every field of its description, so that each of them is seen in this text, which is long enough to be broken.",
			Vendor:  &connectorv1.Vendor{Name: "Everyone, Inc.", WebsiteUrl: "https://every.example", DocumentationUrl: "https://docs.every.example"},
			AuthMethods: []*connectorv1.AuthMethod{
				{
					Id: "api_key", Title: "API key",
					Kind: &connectorv1.AuthMethod_Fields{Fields: &connectorv1.FieldsAuth{Fields: []*connectorv1.Field{
						{Key: "api_key", Label: "API key", Help: "From the admin page.", Secret: true, Required: true},
						{Key: "tenant", Label: "Tenant", Help: "The first part of the address.", Required: true},
					}}},
					Guide: &connectorv1.ConnectGuide{
						Steps: []string{"Open **Admin** > **API keys**.", "Press **Generate**."},
						Notes: []string{"A key is shown once."}, Url: "https://help.every.example/keys",
					},
				},
				{Id: "password", Title: "Password", Kind: &connectorv1.AuthMethod_Fields{Fields: &connectorv1.FieldsAuth{}}},
			},
			Settings: []*connectorv1.Field{{
				Key: "mode", Label: "Mode", Choices: []*connectorv1.Choice{{Value: "a", Label: "A mode"}, {Value: "b"}}, DefaultValue: "a",
			}},
			OperatorFields: []*connectorv1.Field{{Key: "shard", Label: "Shard", Help: "Where it is."}},
			Regions:        []*connectorv1.Region{{Id: "us", Title: "United States"}, {Id: "emea"}},
			Resources: []*connectorv1.Resource{
				{
					Kind:       connectorv1.ResourceKind_RESOURCE_KIND_USER,
					Operations: []connectorv1.Operation{connectorv1.Operation_OPERATION_LIST, connectorv1.Operation_OPERATION_GET},
					Filters: []*connectorv1.FilterSpec{{
						Name: "status", Help: "users with this status", Choices: []*connectorv1.Choice{{Value: "enabled"}, {Value: "disabled"}},
					}},
					Expands:         []*connectorv1.ExpandSpec{{Name: "groups", Help: "names of groups", Cost: "one request a list"}},
					Consistency:     connectorv1.Consistency_CONSISTENCY_STABLE_CURSOR,
					Permissions:     []*connectorv1.Permission{{Name: "users:read", Help: "to list users"}},
					DefaultPageSize: 50, MaxPageSize: 100,
					Coverage: []*connectorv1.FieldCoverage{
						{Field: "id", VendorField: "id", Kind: connectorv1.CoverageKind_COVERAGE_KIND_NATIVE},
						{Field: "created_at", VendorField: "created", Kind: connectorv1.CoverageKind_COVERAGE_KIND_ASSUMED, AssumedZone: "UTC"},
						{Field: "roles.role", VendorField: "urn:example:params:scim:schemas:2.0:User.isAdmin", Kind: connectorv1.CoverageKind_COVERAGE_KIND_DERIVED, Note: "from a flag"},
					},
				},
				{
					Kind: connectorv1.ResourceKind_RESOURCE_KIND_ROLE, Operations: []connectorv1.Operation{connectorv1.Operation_OPERATION_LIST},
					Edges: connectorv1.EdgeLocation_EDGE_LOCATION_USER, Notes: []string{"Custom roles cannot be read."},
				},
			},
			RateLimits: []*connectorv1.RateLimit{{Requests: 1200, Per: durationpb.New(time.Minute), Burst: 50, Scope: "API key", Plan: "Team"}},
			Notes:      []string{"Nothing of this is true."},
		},
		authentication: &connectorv1.Authentication{
			Identity:    &connectorv1.Identity{Id: "u1", Name: "Ada", Email: "ada@every.example"},
			Workspace:   &connectorv1.Workspace{Id: "w1", Name: "Every", Url: "https://ws.every.example"},
			Environment: connectorv1.Environment_ENVIRONMENT_LIVE,
			ExpiresAt:   timestamppb.New(time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)),
			Warnings:    []*connectorv1.AccountWarning{{Code: "KEY_DIES_WITH_OWNER", Message: "When Ada leaves, the key\x07 stops working."}},
			Resources: []*connectorv1.ResourceAccess{
				{Kind: connectorv1.ResourceKind_RESOURCE_KIND_USER, Availability: connectorv1.Availability_AVAILABILITY_AVAILABLE, Visibility: connectorv1.Visibility_VISIBILITY_PARTIAL},
				{Kind: connectorv1.ResourceKind_RESOURCE_KIND_ROLE, Reason: "the plan lacks it"},
			},
		},
	}
}

func TestDescribe(t *testing.T) {
	w := newWorld(t)
	c := everything()
	w.add("everything", c)
	r := w.run(t.Context(), "describe", "everything")
	r.want(t, 0)
	golden(t, "describe", r.stdout)

	for _, format := range []string{"json", "ndjson"} {
		r := w.run(t.Context(), "describe", "everything", "-o", format)
		r.want(t, 0)
		got := &connectorv1.Description{}
		if err := protojson.Unmarshal([]byte(r.stdout), got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.description, got, protocmp.Transform()); diff != "" {
			t.Errorf("%s: %s", format, diff)
		}
	}
	w.run(t.Context(), "describe", "everything", "-o", "xml").want(t, 2, "-o must be table, json or ndjson")
}

func TestAuthenticate(t *testing.T) {
	w := newWorld(t)
	c := everything()
	w.add("everything", c)
	account := []string{"authenticate", "everything", "--secret", "api_key=env:TOKEN", "--set", "tenant=x"}
	r := w.run(t.Context(), account...)
	r.want(t, 0)
	golden(t, "authenticate", r.stdout)

	r = w.run(t.Context(), append(account, "-o", "ndjson")...)
	r.want(t, 0)
	if !json.Valid([]byte(r.stdout)) {
		t.Errorf("not JSON: %s", r.stdout)
	}
	w.env["TOKEN"] = "wrong"
	w.run(t.Context(), "authenticate", "sample", "--secret", "token=env:TOKEN").want(t, 2, "credentials.token", "flag     --secret token=env:NAME")
	w.env["TOKEN"] = "wrong-but-long"
	w.run(t.Context(), "authenticate", "sample", "--secret", "token=env:TOKEN").want(t, 3, "CREDENTIALS_REJECTED: for whoever set up the account")
}
