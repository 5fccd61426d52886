package mappings

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// Decoder reads JSON token by token.
type Decoder = jsontext.Decoder

// Kind is what kind of JSON value something is: 'n' for null, 't' and 'f' for booleans, '"' for a string, '0' for a
// number, '{' and '[' for an object and an array. 0: there is none.
type Kind = jsontext.Kind

// SyntaxError says that a payload is no JSON. It repeats at most a few bytes of the payload.
type SyntaxError struct {
	Offset int64 // of the byte at which it shows
	Err    error
}

// Error says where and why.
func (e *SyntaxError) Error() string { return fmt.Sprintf("not JSON at byte %d: %v", e.Offset, e.Err) }

// Unwrap returns the cause: io.ErrUnexpectedEOF for a payload that was cut.
func (e *SyntaxError) Unwrap() error { return e.Err }

// maxCommas bounds how many values a payload has: more than an answer of the greatest size (16 MiB) that says something, such as
// groups with as many members as fit. Of values of one byte as many would fit as take gigabytes, once they are read.
const maxCommas = 1_500_000

// ErrTooMuch says that a payload is made of far more values than it can mean.
var ErrTooMuch = &ShapeError{Path: "$", Why: "more than 1,500,000 values"}

var comma = []byte{','}

// Decode reads a payload that is one JSON value, in one pass: read takes the value from the decoder. What is no JSON is a
// *[SyntaxError], what is too much of it [ErrTooMuch]; other errors are read's, as they are. The body is not kept, and what is read out of it is copied, except
// [Element.Raw].
func Decode(body []byte, read func(*Decoder) error) error {
	if bytes.Count(body, comma) > maxCommas {
		return ErrTooMuch
	}
	d := jsontext.NewDecoder(bytes.NewBuffer(body), // read in place, without a copy
		jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if err := read(d); err != nil {
		return syntax(err, d)
	}
	switch _, err := d.ReadToken(); {
	case err == nil:
		return &SyntaxError{Offset: d.InputOffset(), Err: errors.New("something follows the value")}
	case errors.Is(err, io.EOF):
		return nil
	default:
		return syntax(err, d)
	}
}

// syntax gives the decoder's own errors our type.
func syntax(err error, d *Decoder) error {
	if e, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		return &SyntaxError{Offset: e.ByteOffset, Err: e.Err}
	}
	if errors.Is(err, io.EOF) { // an empty body
		return &SyntaxError{Offset: d.InputOffset(), Err: io.ErrUnexpectedEOF}
	}
	return err
}

// ShapeError says that a payload is JSON, but not what it should be.
type ShapeError struct {
	Path string // where, as a JSON path: "$.data"
	Why  string
}

// Error says where and why.
func (e *ShapeError) Error() string { return e.Path + ": " + e.Why }

// JSONPath is where.
func (e *ShapeError) JSONPath() string { return e.Path }

// ErrNoObject says that something else stands where an object should.
var ErrNoObject = &ShapeError{Path: "$", Why: "no object"}

// Object reads an object member by member; [ErrNoObject] where something else stands. member must read exactly one value
// from d; the name is good until then.
func Object(d *Decoder, member func(name []byte) error) error {
	if brace, err := d.ReadToken(); err != nil {
		return err
	} else if brace.Kind() != '{' {
		return ErrNoObject
	}
	for d.PeekKind() == '"' {
		quoted, err := d.ReadValue()
		if err != nil {
			return err
		}
		name := quoted[1 : len(quoted)-1]
		if bytes.IndexByte(name, '\\') >= 0 {
			name, _ = jsontext.AppendUnquote(nil, quoted) // its only error is replaced UTF-8
		}
		if err := member(name); err != nil {
			return err
		}
	}
	_, err := d.ReadToken()
	return err
}

// Value is a part of a record that takes any JSON value.
type Value interface{ UnmarshalJSONFrom(*Decoder) error }

// Members reads an object into a record, by a table of where each member goes. It takes a little longer than a switch.
func Members[T any](d *Decoder, record *T, known map[string]func(*T) Value) error {
	return Object(d, func(name []byte) error {
		if to := known[string(name)]; to != nil {
			return to(record).UnmarshalJSONFrom(d)
		}
		return d.SkipValue()
	})
}

// text is the content of a quoted JSON string, with what is no UTF-8 replaced; ok is false where that happened.
func text(quoted jsontext.Value) (s string, ok bool) {
	if inner := quoted[1 : len(quoted)-1]; plain(inner) {
		return string(inner), true
	}
	b, err := jsontext.AppendUnquote(nil, quoted)
	return string(b), err == nil
}
