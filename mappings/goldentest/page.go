package goldentest

import (
	"encoding/json"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/mappings"
)

// Page normalizes pages of one shape: what becomes of each record, and which are none.
func Page[T any, M proto.Message, R mappings.Record[T]](shape mappings.Shape, item func(id string, r *T, raw []byte) M) Normalize {
	return func(t *testing.T, body []byte) any {
		t.Helper()
		var page mappings.Page[T]
		if err := mappings.DecodePage[T, R](shape, &page, body, false, nil); err != nil {
			t.Fatal(err)
		}
		items, rejected := mappings.Map[T, M, R](&page.Data, shape.DataPath(), item)
		return struct {
			Cursor   string            `json:"cursor,omitempty"`
			Items    []json.RawMessage `json:"items"`
			Rejected []json.RawMessage `json:"rejected,omitempty"`
		}{page.Cursor, List(t, items), List(t, rejected)}
	}
}
