package mappings

import (
	"fmt"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func reject(index int, id, list, member, why string) *connectorv1.RejectedItem {
	return &connectorv1.RejectedItem{
		Index:  int32(index),
		Id:     id,
		Path:   fit(fmt.Sprintf("%s[%d]%s", list, index, member), maxPath),
		Reason: fit(why, maxReason),
	}
}
