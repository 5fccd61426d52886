package mappings

import "errors"

// Shape is how one vendor's pages of a list look: {"data": [...], "more": ..., "cursor": ...}, under the vendor's own names.
type Shape struct {
	// Data is the array of records: "data".
	Data string
	// Cursor is the cursor of the next page: "endingCursor".
	Cursor string
	// More is the boolean that says whether there is a next page: "hasMore". "": the cursor says it, and null is the end.
	More string
}

// Page is one answer of a list endpoint. It can be decoded into again; it then reuses its memory.
type Page[T any] struct {
	Data   List[T]
	Cursor string // of the page after this one; "" = there is none
	More   bool   // there is a page after this one
}

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
	hint := func() {
		if goesOn(shape, &more, &cursor) && cursor.Source() != "" && known != nil {
			known(cursor.Source())
			known = nil
		}
	}
	p.Data = List[T]{Elements: p.Data.Elements[:0]}
	p.Cursor, p.More = "", false
	err := Decode(body, func(d *Decoder) error {
		return Object(d, func(name []byte) error {
			switch string(name) {
			case shape.More:
				defer hint()
				return more.UnmarshalJSONFrom(d)
			case shape.Cursor:
				defer hint()
				return cursor.UnmarshalJSONFrom(d)
			case shape.Data:
				var rawOf []byte
				if raw {
					rawOf = body
				}
				return Read[T, R](d, &p.Data, rawOf)
			}
			return d.SkipValue()
		})
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
	return nil
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
	wrong := func(member, why string) error { return &ShapeError{Path: "$." + member, Why: why} }
	switch {
	case shape.More != "" && more.State() != Present:
		return wrong(shape.More, noMore)
	case shape.More == "" && (cursor.State() == Absent || cursor.State() == Present && cursor.Source() == ""):
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
