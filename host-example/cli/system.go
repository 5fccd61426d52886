package cli

import (
	"os"
	"path/filepath"

	"github.com/trellis-iam/trellis/plugin/secret"
)

// System is the world that the program finds itself in.
func System() Env {
	executable, err := os.Executable()
	if err == nil {
		if target, err := filepath.EvalSymlinks(executable); err == nil {
			executable = target // connectors stand beside the program, not beside a link to it
		}
	}
	return Env{
		Args: os.Args[1:], Stdout: os.Stdout, Stderr: os.Stderr, LookupEnv: os.LookupEnv,
		Executable: executable, Launch: launch, Prompt: secret.Prompt, Terminal: openTerminal,
	}
}
