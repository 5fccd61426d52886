package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/trellis-iam/trellis/host-example/folder"
	"github.com/trellis-iam/trellis/plugin/exit"
)

func usagef(format string, args ...any) error { return exit.Usagef(format, args...) }

// usageErrors marks what cobra finds wrong with the arguments of any command as errors of usage.
func usageErrors(c *cobra.Command) {
	if check := c.Args; check != nil {
		c.Args = func(c *cobra.Command, args []string) error {
			err := check(c, args)
			if err == nil || errors.Is(err, exit.ErrUsage) {
				return err
			}
			if c.HasSubCommands() && len(args) > 0 {
				return noCommand(c, args[0])
			}
			return usagef("%v; see %s --help", err, c.CommandPath())
		}
	}
	for _, sub := range c.Commands() {
		usageErrors(sub)
	}
}

// noCommand is a word where one of a command's own commands should be.
func noCommand(c *cobra.Command, word string) error {
	var there []string
	for _, sub := range c.Commands() {
		there = append(there, sub.Name())
	}
	return usagef("there is no command %.64q; %ssee %s --help", word, maybe("", word, there), c.CommandPath())
}

// maybe asks whether the nearest of some names was meant, all of which begin with a prefix; "" where none is near.
func maybe(prefix, name string, there []string) string {
	if near := folder.Nearest(name, there); near != "" {
		return "did you mean " + prefix + near + "? "
	}
	return ""
}

// oneConnector is the argument of commands that are about a connector.
func (a *app) oneConnector(c *cobra.Command, args []string) error {
	switch {
	case len(args) > 1:
		return usagef("%s takes one connector, and further arguments only behind flags; see %s --help", c.Name(), c.CommandPath())
	case len(args) == 1:
		return nil
	}
	what := "a connector"
	if c.Flags().Lookup("account") != nil {
		what = "a connector or an account"
	}
	return usagef("name %s: %s%s", what, c.UseLine(), a.connectorsThere())
}

// connectorsThere ends an error with the connectors that there are; "" where there are none.
func (a *app) connectorsThere() string {
	names, _ := a.completeConnectors(nil, nil, "")
	if len(names) == 0 {
		return ""
	}
	return "; there is " + strings.Join(names, ", ")
}

// kinds say what flags take whose values Go would explain.
var kinds = map[string]string{"int": "a whole number", "int64": "a whole number", "duration": "a time such as 90s", "bool": "true or false"}

// flagError is what is wrong with a flag. An argument that is no flag of ours is not repeated beyond its name: a secret
// may stand in it by mistake (`-sapi_key=...`).
func flagError(c *cobra.Command, err error) error {
	see := "see " + c.CommandPath() + " --help"
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok {
		if e.GetSpecifiedShortnames() != "" {
			return usagef("there is no flag -%s; %s", e.GetSpecifiedName(), see)
		}
		var there []string
		c.Flags().VisitAll(func(f *pflag.Flag) { there = append(there, f.Name) })
		return usagef("there is no flag --%.64s; %s%s", e.GetSpecifiedName(), maybe("--", e.GetSpecifiedName(), there), see)
	}
	if e, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		if what := kinds[e.GetFlag().Value.Type()]; what != "" {
			return usagef("--%s takes %s, not %.64q; %s", e.GetFlag().Name, what, e.GetValue(), see)
		}
	}
	if _, ok := errors.AsType[*pflag.InvalidSyntaxError](err); ok {
		return usagef("an argument that begins like a flag is none; %s", see)
	}
	return usagef("%v; %s", err, see)
}
