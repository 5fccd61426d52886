package lattice

import (
	"github.com/trellis-iam/trellis/mappings"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Codes of account warnings.
const (
	WarnOwnerNotAdmin   = "OWNER_NOT_ADMIN"
	WarnKeyDiesWithUser = "KEY_DIES_WITH_OWNER"
)

// Owner maps the user behind an API key (GET /v1/me) to what the account's owner should know: whose key it is, and what
// follows from that. The visibility is that of users and departments: PARTIAL for a key of someone who is no admin; else
// UNKNOWN, because Lattice does not document that isAdmin means seeing everyone.
func Owner(id string, r *UserRecord) (*connectorv1.Identity, []*connectorv1.AccountWarning, connectorv1.Visibility) {
	u := User(id, r, nil)
	identity := &connectorv1.Identity{Id: id, Name: u.GetName(), Email: u.GetPrimaryEmail()}
	warnings := []*connectorv1.AccountWarning{{
		Code: WarnKeyDiesWithUser,
		Message: "The key stops working when the user who made it is deactivated. Have it made by a user who stays, " +
			"such as one kept for integrations.",
	}}
	var ignored mappings.Notes
	visibility := connectorv1.Visibility_VISIBILITY_UNKNOWN
	if admin, ok := r.IsAdmin.Value(&ignored, ""); ok && !admin {
		visibility = connectorv1.Visibility_VISIBILITY_PARTIAL
		warnings = append(warnings, &connectorv1.AccountWarning{
			Code: WarnOwnerNotAdmin,
			Message: "The key was made by a user who is not an admin, and it sees only what that user may see: lists may " +
				"be cut down without a sign of it. Have the key made by a super admin.",
		})
	}
	return identity, warnings, visibility
}
