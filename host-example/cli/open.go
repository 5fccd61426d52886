package cli

import (
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/host-example/folder"
)

// plugins is the folder of the connectors.
func (a *app) plugins() string {
	if a.flags.plugins != "" {
		return a.flags.plugins
	}
	if dir, ok := a.LookupEnv(pluginsVariable); ok && dir != "" {
		return dir
	}
	return filepath.Join(filepath.Dir(a.Executable), "plugins")
}

// find makes sure that there is a connector of that name. Where there is none, the error knows which there are.
func (a *app) find(name string) error {
	if a.flags.attach[name] != "" {
		return nil
	}
	_, err := folder.Find(a.plugins(), name)
	return err
}

// completeConnector completes the names of connectors in shells.
func (a *app) completeConnector(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return a.completeConnectors(nil, nil, "")
}

// completeConnectors completes the names for a command that takes several.
func (a *app) completeConnectors(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	entries, err := folder.List(a.plugins())
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
