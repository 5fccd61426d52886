package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/trellis-iam/trellis/host-example/output"
)

// explain groups the commands, gives those that have none examples, and makes the usage of all readable.
func (a *app) explain(root *cobra.Command) {
	root.AddGroup(
		&cobra.Group{ID: readGroup, Title: "Read accounts:"},
		&cobra.Group{ID: linkGroup, Title: "Linked accounts:"},
		&cobra.Group{ID: connectorGroup, Title: "Connectors:"},
		&cobra.Group{ID: programGroup, Title: "This program:"},
	)
	root.SetHelpCommandGroupID(programGroup)
	for _, c := range root.Commands() {
		c.GroupID = groupOf[c.Name()]
		if c.GroupID == "" && c.Runnable() {
			c.GroupID = readGroup // what most commands do
		}
		c.Example = cmp.Or(c.Example, examples[c.Name()])
		for _, sub := range c.Commands() {
			sub.Example = cmp.Or(sub.Example, examples[c.Name()+" "+sub.Name()])
		}
	}
	root.SetUsageFunc(func(c *cobra.Command) error {
		return writeAll(c.OutOrStderr(), []byte(usage(c, a.helpWidth())))
	})
	root.SetHelpFunc(func(c *cobra.Command, _ []string) {
		text := reflowed(cmp.Or(c.Long, c.Short), a.helpWidth())
		if c.Runnable() || c.HasSubCommands() {
			text += "\n" + usage(c, a.helpWidth())
		}
		a.helpFailed = writeAll(c.OutOrStdout(), []byte(text)) // cobra takes no error from here
	})
}

// helpOfCommands makes `trellis help` of what is no command an error, and not the help of everything.
func helpOfCommands(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	for _, help := range root.Commands() {
		if help.Name() == "help" {
			help.Args = func(_ *cobra.Command, args []string) error {
				of, rest, err := root.Find(args)
				if err == nil && len(rest) > 0 && of.HasSubCommands() {
					return noCommand(of, rest[0])
				}
				return err
			}
		}
	}
}

// helpWidth is how wide help is written.
func (a *app) helpWidth() int {
	if w := terminalWidth(a.Stdout); w > 0 {
		return min(readable, w)
	}
	return readable
}

// reflowed breaks the lines of paragraphs anew. Lines that begin with blanks are left as they are.
func reflowed(text string, width int) string {
	doc := document{screen: output.Screen{Width: width}}
	var paragraph []string // its lines
	end := func() {
		if len(paragraph) > 0 {
			doc.wrap("", strings.Join(paragraph, " "))
			paragraph = nil
		}
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if line != "" && line[0] != ' ' {
			paragraph = append(paragraph, line)
			continue
		}
		end()
		doc.b.WriteString(line + "\n")
	}
	end()
	return doc.b.String()
}

// The groups of commands.
const (
	readGroup      = "read"
	linkGroup      = "link"
	connectorGroup = "connectors"
	programGroup   = "program"
)

var groupOf = map[string]string{
	"accounts": linkGroup, "connect": linkGroup,
	"connectors": connectorGroup, "describe": connectorGroup, "conformance": connectorGroup, "new": connectorGroup,
	"demo": programGroup, "completion": programGroup, "version": programGroup,
}

// examples are those of commands that have none of their own, by their names below the root.
var examples = map[string]string{
	"authenticate": "  trellis authenticate lattice --secret api_key=env:LATTICE_API_KEY\n" +
		"  trellis authenticate scim --operator base_url=https://example.com/scim/v2 --secret token=env:TOKEN",
	"users": "  trellis users lattice --secret api_key=env:LATTICE_API_KEY\n" +
		"  trellis users --account acme\n" +
		"  trellis users --all -o ndjson > users.ndjson\n" +
		"  trellis users lattice --secret api_key=env:LATTICE_API_KEY --filter status=enabled --limit 20\n" +
		"  trellis users lattice --secret api_key=env:LATTICE_API_KEY --columns name,email,roles\n" +
		"  trellis users lattice --secret api_key=env:LATTICE_API_KEY -o ndjson > users.ndjson\n" +
		"  trellis users lattice --secret api_key=env:LATTICE_API_KEY -o csv --columns email,status",
	"roles": "  trellis roles lattice --secret api_key=env:LATTICE_API_KEY\n" +
		"  trellis roles scim --operator base_url=https://example.com/scim --secret token=env:TOKEN -o json",
	"groups": "  trellis groups lattice --secret api_key=env:LATTICE_API_KEY\n" +
		"  trellis groups lattice --secret api_key=env:LATTICE_API_KEY --columns name,members",
	"describe":   "  trellis describe lattice\n  trellis describe lattice -o json",
	"connectors": "  trellis connectors\n  trellis connectors -o json",
	"demo":       "  trellis demo",

	"connectors distrust": "  trellis connectors distrust lattice",
}

