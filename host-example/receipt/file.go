package receipt

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/trellis-iam/trellis/host-example/output"
)

// Append appends a receipt as JSON on one line, without a line break behind it. As in all that is written of lists, no
// character in it can act on a terminal.
func Append(dst []byte, r Receipt) ([]byte, error) {
	text, err := json.Marshal(r, json.Deterministic(true), jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return dst, err
	}
	return output.AppendJSON(dst, text)
}

// Decode decodes one receipt.
func Decode(text []byte) (Receipt, error) {
	var r Receipt
	if err := json.Unmarshal(text, &r); err != nil {
		return r, err
	}
	switch {
	case r.Format == 0:
		return r, errors.New("it is no receipt: the member format is missing")
	case r.Format != Format:
		return r, fmt.Errorf("it is a receipt of format %d, and this program knows format %d: use a newer one", r.Format, Format)
	}
	return r, nil
}

// maxFile bounds what is read: a receipt has some 10 KiB with the longest tokens, and a list seldom more than a few segments.
const maxFile = 16 << 20

// Read reads a file of receipts.
func Read(path string) ([]Receipt, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxFile {
		return nil, fmt.Errorf("%s has more than %d bytes: it is no file of receipts", path, maxFile)
	}
	var all []Receipt
	for d := jsontext.NewDecoder(bytes.NewReader(text)); ; {
		value, err := d.ReadValue()
		if errors.Is(err, io.EOF) {
			break
		}
		var r Receipt
		if err == nil {
			r, err = Decode(value)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: receipt %d: %w", path, len(all)+1, err)
		}
		all = append(all, r)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s is empty: there is no receipt in it", path)
	}
	return all, nil
}
