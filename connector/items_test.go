package connector

import (
	"testing"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// known tells an enum's numbers by how many there are.
func TestEnumsHaveNoGaps(t *testing.T) {
	for name, numbers := range map[string]map[int32]string{
		"Visibility": connectorv1.Visibility_name, "AccountType": iamv1.AccountType_name, "GroupType": iamv1.GroupType_name,
		"AssignmentOrigin": iamv1.AssignmentOrigin_name, "MultiFactorType": iamv1.MultiFactorType_name,
		"RoleType": iamv1.RoleType_name, "UserStatus": iamv1.UserStatus_name,
	} {
		for i := range int32(len(numbers)) {
			if _, ok := numbers[i]; !ok {
				t.Errorf("%s has no %d, and known takes it for a number of it", name, i)
			}
		}
	}
}
