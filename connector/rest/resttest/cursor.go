package resttest

import (
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
)

const cursorPrefix = "after:"

// Cursor names the last record of a page, by its index, opaquely.
func Cursor(i int) string {
	return base64.StdEncoding.EncodeToString(strconv.AppendInt([]byte(cursorPrefix), int64(i), 10))
}

// ParseCursor is the index that a cursor names; ok is false for what is no cursor.
func ParseCursor(s string) (i int, ok bool) {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return 0, false
	}
	digits, ok := strings.CutPrefix(string(b), cursorPrefix)
	i, err = strconv.Atoi(digits)
	return i, ok && err == nil && i >= 0 && Cursor(i) == s
}

// PageOf picks the records of a page: the first of n, from index next on, that match, at most limit. more says that others
// follow.
func PageOf(next, n, limit int, match func(int) bool) (page []int, more bool) {
	page = make([]int, 0, limit)
	for ; next < n; next++ {
		if !match(next) {
			continue
		}
		if len(page) == limit {
			return page, true
		}
		page = append(page, next)
	}
	return page, false
}

// AppendRecords writes the records of a page, as an array.
func AppendRecords(b []byte, page []int, write func(b []byte, i int) []byte) []byte {
	b = append(b, '[')
	for k, i := range page {
		if k > 0 {
			b = append(b, ',')
		}
		b = write(b, i)
	}
	return append(b, ']')
}

// PageSize is how many records a request wants of those that a vendor allows; ok is false where it asks for what is not
// allowed. limit is then the nearest size that is, and for what is no number the default.
func PageSize(query url.Values, name string, byDefault, most int) (limit int, ok bool) {
	v, given := query[name]
	if !given {
		return byDefault, true
	}
	limit, err := strconv.Atoi(v[0])
	if err != nil {
		return byDefault, false
	}
	nearest := min(max(limit, 1), most)
	return nearest, nearest == limit
}
