package logs

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Escape makes foreign text safe for terminals and for logs of one entry a line: control characters, invisible ones, line
// breaks and what is no UTF-8 are shown as Go would write them. Honest text stays as it is.
func Escape(s string) string {
	return escape(s, func(rune) bool { return false })
}

// EscapeText is Escape for text that may have several lines.
func EscapeText(s string) string {
	return escape(s, func(r rune) bool { return r == '\n' || r == '\t' })
}

func escape(s string, keep func(rune) bool) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return !harmless(r) || r == utf8.RuneError }) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && n == 1:
			b.WriteString(`\x` + strconv.FormatUint(0x100|uint64(s[0]), 16)[1:])
		case harmless(r) || keep(r):
			b.WriteRune(r)
		default:
			q := strconv.QuoteRuneToASCII(r)
			b.WriteString(q[1 : len(q)-1])
		}
		s = s[n:]
	}
	return b.String()
}

func harmless(r rune) bool { return unicode.IsGraphic(r) && r != '\u2028' && r != '\u2029' }

// Clip cuts escaped text to n bytes, marking the cut.
func Clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	const mark = "..."
	s = s[:n-len(mark)]
	for !utf8.ValidString(s) {
		s = s[:len(s)-1]
	}
	return s + mark
}
