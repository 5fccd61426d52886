// Package secret brings secrets to the command line without anyone seeing them. A secret never stands among the arguments
// of a program, where every user of the machine can read it (ps) and the shell writes it to its history: an argument only
// says where it is.
//
//	api_key=env:LATTICE_API_KEY   an environment variable
//	api_key=file:lattice.key      a file, whose last line break is not part of the secret
//	api_key=prompt                typed in, without echo
//
// A host may know further places, each by a scheme of its own ([Reader.Schemes]).
package secret

import (
	"context"
	"fmt"
	"os"
	"strings"
)

// MaxSize bounds a secret in bytes, as account.proto does.
const MaxSize = 64 << 10

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

// Reader reads secrets from where they are.
type Reader struct {
	// LookupEnv is os.LookupEnv.
	LookupEnv func(string) (string, bool)
	// Prompt asks a person for a secret: see [Prompt].
	Prompt func(ctx context.Context, label string) (string, error)
	// Warn takes a sentence about a secret that is less safe than it could be.
	Warn func(string)
	// Schemes are further places, by the word before the colon. Each reads the secret that has a name there, and its errors
	// hold nothing of it.
	Schemes map[string]func(ctx context.Context, name string) (string, error)
}

// Read reads one secret. Errors name the place, never what was found in it.
func (r Reader) Read(ctx context.Context, ref Ref) (string, error) {
	value, err := r.find(ctx, ref)
	switch {
	case err != nil:
		return "", fmt.Errorf("%s: %w", ref.Key, err)
	case value == "":
		return "", fmt.Errorf("%s: the secret is empty", ref.Key)
	case len(value) > MaxSize:
		return "", fmt.Errorf("%s: the secret is longer than %d bytes", ref.Key, MaxSize)
	}
	return value, nil
}

func (r Reader) find(ctx context.Context, ref Ref) (string, error) {
	switch {
	case ref.read != nil:
		return ref.read(ctx)
	case ref.scheme == env:
		return r.env(ref.name)
	case ref.scheme == file:
		return r.file(ref.name)
	case ref.scheme == prompt:
		return r.Prompt(ctx, ref.Key)
	}
	read, ok := r.Schemes[ref.scheme]
	if !ok { // it was understood by a reader that knows more
		return "", fmt.Errorf("there is no %s here", ref.scheme)
	}
	return read(ctx, ref.name)
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
	value, err := readAll(f, MaxSize+2) // a line break of two bytes more than the bound
	if err != nil {
		return "", err
	}
	return TrimLineBreak(value), nil
}

// TrimLineBreak takes off the one line break that editors and echo leave at the end.
func TrimLineBreak(s string) string {
	if cut, ok := strings.CutSuffix(s, "\n"); ok {
		return strings.TrimSuffix(cut, "\r")
	}
	return s
}
