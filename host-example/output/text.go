package output

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Printable makes foreign text safe for a terminal: what would act there instead of being seen (control characters, escape
// sequences, changes of direction) is written as an escape, and what is no UTF-8 as U+FFFD.
func Printable(s string) string {
	if !strings.ContainsFunc(s, acts) {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	var b strings.Builder
	for _, r := range s {
		if !acts(r) {
			b.WriteRune(r)
			continue
		}
		q := strconv.QuoteRuneToASCII(r)
		b.WriteString(q[1 : len(q)-1])
	}
	return b.String()
}

// acts reports whether a character is more or less than a glyph. Blanks of all scripts are glyphs, and so are the joiners,
// which Persian names and emoji need.
func acts(r rune) bool {
	const nonJoiner, joiner = 0x200C, 0x200D
	return !unicode.IsPrint(r) && !unicode.Is(unicode.Zs, r) && r != nonJoiner && r != joiner
}

// Width is the number of terminal cells that printable text takes: two for East Asian wide characters and emoji, none for
// marks that combine with the character before.
func Width(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

func runeWidth(r rune) int {
	if r < 0x300 { // before the first combining mark, all are one cell
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// clip cuts text to at most n cells, marking the cut with an ellipsis.
func clip(s string, n int) string {
	if len(s) <= n || Width(s) <= n {
		return s
	}
	cells := 0
	for i, r := range s {
		if cells += runeWidth(r); cells > n-1 {
			return s[:i] + "…"
		}
	}
	return s
}

// pad appends text and blanks up to n cells.
func pad(dst []byte, s string, n int) []byte {
	dst = append(dst, s...)
	for range n - cells(s) {
		dst = append(dst, ' ')
	}
	return dst
}

// cells is Width with a short way for ASCII.
func cells(s string) int {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return Width(s)
		}
	}
	return len(s)
}
