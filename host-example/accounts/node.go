package accounts

import (
	"slices"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	"go.yaml.in/yaml/v3"
)

// mapping goes through a mapping, whose keys are texts and none is there twice. It reports whether it is one.
func (r *reading) mapping(path string, n *yaml.Node, todo string, each func(key string, k, v *yaml.Node)) bool {
	if n.Kind != yaml.MappingNode {
		what := "this is " + kindOf(n) + ", and keys with their values belong here"
		r.problem(n, path, todo, "%s", what)
		return false
	}
	seen := map[string]bool{}
	for pair := range slices.Chunk(n.Content, 2) {
		k, v := pair[0], pair[1]
		switch {
		case k.Kind != yaml.ScalarNode || k.Tag == "!!null" || k.Tag == "!!merge":
			r.problem(k, path, "write it as a word", "this is no key")
		case seen[k.Value]:
			r.problem(k, join(path, k.Value), "keep one of them", "this key is there twice")
		default:
			seen[k.Value] = true
			each(k.Value, k, v)
		}
	}
	return true
}

// join is the path of a key, which is foreign text until it is known.
func join(path, key string) string { return strings.TrimPrefix(path+"."+clip(key), ".") }

// clip shows a key of the file. It is no key that anyone knows, and may be anything.
func clip(key string) string {
	const most = 64
	if runes := []rune(key); len(runes) > most {
		key = string(runes[:most]) + "…"
	}
	return output.Printable(key)
}

func kindOf(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "a mapping (key: value)"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case isNull(n):
		return "empty"
	}
	return "a single value"
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// isText reports whether a scalar is a text to YAML, and not a number or the like.
func isText(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!str" }

// word is a text that has to be of a kind. What is not is not repeated.
func (r *reading) word(path string, n *yaml.Node, what string, ok func(string) bool) string {
	switch {
	case n.Kind == yaml.ScalarNode && !isNull(n) && !isText(n):
		r.problem(n, path, "write it in quotes", "YAML takes this for a number, a date or a truth value, and it must be %s", what)
	case !isText(n) || !ok(n.Value):
		r.problem(n, path, "", "this must be %s", what)
	default:
		return n.Value
	}
	return ""
}

// values are keys with single values, which travel as texts: as they are written, whatever they are to YAML.
func (r *reading) values(a *Account, path string, n *yaml.Node) map[string]string {
	if isNull(n) {
		return nil
	}
	all := map[string]string{}
	r.mapping(path, n, "write it as key: value", func(key string, k, v *yaml.Node) {
		path := join(path, key)
		switch {
		case !isKey(key):
			r.problem(k, path, "give it as trellis describe has it", "a key here has small letters, digits and _ only")
		case isNull(v):
			r.problem(v, path, `give a value, or "" for an empty one`, "the value is missing")
		case v.Kind != yaml.ScalarNode:
			r.problem(v, path, "write it as key: value, in quotes if it is a text with signs", "this is %s, and a single value belongs here", kindOf(v))
		default:
			all[key] = v.Value
			a.at[path[len("accounts."+a.Name+"."):]] = position(k)
		}
	})
	return all
}

// certificates refuses that they are given in two ways.
func (r *reading) certificates(a *Account, path string, n *yaml.Node) {
	_, file := a.Operator[cmdline.OperatorCAFile]
	_, text := a.Operator[connector.OperatorCAPEM]
	if file && text {
		r.problem(n, path, "keep one of them", "%s and %s are both given", cmdline.OperatorCAFile, connector.OperatorCAPEM)
	}
}
