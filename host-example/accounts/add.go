package accounts

import (
	"bytes"
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/trellis-iam/trellis/plugin/exit"
	"go.yaml.in/yaml/v3"
)

// Add writes an account to the end of an accounts file, which it makes if there is none, with its folder. What is there stays
// as it is, comments included. The file changes in one step, and two programs that add to it lose nothing. Paths in the account
// are seen from the file's folder. Errors are of usage, and then nothing has changed; an account of that name is one.
func Add(path string, a Account) error { return change(path, a, with) }

// change makes a file's text another.
func change(path string, a Account, made func(path string, text []byte, a Account) ([]byte, error)) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return exit.Usagef("the accounts file cannot be found: %v", err)
	}
	const onlyMine = 0o700
	if err := os.MkdirAll(filepath.Dir(path), onlyMine); err != nil {
		return exit.Usagef("the folder of the accounts file cannot be made: %v", err)
	}
	var own error // of the file and the account; others are of the disk
	err = onDisk(path).Update(func(text []byte) ([]byte, error) {
		text, own = made(path, text, a)
		return text, own
	})
	if own != nil || err == nil {
		return own
	}
	return unsafeFile(err)
}

// with is a file's text with an account more.
func with(path string, text []byte, a Account) ([]byte, error) {
	if err := a.valid(); err != nil {
		return nil, err
	}
	var before []Account
	if !blank(text) {
		f, err := Parse(path, text)
		if err != nil {
			return nil, err
		}
		if _, err := f.Account(a.Name); err == nil {
			return nil, exit.Usagef("%s has an account %s already: give another name, or take that one out first", path, a.Name)
		}
		before = f.Accounts
	}
	for _, add := range []func([]byte, Account) ([]byte, error){appended, encoded} {
		after, err := add(text, a)
		if err != nil {
			return nil, err
		}
		f, err := Parse(path, after)
		if err != nil || !same(f.Accounts, append(slices.Clip(before), a)) {
			continue
		}
		if len(after) > maxFile {
			return nil, exit.Usagef("%s would have more than %d bytes", path, maxFile)
		}
		return after, nil
	}
	return nil, exit.Usagef("%s is written so that no account can be added to it: add %s by hand", path, a.Name)
}

// blank reports whether a text has nothing but comments.
func blank(text []byte) bool {
	var doc yaml.Node
	return yaml.Unmarshal(text, &doc) == nil && len(doc.Content) == 0
}

// valid makes sure that the account can be read again.
func (a Account) valid() error {
	text, err := appended(nil, a)
	if err != nil {
		return err
	}
	_, err = Parse("", text)
	if e, ok := errors.AsType[*Invalid](err); ok {
		return exit.Usagef("%s: %s", e.Problems[0].Path, e.Problems[0].Why)
	}
	return err
}

// same reports whether accounts are the same, wherever they are.
func same(some, others []Account) bool {
	bare := func(accounts []Account) []Account {
		all := make([]Account, len(accounts))
		for i, a := range accounts {
			a.file, a.at = "", nil
			for _, m := range []*map[string]string{&a.Settings, &a.Operator} {
				if len(*m) == 0 {
					*m = nil
				}
			}
			if len(a.Secrets) == 0 {
				a.Secrets = nil
			}
			all[i] = a
		}
		return all
	}
	return reflect.DeepEqual(bare(some), bare(others))
}

// appended adds the account as further lines, indented as the others are: accounts is the one key that a file has.
func appended(text []byte, a Account) ([]byte, error) {
	indent := 2
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err == nil && len(doc.Content) > 0 {
		if m := doc.Content[0]; len(m.Content) == 2 && len(m.Content[1].Content) > 0 {
			indent = m.Content[1].Content[0].Column - 1
		}
	} else {
		if text = bytes.TrimRight(text, "\n"); len(text) > 0 {
			text = append(text, '\n')
		}
		text = append(text, "accounts:\n"...)
	}
	lines, err := encode(map[string]any{a.Name: a.node()}, max(indent, 1))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.Write(text)
	if len(text) > 0 && text[len(text)-1] != '\n' {
		b.WriteByte('\n')
	}
	ending := "\n"
	if bytes.Contains(text, []byte("\r\n")) {
		ending = "\r\n"
	}
	for line := range strings.Lines(string(lines)) {
		b.WriteString(strings.Repeat(" ", indent) + strings.TrimSuffix(line, "\n") + ending)
	}
	return b.Bytes(), nil
}

// encoded adds the account by way of the library, which keeps comments and order, and lays the lines out anew: for files
// whose accounts are in braces.
func encoded(text []byte, a Account) ([]byte, error) {
	var doc, account yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, err
	}
	if len(doc.Content) == 0 || len(doc.Content[0].Content) != 2 {
		return nil, errors.New("the file has no accounts to add to")
	}
	if err := account.Encode(map[string]any{a.Name: a.node()}); err != nil {
		return nil, err
	}
	all := doc.Content[0].Content[1]
	if isNull(all) || len(all.Content) == 0 {
		key := doc.Content[0].Content[0]
		key.LineComment, all.LineComment = cmp.Or(key.LineComment, all.LineComment), ""
		all.Kind, all.Style, all.Tag, all.Value = yaml.MappingNode, 0, "!!map", ""
	}
	all.Content = append(all.Content, account.Content...)
	return encode(&doc, 2)
}

func encode(v any, indent int) ([]byte, error) {
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(indent)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), e.Close()
}
