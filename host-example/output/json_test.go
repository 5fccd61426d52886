package output

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares JSON, indented so that a change of one member is a line of the difference.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	var indented bytes.Buffer
	if err := json.Indent(&indented, got, "", "  "); err != nil {
		t.Fatalf("not JSON: %v\n%s", err, got)
	}
	indented.WriteByte('\n')
	path := filepath.Join("testdata", name+".json")
	if *update {
		if err := os.WriteFile(path, indented.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), indented.String()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

func TestGolden(t *testing.T) {
	golden(t, "user", AppendUser(nil, ada()))
	golden(t, "user_hostile", AppendUser(nil, hostile()))
	golden(t, "user_empty", AppendUser(nil, &iamv1.User{Id: "1"}))
	golden(t, "role", AppendRole(nil, admins()))
	golden(t, "group", AppendGroup(nil, team()))
}

// Nothing at all is still an object, and what stands in dst already stays.
func TestNil(t *testing.T) {
	for _, got := range [][]byte{AppendUser([]byte("x"), nil), AppendRole([]byte("x"), nil), AppendGroup([]byte("x"), nil)} {
		if string(got) != `x{"id":"","remote_id":""}` {
			t.Errorf("got %s", got)
		}
	}
}

// lineOf checks what holds for every item: one line of valid JSON in UTF-8, nothing in it that acts on a terminal.
func lineOf(t *testing.T, line []byte) {
	t.Helper()
	if !json.Valid(line) {
		t.Fatalf("not JSON: %q", line)
	}
	if !utf8.Valid(line) {
		t.Fatalf("not UTF-8: %q", line)
	}
	if i := bytes.IndexFunc(line, func(r rune) bool {
		return r < ' ' || r == 0x7F || r >= utf8.RuneSelf && hidden(r)
	}); i >= 0 {
		t.Fatalf("an acting character at %d: %q", i, line)
	}
}

// What a reader decodes is what the vendor sent, where it was UTF-8.
func FuzzString(f *testing.F) {
	for _, s := range []string{"", "plain", "\x00\x1f\x7f", "a\"b\\c/", "\u2028\u2029\u202e", "\xff\xc3(", "日本語 👩‍👩‍👧", "\u009b31m", "\n\r\t\b\f"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		line := AppendString(nil, s)
		lineOf(t, line)
		var back string
		if err := json.Unmarshal(line, &back); err != nil {
			t.Fatal(err)
		}
		standard, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var want string
		if err := json.Unmarshal(standard, &want); err != nil {
			t.Fatal(err)
		}
		if back != want {
			t.Fatalf("%q comes back as %q", s, back)
		}
	})
}

// Whatever bytes make a user, its JSON is one valid line, and raw, where it is JSON, means the same as before.
func FuzzUser(f *testing.F) {
	for _, u := range []*iamv1.User{ada(), plainUser(), {}} {
		b, err := proto.Marshal(u)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, "\xffname", []byte(`{"a": "b\u2028", "c":[1e400, -0.0 ]}`), int64(1<<62), 1e300)
	}
	f.Add([]byte{}, hostile().Name, []byte("\"\xff\""), int64(0), 0.0)
	f.Fuzz(func(t *testing.T, wire []byte, text string, raw []byte, seconds int64, number float64) {
		u := &iamv1.User{}
		_ = proto.Unmarshal(wire, u) // what could be read of it is enough
		u.Name, u.Title, u.StatusSourceValue = text, text, text
		u.CreatedAt = &timestamppb.Timestamp{Seconds: seconds}
		u.CustomFields = &structpb.Struct{Fields: map[string]*structpb.Value{text: structpb.NewNumberValue(number)}}
		u.Source = &iamv1.Source{Raw: raw, Warnings: u.GetSource().GetWarnings()}
		line := AppendUser(nil, u)
		lineOf(t, line)

		var back struct {
			Raw     json.RawMessage `json:"raw"`
			Omitted bool            `json:"raw_omitted"`
			Created *time.Time      `json:"created_at"`
		}
		if err := json.Unmarshal(line, &back); err != nil {
			t.Fatal(err)
		}
		if (back.Created != nil) != u.GetCreatedAt().IsValid() {
			t.Fatalf("created_at of %d: %v", seconds, back.Created)
		}
		var want bytes.Buffer
		if json.Compact(&want, raw) != nil || back.Omitted {
			if back.Raw != nil {
				t.Fatalf("raw that is not JSON: %s", back.Raw)
			}
			return
		}
		if len(raw) > 0 && !sameJSON(t, want.Bytes(), back.Raw) {
			t.Fatalf("raw %q became %q", raw, back.Raw)
		}
	})
}

func sameJSON(t *testing.T, a, b []byte) bool {
	decode := func(b []byte) (v any) {
		d := json.NewDecoder(bytes.NewReader(b))
		d.UseNumber()
		if err := d.Decode(&v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	return cmp.Equal(decode(a), decode(b))
}

func TestRaw(t *testing.T) {
	deep := strings.Repeat("[", maxDepth+1) + strings.Repeat("]", maxDepth+1)
	for _, tt := range []struct{ name, raw, want string }{
		{"white space goes", " { \"a\" :\n[ 1 ,\t2 ] }\r\n", `{"a":[1,2]}`},
		{"numbers stay as written", `[1.0, 1e2, 12345678901234567890, -0]`, `[1.0,1e2,12345678901234567890,-0]`},
		{"order and twins stay", `{"b":1,"a":2,"b":3}`, `{"b":1,"a":2,"b":3}`},
		{"escapes stay", `"\u0041\/\"\\"`, `"\u0041\/\"\\"`},
		{"separators are escaped", "\"\u2028\"", `"\u2028"`},
		{"white space in strings stays", `"a  b"`, `"a  b"`},
		{"no UTF-8", "\"\xff\"", `"\ufffd"`},
		{"not JSON", `{"a":`, ""},
		{"two values", `{}{}`, ""},
		{"too deep", deep, ""},
	} {
		got, ok := appendCompact([]byte("x"), []byte(tt.raw))
		if tt.want == "" {
			if ok {
				t.Errorf("%s: accepted", tt.name)
			}
			continue
		}
		if !ok || string(got) != "x"+tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// Every name of every enum, the unknown ones of later versions too.
func TestEnums(t *testing.T) {
	if got := mfaType.name(int32(iamv1.MultiFactorType_MULTI_FACTOR_TYPE_PHONE_CALL)); got != "phone_call" {
		t.Errorf("phone call: %s", got)
	}
	for _, e := range []enum{userStatus, accountType, roleType, groupType, mfaType} {
		for number, want := range map[int32]string{0: "", 1: unmapped, 1000: unmapped, -1: unmapped} {
			if got := e.name(number); got != want {
				t.Errorf("%v: %d is %q, want %q", e, number, got, want)
			}
		}
		for number, name := range e[1:] {
			if name == "" || strings.ToLower(name) != name {
				t.Errorf("%v: %d is %q", e, number+1, name)
			}
		}
	}
}

func BenchmarkAppendUser(b *testing.B) {
	u := plainUser()
	buf := AppendUser(nil, u)
	b.SetBytes(int64(len(buf)))
	b.ReportAllocs()
	for b.Loop() {
		buf = AppendUser(buf[:0], u)
	}
}
