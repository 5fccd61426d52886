package cli

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/host-example/folder"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Shells complete what people type by asking this program (cobra's hidden command __complete), at each press of a key. What they are
// told is true of the connector that the command line names: its description says, which needs no network, no account and no
// secret. It is asked for only when it may be run anyway, for a moment only, and whatever goes wrong is that there is nothing to
// propose: an error would be written into somebody's command line.

// describeWithin is how long people wait for a proposal: far longer than a start takes, and no longer than patience.
const describeWithin = 3 * time.Second

// typed is a command line that is being typed: all before the word that is to be completed is understood.
type typed struct {
	*app
	command *cobra.Command
	args    []string
}

// completes gives a word's completions, as far as it is there.
type completes func(t typed, word string) ([]cobra.Completion, cobra.ShellCompDirective)

// completions are how the values of flags are completed, by the flags' names. Those of a flag that is not here are files, or
// nothing that anyone knows.
func completions() map[string]completes {
	none := func(typed, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return map[string]completes{
		"output":      typed.outputs,
		"columns":     typed.columns,
		"filter":      typed.filters,
		"expand":      typed.expands,
		"set":         typed.settings,
		"operator":    typed.operatorKeys,
		"secret":      typed.secretKeys,
		"auth-method": typed.methods,
		"resource":    fixed("users", "roles", "groups"),
		"log-level":   fixed("debug", "info", "warn", "error"),
		"log-format":  fixed("text", "json"),
		"timeouts":    typed.timeouts,
		"attach":      typed.attachable,
		"account":     typed.accounts,
		"account-id":  none, "name": none, "field": none, "limit": none, "page-size": none, "page-token": none, "sample": none, "timeout": none,
	}
}

// fixed completes words that are always the same.
func fixed(words ...string) completes {
	return func(typed, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return words, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeFlags registers the completions of all flags of a command, and of those below it.
func (a *app) completeFlags(c *cobra.Command) {
	for name, complete := range completions() {
		if c.LocalFlags().Lookup(name) == nil {
			continue
		}
		_ = c.RegisterFlagCompletionFunc(name, // it fails where there is no such flag
			func(c *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
				a.hush()
				return complete(typed{a, c, args}, word)
			})
	}
	for _, sub := range c.Commands() {
		a.completeFlags(sub)
	}
}

// hush keeps notes and the log out of the shell.
func (a *app) hush() {
	a.stderr.to(io.Discard)
	a.log = hclog.NewNullLogger()
}

// describe is what the connector says that the command line names, and nil where that cannot be had.
func (t typed) describe() *connectorv1.Description {
	name := t.named()
	if name == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(t.command.Context(), describeWithin)
	defer cancel()
	c, err := t.connector(name)
	if err != nil {
		return nil
	}
	d, err := c.Describe(ctx)
	if err != nil {
		return nil
	}
	return d
}

// resource is what the connector says of the kind of list that the command, or its flag --resource, names.
func (t typed) resource() *connectorv1.Resource {
	name := t.command.Name()
	if f := t.command.Flags().Lookup("resource"); f != nil {
		name = f.Value.String()
	}
	for _, r := range t.describe().GetResources() {
		if kindName(r.GetKind()) == name {
			return r
		}
	}
	return nil
}

// completeConnector completes the names of connectors in shells.
func (a *app) completeConnector(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return a.completeConnectors(nil, nil, "")
}

// completeConnectors completes the names for a command that takes several.
func (a *app) completeConnectors(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	entries, err := folder.List(a.plugins())
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	for _, e := range entries {
		if !slices.Contains(args, e.Name) {
			names = append(names, e.Name)
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// listed completes the last of several words with commas between them, by what may stand there; those that do already are left
// out. before is what the flag's value begins with, such as "status=".
func listed(before, word string, choices []choice) ([]cobra.Completion, cobra.ShellCompDirective) {
	i := strings.LastIndexByte(word, ',') + 1
	there := strings.Split(word[:max(i-1, 0)], ",")
	var all []cobra.Completion
	for _, c := range choices {
		if !slices.Contains(there, c.value) {
			all = append(all, choice{before + word[:i] + c.value, c.about}.completion())
		}
	}
	return all, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}
