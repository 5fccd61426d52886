package output

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"
)

// The functions here append one member each to the object that dst ends in, and nothing at all for what is absent. A
// member's name comes with its quotes and colon (`"id":`), so that it is copied as it stands.

func appendName(dst []byte, name string) []byte {
	if dst[len(dst)-1] != '{' {
		dst = append(dst, ',')
	}
	return append(dst, name...)
}

func appendStringMember(dst []byte, name, s string) []byte {
	if s == "" {
		return dst
	}
	return AppendString(appendName(dst, name), s)
}

func appendBoolMember(dst []byte, name string, b bool) []byte {
	dst = appendName(dst, name)
	if b {
		return append(dst, "true"...)
	}
	return append(dst, "false"...)
}

// appendTimeMember leaves out times outside the years 1 to 9999, which RFC 3339 cannot write.
func appendTimeMember(dst []byte, name string, t *timestamppb.Timestamp) []byte {
	if t == nil || !t.IsValid() {
		return dst
	}
	dst = append(appendName(dst, name), '"')
	dst = t.AsTime().AppendFormat(dst, time.RFC3339Nano)
	return append(dst, '"')
}

// appendIDMembers appends an id, which is always written, under both of its names.
func appendIDMembers(dst []byte, id string) []byte {
	dst = AppendString(appendName(dst, `"id":`), id)
	return AppendString(appendName(dst, `"remote_id":`), id)
}

// appendArray appends an array member, each entry by the given function.
func appendArray[T any](dst []byte, name string, entries []T, entry func([]byte, T) []byte) []byte {
	dst = append(appendName(dst, name), '[')
	for i, e := range entries {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = entry(dst, e)
	}
	return append(dst, ']')
}
