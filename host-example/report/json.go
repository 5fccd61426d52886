package report

import (
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// WriteJSON writes the report as one JSON object, whole, as it is made: no list in it is cut. Its members are those of
// [Report]; what was not told is left out, and never 0 or false.
func WriteJSON(w io.Writer, r *Report) error {
	err := json.MarshalWrite(w, r, jsontext.WithIndent("  "), jsontext.PreserveRawStrings(true), jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, "\n")
	return err
}
