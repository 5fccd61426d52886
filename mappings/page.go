package mappings

import (
	"errors"
	"math"
	"strings"
)

// Shape is how one vendor's pages of a list look: {"data": [...], "more": ..., "cursor": ...}, under the vendor's own names. A member
// may stand deeper: "meta.total".
type Shape struct {
	// Data is the array of records: "data". "": the page is the array.
	Data string
	// Cursor is the cursor of the next page, or its URL: "endingCursor". "": the page does not say where the next one is.
	Cursor string
	// More is the boolean that says whether there is a next page: "hasMore". "": the cursor says it, and null is the end.
	More string
	// Total is how many records there are in all: "meta.total". "": the page does not say it.
	Total string
}

// DataPath is where the records stand in an answer, as a JSON path.
func (s Shape) DataPath() string { return jsonPath(s.Data) }

func jsonPath(member string) string {
	if member == "" {
		return "$"
	}
	return "$." + member
}

// Page is one answer of a list endpoint. It can be decoded into again; it then reuses its memory.
type Page[T any] struct {
	Data   List[T]
	Cursor string // of the page after this one; "" = there is none
	More   bool   // there is a page after this one
	Total  int    // of records in the list; Untold where the page does not say it
}

// Untold is a total that nobody told.
const Untold = -1

// Why a payload that is JSON can be no page.
const (
	noMore    = "no boolean, so that the end of the list cannot be known"
	noCursor  = "neither a cursor nor null, so that the end of the list cannot be known"
	badCursor = "no string"
	noData    = "no array"
	// AllInvalid is of pages of any shape.
	AllInvalid = "none of several items is an object with a usable id"
)

// DecodePage reads a page in one pass. With raw, each element keeps its bytes of the body. known, if not nil, is called as
// soon as it is met that there is a next page, and where: most often before the data is decoded. It is a hint, for asking
// ahead; what counts is Cursor and More afterwards, since members may come twice.
//
// Errors: *[SyntaxError] and *[ShapeError]. A page of which some items are unusable is none, nor is one whose only item is:
// a list must be able to pass it. An end that is not said is one: a list never just stops.
func DecodePage[T any, R Record[T]](shape Shape, p *Page[T], body []byte, raw bool, known func(cursor string)) error {
	var more Bool
	var cursor String
	var total Integer
	hint := func() {
		if goesOn(shape, &more, &cursor) && cursor.Source() != "" && known != nil {
			known(cursor.Source())
			known = nil
		}
	}
	p.Data = List[T]{Elements: p.Data.Elements[:0]}
	p.Cursor, p.More, p.Total = "", false, Untold
	members := page{
		{shape.More, func(d *Decoder) error { defer hint(); return more.UnmarshalJSONFrom(d) }},
		{shape.Cursor, func(d *Decoder) error { defer hint(); return cursor.UnmarshalJSONFrom(d) }},
		{shape.Total, total.UnmarshalJSONFrom},
		{shape.Data, func(d *Decoder) error {
			if !raw {
				return Read[T, R](d, &p.Data, nil)
			}
			return Read[T, R](d, &p.Data, body)
		}},
	}
	err := Decode(body, func(d *Decoder) error {
		if shape.Data == "" {
			return members[len(members)-1].read(d)
		}
		return members.object(d, "")
	})
	if err != nil {
		return err
	}
	if err := checkPage[T, R](shape, p, &more, &cursor); err != nil {
		return err
	}
	if p.More = goesOn(shape, &more, &cursor); p.More { // the last page may have a cursor; it leads nowhere
		p.Cursor = cursor.Source()
	}
	if n, ok := total.Value(new(Notes), ""); ok && n >= 0 && n <= math.MaxInt32 {
		p.Total = int(n)
	}
	return nil
}

// page are the members of a page that are read, by their names.
type page []struct {
	name string
	read func(*Decoder) error
}

// object reads an object that is a page, or that stands in one, under a path which ends with a dot.
func (p page) object(d *Decoder, under string) error {
	return Object(d, func(name []byte) error {
		deeper := false
		for _, m := range p {
			rest, ok := strings.CutPrefix(m.name, under)
			switch {
			case !ok || !strings.HasPrefix(rest, string(name)):
			case len(rest) == len(name):
				return m.read(d)
			case rest[len(name)] == '.':
				deeper = true
			}
		}
		if deeper && d.PeekKind() == '{' {
			return p.object(d, under+string(name)+".")
		}
		return d.SkipValue()
	})
}

// goesOn reports whether there is a next page, as far as was met.
func goesOn(shape Shape, more *Bool, cursor *String) bool {
	if shape.More == "" {
		return cursor.State() == Present || cursor.Source() != "" // a number serves as well
	}
	goes, _ := more.Value(new(Notes), "")
	return goes
}

func checkPage[T any, R Record[T]](shape Shape, p *Page[T], more *Bool, cursor *String) error {
	wrong := func(member, why string) error { return &ShapeError{Path: jsonPath(member), Why: why} }
	switch {
	case shape.More != "" && more.State() != Present:
		return wrong(shape.More, noMore)
	case shape.More == "" && shape.Cursor != "" && (cursor.State() == Absent || cursor.State() == Present && cursor.Source() == ""):
		return wrong(shape.Cursor, noCursor)
	case p.Data.State() != Present:
		return wrong(shape.Data, noData)
	case len(p.Data.Elements) > 1 && Usable[T, R](&p.Data) == 0:
		return wrong(shape.Data, AllInvalid)
	case cursor.State() == Mistyped && cursor.Source() == "" && (shape.More == "" || goesOn(shape, more, cursor)):
		return wrong(shape.Cursor, badCursor)
	}
	return nil
}

// DecodeRecord reads a payload that is one record with a usable id. Errors: *[SyntaxError] and *[ShapeError].
func DecodeRecord[T any, R Record[T]](record *T, body []byte) (id string, err error) {
	if err := Decode(body, R(record).UnmarshalJSONFrom); err != nil {
		return "", err
	}
	key, member := R(record).Key()
	id, why := key.Use()
	if why != "" {
		return "", &ShapeError{Path: "$" + member, Why: why}
	}
	return id, nil
}

// Is makes shape errors equal that say the same of the same place.
func (e *ShapeError) Is(target error) bool {
	other, ok := errors.AsType[*ShapeError](target)
	return ok && *other == *e
}
