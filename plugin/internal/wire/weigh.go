package wire

import (
	"errors"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"
)

var errTooHeavy = errors.New("decoded, the message would take more memory than any message of the contract")

// weigh fails when an encoded message would take more than limit bytes of memory. It is an estimate from the shape of the
// message, made without decoding it. What is malformed is left for the decoder to refuse.
func weigh(d protoreflect.MessageDescriptor, b []byte, limit int) error {
	s := scale{left: limit, structs: map[protoreflect.FullName]int{}}
	s.message(d, b, protowire.DefaultRecursionLimit)
	if s.left < 0 {
		return errTooHeavy
	}
	return nil
}

type scale struct {
	left    int
	structs map[protoreflect.FullName]int // what one empty message takes
}

// Sizes in Go's memory: what a slice's header, a string's and a word take.
const (
	sliceSize  = 24
	stringSize = 16
	wordSize   = 8
)

// message takes one message off what is left. depth is the decoder's own bound, beyond which it refuses.
func (s *scale) message(d protoreflect.MessageDescriptor, b []byte, depth int) {
	s.left -= s.structSize(d)
	for len(b) > 0 && s.left >= 0 && depth > 0 {
		number, kind, n := protowire.ConsumeTag(b)
		if n < 0 {
			return
		}
		b = b[n:]
		if n = protowire.ConsumeFieldValue(number, kind, b); n < 0 {
			return
		}
		if f := d.Fields().ByNumber(number); f != nil {
			s.field(f, kind, b[:n], depth)
		}
		b = b[n:]
	}
}

func (s *scale) field(f protoreflect.FieldDescriptor, kind protowire.Type, b []byte, depth int) {
	content, _ := protowire.ConsumeBytes(b) // of other kinds, nothing that counts
	switch {
	case kind == protowire.BytesType && f.Message() != nil:
		s.left -= wordSize // the pointer in its list
		s.message(f.Message(), content, depth-1)
	case f.IsList() && kind == protowire.BytesType && f.Kind() != protoreflect.StringKind && f.Kind() != protoreflect.BytesKind:
		s.left -= len(content) * wordSize // packed numbers, of one byte each
	case f.IsList():
		s.left -= sliceSize
	}
	if kind == protowire.BytesType && f.Message() == nil {
		s.left -= len(content)
	}
}

// structSize is what a message takes of which nothing is set.
func (s *scale) structSize(d protoreflect.MessageDescriptor) int {
	size, ok := s.structs[d.FullName()]
	if ok {
		return size
	}
	const header = 48 // state, cached size and unknown fields; of an entry of a map, its share of the table
	size = header
	for i := range d.Fields().Len() {
		switch f := d.Fields().Get(i); {
		case f.IsList() || f.Kind() == protoreflect.BytesKind:
			size += sliceSize
		case f.Kind() == protoreflect.StringKind:
			size += stringSize
		default:
			size += wordSize
		}
	}
	s.structs[d.FullName()] = size
	return size
}
