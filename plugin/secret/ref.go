package secret

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// Ref says where a secret is.
type Ref struct {
	Key    string // of the account's credentials: "api_key"
	scheme string
	name   string // of the variable, of the file, or what else there is of that scheme
	read   func(context.Context) (string, error)
}

// The schemes that every reader knows. A prompt has no name.
const (
	env    = "env"
	file   = "file"
	prompt = "prompt"
)

// From is a secret that a function reads: one that no word on a command line leads to.
func From(key string, read func(context.Context) (string, error)) Ref {
	return Ref{Key: key, read: read}
}

// Asks reports whether a person is asked for the secret.
func (r Ref) Asks() bool { return r.scheme == prompt }

// String says where the secret is, as [Reader.Ref] understands it; "" is one that a function reads.
func (r Ref) String() string {
	if r.name == "" {
		return r.scheme
	}
	return r.scheme + ":" + r.name
}

// In is the secret as seen from a folder: a file that has no whole path is there.
func (r Ref) In(folder string) Ref {
	if r.scheme == file && !filepath.IsAbs(r.name) {
		r.name = filepath.Join(folder, r.name)
	}
	return r
}

// ErrNoPlace says that what should say where a secret is says no such thing. It may be the secret itself.
var ErrNoPlace = errors.New("this does not say where the secret is")

// Ref understands where a secret is: "env:NAME", "file:PATH", "prompt", or a scheme of the reader's own. Its errors repeat
// nothing that could be the secret itself.
func (r Reader) Ref(key, where string) (Ref, error) {
	if !isKey(key) {
		return Ref{}, errors.New("the key of a secret has small letters, digits and _ only: give it as describe shows it")
	}
	scheme, name, _ := strings.Cut(where, ":")
	_, known := r.Schemes[scheme]
	switch {
	case where == prompt:
		return Ref{Key: key, scheme: prompt}, nil
	case scheme == env && isName(name):
	case scheme == env && where != env:
		return Ref{}, errors.New("what follows env: is no name of an environment variable")
	case (scheme == file || known) && name != "":
	default:
		return Ref{}, ErrNoPlace
	}
	return Ref{Key: key, scheme: scheme, name: name}, nil
}

// Places are the ways to say where a secret is, behind a prefix each: "env:NAME, file:PATH or prompt".
func (r Reader) Places(prefix string) string {
	all := []string{prefix + "env:NAME", prefix + "file:PATH"}
	for _, scheme := range slices.Sorted(maps.Keys(r.Schemes)) {
		all = append(all, prefix+scheme+":NAME")
	}
	return strings.Join(all, ", ") + " or " + prefix + "prompt"
}

// Parse reads an argument such as "api_key=env:NAME". Its errors repeat nothing that could be the secret itself.
func (r Reader) Parse(arg string) (Ref, error) {
	key, where, ok := strings.Cut(arg, "=")
	if !ok || !isKey(key) {
		return Ref{}, errors.New("a secret is given as " + r.Places("key="))
	}
	ref, err := r.Ref(key, where)
	switch {
	case errors.Is(err, ErrNoPlace):
		return Ref{}, fmt.Errorf("%s: a secret must not stand on the command line, where other users of this machine and the "+
			"shell's history have it: give %s, and replace the secret if that was it", key, r.Places(key+"="))
	case err != nil:
		return Ref{}, fmt.Errorf("%s: %w", key, err)
	}
	return ref, nil
}
