package mappings_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trellis-iam/trellis/mappings"
)

// record has one field of every kind.
type record struct {
	ID      mappings.ID
	Text    mappings.String
	Flag    mappings.Bool
	Number  mappings.Integer
	Instant mappings.Time
}

func (r *record) Key() (id *mappings.ID, member string) { return &r.ID, ".id" }

func (r *record) UnmarshalJSONFrom(d *mappings.Decoder) error {
	return mappings.Object(d, func(name []byte) error {
		switch string(name) {
		case "id":
			return r.ID.UnmarshalJSONFrom(d)
		case "text":
			return r.Text.UnmarshalJSONFrom(d)
		case "flag":
			return r.Flag.UnmarshalJSONFrom(d)
		case "number":
			return r.Number.UnmarshalJSONFrom(d)
		case "instant":
			return r.Instant.UnmarshalJSONFrom(d)
		}
		return d.SkipValue()
	})
}

func decode(t *testing.T, body string) *record {
	t.Helper()
	r := &record{}
	if err := mappings.Decode([]byte(body), r.UnmarshalJSONFrom); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return r
}

// every is one JSON value of each kind, and some odd ones.
var every = []string{
	`null`, `true`, `false`, `0`, `-1`, `1.5`, `1e400`, `99999999999999999999`, `""`, `" "`, `"a"`, `"\ud83d"`, "\"\xff\"",
	`[]`, `[[[]]]`, `{}`, `{"a":{"b":[1]}}`, `"2021-03-01T00:00:00Z"`, `"2021-03-01T00:00:00"`, `"0000-01-01T00:00:00Z"`,
}

func TestNoValueFails(t *testing.T) {
	for _, v := range every {
		r := decode(t, `{"id":`+v+`,"text":`+v+`,"flag":`+v+`,"number":`+v+`,"instant":`+v+`}`)
		var n mappings.Notes
		r.ID.Text(&n, "$.id")
		r.Text.Text(&n, "$.text")
		r.Flag.Value(&n, "$.flag")
		r.Number.UnixTime(&n, "$.number")
		r.Instant.Value(&n, "$.instant")
		for _, w := range n.Source(nil).GetWarnings() {
			if w.GetPath() == "" || w.GetReason() == "" {
				t.Errorf("%s: a warning without path or reason: %v", v, w)
			}
		}
	}
}

func TestStates(t *testing.T) {
	for body, want := range map[string]mappings.State{
		`{}`:              mappings.Absent,
		`{"text":null}`:   mappings.Null,
		`{"text":"a"}`:    mappings.Present,
		`{"text":""}`:     mappings.Present,
		`{"text":1}`:      mappings.Mistyped,
		`{"text":[]}`:     mappings.Mistyped,
		`{"Text":"a"}`:    mappings.Absent,
		`{"te\u0078t":1}`: mappings.Mistyped,
	} {
		if got := decode(t, body).Text.State(); got != want {
			t.Errorf("%s: state %d, want %d", body, got, want)
		}
	}
}

func TestText(t *testing.T) {
	for _, c := range []struct{ value, text, source, warning string }{
		{`"a"`, "a", "a", ""},
		{`" a "`, " a ", " a ", ""},
		{`"\u00e9\n"`, "é\n", "é\n", ""},
		{`""`, "", "", ""},
		{`"\t "`, "", "", ""},
		{`null`, "", "", ""},
		{"\"a\xffb\"", "a\uFFFDb", "a\uFFFDb", ""},
		{`7`, "", "7", "number where a string is expected"},
		{`true`, "", "true", "boolean where a string is expected"},
		{`{}`, "", "", "object where a string is expected"},
		{`["a"]`, "", "", "array where a string is expected"},
		{`"` + strings.Repeat("x", 64<<10) + `"`, strings.Repeat("x", 64<<10), strings.Repeat("x", 64<<10), ""},
		{`"` + strings.Repeat("x", 64<<10+1) + `"`, "", "", "text above 64 KiB"},
		{strings.Repeat("1", 100), "", strings.Repeat("1", 64), "number where a string is expected"},
	} {
		r := decode(t, `{"text":`+c.value+`}`)
		var n mappings.Notes
		if got := r.Text.Text(&n, "$.text"); got != c.text {
			t.Errorf("%s: text %q, want %q", c.value, got, c.text)
		}
		if got := r.Text.Source(); got != c.source {
			t.Errorf("%s: source %q, want %q", c.value, got, c.source)
		}
		wantWarning(t, c.value, &n, c.warning)
	}
}

func TestIntegers(t *testing.T) {
	for _, c := range []struct {
		value   string
		number  int64
		ok      bool
		warning string
	}{
		{`0`, 0, true, ""},
		{`-9223372036854775808`, -1 << 63, true, ""},
		{`9223372036854775807`, 1<<63 - 1, true, ""},
		{`1.0`, 1, true, ""},
		{`1e3`, 1000, true, ""},
		{`9007199254740992.0`, 1 << 53, true, ""},
		{`9007199254740994.0`, 0, false, "number out of range"},
		{`9223372036854775808`, 0, false, "number out of range"},
		{`1e400`, 0, false, "number out of range"},
		{`0.5`, 0, false, "fraction where a whole number is expected"},
		{`"1"`, 0, false, "string where a whole number is expected"},
		{`null`, 0, false, ""},
	} {
		r := decode(t, `{"number":`+c.value+`}`)
		var n mappings.Notes
		if got, ok := r.Number.Value(&n, "$.number"); got != c.number || ok != c.ok {
			t.Errorf("%s: %d %v, want %d %v", c.value, got, ok, c.number, c.ok)
		}
		wantWarning(t, c.value, &n, c.warning)
	}
}

