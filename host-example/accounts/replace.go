package accounts

import (
	"slices"
	"strings"

	"github.com/trellis-iam/trellis/plugin/exit"
	"go.yaml.in/yaml/v3"
)

// Replace is Add for an account that stands in the place of the one that has its name. Where there is none, it is added.
func Replace(path string, a Account) error { return change(path, a, inPlace) }

// inPlace is a file's text with an account in the place of another.
func inPlace(path string, text []byte, a Account) ([]byte, error) {
	if err := a.valid(); err != nil {
		return nil, err
	}
	f, err := Parse(path, text)
	if err != nil {
		return with(path, text, a) // which says what is wrong with the file, if it is not merely empty
	}
	i := slices.IndexFunc(f.Accounts, func(other Account) bool { return other.Name == a.Name })
	if i < 0 {
		return with(path, text, a)
	}
	want := slices.Clone(f.Accounts)
	want[i] = a
	for _, put := range []func([]byte, Account) ([]byte, error){spliced, exchanged} {
		after, err := put(text, a)
		if err != nil {
			return nil, err
		}
		if f, err := Parse(path, after); err == nil && same(f.Accounts, want) && len(after) <= maxFile {
			return after, nil
		}
	}
	return nil, exit.Usagef("%s is written so that no account in it can be replaced: change %s by hand", path, a.Name)
}

// entry finds an account in a file's document: its key and its value.
func entry(doc *yaml.Node, name string) (key, value *yaml.Node) {
	all := doc.Content[0].Content[1].Content // Parse has found it so
	for i := 0; i+1 < len(all); i += 2 {
		if all[i].Value == name {
			return all[i], all[i+1]
		}
	}
	return nil, nil
}

// spliced changes the account's lines and no other: where an account has lines of its own.
func spliced(text []byte, a Account) ([]byte, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, err
	}
	key, value := entry(&doc, a.Name)
	lines := slices.Collect(strings.Lines(string(text)))
	added, err := appended([]byte("accounts:\n"+strings.Repeat(" ", key.Column-1)+"x:\n"), a)
	if err != nil {
		return nil, err
	}
	mine := slices.Collect(strings.Lines(string(added)))[2:]
	return []byte(strings.Join(slices.Concat(lines[:key.Line-1], mine, lines[min(lastLine(value), len(lines)):]), "")), nil
}

// lastLine is the last line on which something of a node begins.
func lastLine(n *yaml.Node) int {
	last := n.Line
	for _, part := range n.Content {
		last = max(last, lastLine(part))
	}
	return last
}

// exchanged changes the account by way of the library, which lays the lines out anew.
func exchanged(text []byte, a Account) ([]byte, error) {
	var doc, account yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, err
	}
	if err := account.Encode(a.node()); err != nil {
		return nil, err
	}
	_, value := entry(&doc, a.Name)
	*value = account
	return encode(&doc, 2)
}
