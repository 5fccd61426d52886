package mappings

import (
	"math"
	"strconv"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"
)

// Bool is true or false.
type Bool struct {
	value
}

// UnmarshalJSONFrom reads any JSON value.
func (b *Bool) UnmarshalJSONFrom(d *Decoder) error {
	v, err := d.ReadValue()
	if err != nil {
		return err
	}
	b.met(v.Kind(), v.Kind() == 't' || v.Kind() == 'f', "a boolean")
	return nil
}

// Value is the boolean, and whether there is one; a value of another type is noted under path.
func (b *Bool) Value(n *Notes, path string) (value, ok bool) {
	ok = b.note(n, path)
	return ok && b.kind == 't', ok
}

// Integer is a whole number within 64 bits. It may be written with a fraction or an exponent (1.0, 1e3), as some encoders
// do, up to 2^53: above that such a number is no longer exact.
type Integer struct {
	value
	number int64
}

// UnmarshalJSONFrom reads any JSON value.
func (i *Integer) UnmarshalJSONFrom(d *Decoder) error {
	v, err := d.ReadValue()
	if err != nil {
		return err
	}
	i.number = 0
	i.met(v.Kind(), v.Kind() == '0', "a whole number")
	if v.Kind() != '0' {
		return nil
	}
	if i.number, err = strconv.ParseInt(string(v), 10, 64); err == nil {
		return nil
	}
	const exact = 1 << 53
	f, err := strconv.ParseFloat(string(v), 64)
	switch {
	case err != nil || math.Abs(f) > exact:
		i.number, i.why = 0, "number out of range"
	case f != math.Trunc(f):
		i.number, i.why = 0, "fraction where a whole number is expected"
	default:
		i.number = int64(f)
	}
	return nil
}

// Value is the number, and whether there is one; what cannot be used is noted under path.
func (i *Integer) Value(n *Notes, path string) (number int64, ok bool) {
	ok = i.note(n, path)
	return i.number, ok
}

// UnixTime is the number as an instant in seconds since 1970, and nil where there is none. An instant outside the years
// 1 to 9999 is noted: most often the number is in milliseconds.
func (i *Integer) UnixTime(n *Notes, path string) *timestamppb.Timestamp {
	seconds, ok := i.Value(n, path)
	if !ok {
		return nil
	}
	t := &timestamppb.Timestamp{Seconds: seconds}
	if !t.IsValid() {
		n.Add(path, "time outside the years 1 to 9999")
		return nil
	}
	return t
}

// Time is an instant in RFC 3339. A time without a zone is no instant, and is not used.
type Time struct {
	String
}

// Value is the instant, and nil where there is none; what cannot be used is noted under path.
func (t *Time) Value(n *Notes, path string) *timestamppb.Timestamp {
	s := t.Text(n, path)
	if s == "" {
		return nil
	}
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		n.Add(path, "text where a time in RFC 3339, with a zone, is expected")
		return nil
	}
	ts := timestamppb.New(at)
	if !ts.IsValid() {
		n.Add(path, "time outside the years 1 to 9999")
		return nil
	}
	return ts
}
