// Package goldentest reads mappings side by side with what is expected of them: below testdata/<vendor>, users-odd.json is a
// payload as the vendor sends it, and users-odd.golden.json is what becomes of it. A test runs them all, and with -update it
// writes the latter:
//
//	func TestGolden(t *testing.T) {
//		goldentest.Run(t, "../../testdata/lattice", map[string]goldentest.Normalize{
//			"users": func(t *testing.T, body []byte) any { ... },
//		})
//	}
//
// The kind of a payload is what its name begins with, up to the first hyphen. Other tests read the results with [Items]: that
// Describe's coverage is true.
package goldentest

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

const (
	payloadEnd = ".json"
	goldenEnd  = ".golden.json"
)

// Normalize makes of a payload what its golden file holds, as JSON.
type Normalize func(t *testing.T, body []byte) any

// Run compares what becomes of each payload in a folder with its golden file. A payload of an unknown kind, a kind without a
// payload, and a golden file without one are failures.
func Run(t *testing.T, dir string, kinds map[string]Normalize) {
	t.Helper()
	seen := map[string]bool{}
	for _, file := range Payloads(t, dir, "*") {
		name := strings.TrimSuffix(filepath.Base(file), payloadEnd)
		kind, _, _ := strings.Cut(name, "-")
		seen[kind] = true
		t.Run(name, func(t *testing.T) {
			normalize := kinds[kind]
			if normalize == nil {
				t.Fatalf("%s: unknown kind of payload", file)
			}
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, strings.TrimSuffix(file, payloadEnd)+goldenEnd, encode(t, normalize(t, body)))
		})
	}
	for kind := range kinds {
		if !seen[kind] {
			t.Errorf("%s: there is no payload %s-*%s", dir, kind, payloadEnd)
		}
	}
	golden, err := filepath.Glob(filepath.Join(dir, "*"+goldenEnd))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range golden {
		if _, err := os.Stat(strings.TrimSuffix(file, goldenEnd) + payloadEnd); err != nil {
			t.Errorf("%s is of no payload: %v", filepath.Base(file), err)
		}
	}
}

// Payloads are the vendor's payloads in a folder whose names fit a pattern, such as "users-*".
func Payloads(t testing.TB, dir, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, pattern+payloadEnd))
	if err != nil {
		t.Fatal(err)
	}
	var payloads []string
	for _, file := range files {
		if !strings.HasSuffix(file, goldenEnd) {
			payloads = append(payloads, file)
		}
	}
	if len(payloads) == 0 {
		t.Fatalf("no payloads %s in %s", pattern, dir)
	}
	return payloads
}

// Items reads the items that stand under a member of the golden files whose payloads' names fit a pattern.
func Items[M any, P interface {
	*M
	proto.Message
}](t testing.TB, dir, pattern, member string) []P {
	t.Helper()
	var items []P
	for _, file := range Payloads(t, dir, pattern) {
		b, err := os.ReadFile(strings.TrimSuffix(file, payloadEnd) + goldenEnd)
		if err != nil {
			t.Fatal(err)
		}
		var golden map[string]json.RawMessage
		if err := json.Unmarshal(b, &golden); err != nil {
			t.Fatal(err)
		}
		var list []json.RawMessage
		if golden[member] != nil {
			if err := json.Unmarshal(golden[member], &list); err != nil {
				t.Fatal(err)
			}
		}
		for _, raw := range list {
			item := P(new(M))
			if err := protojson.Unmarshal(raw, item); err != nil {
				t.Fatal(err)
			}
			items = append(items, item)
		}
	}
	return items
}

// JSON is a message in the one form that protojson does not vary: its own output, compacted.
func JSON[M proto.Message](t testing.TB, m M) json.RawMessage {
	t.Helper()
	b, err := protojson.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, b); err != nil {
		t.Fatal(err)
	}
	return compact.Bytes()
}

// List is JSON of each message.
func List[M proto.Message](t testing.TB, messages []M) []json.RawMessage {
	t.Helper()
	var out []json.RawMessage
	for _, m := range messages {
		out = append(out, JSON(t, m))
	}
	return out
}

func encode(t *testing.T, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func compare(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil { //nolint:gosec // a file of the repository, for all to read
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("differs from %s (-want +got); run with -update where that is meant:\n%s", filepath.Base(file), diff)
	}
}
