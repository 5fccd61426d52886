package trust

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

const theLock = "the lock file"

// lockVersion is the version of the lock file's format.
const lockVersion = 1

// maxLock bounds lock files. A connector takes 250 bytes.
const maxLock = 1 << 20

// lockFile is a lock file as it is written.
type lockFile struct {
	Version    int     `json:"version"`
	Connectors []Entry `json:"connectors"`
}

// ReadLock reads a lock file. One that is not there is an empty lock. Errors are PLUGIN_UNTRUSTED: a file or a folder that
// everybody can change, a version that is not known, and anything that is not exactly as it should be. That includes fields
// that are not known: one that a later program wrote may restrict what an earlier one would let run.
func ReadLock(path string) (*Lock, error) {
	path, err := absolute(path, theLock)
	if err != nil {
		return nil, err
	}
	text, err := readSmall(path, theLock, maxLock)
	if errors.Is(err, fs.ErrNotExist) {
		return &Lock{}, nil
	}
	if err != nil {
		return nil, err
	}
	return parseLock(path, text)
}

// readSmall reads a whole file that only few can change.
func readSmall(path, what string, most int64) ([]byte, error) {
	f, _, err := openFile(path, what)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	switch {
	case err != nil:
		return nil, unreadable(path, what, err)
	case int64(len(text)) > most:
		return nil, untrusted("look whether it is the right file", "%s %s has more than %d bytes", what, path, most)
	}
	return text, nil
}

func parseLock(path string, text []byte) (*Lock, error) {
	malformed := func(format string, args ...any) error {
		return untrusted("repair "+shellWord(path)+", or move it away and trust all again: trellis connectors trust --all",
			"the lock file %s is malformed: %w", path, fmt.Errorf(format, args...))
	}
	if err := wellFormed(text); err != nil {
		return nil, malformed("%w", err)
	}
	var version struct {
		Version int `json:"version"`
	}
	if err := json.Unmarshal(text, &version); err != nil {
		return nil, malformed("%w", plain(text, err))
	}
	switch {
	case version.Version > lockVersion:
		return nil, untrusted("upgrade trellis", "the lock file %s has version %d, and this program knows version %d",
			path, version.Version, lockVersion)
	case version.Version != lockVersion:
		return nil, malformed("the field version is not %d", lockVersion)
	}
	var file lockFile
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&file); err != nil {
		return nil, malformed("%w", plain(text, err))
	}
	if name, offset := strangeName(text); name != "" {
		return nil, malformed("%s: unknown field %q", position(text, offset), name)
	}
	for i, e := range file.Connectors {
		if flaw, ok := e.valid(); !ok {
			return nil, malformed("connectors[%d].%s: %s", i, flaw.field, flaw.problem)
		}
	}
	l := &Lock{Connectors: file.Connectors}
	slices.SortFunc(l.Connectors, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
	for i := 1; i < len(l.Connectors); i++ {
		if name := l.Connectors[i].Name; name == l.Connectors[i-1].Name {
			return nil, malformed("%s is there twice", name)
		}
	}
	return l, nil
}

// wellFormed is strict, so that nobody can read the file in another way: no field twice, UTF-8, one value.
func wellFormed(text []byte) error {
	d := jsontext.NewDecoder(bytes.NewReader(text))
	_, err := d.ReadValue()
	if err == nil {
		if _, err = d.ReadToken(); errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = errors.New("there is more than one value")
		}
	}
	offset := d.InputOffset()
	if e, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		offset, err = e.ByteOffset, e.Err
	}
	return fmt.Errorf("%s: %w", position(text, offset), err)
}

// strangeName finds a field that encoding/json takes for one that it knows, and that is none: "SHA256", of which a reader may
// think otherwise. The text is well-formed.
func strangeName(text []byte) (name string, offset int64) {
	known := map[string]bool{"version": true, "connectors": true, "name": true, "size": true, "sha256": true, "interpreter": true, "key": true}
	d := jsontext.NewDecoder(bytes.NewReader(text))
	for token, err := d.ReadToken(); err == nil; token, err = d.ReadToken() {
		kind, n := d.StackIndex(d.StackDepth())
		if kind == '{' && n%2 == 1 && !known[token.String()] { // a name comes before its value
			return token.String(), d.InputOffset()
		}
	}
	return "", 0
}

// plain says where something of the wrong type is, and what is not known, in the file's words and not in Go's.
func plain(text []byte, err error) error {
	const most = 200 // what is quoted of the file may be as long as the file
	said := strings.TrimPrefix(err.Error(), "json: ")
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		said = fmt.Sprintf("%s: %s cannot be a %s", position(text, e.Offset), cmp.Or(e.Field, "the file"), e.Value)
	}
	return errors.New(strings.ToValidUTF8(said[:min(len(said), most)], ""))
}

// position is where a byte is, as editors count.
func position(text []byte, offset int64) string {
	before := text[:min(offset, int64(len(text)))]
	line, column := bytes.Count(before, []byte("\n"))+1, len(before)-bytes.LastIndexByte(before, '\n')
	return fmt.Sprintf("line %d, column %d", line, column)
}
