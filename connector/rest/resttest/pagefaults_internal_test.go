package resttest

import "testing"

// Records without an instant cannot have a bad one: the kind is not offered, so that nobody is accused for it.
func TestNoDateNoBadDate(t *testing.T) {
	if _, ok := (Pages{Items: "data", ID: "id", Date: "made"}).kinds()["bad_date"]; !ok {
		t.Error("records with an instant cannot have a bad one")
	}
	if _, ok := (Pages{Items: "data", ID: "id"}).kinds()["bad_date"]; ok {
		t.Error("records without an instant can have a bad one")
	}
}
