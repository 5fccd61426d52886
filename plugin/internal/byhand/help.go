package byhand

import (
	"flag"
	"fmt"
	"slices"
	"strings"
)

// help says what the program is and what it can be told to do.
func (a *app) help() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: the Trellis connector for %s.\n\n", a.about.GetName(), a.about.GetVersion(), a.about.GetTitle())
	if s := a.about.GetSummary(); s != "" {
		fmt.Fprintf(&b, "%s\n\n", s)
	}
	fmt.Fprintf(&b, `This program is loaded by a host, which starts it and talks to it. Put it among the host's connectors and run

    trellis describe %s

Without a host, to try or to debug it, it can be told:

`, a.about.GetName())
	for _, c := range a.commands() {
		fmt.Fprintf(&b, "    %-14s %s\n", c.name, c.about)
	}
	b.WriteString("\nFor example:\n\n")
	for _, example := range a.examples() {
		fmt.Fprintf(&b, "    %s %s\n", a.program, example)
	}
	fmt.Fprintf(&b, "\nEach command has --help. Answers are JSON on stdout; all else is on stderr.\n")
	return b.String()
}

// examples are commands that fit this connector.
func (a *app) examples() []string {
	secrets := a.secretFlags()
	examples := []string{"describe", "authenticate" + secrets}
	for _, c := range a.commands() {
		if c.list { // the first one
			examples = append(examples, c.name+secrets+" --limit 10")
			break
		}
	}
	return append(examples, "debug")
}

// secretFlags give the secrets that the first way to authenticate needs.
func (a *app) secretFlags() string {
	var b strings.Builder
	for _, f := range a.about.GetAuthMethods()[0].GetFields().GetFields() {
		if f.GetSecret() && f.GetRequired() {
			fmt.Fprintf(&b, " --secret %s=prompt", f.GetKey())
		}
	}
	return b.String()
}

// names are the commands by name.
func (a *app) names() []string {
	var names []string
	for _, c := range a.commands() {
		names = append(names, c.name)
	}
	return names
}

// describeFlags shows flags as they are commonly typed; package flag's own help has them with one dash.
func describeFlags(b *strings.Builder, flags *flag.FlagSet) {
	flags.VisitAll(func(f *flag.Flag) {
		value, usage := flag.UnquoteUsage(f)
		if !slices.Contains([]string{"", "0", "0s", "false"}, f.DefValue) {
			usage += fmt.Sprintf(" (default %q)", f.DefValue)
		}
		fmt.Fprintf(b, "  --%s\n        %s\n", strings.TrimSpace(f.Name+" "+value), strings.ReplaceAll(usage, "\n", "\n        "))
	})
}
