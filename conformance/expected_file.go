package conformance

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"go.yaml.in/yaml/v3"
)

// maxExpected bounds a file of expected failures: a reason for every case there is, many times over.
const maxExpected = 1 << 20

// expectation is an entry of the file.
type expectation struct {
	Case   string `yaml:"case"`
	Reason string `yaml:"reason"`
}

// LoadExpected reads a file of expected failures, a YAML list:
//
//   - case: authenticate.wrong
//     reason: The data is in memory; there is nobody who could reject a token.
//
// Both members are required, and a case stands in it once. The file has one document: what stood in a second one would be
// taken for known, and is not.
func LoadExpected(path string) (Expected, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // nothing was written that could be lost
	text, err := io.ReadAll(io.LimitReader(file, maxExpected+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", path, err)
	case len(text) > maxExpected:
		return nil, fmt.Errorf("%s has more than %d bytes", path, maxExpected)
	}
	expected, err := parseExpected(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return expected, nil
}

func parseExpected(text []byte) (Expected, error) {
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	var all []expectation
	if err := d.Decode(&all); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	var second yaml.Node
	switch err := d.Decode(&second); {
	case err == nil:
		return nil, fmt.Errorf("line %d: a second document begins (after ---); the file has one list", second.Line)
	case !errors.Is(err, io.EOF):
		return nil, err
	}
	expected := Expected{}
	for i, e := range all {
		switch {
		case e.Case == "":
			return nil, fmt.Errorf("entry %d names no case", i+1)
		case e.Reason == "":
			return nil, fmt.Errorf("%s has no reason", e.Case)
		case expected[e.Case] != "":
			return nil, fmt.Errorf("%s stands there twice", e.Case)
		}
		expected[e.Case] = e.Reason
	}
	return expected, nil
}