func TestTimes(t *testing.T) {
	const zone = "text where a time in RFC 3339, with a zone, is expected"
	for _, c := range []struct{ value, want, warning string }{
		{`"2021-03-01T10:00:00.5+02:00"`, "2021-03-01T08:00:00.5Z", ""},
		{`"2021-03-01T10:00:00"`, "", zone},
		{`"2021-03-01"`, "", zone},
		{`"0000-12-31T23:59:59Z"`, "", "time outside the years 1 to 9999"},
		{`""`, "", ""},
		{`1614556800`, "", "number where a string is expected"},
	} {
		r := decode(t, `{"instant":`+c.value+`}`)
		var n mappings.Notes
		got := ""
		if at := r.Instant.Value(&n, "$.instant"); at != nil {
			got = at.AsTime().Format(time.RFC3339Nano)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.value, got, c.want)
		}
		wantWarning(t, c.value, &n, c.warning)
	}
}

func wantWarning(t *testing.T, value string, n *mappings.Notes, want string) {
	t.Helper()
	got := ""
	if w := n.Source(nil).GetWarnings(); len(w) > 0 {
		got = w[0].GetReason()
	}
	if got != want {
		t.Errorf("%s: warning %q, want %q", value, got, want)
	}
}

func TestWarningsAreBounded(t *testing.T) {
	var n mappings.Notes
	for range 1000 {
		n.Add("$."+strings.Repeat("é", 300)+"\xff", strings.Repeat("x", 1000))
	}
	warnings := n.Source(nil).GetWarnings()
	if len(warnings) != 65 {
		t.Errorf("%d warnings, want 64 and a last one", len(warnings))
	}
	if w := warnings[0]; len(w.GetPath()) > 256 || len(w.GetReason()) > 512 || !strings.HasSuffix(w.GetPath(), "é") {
		t.Errorf("path has %d bytes, reason %d", len(w.GetPath()), len(w.GetReason()))
	}
}

func TestSyntaxErrors(t *testing.T) {
	for _, c := range []struct {
		body string
		cut  bool
	}{
		{``, true}, {` `, true}, {`{`, true}, {`{"text":"a`, true}, {`{"text":"a"`, true}, {`{"text":tru`, true},
		{`<html>`, false}, {`{"text":}`, false}, {`{"text":"a"}}`, false}, {`{"text":"a"} {}`, false}, {`{text:1}`, false},
		{`{"text":'a'}`, false}, {`{"text":NaN}`, false}, {`{1:2}`, false}, {`{"text":01}`, false},
		{strings.Repeat(`{"a":`, 20_000) + `1` + strings.Repeat(`}`, 20_000), false},
	} {
		r := &record{}
		err := mappings.Decode([]byte(c.body), r.UnmarshalJSONFrom)
		if _, ok := errors.AsType[*mappings.SyntaxError](err); !ok {
			t.Errorf("%.40s: %v, want a SyntaxError", c.body, err)
		}
		if got := errors.Is(err, io.ErrUnexpectedEOF); got != c.cut {
			t.Errorf("%.40s: cut is %v, want %v (%v)", c.body, got, c.cut, err)
		}
		if err != nil && len(err.Error()) > 200 {
			t.Errorf("%.40s: the error is %d bytes long", c.body, len(err.Error()))
		}
	}
}

func TestDecodePassesErrorsThrough(t *testing.T) {
	want := errors.New("enough")
	err := mappings.Decode([]byte(`{"a":1}`), func(d *mappings.Decoder) error {
		return mappings.Object(d, func([]byte) error { return want })
	})
	if !errors.Is(err, want) {
		t.Errorf("%v, want %v", err, want)
	}
}

func TestListKeepsRawBytesVerbatim(t *testing.T) {
	body := []byte("[ {\"id\" : \"a\", \"x\":\"\xff\"}\n\t, 7 ,{\"id\":2}  ]")
	var l mappings.List[record]
	for range 2 { // the second time into used memory
		err := mappings.Decode(body, func(d *mappings.Decoder) error { return mappings.Read(d, &l, body) })
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range l.Elements {
			got = append(got, string(e.Raw))
		}
		want := []string{"{\"id\" : \"a\", \"x\":\"\xff\"}", "7", `{"id":2}`}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("raw (-want +got):\n%s", diff)
		}
	}
	if got := mappings.Usable(&l); got != 2 {
		t.Errorf("%d usable, want 2", got)
	}
	type item struct{ id, raw string }
	items, rejected := mappings.Map(&l, "$.x", func(id string, _ *record, raw []byte) item { return item{id, string(raw)} })
	clear(body)
	want := []item{{"a", "{\"id\" : \"a\", \"x\":\"\xff\"}"}, {"2", `{"id":2}`}}
	if diff := cmp.Diff(want, items, cmp.AllowUnexported(item{})); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	if len(rejected) != 1 || rejected[0].GetIndex() != 1 || rejected[0].GetPath() != "$.x[1]" {
		t.Errorf("rejected: %v", rejected)
	}
}

// A page of millions of tiny records must not take a hundred times its size in memory.
func TestListsAreBounded(t *testing.T) {
	for n, want := range map[int]error{10_000: nil, 10_001: mappings.ErrTooMany} {
		var l mappings.List[record]
		body := []byte("[" + strings.Repeat(`{},`, n-1) + "{}]")
		err := mappings.Decode(body, func(d *mappings.Decoder) error { return mappings.Read(d, &l, nil) })
		if !errors.Is(err, want) {
			t.Errorf("%d elements: %v, want %v", n, err, want)
		}
	}
}