// flagSections say under which title a flag stands; those of no section come first.
var flagSections = []struct {
	title string
	flags []string
}{
	{"Flags", nil},
	{"Account", []string{"account", "all", "accounts", "account-id", "auth-method", "set", "operator", "secret"}},
	{"What is listed", []string{"filter", "expand", "limit", "page-size", "page-token", "raw", "resource", "sample"}},
	{"Fields of your own", []string{"field", "fields"}},
	{"Output", []string{"output", "columns", "examples", "receipt"}},
}

// usage is how a command is called.
func usage(c *cobra.Command, width int) string {
	var b strings.Builder
	b.WriteString("Usage:\n")
	if c.Runnable() {
		fmt.Fprintf(&b, "  %s\n", c.UseLine())
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "  %s [command]\n", c.CommandPath())
	}
	if c.HasExample() {
		fmt.Fprintf(&b, "\nExamples:\n%s\n", c.Example)
	}
	commands(&b, c)
	for i, section := range flagSections {
		set := pflag.NewFlagSet("", pflag.ContinueOnError)
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if sectionOf(c, f.Name) == i && (c.HasParent() || f.Name == "help" || f.Name == "version") {
				set.AddFlag(unbroken(f))
			}
		})
		flags(&b, section.title, set, width)
	}
	global := pflag.NewFlagSet("", pflag.ContinueOnError)
	c.Root().PersistentFlags().VisitAll(func(f *pflag.Flag) { global.AddFlag(unbroken(f)) })
	if c.HasParent() {
		var names []string
		global.VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
		b.WriteByte('\n')
		b.WriteString(reflowed("Flags of all commands, which trellis --help explains: "+strings.Join(names, ", "), width))
	} else {
		flags(&b, "Flags of all commands", global, width)
		b.WriteString("\nMore help:\n")
		for _, topic := range c.Commands() {
			if topic.IsAdditionalHelpTopicCommand() {
				fmt.Fprintf(&b, "  trellis help %-12s %s\n", topic.Name(), topic.Short)
			}
		}
		b.WriteString("  trellis <command> --help  What a command does\n")
	}
	return b.String()
}

// commands lists what there is below a command, in its groups.
func commands(b *strings.Builder, c *cobra.Command) {
	groups := append(slices.Clone(c.Groups()), &cobra.Group{Title: "Commands:"})
	for _, g := range groups {
		title := "\n" + g.Title + "\n"
		for _, sub := range c.Commands() {
			if sub.GroupID == g.ID && sub.IsAvailableCommand() {
				fmt.Fprintf(b, "%s  %-13s %s\n", title, sub.Name(), sub.Short)
				title = ""
			}
		}
	}
}

func flags(b *strings.Builder, title string, set *pflag.FlagSet, width int) {
	if set.HasAvailableFlags() {
		fmt.Fprintf(b, "\n%s:\n%s", title, set.FlagUsagesWrapped(width))
	}
}

// sectionOf is the number of the section that a flag is in. Commands that are about no account have one section.
func sectionOf(c *cobra.Command, name string) int {
	if c.Flags().Lookup("secret") == nil {
		return 0
	}
	for i, s := range flagSections {
		if slices.Contains(s.flags, name) {
			return i
		}
	}
	return 0
}

// unbroken is a flag whose usage is one line, which is broken as wide as there is room for.
func unbroken(f *pflag.Flag) *pflag.Flag {
	one := *f
	one.Usage = strings.Join(strings.Fields(f.Usage), " ")
	return &one
}
