package trust

import (
	"bytes"
	"strings"
	"unicode"
)

// maxHead is how much of a file Linux looks at to learn how to run it.
const maxHead = 256

// interpreter is what the first line of a script names, and empty for what is no script.
func interpreter(head []byte) string {
	line, ok := bytes.CutPrefix(head, []byte("#!"))
	if !ok {
		return ""
	}
	line, _, _ = bytes.Cut(line, []byte("\n"))
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, strings.ReplaceAll(string(line), "\t", " ")))
}
