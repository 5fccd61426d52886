package scim

import (
	"slices"

	"github.com/trellis-iam/trellis/connector/coverage"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// resources are what a connector of this profile can read at most.
func (p Profile) resources() []*connectorv1.Resource {
	all := []*connectorv1.Resource{p.userResource()}
	if !p.Mapping.NoRoles {
		all = append(all, p.roleResource())
	}
	if !p.Mapping.NoGroups {
		all = append(all, p.groupResource())
	}
	return all
}

var listAndGet = []connectorv1.Operation{connectorv1.Operation_OPERATION_LIST, connectorv1.Operation_OPERATION_GET}

// enterprise is where the enterprise extension stands in a user's record (RFC 7643, section 4.3).
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

func (p Profile) userResource() *connectorv1.Resource {
	fields := []*connectorv1.FieldCoverage{
		coverage.Native("id", "id", ""),
		coverage.Native("name", "displayName", "else name.formatted, else nickName"),
		coverage.Native("first_name", "name.givenName", ""),
		coverage.Native("last_name", "name.familyName", ""),
		coverage.Native("username", "userName", ""),
		coverage.Native("primary_email", "emails.value", "the one that is primary, else the first"),
		coverage.Native("emails", "emails", ""),
		coverage.Native("status", "active", "enabled or disabled; SCIM has no other states"),
		coverage.Native("title", "title", ""),
		coverage.Native("department", enterprise+".department", "by name"),
		coverage.Native("manager", enterprise+".manager", ""),
		coverage.Native("time_zone", "timezone", ""),
		coverage.Native("avatar", "photos.value", "the one that is primary, else the first"),
		coverage.Native("created_at", "meta.created", ""),
		coverage.Native("updated_at", "meta.lastModified", ""),
		coverage.Native("custom_fields", "extensions", p.Custom),
	}
	for _, f := range []struct {
		without bool
		field   *connectorv1.FieldCoverage
	}{
		{p.Mapping.NoUserType, coverage.Native("account_type", "userType", "human for the kinds of people that RFC 7643 names, else not mapped")},
		{p.Mapping.NoEmployeeNumber, coverage.Native("employee_id", enterprise+".employeeNumber", "")},
		{p.Mapping.NoRoles, coverage.Native("roles", "roles", "")},
		{p.Mapping.NoRoles, coverage.Derived("roles.role.id", "roles.value", "in the reserved namespace: SCIM has no records of roles")},
		{p.Mapping.NoGroups, coverage.Native("groups", "groups", "where the provider shows them on users; the members of groups are the whole of it")},
	} {
		if !f.without {
			fields = append(fields, f.field)
		}
	}
	return &connectorv1.Resource{
		Kind: connectorv1.ResourceKind_RESOURCE_KIND_USER, Operations: listAndGet,
		Filters: []*connectorv1.FilterSpec{
			{
				Name: "status", Multiple: true, Help: "Only users who are active, or who are not.",
				Choices: []*connectorv1.Choice{{Value: enabled, Label: "Active"}, {Value: disabled, Label: "Not active"}},
			},
			{Name: "username", Help: "The user with this name. Upper and lower case are the same by the RFC, but not to every provider."},
			{Name: "email", Help: "Users who have this address, be it their primary one or another. Case: as with username."},
		},
		Consistency:     connectorv1.Consistency_CONSISTENCY_DRIFTS, // the RFC promises no order (RFC 7644, section 3.4.2.4)
		Permissions:     p.Permissions,
		DefaultPageSize: DefaultPageSize, MaxPageSize: p.MaxPageSize,
		Coverage: fields,
	}
}

func (Profile) roleResource() *connectorv1.Resource {
	return &connectorv1.Resource{
		Kind:        connectorv1.ResourceKind_RESOURCE_KIND_ROLE,
		Operations:  []connectorv1.Operation{connectorv1.Operation_OPERATION_LIST},
		Consistency: connectorv1.Consistency_CONSISTENCY_DRIFTS,
		Edges:       connectorv1.EdgeLocation_EDGE_LOCATION_USER,
		Coverage: []*connectorv1.FieldCoverage{
			coverage.Derived("id", "roles.value", "in the reserved namespace"), coverage.Derived("name", "roles.display", "else roles.value"),
			coverage.Derived("description", "roles", ""), coverage.Derived("type", "roles.type", "never mapped: SCIM has no kinds of roles"),
			coverage.Derived("derived", "roles", "always true"),
		},
		Notes: []string{
			"SCIM has no records of roles. The list is made of what users hold: it takes one request for each hundred users, comes " +
				"in one page at the end, and knows nothing of roles that nobody holds.",
			"One role cannot be read by its id.",
		},
	}
}

func (p Profile) groupResource() *connectorv1.Resource {
	return &connectorv1.Resource{
		Kind: connectorv1.ResourceKind_RESOURCE_KIND_GROUP, Operations: listAndGet,
		Consistency:     connectorv1.Consistency_CONSISTENCY_DRIFTS,
		Edges:           connectorv1.EdgeLocation_EDGE_LOCATION_GROUP,
		Permissions:     slices.Clone(p.Permissions),
		DefaultPageSize: DefaultPageSize, MaxPageSize: p.MaxPageSize,
		Coverage: []*connectorv1.FieldCoverage{
			coverage.Native("id", "id", ""), coverage.Native("name", "displayName", ""),
			coverage.Native("type", "meta.resourceType", "always a group"),
			coverage.Native("members", "members", "users; groups within groups are left out, which is said in a warning"),
			coverage.Native("created_at", "meta.created", ""), coverage.Native("updated_at", "meta.lastModified", ""),
		},
	}
}
