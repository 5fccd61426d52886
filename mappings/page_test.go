package mappings_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/mappings"
)

// The two ways in which vendors say that a list goes on: by a boolean, and by the cursor alone.
var (
	flagged = mappings.Shape{Data: "data", Cursor: "next", More: "more"}
	marked  = mappings.Shape{Data: "items", Cursor: "next"}
)

func shape(path, why string) error { return &mappings.ShapeError{Path: path, Why: why} }

func TestPages(t *testing.T) {
	const (
		noMore   = "no boolean, so that the end of the list cannot be known"
		noCursor = "neither a cursor nor null, so that the end of the list cannot be known"
		invalid  = "none of several items is an object with a usable id"
	)
	for _, row := range []struct {
		shape  mappings.Shape
		body   string
		more   bool
		cursor string
		err    error
	}{
		{flagged, `{"more":true,"next":"a","data":[{"id":1}]}`, true, "a", nil},
		{flagged, `{"data":[{"id":1}],"next":12345678901234567890,"more":true}`, true, "12345678901234567890", nil},
		{flagged, `{"more":false,"next":"a","data":[]}`, false, "", nil},
		{flagged, `{"more":false,"next":{},"data":[]}`, false, "", nil},
		// More without a cursor is no shape error: it is for the loop that follows cursors.
		{flagged, `{"more":true,"data":[]}`, true, "", nil},
		{flagged, `{"more":true,"next":null,"data":[]}`, true, "", nil},
		{flagged, `{"more":true,"next":"","data":[]}`, true, "", nil},
		{flagged, `[]`, false, "", mappings.ErrNoObject},
		{flagged, `null`, false, "", mappings.ErrNoObject},
		{flagged, `"x"`, false, "", mappings.ErrNoObject},
		{flagged, `{}`, false, "", shape("$.more", noMore)},
		{flagged, `{"error":"x"}`, false, "", shape("$.more", noMore)},
		{flagged, `{"more":"true","data":[]}`, false, "", shape("$.more", noMore)},
		{flagged, `{"more":null,"data":[]}`, false, "", shape("$.more", noMore)},
		{flagged, `{"more":false}`, false, "", shape("$.data", "no array")},
		{flagged, `{"more":false,"data":null}`, false, "", shape("$.data", "no array")},
		{flagged, `{"more":false,"data":{}}`, false, "", shape("$.data", "no array")},
		{flagged, `{"more":false,"data":[{},{}]}`, false, "", shape("$.data", invalid)},
		{flagged, `{"more":false,"data":[{}]}`, false, "", nil},
		{flagged, `{"more":false,"data":[1,{},"a"]}`, false, "", shape("$.data", invalid)},
		{flagged, `{"more":true,"next":{},"data":[]}`, false, "", shape("$.next", "no string")},

		{marked, `{"items":[{"id":1}],"next":"a"}`, true, "a", nil},
		{marked, `{"next":7,"items":[]}`, true, "7", nil},
		{marked, `{"next":null,"items":[{"id":1}]}`, false, "", nil},
		{marked, `{"next":"a","next":null,"items":[]}`, false, "", nil},
		{marked, `{"items":[]}`, false, "", shape("$.next", noCursor)},
		{marked, `{"items":[],"next":""}`, false, "", shape("$.next", noCursor)},
		{marked, `{"items":[],"next":" "}`, false, "", shape("$.next", noCursor)},
		{marked, `{"items":[],"next":{}}`, false, "", shape("$.next", "no string")},
		{marked, `{"items":[],"next":null,"":true}`, false, "", nil},
		{marked, `{"next":null}`, false, "", shape("$.items", "no array")},
		{marked, `{"next":"a","items":[{},{}]}`, false, "", shape("$.items", invalid)},
	} {
		var p mappings.Page[record]
		hint := ""
		err := mappings.DecodePage(row.shape, &p, []byte(row.body), false, func(c string) { hint += c })
		if !errors.Is(err, row.err) || (err == nil) != (row.err == nil) || p.More != row.more || p.Cursor != row.cursor {
			t.Errorf("%s: more %v, cursor %q, %v; want %v, %q, %v", row.body, p.More, p.Cursor, err, row.more, row.cursor, row.err)
		}
		if row.cursor != "" && hint != row.cursor {
			t.Errorf("%s: asked ahead at %q", row.body, hint)
		}
	}
}

func TestDecodeRecord(t *testing.T) {
	for body, want := range map[string]error{
		`{"id":"a"}`: nil, `{"id":7}`: nil,
		`{"id":null}`: shape("$.id", "the id is null"), `{}`: shape("$.id", "the id is missing"),
		`[]`: mappings.ErrNoObject, `null`: mappings.ErrNoObject,
	} {
		var r record
		id, err := mappings.DecodeRecord(&r, []byte(body))
		if !errors.Is(err, want) || (err == nil) != (want == nil) || (id != "") != (want == nil) {
			t.Errorf("%s: %q, %v, want %v", body, id, err, want)
		}
	}
	var r record
	_, err := mappings.DecodeRecord(&r, []byte(`{"id":`))
	if _, ok := errors.AsType[*mappings.SyntaxError](err); !ok {
		t.Errorf("%v", err)
	}
}

// An answer of the greatest size that is all values of a byte is not read: it would take gigabytes.
func TestTooMuch(t *testing.T) {
	body := []byte("[" + strings.Repeat("1,", 8<<20) + "1]")
	err := mappings.Decode(body, func(*mappings.Decoder) error { t.Error("it is read"); return nil })
	if !errors.Is(err, mappings.ErrTooMuch) {
		t.Error(err)
	}
}
