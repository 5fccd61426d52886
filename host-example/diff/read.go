package diff

import (
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/trellis-iam/trellis/host-example/receipt"
)

// found is an item in a file: whose it is, where it stands, and a digest of its text.
type found struct {
	account, id string
	offset      int64
	length      int
	digest      uint64
}

// reader reads a file of items: objects, arrays of them, and pages as -o json writes them, one after the other.
type reader struct {
	*jsontext.Decoder
	seed     maphash.Seed
	each     func(found)
	receipts []receipt.Receipt // of the pages
	account  string            // of the item before: mostly that of the next one
}

// scan calls each for every item, in the file's order, and returns the receipts in it.
func scan(r io.Reader, seed maphash.Seed, each func(found)) ([]receipt.Receipt, error) {
	s := reader{Decoder: jsontext.NewDecoder(r), seed: seed, each: each}
	for {
		var err error
		switch s.PeekKind() {
		case '{':
			err = s.object(true)
		case '[':
			err = s.array()
		default:
			_, err = s.ReadToken()
			if errors.Is(err, io.EOF) {
				return s.receipts, nil
			}
			if err == nil {
				err = s.wrong(errors.New("an object was expected: an item, or a page of items"))
			}
		}
		if err != nil {
			return nil, err
		}
	}
}

// wrong is what is wrong at the place that was just read.
func (s *reader) wrong(err error) error {
	return &jsontext.SyntacticError{ByteOffset: s.InputOffset(), JSONPointer: s.StackPointer(), Err: err}
}

func (s *reader) array() error {
	if _, err := s.ReadToken(); err != nil {
		return err
	}
	for s.PeekKind() != ']' {
		if s.PeekKind() != '{' {
			if _, err := s.ReadValue(); err != nil {
				return err
			}
			return s.wrong(errors.New("an item is an object"))
		}
		if err := s.object(false); err != nil {
			return err
		}
	}
	_, err := s.ReadToken()
	return err
}

// object reads an item, or a page where there can be one: an object with an array `data`.
func (s *reader) object(pages bool) error {
	if _, err := s.ReadToken(); err != nil {
		return err
	}
	item := found{offset: s.InputOffset() - 1}
	var digest maphash.Hash
	digest.SetSeed(s.seed)
	page := false
	var told []jsontext.Value
	for s.PeekKind() != '}' {
		token, err := s.ReadToken()
		if err != nil {
			return err
		}
		name := token.String()
		if pages && name == "data" && s.PeekKind() == '[' {
			if err := s.array(); err != nil {
				return err
			}
			page = true
			continue
		}
		value, err := s.ReadValue()
		if err != nil {
			return err
		}
		switch name {
		case "id":
			item.id = text(value)
		case "account":
			if item.account = text(value); item.account == s.account {
				item.account = s.account // one copy for all
			}
			s.account = item.account
		case "receipt", "receipts":
			told = append(told, value.Clone())
		}
		_, _ = digest.WriteString(name)
		_, _ = digest.Write(value)
	}
	if _, err := s.ReadToken(); err != nil {
		return err
	}
	if page {
		return s.told(told)
	}
	if item.id == "" {
		return s.wrong(errors.New("the item has no id"))
	}
	item.length, item.digest = int(s.InputOffset()-item.offset), digest.Sum64()
	s.each(item)
	return nil
}

// told keeps the receipts of a page.
func (s *reader) told(values []jsontext.Value) error {
	for _, v := range values {
		list := []jsontext.Value{v}
		if v.Kind() == '[' {
			list = elements(v)
		}
		for _, v := range list {
			r, err := receipt.Decode(v)
			if err != nil {
				return s.wrong(fmt.Errorf("the receipt: %w", err))
			}
			s.receipts = append(s.receipts, r)
		}
	}
	return nil
}

// text is what a string says, and "" for anything else.
func text(v jsontext.Value) string {
	if v.Kind() != '"' {
		return ""
	}
	b, err := jsontext.AppendUnquote(nil, v)
	if err != nil {
		return ""
	}
	return string(b)
}

// explain says where in a file an error is, and what to do.
func explain(path string, file io.ReaderAt, err error) error {
	e, ok := errors.AsType[*jsontext.SyntacticError](err)
	if !ok {
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			return fmt.Errorf("%s: %w", path, err)
		}
		return fmt.Errorf("%s: %w", path, errCut)
	}
	line := lineOf(file, e.ByteOffset)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%s, line %d: %w", path, line, errCut)
	}
	at := ""
	if p := string(e.JSONPointer); p != "" {
		at = " at " + p
	}
	return fmt.Errorf("%s, line %d%s: %w", path, line, at, e.Err)
}

var errCut = errors.New("the file ends within an item: its writer was stopped, or the disk was full; list again")

// lineOf is the number of the line at an offset.
func lineOf(file io.ReaderAt, offset int64) int {
	line := 1
	before := io.NewSectionReader(file, 0, offset)
	for buf := make([]byte, 32<<10); ; {
		n, err := before.Read(buf)
		line += strings.Count(string(buf[:n]), "\n")
		if err != nil {
			return line
		}
	}
}
