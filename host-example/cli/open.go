package cli

import (
	"path/filepath"

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
