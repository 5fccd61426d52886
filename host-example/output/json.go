package output

import "errors"

// AppendJSON appends JSON of any origin as this package writes it: on one line, and with what could act on a terminal as
// escapes. Nothing else about it changes.
func AppendJSON(dst, text []byte) ([]byte, error) {
	with, ok := appendCompact(dst, text)
	if !ok {
		return dst, errors.New("it is not JSON, or is nested too deeply")
	}
	return with, nil
}
