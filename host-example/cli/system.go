package cli

import (
	"context"
	"os"
	"path/filepath"

	"github.com/hashicorp/go-hclog"
	"github.com/trellis-iam/trellis/host-example/secret"
	"github.com/trellis-iam/trellis/plugin"
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
		Executable: executable, Launch: launch, Prompt: secret.Prompt,
	}
}

func launch(ctx context.Context, path string, log hclog.Logger) (Process, error) {
	p, err := plugin.Launch(ctx, plugin.Config{Path: path, Logger: log})
	if err != nil {
		return nil, err // without a type: a nil *plugin.Plugin is no Process
	}
	return p, nil
}
