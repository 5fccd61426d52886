package mappings_test

import (
	"testing"

	"github.com/trellis-iam/trellis/mappings"
)

type tagged struct {
	ID     mappings.ID     `json:"key"`
	Name   mappings.String `json:"display name"`
	Since  mappings.Integer
	hidden int
}

func TestTagged(t *testing.T) {
	table := mappings.Tagged[tagged]()
	if len(table) != 2 {
		t.Fatalf("%d members", len(table))
	}
	for range 2 { // a record is read into again
		var r tagged
		err := mappings.Decode([]byte(`{"key":7,"Since":3,"display name":"Ada","hidden":1}`), func(d *mappings.Decoder) error {
			return mappings.Members(d, &r, table)
		})
		id, why := r.ID.Use()
		if err != nil || id != "7" || why != "" || r.Name.Source() != "Ada" || r.Since.State() != mappings.Absent || r.hidden != 0 {
			t.Errorf("%v, %+v", err, r)
		}
	}
}

func TestTaggedRefusesWhatIsNoValue(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	mappings.Tagged[struct {
		Name string `json:"name"`
	}]()
}
