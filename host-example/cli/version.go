package cli

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// contractName is the version of the contract that this program speaks.
const contractName = "trellis.connector.v1"

func (a *app) versionCommand() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:     "version",
		Short:   "Say which version this is",
		Example: "  trellis version\n  trellis version -o json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			v := programVersion()
			if format == "table" {
				return writeAll(a.Stdout, []byte(v.line()))
			}
			text, err := v.json(format)
			if err != nil {
				return err
			}
			return writeAll(a.Stdout, text)
		},
	}
	c.Flags().StringVarP(&format, "output", "o", "table", plainFormats)
	return c
}

// version is what the program says of itself.
type version struct {
	Version  string `json:"version"`
	Revision string `json:"revision,omitempty"`
	Contract string `json:"contract"`
	Go       string `json:"go"`
	OS       string `json:"os"`
	Arch     string `json:"arch"`
}

func programVersion() version {
	v := version{Version: "devel", Contract: contractName, Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	if info, ok := debug.ReadBuildInfo(); ok {
		if main := info.Main.Version; main != "" && main != "(devel)" {
			v.Version = main
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				v.Revision = s.Value
			}
		}
	}
	return v
}

func (v version) line() string {
	revision := ""
	if v.Revision != "" {
		revision = ", revision " + v.Revision
	}
	return fmt.Sprintf("trellis %s%s, contract %s, %s %s/%s\n", v.Version, revision, v.Contract, v.Go, v.OS, v.Arch)
}

// json is an object: over many lines for people, on one for programs.
func (v version) json(format string) ([]byte, error) {
	text, err := json.Marshal(v)
	if format == "json" {
		text, err = json.MarshalIndent(v, "", "  ")
	}
	return append(text, '\n'), err
}
