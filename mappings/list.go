package mappings

import (
	"bytes"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// List is an array of records, of which some may be something else. It can be read into again; it then reuses its memory.
type List[T any] struct {
	value
	Elements []Element[T]
}

// Element is one place of a List.
type Element[T any] struct {
	Record T      // as far as Kind is '{'
	Kind   Kind   // what the vendor sent
	Raw    []byte // the vendor's bytes, a part of the body; nil unless they were asked for
}

// Record is what a payload type must be able to do to stand in a List.
type Record[T any] interface {
	*T
	// UnmarshalJSONFrom reads an object.
	UnmarshalJSONFrom(*Decoder) error
	// Key is the record's id, and where in the record it stands: ".id".
	Key() (id *ID, member string)
}

// maxElements bounds a list: a hundred times the largest page that vendors send, and no more memory than a page of so many
// tiny records may cost.
const maxElements = 10_000

// ErrTooMany says that a list is longer than any page.
var ErrTooMany = &ShapeError{Path: "$", Why: "a page of more than 10,000 elements"}

// Read reads any JSON value; [ErrTooMany] is an error of it. With a body, which must be the one that d reads, elements get their Raw.
func Read[T any, R Record[T]](d *Decoder, l *List[T], body []byte) error {
	l.Elements = l.Elements[:0]
	kind := d.PeekKind()
	l.met(kind, kind == '[', "an array")
	if kind != '[' {
		return d.SkipValue()
	}
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	for {
		kind := d.PeekKind()
		if kind == ']' || kind == 0 { // 0: an error, which the next read tells
			_, err := d.ReadToken()
			return err
		}
		if len(l.Elements) == maxElements {
			return ErrTooMany
		}
		start := d.InputOffset()
		l.Elements = append(l.Elements, Element[T]{Kind: kind})
		e := &l.Elements[len(l.Elements)-1]
		var err error
		if kind == '{' {
			err = R(&e.Record).UnmarshalJSONFrom(d)
		} else {
			err = d.SkipValue()
		}
		if err != nil {
			return err
		}
		if body != nil { // what stands before the value since the last one is white space and a comma
			e.Raw = bytes.TrimLeft(body[start:d.InputOffset()], " \t\r\n,")
		}
	}
}

// Usable counts the elements that are records with a usable id. In a list of several, none means that the vendor's schema
// has moved.
func Usable[T any, R Record[T]](l *List[T]) int {
	n := 0
	for i := range l.Elements {
		if e := &l.Elements[i]; e.Kind == '{' {
			id, _ := R(&e.Record).Key()
			if _, why := id.Use(); why == "" {
				n++
			}
		}
	}
	return n
}

// Map makes items of a list's records, and rejections of what is no record or has no usable id; path is where the list
// stands in the vendor's answer, such as `$.data`. Raw bytes are copied, so that items do not hold on to the body.
func Map[T, M any, R Record[T]](l *List[T], path string, item func(id string, record *T, raw []byte) M) ([]M, []*connectorv1.RejectedItem) {
	items := make([]M, 0, len(l.Elements))
	var rejected []*connectorv1.RejectedItem
	for i := range l.Elements {
		e := &l.Elements[i]
		if e.Kind != '{' {
			rejected = append(rejected, reject(i, "", path, "", Unexpected(e.Kind, "an object")))
			continue
		}
		key, member := R(&e.Record).Key()
		id, why := key.Use()
		if why != "" {
			rejected = append(rejected, reject(i, id, path, member, why))
			continue
		}
		items = append(items, item(id, &e.Record, bytes.Clone(e.Raw)))
	}
	return items, rejected
}
