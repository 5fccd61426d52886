package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Say which version this is",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return writeAll(a.Stdout, []byte(versionLine())) },
	}
}

// versionName is the program and its version.
func versionName() string {
	version, _ := versionAndRevision()
	return "trellis " + version
}

// versionLine is what the program says of its version.
func versionLine() string {
	version, revision := versionAndRevision()
	if revision != "" {
		revision = ", revision " + revision
	}
	return fmt.Sprintf("trellis %s%s, contract trellis.connector.v1, %s %s/%s\n",
		version, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

func versionAndRevision() (version, revision string) {
	version = "devel"
	if info, ok := debug.ReadBuildInfo(); ok {
		if v := info.Main.Version; v != "" && v != "(devel)" {
			version = v
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = s.Value
			}
		}
	}
	return version, revision
}
