package scim

import (
	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Version is the connector's own version.
const Version = "0.1.0"

// Generic is the profile of any provider, by the base URL that an operator sets.
func Generic() Profile {
	return Profile{
		Description: &connectorv1.Description{
			Name:    "scim",
			Title:   "SCIM 2.0",
			Version: Version,
			Summary: "Any application with a SCIM 2.0 service provider (RFC 7643, RFC 7644). Reads users, groups with their " +
				"members, and the roles that users hold.",
			AuthMethods: []*connectorv1.AuthMethod{{
				Id: "bearer", Title: "Bearer token",
				Kind: &connectorv1.AuthMethod_Fields{Fields: &connectorv1.FieldsAuth{Fields: []*connectorv1.Field{{
					Key: "token", Label: "Token", Secret: true, Required: true,
					Help: "The application's token for SCIM, without the word Bearer.",
					Type: connectorv1.FieldType_FIELD_TYPE_STRING, MaxLength: 16 << 10, // JSON Web Tokens are long
				}}}},
				Guide: &connectorv1.ConnectGuide{
					Steps: []string{
						"In the application's admin area, find the settings for **SCIM** or **user provisioning**, and enable it.",
						"Copy the **base URL** (or tenant URL), which often ends in /scim/v2, and give it to the operator of this program.",
						"Make a **token**, and copy it: most applications show it only once.",
						"Paste it here, and connect.",
					},
					Notes: []string{
						"Such tokens can mostly change users too. This connector only reads.",
						"Where the application lets you choose, a token that may read users and groups is enough.",
					},
				},
			}},
			OperatorFields: []*connectorv1.Field{{
				Key: connector.OperatorBaseURL, Label: "Base URL", Required: true, Type: connectorv1.FieldType_FIELD_TYPE_URL,
				Help: "Where the application serves SCIM: what stands before /Users, such as https://example.com/scim/v2. Only the " +
					"operator sets it, so that no end user can have a token sent elsewhere.",
			}},
			Notes: []string{
				"Bearer tokens (RFC 6750) are the one way to authenticate.",
				"No pace is kept unless the operator sets requests_per_minute: SCIM has no limit of its own, and providers have " +
					"different ones. Up to 16 requests are under way at the same time; a 429 is waited for.",
				"SCIM has no second factors, no last sign-in and no states but active and not.",
				"Attributes that a provider sends only on request, or to some, are as if it did not have them.",
			},
		},
		KeyField: "token", Vendor: "the provider", Emails: "emails.value", Discover: true, MaxPageSize: connector.MaxPageSize,
		Permissions: []*connectorv1.Permission{{Name: "Read users and groups", Help: "Of the token, where the application tells such privileges apart."}},
		Custom:      "the attributes of each extension, by its URN",
		Suggest: map[connector.Reason]string{
			connector.CredentialsRejected: "The token may be mistyped, revoked or expired. Have a new one made in the application's settings for SCIM.",
			connector.PermissionMissing:   "The token is valid, but may not read this. Have one made that may read users and groups.",
			connector.UpstreamRejected:    "Check operator.base_url: /Users and /Groups must be right below it.",
			connector.UpstreamMalformed:   "Check operator.base_url: it may lead to a page for people instead of SCIM.",
			connector.UpstreamUntrusted:   "Check operator.base_url and operator.ca_pem, and what stands between this machine and the application.",
			connector.UpstreamLoop:        "This is a fault of the application's SCIM: report it to its vendor.",
		},
	}
}
