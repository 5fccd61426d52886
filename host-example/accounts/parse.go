package accounts

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/trellis-iam/trellis/plugin/secret"
	"go.yaml.in/yaml/v3"
)

// Parse reads the text of an accounts file. Its error is an [*Invalid].
func Parse(path string, text []byte) (*File, error) {
	r := &reading{path: path, reader: Secrets(secret.Reader{})}
	f := &File{Path: path}
	if doc := r.document(text); doc != nil {
		r.file(f, doc)
	} else if len(r.problems) == 0 {
		r.problem(&yaml.Node{Line: 1, Column: 1}, "", "begin it with accounts:, and see docs/accounts.md", "the file is empty")
	}
	return f, invalid(r.problems)
}

// reading is a file that is being read.
type reading struct {
	path     string
	reader   secret.Reader // which understands where secrets are
	problems []*Problem
}

func (r *reading) problem(n *yaml.Node, path, todo, format string, args ...any) {
	r.problems = append(r.problems, &Problem{
		File: r.path, Position: position(n), Path: path, Why: fmt.Sprintf(format, args...), ToDo: todo,
	})
}

func position(n *yaml.Node) Position { return Position{max(n.Line, 1), max(n.Column, 1)} }

// The patterns leave lengths out: a bounded repetition is unrolled when it is compiled, at the start of every command.
var (
	namePattern      = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)
	connectorPattern = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`) // describe.proto's
	keyPattern       = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)             // describe.proto's of fields and auth methods
)

const (
	maxWord = 64  // of names, connectors and keys; likewise
	maxID   = 256 // account.proto's
)

func isName(s string) bool { return len(s) <= maxWord && namePattern.MatchString(s) }

func isConnector(s string) bool { return len(s) <= maxWord && connectorPattern.MatchString(s) }

func isKey(s string) bool { return len(s) <= maxWord && keyPattern.MatchString(s) }

const wrongName = "the name of an account has 1 to 64 letters, digits, dots, dashes and underscores, and begins with a letter or a digit"

func (r *reading) file(f *File, doc *yaml.Node) {
	const example = "begin it with accounts:, and see docs/accounts.md"
	there := false
	ok := r.mapping("", doc, example, func(key string, k, v *yaml.Node) {
		if key != "accounts" {
			r.problem(k, clip(key), "all accounts stand below the one key accounts", "the file has no such key")
			return
		}
		there = true
		if isNull(v) {
			return
		}
		r.mapping("accounts", v, "give each account a name: see docs/accounts.md", func(name string, k, v *yaml.Node) {
			path := "accounts." + clip(name)
			if !isName(name) {
				r.problem(k, path, "", wrongName)
				return
			}
			f.Accounts = append(f.Accounts, r.account(path, name, k, v))
		})
	})
	if ok && !there {
		r.problem(doc, "", example, "the key accounts is missing")
	}
	r.ids(f)
}

// ids refuses two accounts that a connector could not tell apart.
func (r *reading) ids(f *File) {
	type who struct{ connector, id string }
	seen := map[who]string{}
	for _, a := range f.Accounts {
		w := who{a.Connector, a.AccountID()}
		if first, twice := seen[w]; twice {
			r.problems = append(r.problems, a.problem("id", "give it another id",
				"%s has the same connector and the same id, so that page tokens of one would pass for the other's", first))
			continue
		}
		seen[w] = a.Name
	}
}

func (r *reading) account(path, name string, key, n *yaml.Node) Account {
	a := Account{Name: name, file: r.path, at: map[string]Position{"": position(key)}}
	ok := r.mapping(path, n, "give at least its connector: see docs/accounts.md", func(key string, k, v *yaml.Node) {
		read, ok := accountKeys[key]
		if !ok {
			r.problem(k, path+"."+clip(key), "an account has the keys "+accountKeyNames, "an account has no such key")
			return
		}
		a.at[key] = position(k)
		read(r, &a, path+"."+key, v)
	})
	if _, there := a.at["connector"]; ok && !there {
		r.problem(key, path, "add connector: and its name, as trellis connectors has it", "the connector is missing")
	}
	return a
}

const accountKeyNames = "connector, id, auth_method, settings, operator and secrets"

var accountKeys = map[string]func(r *reading, a *Account, path string, n *yaml.Node){
	"connector": func(r *reading, a *Account, path string, n *yaml.Node) {
		a.Connector = r.word(path, n, "the name of a connector, as trellis connectors has it", isConnector)
	},
	"id": func(r *reading, a *Account, path string, n *yaml.Node) {
		a.ID = r.word(path, n, fmt.Sprintf("a text of 1 to %d bytes without line breaks", maxID), func(s string) bool {
			return s != "" && len(s) <= maxID && !strings.ContainsFunc(s, unicode.IsControl)
		})
	},
	"auth_method": func(r *reading, a *Account, path string, n *yaml.Node) {
		a.AuthMethod = r.word(path, n, "the id of an auth method, as trellis describe has it", isKey)
	},
	"settings": func(r *reading, a *Account, path string, n *yaml.Node) { a.Settings = r.values(a, path, n) },
	"operator": func(r *reading, a *Account, path string, n *yaml.Node) {
		a.Operator = r.values(a, path, n)
		r.certificates(a, path, n)
	},
	"secrets": (*reading).secrets,
}
