package plugin

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	"github.com/trellis-iam/trellis/plugin/internal/byhand"
	"github.com/trellis-iam/trellis/plugin/secret"
)

// byHand is the connector as a program that someone runs without a host, and returns the status to exit with. The first
// interrupt ends it in good order, the second one at once.
func byHand(c connector.Connector, o serveOptions) int {
	ctx, stop := cmdline.UntilInterrupt(context.Background())
	defer stop()

	// A reader of stdout that goes away (`| head`) is an error of a write, and not the sudden end of the program.
	pipe := make(chan os.Signal, 1)
	signal.Notify(pipe, syscall.SIGPIPE)
	defer signal.Stop(pipe)

	stdout := os.Stdout
	os.Stdout = os.Stderr // where a connector may print, as it may in a host's hands
	env := byhand.Env{
		Args: os.Args, Stdout: stdout, Stderr: os.Stderr,
		LookupEnv: os.LookupEnv, Prompt: secret.Prompt, Debug: debug,
	}
	if o.sandbox != nil {
		env.Sandbox = func() {
			os.Stdout = stdout
			stop() // signals are its own
			o.sandbox()
		}
	}
	return byhand.Run(ctx, c, env)
}

// say writes to whoever listens.
func say(w io.Writer, text string) { _, _ = io.WriteString(w, text) }
