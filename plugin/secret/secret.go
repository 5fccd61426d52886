// Package secret brings secrets to the command line without anyone seeing them. A secret never stands among the arguments
// of a program, where every user of the machine can read it (ps) and the shell writes it to its history: an argument only
// says where it is.
//
//	api_key=env:LATTICE_API_KEY   an environment variable
//	api_key=file:lattice.key      a file, whose last line break is not part of the secret
//	api_key=prompt                typed in, without echo
package secret

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
)

// maxSize bounds a secret in bytes, as account.proto does.
const maxSize = 64 << 10

// isKey reports whether s can be a key of credentials, as describe.proto has them.
func isKey(s string) bool {
	return s != "" && len(s) <= 64 && s[0] >= 'a' && s[0] <= 'z' && isName(s) && strings.ToLower(s) == s
}

// isName reports whether s can be the name of an environment variable.
func isName(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_'
	}) && (s[0] < '0' || s[0] > '9')
}

// Ref says where a secret is.
type Ref struct {
	Key  string // of the account's credentials: "api_key"
	kind kind
	name string // of the variable or the file
}

type kind int

const (
	fromEnv kind = iota
	fromFile
	fromPrompt
)

// Parse reads an argument such as "api_key=env:NAME". Its errors repeat nothing that could be the secret itself.
func Parse(arg string) (Ref, error) {
	key, where, ok := strings.Cut(arg, "=")
	if !ok || !isKey(key) {
		return Ref{}, errors.New("a secret is given as key=env:NAME, key=file:PATH or key=prompt")
	}
	scheme, name, _ := strings.Cut(where, ":")
	switch {
	case where == "prompt":
		return Ref{Key: key, kind: fromPrompt}, nil
	case scheme == "env" && isName(name):
		return Ref{Key: key, kind: fromEnv, name: name}, nil
	case scheme == "env" && where != "env":
		return Ref{}, fmt.Errorf("%s: what follows env: is no name of an environment variable", key)
	case scheme == "file" && name != "":
		return Ref{Key: key, kind: fromFile, name: name}, nil
	}
	return Ref{}, fmt.Errorf("%s: a secret must not stand on the command line, where other users of this machine and the "+
		"shell's history have it: give %s=env:NAME, %s=file:PATH or %s=prompt, and replace the secret if that was it",
		key, key, key, key)
}

// Reader reads secrets from where they are.
type Reader struct {
	// LookupEnv is os.LookupEnv.
	LookupEnv func(string) (string, bool)
	// Prompt asks a person for a secret: see [Prompt].
	Prompt func(ctx context.Context, label string) (string, error)
	// Warn takes a sentence about a secret that is less safe than it could be.
	Warn func(string)
}

// Read reads one secret. Errors name the place, never what was found in it.
func (r Reader) Read(ctx context.Context, ref Ref) (string, error) {
	var value string
	var err error
	switch ref.kind {
	case fromEnv:
		value, err = r.env(ref.name)
	case fromFile:
		value, err = r.file(ref.name)
	case fromPrompt:
		value, err = r.Prompt(ctx, ref.Key)
	}
	switch {
	case err != nil:
		return "", fmt.Errorf("%s: %w", ref.Key, err)
	case value == "":
		return "", fmt.Errorf("%s: the secret is empty", ref.Key)
	case len(value) > maxSize:
		return "", fmt.Errorf("%s: the secret is longer than %d bytes", ref.Key, maxSize)
	}
	return value, nil
}

func (r Reader) env(name string) (string, error) {
	value, ok := r.LookupEnv(name)
	if !ok {
		return "", fmt.Errorf("the environment variable %s is not set", name)
	}
	return value, nil
}

// file reads a file, or a pipe such as /dev/stdin or a shell's <(...), up to the bound.
func (r Reader) file(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	// A warning only: secrets that Kubernetes mounts, for one, may be read by all in a container that has one user.
	const readableByAll = 0o004
	if info.Mode().IsRegular() && info.Mode().Perm()&readableByAll != 0 && unixModes {
		r.Warn(fmt.Sprintf("every user of this machine can read %s: chmod 600 it", name))
	}
	value, err := readAll(f, maxSize+2) // a line break of two bytes more than the bound
	if err != nil {
		return "", err
	}
	return trimLineBreak(value), nil
}

// trimLineBreak takes off the one line break that editors and echo leave at the end.
func trimLineBreak(s string) string {
	if cut, ok := strings.CutSuffix(s, "\n"); ok {
		return strings.TrimSuffix(cut, "\r")
	}
	return s
}
