package resttest

import (
	"encoding/base64"
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
