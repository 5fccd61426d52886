package accounts

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/trellis-iam/trellis/host-example/folder"
	"github.com/trellis-iam/trellis/plugin/exit"
)

// File is an accounts file.
type File struct {
	Path     string
	Accounts []Account // in the file's order
}

// Account is a linked account: a connector, and what it needs to read the account's data.
type Account struct {
	Name      string
	Connector string
	ID        string // empty: the name
	// AuthMethod is an id from Describe; empty: the first.
	AuthMethod         string
	Settings, Operator map[string]string
	Secrets            map[string]Secret // by the key of the credentials

	file string // that it is in
	at   map[string]Position
}

// Secret says where a secret is: one of the two.
type Secret struct {
	Place   string   // "env:NAME", "file:PATH", "keyring:NAME" or "prompt"
	Command []string // a program and its arguments, which writes the secret to its stdout
}

// String is where the secret is, for people.
func (s Secret) String() string {
	if len(s.Command) > 0 {
		return "command:" + s.Command[0] // its arguments are between it and its user
	}
	return s.Place
}

// Asks reports whether a person is asked for the secret.
func (s Secret) Asks() bool { return s.Place == "prompt" }

// AccountID is what page tokens of the account are bound to.
func (a Account) AccountID() string { return cmp.Or(a.ID, a.Name) }

// Position is a place in a file, from 1; columns count characters.
type Position struct{ Line, Column int }

// Where is the place of what a path names, such as `settings.region`, or of what is nearest to it: `accounts.yaml:7:5:
// accounts.acme.settings.region`. It is empty for an account of no file.
func (a Account) Where(path string) string {
	if a.file == "" {
		return ""
	}
	p := a.position(path)
	return fmt.Sprintf("%s:%d:%d: %s", a.file, p.Line, p.Column, a.full(path))
}

// full is the path in the file.
func (a Account) full(path string) string {
	return strings.TrimSuffix("accounts."+a.Name+"."+path, ".")
}

func (a Account) position(path string) Position {
	for path != "" {
		if p, ok := a.at[path]; ok {
			return p
		}
		path = path[:max(strings.LastIndexByte(path, '.'), 0)]
	}
	return a.at[""]
}

// Account finds an account by its name. The error is of usage, and knows which there are.
func (f *File) Account(name string) (Account, error) {
	i := slices.IndexFunc(f.Accounts, func(a Account) bool { return a.Name == name })
	if i < 0 {
		return Account{}, &UnknownError{Name: name, File: f}
	}
	return f.Accounts[i], nil
}

// Names are the names of the accounts, in the file's order.
func (f *File) Names() []string {
	names := make([]string, len(f.Accounts))
	for i, a := range f.Accounts {
		names[i] = a.Name
	}
	return names
}

// UnknownError says which account was wanted, and what there is.
type UnknownError struct {
	Name string
	File *File
}

// maxNamed is how many accounts an error names. More are for the command that lists them.
const maxNamed = 12

// Error is the whole of it in a sentence.
func (e *UnknownError) Error() string {
	names := e.File.Names()
	there := "there is none at all"
	switch {
	case len(names) > maxNamed:
		there = fmt.Sprintf("there is %s and %d more", strings.Join(names[:maxNamed], ", "), len(names)-maxNamed)
	case len(names) > 0:
		there = "there is " + strings.Join(names, ", ")
	}
	return fmt.Sprintf("no account %.64q in %s; %s", e.Name, e.File.Path, there)
}

// Is makes it an error of usage.
func (e *UnknownError) Is(target error) bool { return target == exit.ErrUsage }

// Suggestion is what to do about it.
func (e *UnknownError) Suggestion() string {
	if near := folder.Nearest(e.Name, e.File.Names()); near != "" {
		return fmt.Sprintf("did you mean %s?", near)
	}
	return "trellis accounts lists what there is"
}

// in is a path of the file as seen from where the file is.
func (a Account) in(path string) string {
	if a.file == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(a.file), path)
}
