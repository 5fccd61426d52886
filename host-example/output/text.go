package output

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
	"golang.org/x/text/unicode/bidi"
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

// PrintableJSON makes JSON safe for a terminal: it stays the same JSON, with escapes for what Printable has escapes for.
func PrintableJSON(s string) string {
	if !strings.ContainsFunc(s, acts) {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	var b strings.Builder
	for _, r := range s {
		if !acts(r) {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.String()
}

// acts reports whether a character is more or less than a glyph. Blanks of all scripts are glyphs, and so are the joiners,
// which Persian names and emoji need.
func acts(r rune) bool {
	const nonJoiner, joiner = 0x200C, 0x200D
	return !unicode.IsPrint(r) && !unicode.Is(unicode.Zs, r) && r != nonJoiner && r != joiner
}

// Width is the number of terminal cells that printable text takes, by its grapheme clusters: two for East Asian wide
// characters and for emoji however many code points make one up, none for marks that combine with what is before them.
func Width(s string) int { return displaywidth.String(s) }

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

// turns reports whether a text has characters of a script that is written from right to left.
func turns(s string) bool {
	const first = 0x590 // Hebrew; no character before it is of such a script
	for _, r := range s {
		if r < first {
			continue
		}
		switch p, _ := bidi.LookupRune(r); p.Class() {
		case bidi.R, bidi.AL, bidi.AN:
			return true
		}
	}
	return false
}

// blanks appends n of them.
func blanks(dst []byte, n int) []byte {
	for range n {
		dst = append(dst, ' ')
	}
	return dst
}
