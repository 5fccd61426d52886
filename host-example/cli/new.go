package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/trellis-iam/trellis/host-example/folder"
	"github.com/trellis-iam/trellis/host-example/scaffold"
)

func (a *app) newCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "new <what>",
		Short:   "Write a new connector",
		Example: "  trellis new connector acme",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("say what: trellis new connector <name>")
			}
			return usagef("there is nothing new to be had called %.64q; there is trellis new connector <name>", args[0])
		},
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(a.newConnectorCommand())
	return c
}

func (a *app) newConnectorCommand() *cobra.Command {
	plan := scaffold.Plan{}
	clone := ""
	c := &cobra.Command{
		Use:   "connector <name>",
		Short: "Write a connector that builds and passes its tests, to be made yours",
		Long: "Writes a folder with a connector in Go to an application that is made up: its mapping, stand-in and tests, with\n" +
			"conformance among them. It builds, and all of it passes, before anything is changed. docs/write-a-connector.md goes on\n" +
			"from there, step by step.",
		Example: "  trellis new connector acme\n" +
			"  trellis new connector acme-desk --title \"Acme Desk\" --auth header --paging offset\n" +
			"  trellis new connector acme --dir ~/src/acme --module github.com/you/trellis-connector-acme",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("name one connector, such as acme; see %s --help", c.CommandPath())
			}
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(_ *cobra.Command, args []string) error {
			plan.Name = args[0]
			return a.writeConnector(plan, clone)
		},
	}
	f := c.Flags()
	f.StringVar(&plan.Auth, "auth", scaffold.Auths[0], "how requests show the `key`: bearer, basic (user name and key) or header")
	f.StringVar(&plan.Paging, "paging", scaffold.Pagings[0], "how a `page` leads to the next: cursor, offset or link (RFC 8288)")
	f.StringVar(&plan.Title, "title", "", "what people call the `application`; by default the name, with capitals")
	f.StringVar(&plan.Dir, "dir", "", "the `folder` to write, which is empty or does not exist; by default ./<name>")
	f.StringVar(&plan.Module, "module", "", "the `path` of its Go module; by default example.com/trellis-connector-<name>")
	f.StringVar(&clone, "trellis", "", "the `folder` of a clone of Trellis to build against; by default the one that this program lies in,\n"+
		"or else the release that it is")
	return c
}

func (a *app) writeConnector(plan scaffold.Plan, clone string) error {
	if plan.Title == "" {
		plan.Title = scaffold.TitleOf(plan.Name)
	}
	if plan.Module == "" {
		plan.Module = scaffold.ModuleOf(plan.Name)
	}
	if plan.Dir == "" {
		plan.Dir = plan.Name
	}
	entries, _ := folder.List(a.plugins()) // there need not be any
	var existing []string
	for _, e := range entries {
		existing = append(existing, e.Name)
	}
	if err := plan.Check(existing); err != nil {
		return err
	}
	var err error
	if plan.Trellis, err = scaffold.FindTrellis(clone, a.Executable, programVersion().Version); err != nil {
		return err
	}
	if err := plan.Write(); err != nil {
		return err
	}
	return writeAll(a.Stdout, []byte(wrote(plan)))
}

// wrote says what there is now, and what to do next. What a release requires is looked up; a clone's requirements are taken over.
func wrote(plan scaffold.Plan) string {
	dir := plan.Dir
	if strings.ContainsAny(dir, " '\"$&;()") {
		dir = "'" + strings.ReplaceAll(dir, "'", `'\''`) + "'"
	}
	tidy := ""
	if plan.Trellis.Clone == "" {
		tidy = "  go mod tidy\n"
	}
	return fmt.Sprintf("The connector %s is in %s. It builds, and passes its tests:\n\n  cd %s\n%s  go test ./...\n\n"+
		"README.md there says what to edit, in order.\n", plan.Name, plan.Dir, dir, tidy)
}
