package lattice

import (
	"time"

	"github.com/trellis-iam/trellis/connector/coverage"
	"github.com/trellis-iam/trellis/connector/rest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/types/known/durationpb"
)

func describe() *connectorv1.Description {
	return &connectorv1.Description{
		Name:    name,
		Title:   "Lattice",
		Version: Version,
		Summary: "People management: reviews, goals, engagement. Reads users, departments, and whether a user is an admin, " +
			"through Lattice's public API.",
		Vendor: &connectorv1.Vendor{
			Name:             "Lattice",
			WebsiteUrl:       "https://lattice.com",
			DocumentationUrl: "https://developers.lattice.com",
		},
		AuthMethods: []*connectorv1.AuthMethod{rest.KeyMethod(
			"A key of Lattice's public API, made by a super admin under Admin > Platform > API Keys.", minKey, guide(),
		)},
		Regions: []*connectorv1.Region{
			{Id: "us", Title: "United States", BaseUrl: "https://api.latticehq.com"},
			{Id: "emea", Title: "Europe, Middle East and Africa", BaseUrl: "https://api.emea.latticehq.com"},
		},
		Resources: []*connectorv1.Resource{userResource(), roleResource(), groupResource()},
		RateLimits: []*connectorv1.RateLimit{
			{Requests: perMinute, Per: durationpb.New(time.Minute)}, // of what scope is not documented
		},
		Notes: []string{
			"Custom roles, and who holds them, cannot be read through Lattice's public API: they are seen in its web app only.",
			"Roles are derived from a user's isAdmin. Whether it also covers holders of custom admin roles is not documented.",
			"Lattice lists active users alone by default. This connector asks for all (status=null); that this value includes " +
				"the deactivated, and how it is spelled, is not confirmed by Lattice. Where Lattice refuses it, the list is made in " +
				"one pass for each status, and its receipt says drift_observed.",
			"Lattice has no first and last name, no last sign-in and no second factor to read.",
		},
	}
}

// minKey finds a paste that was cut: Lattice's keys are long.
const minKey = 16

func guide() *connectorv1.ConnectGuide {
	return &connectorv1.ConnectGuide{
		Steps: []string{
			"Once for a company: ask Lattice for API access by e-mail, saying what it is for and which tool will use it.",
			"Sign in to Lattice as a **super admin**.",
			"Open the admin area: **Switch to admin**, or the **Admin** icon, at the bottom of the left sidebar.",
			"Go to **API Keys** under **Platform** (in some versions **Settings > Platform > API Keys**).",
			"Click **Generate API Key**.",
			"**Copy** the key: it is shown in full only once.",
			"Paste it here as the API key, and connect.",
		},
		Notes: []string{
			"A key carries the privileges of the user who made it. A key of someone who is not an admin may see only some users.",
			"A key stops working when the user who made it is deactivated: have it made by a user who stays.",
			"To revoke a key: Admin > Platform > API Keys, the red **Revoke**.",
			"The same page makes keys for the public API and for SCIM.",
			"Hand a key over by a secure channel only.",
		},
		Url: "https://help.lattice.com",
	}
}

var superAdmin = &connectorv1.Permission{
	Name: "Super admin", Help: "Of the user who made the key: a key sees what its owner sees.",
}

func userResource() *connectorv1.Resource {
	r := users.Resource(
		coverage.Native("id", "id", ""),
		coverage.Native("name", "name", "preferredName where name is blank"),
		coverage.Native("primary_email", "email", ""),
		coverage.Derived("emails", "email", "holds the one address that Lattice has"),
		coverage.Native("status", "status", ""),
		coverage.Native("title", "title", ""),
		coverage.Native("department", "department", "by id"),
		coverage.Native("department.name", "department.name", "with expand=groups, from the department's own record"),
		coverage.Native("manager", "manager.id", "by id"),
		coverage.Native("employee_id", "externalUserId", ""),
		coverage.Native("time_zone", "timezone", ""),
		coverage.Derived("roles", "isAdmin", "trellis:admin or trellis:member; custom roles cannot be read"),
		coverage.Derived("groups", "department", "holds the one membership that Lattice has: the department, by id"),
		coverage.Native("groups.group.name", "department.name", "with expand=groups, from the department's own record"),
		coverage.Native("created_at", "createdAt", ""),
		coverage.Native("updated_at", "updatedAt", ""),
		coverage.Assumed("custom_fields", "customAttributes[].value", "with expand=custom_attributes: by the attributes' names, from a list of each user's own"),
	)
	r.Filters = []*connectorv1.FilterSpec{{
		Name: "status", Multiple: true,
		Help: "Only users of these states; one or two passes over Lattice's list each.",
		Choices: []*connectorv1.Choice{
			{Value: "enabled", Label: "Active"},
			{Value: "pending", Label: "Created or invited"},
			{Value: "disabled", Label: "Deactivated"},
		},
	}}
	r.Expands = []*connectorv1.ExpandSpec{{
		Name: expandGroups, Help: "The names of departments, which users tell by id alone.",
		Cost: "one request for each hundred departments, before the first user; for a single user, one request",
	}, {
		Name: expandAttributes, Help: "The custom attributes that the company has given its users.",
		Cost: "one request a user; at 240 a minute, a thousand users take more than four minutes",
	}}
	return r
}

func roleResource() *connectorv1.Resource {
	return &connectorv1.Resource{
		Kind:        connectorv1.ResourceKind_RESOURCE_KIND_ROLE,
		Operations:  []connectorv1.Operation{connectorv1.Operation_OPERATION_LIST, connectorv1.Operation_OPERATION_GET},
		Consistency: connectorv1.Consistency_CONSISTENCY_SNAPSHOT,
		Edges:       connectorv1.EdgeLocation_EDGE_LOCATION_USER,
		Coverage: []*connectorv1.FieldCoverage{
			coverage.Derived("id", "isAdmin", ""), coverage.Derived("name", "isAdmin", ""), coverage.Derived("description", "isAdmin", ""),
			coverage.Derived("type", "isAdmin", ""), coverage.Derived("derived", "isAdmin", "always true"),
		},
		Notes: []string{"Two derived roles, listed without a request. Custom roles cannot be read through the public API."},
	}
}

func groupResource() *connectorv1.Resource {
	r := departments.Resource(
		coverage.Native("id", "id", ""), coverage.Native("name", "name", ""), coverage.Native("type", "object", "always a department"),
		coverage.Assumed("description", "description", "where Lattice sends it"),
		coverage.Assumed("created_at", "createdAt", "where Lattice sends it"),
	)
	r.Notes = []string{"Departments are the only groups that the public API tells."}
	return r
}
