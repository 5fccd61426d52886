package output

import "github.com/clipperhouse/displaywidth"

// Screen is what is known of the terminal that something is written to. The zero Screen is none: a file, or a pipe.
type Screen struct {
	Width   int  // in cells; 0: no bound
	Control bool // it is a terminal that understands escape sequences
	Color   bool // it shows colours, and whoever reads it wants them
}

// Cells is how many cells printable text may take. Terminals that know grapheme clusters show an emoji of several code points in
// two; others add its parts up. On a terminal it is the most that either takes, so that nothing wraps on any.
func (s Screen) Cells(text string) int {
	n, clusters := 0, displaywidth.StringGraphemes(text)
	if !s.Control || ascii(text) {
		return Width(text)
	}
	for clusters.Next() {
		n += most(clusters.Value(), clusters.Width())
	}
	return n
}

// Clip cuts text to at most n cells, between characters as people see them, and marks the cut with an ellipsis.
func (s Screen) Clip(text string, n int) string {
	if len(text) <= n { // no text takes more cells than bytes
		return text
	}
	keep, cells := 0, 0 // keep: bytes that leave room for the ellipsis
	clusters := displaywidth.StringGraphemes(text)
	for clusters.Next() {
		w := clusters.Width()
		if s.Control {
			w = most(clusters.Value(), w)
		}
		if cells += w; cells > n {
			return text[:keep] + "…"
		}
		if cells < n {
			keep += len(clusters.Value())
		}
	}
	return text
}

// most is the most cells that a cluster takes: those of the cluster, or of its parts.
func most(cluster string, width int) int {
	parts := 0
	for _, r := range cluster {
		parts += displaywidth.Rune(r)
	}
	return max(width, parts)
}

// Color is how a text is shown: parameters of the escape sequence SGR. There are only those that every theme of a terminal
// has its own idea of, so that all of them are readable on all.
type Color string

// The colours in use.
const (
	Plain  Color = ""
	Bold   Color = "1"
	Faint  Color = "2"
	Red    Color = "31"
	Green  Color = "32"
	Yellow Color = "33"
	Cyan   Color = "36"
)

// paint appends text in a colour, where there are colours.
func (s Screen) paint(dst []byte, text string, c Color) []byte {
	if !s.Color || c == Plain || text == "" {
		return append(dst, text...)
	}
	dst = append(append(append(dst, "\x1b["...), c...), 'm')
	return append(append(dst, text...), "\x1b[m"...)
}

// Paint is printable text in a colour, where there are colours.
func (s Screen) Paint(text string, c Color) string { return string(s.paint(nil, text, c)) }

// The characters that keep a text from turning what is around it, and what is around it from turning the text: first strong
// isolate, and pop directional isolate. Texts of others hold neither, because Printable escapes both.
const (
	isolate    = "\u2068"
	isolateEnd = "\u2069"
)

// alone appends a printable text in a colour. On a terminal, one that is written from right to left is isolated: those that
// reorder lines would otherwise mix it with its neighbours, since blanks between columns have no direction of their own.
// Elsewhere it is only data, and stays as it is.
func (s Screen) alone(dst []byte, text string, c Color) []byte {
	if s.Width > 0 && turns(text) {
		text = isolate + text + isolateEnd
	}
	return s.paint(dst, text, c)
}
