package scim

import (
	"strconv"

	"github.com/trellis-iam/trellis/mappings"
)

// Untold is a number that a list response does not have.
const Untold = -1

// List is a list response (RFC 7644, section 3.4.2). It can be decoded into again; it then reuses its memory.
type List[T any] struct {
	Resources mappings.List[T]
	Total     int // totalResults; Untold where there is none that is usable
	Start     int // startIndex; 0 likewise
}

// What a payload can be that is JSON, but no list response.
var (
	ErrNoList      = &mappings.ShapeError{Path: "$", Why: "no list response: neither totalResults nor Resources"}
	ErrNoResources = &mappings.ShapeError{Path: "$.Resources", Why: "no array"}
	ErrAllInvalid  = &mappings.ShapeError{Path: "$.Resources", Why: mappings.AllInvalid}
)

// Reset makes a list that says nothing of it, as an answer without a body is.
func (l *List[T]) Reset() {
	*l = List[T]{Resources: mappings.List[T]{Elements: l.Resources.Elements[:0]}, Total: Untold}
}

// Decode reads a list response in one pass. With raw, each element keeps its bytes of the body. Resources may be missing, as
// they may where there are none; so may each number.
//
// Errors: *mappings.SyntaxError and *mappings.ShapeError. A list of which some items are unusable is none, nor is one whose
// only item is: a reader must be able to pass it.
func Decode[T any, R mappings.Record[T]](l *List[T], body []byte, raw bool) error {
	l.Reset()
	var total, start mappings.String // some send numbers as strings
	err := mappings.Decode(body, func(d *mappings.Decoder) error {
		return object(d, func(_, lower []byte) error {
			switch string(lower) {
			case "totalresults":
				return total.UnmarshalJSONFrom(d)
			case "startindex":
				return start.UnmarshalJSONFrom(d)
			case "resources":
				var rawOf []byte
				if raw {
					rawOf = body
				}
				return mappings.Read[T, R](d, &l.Resources, rawOf)
			}
			return d.SkipValue()
		})
	})
	if err != nil {
		return err
	}
	l.Total, l.Start = count(&total, Untold), count(&start, 0)
	switch state := l.Resources.State(); {
	case state == mappings.Mistyped:
		return ErrNoResources
	case state != mappings.Present && l.Total == Untold:
		return ErrNoList
	case len(l.Resources.Elements) > 1 && mappings.Usable[T, R](&l.Resources) == 0:
		return ErrAllInvalid
	}
	return nil
}

// maxCount bounds what a number of items may be: beyond it a number is nonsense, and would overflow.
const maxCount = 1 << 40

func count(s *mappings.String, untold int) int {
	n, err := strconv.Atoi(s.Source())
	if err != nil || n < 0 || n > maxCount {
		return untold
	}
	return n
}
