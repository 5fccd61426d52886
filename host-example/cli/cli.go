package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/hashicorp/go-hclog"
	"github.com/spf13/cobra"
	rows "github.com/trellis-iam/trellis/host-example/progress"
	"github.com/trellis-iam/trellis/plugin"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	"github.com/trellis-iam/trellis/plugin/exit"
	"github.com/trellis-iam/trellis/plugin/manager"
)

// Env is the world that a command runs in.
type Env struct {
	Args           []string // without the program's name
	Stdout, Stderr io.Writer
	LookupEnv      func(string) (string, bool)
	// Executable is the program's own path: connectors are looked for beside it.
	Executable string
	// Launch starts a connector's process.
	Launch func(ctx context.Context, cfg plugin.Config) (manager.Process, error)
	// Prompt asks a person for a secret.
	Prompt func(ctx context.Context, label string) (string, error)
	// Terminal opens the terminal that a person can be asked on. Where there is none, it is terminal.ErrNone.
	Terminal func() (Terminal, error)
}

// Main runs a command and returns the exit status. The first interrupt (Ctrl-C, SIGTERM) ends what goes on in good order;
// the second one ends the program at once, and the connectors' processes end with it.
func Main(env Env) int {
	ctx, stop := cmdline.UntilInterrupt(context.Background())
	defer stop()

	// A reader of stdout that goes away (`| head`) is an error of a write, and not the sudden end of the program.
	pipe := make(chan os.Signal, 1)
	signal.Notify(pipe, syscall.SIGPIPE)
	defer signal.Stop(pipe)

	return Run(ctx, env)
}

// Run is Main without the signals.
func Run(ctx context.Context, env Env) int {
	a := newApp(env)
	root := a.root() //nolint:contextcheck // commands get the context from cobra when they run
	root.SetArgs(env.Args)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	// Connectors are closed last: they may take a while to end, and people should not have to wait for the word how to go on.
	defer a.close() //nolint:contextcheck // it bounds itself, and goes on when ctx has ended
	defer a.rows.Close()
	err := root.ExecuteContext(ctx)
	if err == nil {
		err = outputFailed(a.helpFailed)
	}
	if err == nil {
		return exit.OK
	}
	if told, ok := errors.AsType[*toldError](err); ok {
		return told.status
	}
	return a.failed(err)
}

// partial is a list that ended early, when something came of it.
func partial(err error) (*listError, bool) {
	e, ok := errors.AsType[*listError](err)
	return e, ok && e.items > 0
}

func statusOf(err error) int {
	if e, ok := partial(err); ok {
		return exit.ListStatus(e.items, e.err)
	}
	return exit.Status(err)
}

// app is one run of the program.
type app struct {
	Env
	flags   globalFlags
	log     hclog.Logger
	stderr  turns         // Stderr, for what is written
	rows    *rows.Display // below it, on a terminal
	secrets secrets
	watches watches
	// helpFailed is why help could not be written, when it could not.
	helpFailed error

	mu      sync.Mutex
	running *manager.Manager // nil: no command has needed it
}

func newApp(env Env) *app {
	a := &app{Env: env}
	a.onTerminal()
	return a
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "trellis",
		Short: "Who has access to what, from any application",
		Long: "trellis reads users, roles and groups of SaaS applications through connectors: one program for each\n" +
			"application, started when it is needed.",
		Example: "  trellis demo\n" +
			"  trellis connectors\n" +
			"  trellis describe lattice\n" +
			"  trellis authenticate lattice --secret api_key=prompt\n" +
			"  trellis users lattice --secret api_key=env:LATTICE_API_KEY -o ndjson > users.ndjson\n" +
			"  trellis fields lattice --secret api_key=env:LATTICE_API_KEY",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return noCommand(c, args[0])
		},
		RunE:    func(c *cobra.Command, _ []string) error { return c.Help() },
		Version: programVersion().line(),
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if err := a.openLog(); err != nil {
				return err
			}
			return a.flags.attached(a.LookupEnv)
		},
		SilenceUsage:  true, // an error is told once, by report
		SilenceErrors: true,
	}
	root.SetFlagErrorFunc(flagError)
	root.SetVersionTemplate("{{.Version}}")
	a.flags.add(root.PersistentFlags())
	root.AddCommand(
		a.connectorsCommand(), a.describeCommand(), a.connectCommand(), a.authenticateCommand(),
		listCommand(a, users()), listCommand(a, roles()), listCommand(a, groups()), a.fieldsCommand(),
		a.accountsCommand(), a.reportCommand(), a.diffCommand(), a.newCommand(),
		a.conformanceCommand(), a.demoCommand(), a.completionCommand(), a.versionCommand(),
	)
	root.AddCommand(topics()...)
	root.CompletionOptions.DisableDefaultCmd = true // there is completionCommand
	a.explain(root)
	helpOfCommands(root)
	usageErrors(root)
	a.completeFlags(root)
	return root
}
