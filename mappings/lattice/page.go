package lattice

import "github.com/trellis-iam/trellis/mappings"

// Page is one answer of a list endpoint: {"object": "list", "hasMore": ..., "endingCursor": ..., "data": [...]}. It can be
// decoded into again; it then reuses its memory.
type Page[T any] struct {
	Data   mappings.List[T]
	Cursor string // of the page after this one; "" = there is none
	More   bool   // there is a page after this one
}

// What a payload can be that is JSON, but no page.
var (
	ErrNoHasMore  = &mappings.ShapeError{Path: "$.hasMore", Why: "no boolean, so that the end of the list cannot be known"}
	ErrBadCursor  = &mappings.ShapeError{Path: "$.endingCursor", Why: "no string"}
	ErrNoData     = &mappings.ShapeError{Path: "$.data", Why: "no array"}
	ErrAllInvalid = &mappings.ShapeError{Path: "$.data", Why: "none of several items is an object with a usable id"}
)

// Decode reads a page in one pass. With raw, each element keeps its bytes of the body. known, if not nil, is called as
// soon as both hasMore and a cursor were met and say that there is a next page: most often before the data is decoded. It
// is a hint, for asking ahead; what counts is Cursor and More afterwards, since members may come twice.
//
// Errors: *mappings.SyntaxError and *mappings.ShapeError. A page of which some items are
// unusable is none, nor is one whose only item is: a list must be able to pass it.
func Decode[T any, R mappings.Record[T]](p *Page[T], body []byte, raw bool, known func(cursor string)) error {
	var more mappings.Bool
	var cursor mappings.String
	hint := func() {
		if more, _ := more.Value(new(mappings.Notes), ""); more && cursor.Source() != "" && known != nil {
			known(cursor.Source())
			known = nil
		}
	}
	p.Data = mappings.List[T]{Elements: p.Data.Elements[:0]}
	err := mappings.Decode(body, func(d *mappings.Decoder) error {
		return mappings.Object(d, func(name []byte) error {
			switch string(name) {
			case "hasMore":
				defer hint()
				return more.UnmarshalJSONFrom(d)
			case "endingCursor":
				defer hint()
				return cursor.UnmarshalJSONFrom(d)
			case "data":
				var rawOf []byte
				if raw {
					rawOf = body
				}
				return mappings.Read[T, R](d, &p.Data, rawOf)
			}
			return d.SkipValue()
		})
	})
	p.Cursor, p.More = cursor.Source(), false
	switch {
	case err != nil:
		return err
	case more.State() != mappings.Present:
		return ErrNoHasMore
	case p.Data.State() != mappings.Present:
		return ErrNoData
	case len(p.Data.Elements) > 1 && mappings.Usable[T, R](&p.Data) == 0:
		return ErrAllInvalid
	}
	if p.More, _ = more.Value(new(mappings.Notes), ""); !p.More {
		p.Cursor = "" // the last page may have a cursor; it leads nowhere
	} else if cursor.State() == mappings.Mistyped && p.Cursor == "" {
		return ErrBadCursor
	}
	return nil
}

// DecodeOne reads a payload that is one record, such as GET /v1/user/{id}. Errors: *mappings.SyntaxError and
// mappings.ErrNoObject.
func DecodeOne[T any, R mappings.Record[T]](record *T, body []byte) error {
	return mappings.Decode(body, R(record).UnmarshalJSONFrom)
}
