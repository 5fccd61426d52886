package cli

import (
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
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
			return usagef("%v; see %s --help", err, c.CommandPath())
		}
	}
	for _, sub := range c.Commands() {
		usageErrors(sub)
	}
}

// flagError is what is wrong with a flag. An argument that is no flag of ours is not repeated beyond its name: a secret
// may stand in it by mistake (`-sapi_key=...`).
func flagError(c *cobra.Command, err error) error {
	help := "; see " + c.CommandPath() + " --help"
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok {
		dashes := "--"
		if e.GetSpecifiedShortnames() != "" {
			dashes = "-"
		}
		return usagef("there is no flag %s%.64s%s", dashes, e.GetSpecifiedName(), help)
	}
	if _, ok := errors.AsType[*pflag.InvalidSyntaxError](err); ok {
		return usagef("an argument that begins like a flag is none%s", help)
	}
	return usagef("%v%s", err, help)
}
