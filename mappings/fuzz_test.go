package mappings_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/trellis-iam/trellis/mappings"
)

// FuzzRecord holds the decoder to its promise: it takes whatever the standard library takes as an object, whatever stands
// in it, and all text that it gives is UTF-8.
func FuzzRecord(f *testing.F) {
	for _, v := range every {
		f.Add([]byte(`{"id":` + v + `,"text":` + v + `,"flag":` + v + `,"number":` + v + `,"instant":` + v + `}`))
	}
	f.Add([]byte(`{"id":"a"`))
	f.Fuzz(func(t *testing.T, body []byte) {
		r := &record{}
		err := mappings.Decode(body, r.UnmarshalJSONFrom)
		if object := bytes.TrimLeft(body, " \t\r\n"); err != nil && json.Valid(body) && object[0] == '{' {
			t.Fatalf("valid JSON was refused: %v", err)
		}
		if err == nil && !json.Valid(body) {
			t.Fatal("what is no JSON was taken")
		}
		var n mappings.Notes
		id := r.ID.Text(&n, "$.id")
		text := r.Text.Text(&n, "$.text")
		if !utf8.ValidString(id) || !utf8.ValidString(text) || !utf8.ValidString(r.Text.Source()) {
			t.Fatalf("no UTF-8: %q %q", id, text)
		}
		if len(id) > mappings.MaxIDSize {
			t.Fatalf("an id of %d bytes", len(id))
		}
		if at := r.Number.UnixTime(&n, "$.number"); at != nil && !at.IsValid() {
			t.Fatalf("time %v", at)
		}
		if at := r.Instant.Value(&n, "$.instant"); at != nil && !at.IsValid() {
			t.Fatalf("time %v", at)
		}
	})
}
