// Package latticescim is the connector to Lattice (lattice.com) over its SCIM 2.0 API: a profile of package scim.
//
// Lattice's SCIM has users alone. It shows what the public API (package lattice) does not: first and last names, photos, the
// names of departments and managers, and every custom attribute. It does not show who is an admin, nor when somebody was
// invited: there are no roles, no groups, and no states but active and deactivated.
package latticescim

import (
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/connector/scim"
	mapping "github.com/trellis-iam/trellis/mappings/scim"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Version is the connector's own version.
const Version = "0.1.0"

// Extension is Lattice's own: custom attributes stand in it under their display names, beside three of Lattice's.
const Extension = "urn:ietf:params:scim:schemas:extension:lattice:attributes:1.0:User"

// Profile is what is known of Lattice's SCIM.
func Profile() scim.Profile {
	return scim.Profile{
		Description: describe(),
		Path:        "/scim/v2",
		KeyField:    rest.APIKey,
		Vendor:      "Lattice",
		Mapping: mapping.Profile{
			Extension: Extension,
			Unread:    []string{"startDate", "birthDate", "gender"}, // access reviews have no use for them
			NoGroups:  true, NoRoles: true, NoUserType: true, NoEmployeeNumber: true,
		},
		Emails:      "emails", // the form that an integrator uses
		MaxPageSize: 100,      // the size that one is known to ask for
		Permissions: []*connectorv1.Permission{{Name: "Super admin", Help: "Of the user who made the key."}},
		Custom:      "Lattice's own extension: custom attributes under their display names",
		Warnings: []*connectorv1.AccountWarning{{
			Code: "KEY_DIES_WITH_OWNER",
			Message: "The key stops working when the user who made it is deactivated. Have it made by a user who stays, " +
				"such as one kept for integrations.",
		}},
		Suggest: map[connector.Reason]string{
			connector.CredentialsRejected: "The key may be mistyped or revoked, or its owner deactivated. Have a super admin make a new one in " +
				"Lattice: Admin > Settings > Platform > API Keys.",
			connector.PermissionMissing: "SCIM must be enabled in Lattice (Admin > Settings > Platform > Integrations > Enable SCIM), and the key made " +
				"by a super admin: the role of an IT admin is not enough.",
			connector.UpstreamRejected:  "Make sure that SCIM is enabled in Lattice: Admin > Settings > Platform > Integrations > Enable SCIM.",
			connector.RateLimited:       "Come back later, or have the operator set requests_per_minute: Lattice publishes no limit for SCIM.",
			connector.UpstreamUntrusted: "Check operator.base_url and operator.ca_pem, and what stands between this machine and Lattice.",
			connector.UpstreamLoop:      "This is a fault of Lattice's API: report it to Lattice with the request id.",
		},
	}
}

func describe() *connectorv1.Description {
	return &connectorv1.Description{
		Name:    "lattice-scim",
		Title:   "Lattice (SCIM)",
		Version: Version,
		Summary: "People management: reviews, goals, engagement. Reads users with their custom attributes, through Lattice's SCIM 2.0 API.",
		Vendor: &connectorv1.Vendor{
			Name:             "Lattice",
			WebsiteUrl:       "https://lattice.com",
			DocumentationUrl: "https://help.lattice.com",
		},
		// Keys are long; a shorter one was cut when it was pasted.
		AuthMethods: []*connectorv1.AuthMethod{rest.KeyMethod(
			"A key made by a super admin under Admin > Settings > Platform > API Keys, once SCIM is enabled.", 16, guide())},
		Regions: []*connectorv1.Region{{Id: "us", Title: "United States", BaseUrl: "https://api.latticehq.com"}},
		Notes: []string{
			"Lattice's SCIM has no groups and no roles: who is an admin is seen through the connector lattice alone.",
			"Users are enabled or disabled. That one was created or invited and has not signed in, SCIM does not tell.",
			"Where Lattice serves SCIM outside of the United States is not documented: there the operator sets base_url.",
			"Lattice publishes a limit for its public API, and none for SCIM: no pace is kept unless the operator sets " +
				"requests_per_minute. A 429 is waited for.",
			"Birth date, gender and start date are not read.",
		},
	}
}

func guide() *connectorv1.ConnectGuide {
	return &connectorv1.ConnectGuide{
		Steps: []string{
			"Sign in to Lattice as a **super admin**.",
			"Open the admin area: **Switch to admin**, or the **Admin** icon, at the bottom of the left sidebar.",
			"Go to **Settings > Platform > Integrations**, and click **Enable SCIM**.",
			"Go to **API Keys** under **Platform**, and click **Generate API Key**.",
			"**Copy** the key: it is shown in full only once.",
			"Paste it here as the API key, and connect.",
		},
		Notes: []string{
			"The user who makes the key must be a super admin: the role of an IT admin is not enough.",
			"A key stops working when the user who made it is deactivated: have it made by a user who stays.",
			"Where Entra ID or Okta provisions Lattice over SCIM, a key of its own for this connector can be revoked alone.",
			"To revoke a key: Admin > Platform > API Keys, the red **Revoke**.",
			"Hand a key over by a secure channel only.",
		},
		Url: "https://help.lattice.com",
	}
}
