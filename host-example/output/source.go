package output

import (
	"encoding/json"
	"slices"
	"unicode/utf8"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// maxDepth bounds how deep raw may be nested. No vendor comes near it, and readers stay far from the limits of their own
// (encoding/json's is 10,000, others' are lower).
const maxDepth = 1000

// appendSource appends what is told about the vendor's record: the record itself where it was asked for, and warnings.
func appendSource(dst []byte, s *iamv1.Source) []byte {
	omitted, warnings := s.GetRawOmitted(), s.GetWarnings()
	if raw := s.GetRaw(); len(raw) > 0 {
		if with, ok := appendCompact(appendName(dst, `"raw":`), raw); ok {
			dst = with
		} else {
			omitted = true
			warnings = append(slices.Clip(warnings), &iamv1.Warning{
				Path: "$", Reason: "raw is left out: it is not JSON, or is nested too deeply",
			})
		}
	}
	if omitted {
		dst = appendBoolMember(dst, `"raw_omitted":`, true)
	}
	if len(warnings) > 0 {
		dst = appendArray(dst, `"warnings":`, warnings, func(dst []byte, w *iamv1.Warning) []byte {
			dst = append(dst, '{')
			dst = appendStringMember(dst, `"path":`, w.GetPath())
			dst = appendStringMember(dst, `"reason":`, w.GetReason())
			return append(dst, '}')
		})
	}
	return dst
}

// appendCompact appends JSON on one line: white space between tokens goes, and within strings what [AppendString] would
// escape is escaped. Tokens stay as the vendor wrote them, long numbers above all. It reports false for what is no JSON.
func appendCompact(dst, raw []byte) ([]byte, bool) {
	if !json.Valid(raw) {
		return dst, false
	}
	depth := 0
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; c {
		case ' ', '\t', '\r', '\n':
			continue
		case '"':
			end := i + 1
			for ; raw[end] != '"'; end++ {
				if raw[end] == '\\' {
					end++
				}
			}
			dst = appendQuoted(dst, raw[i:end+1])
			i = end
			continue
		case '{', '[':
			if depth++; depth > maxDepth {
				return dst, false
			}
		case '}', ']':
			depth--
		}
		dst = append(dst, raw[i])
	}
	return dst, true
}

// appendQuoted appends a string of valid JSON, its quotes and escapes included.
func appendQuoted(dst, quoted []byte) []byte {
	for i := 0; i < len(quoted); {
		r, size := utf8.DecodeRune(quoted[i:])
		switch {
		case r == utf8.RuneError && size == 1, r >= utf8.RuneSelf && hidden(r), r == 0x7F:
			dst = appendEscape(dst, r)
		default:
			dst = append(dst, quoted[i:i+size]...)
		}
		i += size
	}
	return dst
}
