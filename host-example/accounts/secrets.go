package accounts

import (
	"context"
	"errors"

	"github.com/trellis-iam/trellis/host-example/keyring"
	"github.com/trellis-iam/trellis/plugin/secret"
	"go.yaml.in/yaml/v3"
)

// Secrets is a reader that knows the places that this host knows besides: the system's keyring.
func Secrets(r secret.Reader) secret.Reader {
	r.Schemes = map[string]func(context.Context, string) (string, error){"keyring": keyring.Get}
	return r
}

// secrets reads where an account's secrets are. Nothing of what may be a secret itself is repeated.
func (r *reading) secrets(a *Account, path string, n *yaml.Node) {
	if isNull(n) {
		return
	}
	a.Secrets = map[string]Secret{}
	r.mapping(path, n, "say where each secret is: key: env:NAME", func(key string, k, v *yaml.Node) {
		if !isKey(key) || isNull(v) { // `{s3cret}` is a key without a value
			r.problem(k, path, "write the key as trellis describe has it, and where its secret is: "+r.places(), "this is no key with the place of its secret")
			return
		}
		path := path + "." + key
		if s, ok := r.secret(path, key, v); ok {
			a.Secrets[key] = s
			a.at["secrets."+key] = position(k)
		}
	})
}

func (r *reading) places() string {
	return r.reader.Places("") + ", or {command: [program, argument, ...]}"
}

func (r *reading) secret(path, key string, n *yaml.Node) (Secret, bool) {
	if n.Kind == yaml.MappingNode {
		return r.command(path, n)
	}
	_, err := r.reader.Ref(key, n.Value)
	switch {
	case n.Kind != yaml.ScalarNode || !isText(n) || errors.Is(err, secret.ErrNoPlace):
		r.problem(n, path, "give "+r.places()+"; and replace the secret if that was it",
			"this does not say where the secret is, and may be the secret itself, which must not stand in this file")
	case err != nil:
		r.problem(n, path, "give "+r.places(), "%v", err)
	default:
		return Secret{Place: n.Value}, true
	}
	return Secret{}, false
}

// maxArguments bounds a command; more is a mistake.
const maxArguments = 64

func (r *reading) command(path string, n *yaml.Node) (s Secret, ok bool) {
	const todo = "write it as command: [program, argument, ...]; no shell reads it"
	before := len(r.problems)
	r.mapping(path, n, todo, func(key string, k, v *yaml.Node) {
		if key != "command" {
			r.problem(k, path, todo, "a secret is a place, or has the one key command")
			return
		}
		path := path + ".command"
		if v.Kind != yaml.SequenceNode || len(v.Content) == 0 || len(v.Content) > maxArguments {
			r.problem(v, path, todo, "this must be a list of 1 to %d texts", maxArguments)
			return
		}
		for i, arg := range v.Content {
			if arg.Kind != yaml.ScalarNode || isNull(arg) || i == 0 && (!isText(arg) || arg.Value == "") {
				r.problem(arg, path, todo, "a program and its arguments are texts")
			}
			s.Command = append(s.Command, arg.Value)
		}
	})
	if len(r.problems) == before && s.Command == nil {
		r.problem(n, path, todo, "it does not say where the secret is")
	}
	return s, len(r.problems) == before
}
