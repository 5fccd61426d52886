package report

import (
	"strings"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// used are the fields that a report is made of.
var used = map[connectorv1.ResourceKind][]string{
	connectorv1.ResourceKind_RESOURCE_KIND_USER: {
		"id", "name", "primary_email", "status", "account_type", "roles", "roles.role.type", "groups", "multi_factor_enabled",
		"multi_factor_methods", "last_login_at", "last_active_at", "created_at",
	},
	connectorv1.ResourceKind_RESOURCE_KIND_ROLE:  {"id", "name", "type"},
	connectorv1.ResourceKind_RESOURCE_KIND_GROUP: {"id", "name", "type", "members", "roles"},
}

// sources adds which of the facts used the application does not document, or does not tell as such.
func (g *gapList) sources(kind connectorv1.ResourceKind) {
	if !g.in.Offers(kind) || g.in.list(kind).items == 0 {
		return
	}
	byKind := map[connectorv1.CoverageKind][]string{}
	seen := map[string]bool{}
	for _, path := range used[kind] {
		c := g.in.coverage(kind, path)
		if c == nil || seen[c.GetField()] {
			continue
		}
		seen[c.GetField()] = true
		text := c.GetField()
		if c.GetVendorField() != "" && c.GetVendorField() != text {
			text += " from " + c.GetVendorField()
		}
		byKind[c.GetKind()] = append(byKind[c.GetKind()], text)
	}
	for _, s := range []struct {
		kind         connectorv1.CoverageKind
		weight, what string
		message      string
	}{
		{connectorv1.CoverageKind_COVERAGE_KIND_ASSUMED, doubt, "assumed", "the vendor does not document where this is read: "},
		{connectorv1.CoverageKind_COVERAGE_KIND_DERIVED, note, "derived", "computed, because the application does not tell it as such: "},
	} {
		if fields := byKind[s.kind]; len(fields) > 0 {
			g.add(s.weight, s.what, int64(len(fields)), clip(s.message+strings.Join(fields, ", "), maxMessage))
		}
	}
}
