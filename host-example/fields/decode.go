package fields

import (
	"math"
	"strconv"
	"strings"

	"github.com/trellis-iam/trellis/mappings"
)

// decode reads JSON as values that CEL takes: objects as map[string]any, arrays as []any. It is as patient with what
// vendors send as the connectors are.
func decode(body []byte) (value any, err error) {
	err = mappings.Decode(body, func(d *mappings.Decoder) error {
		value, err = decodeValue(d)
		return err
	})
	return value, err
}

func decodeValue(d *mappings.Decoder) (any, error) {
	switch d.PeekKind() {
	case '{':
		object := map[string]any{}
		return object, mappings.Object(d, func(name []byte) error {
			key := strings.ToValidUTF8(string(name), "\uFFFD") // before the value is read: the name is good until then
			value, err := decodeValue(d)
			object[key] = value
			return err
		})
	case '[':
		if _, err := d.ReadToken(); err != nil {
			return nil, err
		}
		list := []any{}
		for {
			if kind := d.PeekKind(); kind == ']' || kind == 0 { // 0: an error, which the next read tells
				_, err := d.ReadToken()
				return list, err
			}
			value, err := decodeValue(d)
			if err != nil {
				return nil, err
			}
			list = append(list, value)
		}
	}
	token, err := d.ReadToken()
	if err != nil {
		return nil, err
	}
	switch token.Kind() {
	case '"':
		return token.String(), nil
	case '0':
		return number(token.String()), nil
	case 'n':
		return nil, nil
	}
	return token.Kind() == 't', nil
}

// exact is up to where every whole number is a double of its own.
const exact = 1 << 53

// number is a number as an int where it is whole, else as a double. A whole number beyond 64 bits is a double, too, and not
// exact any more.
func number(text string) any {
	if i, err := strconv.ParseInt(text, 10, 64); err == nil {
		return i
	}
	if u, err := strconv.ParseUint(text, 10, 64); err == nil {
		return u
	}
	f, err := strconv.ParseFloat(text, 64)
	if err == nil && f == math.Trunc(f) && math.Abs(f) <= exact {
		return int64(f)
	}
	return f
}

// withoutNull is a value without the members of objects that are null, and whether there are any. Entries of arrays stay,
// because they have places.
func withoutNull(value any) (plain any, some bool) {
	switch value := value.(type) {
	case map[string]any:
		object := make(map[string]any, len(value))
		for name, member := range value {
			if member == nil {
				some = true
				continue
			}
			left, below := withoutNull(member)
			object[name], some = left, some || below
		}
		return object, some
	case []any:
		list := make([]any, len(value))
		for i, entry := range value {
			left, below := withoutNull(entry)
			list[i], some = left, some || below
		}
		return list, some
	}
	return value, false
}
