package accounts

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"github.com/trellis-iam/trellis/plugin/exit"
	"go.yaml.in/yaml/v3"
)

// Remove takes an account out of an accounts file, and gives it as it stood there. What else is in the file stays as it is,
// comments included, but for those among the account's own lines. The file changes in one step, and two programs that
// change it lose nothing. Errors are of usage, and then nothing has changed: an [*UnknownError] where there is no such account, and
// those of [Load].
func Remove(path, name string) (removed Account, err error) {
	if _, err := Load(path); err != nil {
		return Account{}, err // before a folder is made for a file that is not there
	}
	err = change(path, Account{Name: name}, func(path string, text []byte, a Account) ([]byte, error) {
		f, err := Parse(path, text)
		if err != nil {
			return nil, err
		}
		if removed, err = f.Account(a.Name); err != nil {
			return nil, err
		}
		return without(f, text, a.Name)
	})
	if err != nil {
		return Account{}, err
	}
	return removed, nil
}

// without is a file's text without one of its accounts.
func without(f *File, text []byte, name string) ([]byte, error) {
	want := slices.DeleteFunc(slices.Clone(f.Accounts), func(a Account) bool { return a.Name == name })
	for _, take := range []func([]byte, string) ([]byte, error){cut, struck} {
		after, err := take(text, name)
		if err != nil {
			return nil, err
		}
		if f, err := Parse(f.Path, after); err == nil && same(f.Accounts, want) {
			return after, nil
		}
	}
	return nil, exit.Usagef("%s is written so that no account can be taken out of it: take %s out by hand", f.Path, name)
}

// cut takes the account's lines out, and no other: where an account has lines of its own.
func cut(text []byte, name string) ([]byte, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, err
	}
	key, value := entry(&doc, name)
	if key == nil {
		return nil, errors.New("the file has no such account")
	}
	lines := slices.Collect(strings.Lines(string(text)))
	end := min(lastLine(value), len(lines))
	for i := end; i < len(lines); i++ { // what is deeper than the account's name is its own: a text of several lines, or a comment
		line := strings.TrimRight(lines[i], " \t\r\n")
		if line == "" {
			continue
		}
		if len(line)-len(strings.TrimLeft(line, " ")) < key.Column {
			break
		}
		end = i + 1
	}
	return []byte(strings.Join(slices.Concat(lines[:key.Line-1], lines[end:]), "")), nil
}

// struck takes the account out by way of the library, which keeps comments and order, and lays the lines out anew: for files
// whose accounts are in braces.
func struck(text []byte, name string) ([]byte, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, err
	}
	key, _ := entry(&doc, name)
	all := doc.Content[0].Content[1]
	i := slices.Index(all.Content, key)
	all.Content = slices.Delete(all.Content, i, i+2)
	after, err := encode(&doc, 2)
	if bytes.Contains(text, []byte("\r\n")) {
		after = bytes.ReplaceAll(after, []byte("\n"), []byte("\r\n"))
	}
	return after, err
}
