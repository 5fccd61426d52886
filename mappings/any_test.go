package mappings_test

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"

	"github.com/trellis-iam/trellis/mappings"
)

// Any value is kept as it is, numbers that a floating-point number would change as their digits.
func TestAny(t *testing.T) {
	deep := strings.Repeat("[", 33) + "1" + strings.Repeat("]", 33)
	for body, want := range map[string]string{
		`null`: ``, `true`: `true`, `false`: `false`, `0`: `0`, `-1.5`: `-1.5`, `1e3`: `1000`, `""`: `""`, `"a\u00e9\n"`: `"aé\n"`,
		"\"\xff\"": `"` + "\uFFFD" + `"`, `[]`: `[]`, `[1,[null,{"a":"b"}]]`: `[1,[null,{"a":"b"}]]`, `{"a":{"b":true},"a":2}`: `{"a":2}`,
		`9007199254740992`: `9007199254740992`, `9007199254740993`: `"9007199254740993"`, `-9007199254740993`: `"-9007199254740993"`,
		`123456789012345678901234567890`: `"123456789012345678901234567890"`, `1e400`: `"1e400"`,
		deep: `$.x: nested too deeply to be kept`, deep[1:66]: deep[1:66],
	} {
		var a mappings.Any
		if err := mappings.Decode([]byte(body), a.UnmarshalJSONFrom); err != nil {
			t.Errorf("%s: %v", body, err)
			continue
		}
		var n mappings.Notes
		got := ""
		if v := a.Value(&n, "$.x"); v != nil {
			b, err := protojson.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			got = strings.ReplaceAll(string(b), " ", "")
		}
		if w := n.Source(nil).GetWarnings(); len(w) > 0 {
			got = w[0].GetPath() + ": " + w[0].GetReason()
		}
		if got != want {
			t.Errorf("%s: %s, want %s", body, got, want)
		}
	}
	var a mappings.Any
	if err := mappings.Decode([]byte(`{"a":[1,}`), a.UnmarshalJSONFrom); err == nil {
		t.Error("what is no JSON was taken")
	}
	var absent mappings.Any
	if v := absent.Value(new(mappings.Notes), "$"); v != nil {
		t.Error(v)
	}
}
